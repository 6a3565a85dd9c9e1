"""Loading cities, and giving the jobs that are there already their places."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobs.models import Job
from jobs.places.locating import Location, locate_all
from jobs.places.models import Place, PlaceName
from jobs.search.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobs.places.files import City

_PIECE = 500
_MOST_NAMES = 12
_LONGEST_NAME = 120
# Shorter ones are codes of airports and languages.
_SHORTEST_ALIAS = 4


def load_cities(cities: Iterable[City]) -> int:
    """Add cities or bring those that are there up to date; return how many. One commit a piece."""
    number = 0
    for piece in batched(cities, _PIECE):
        latest = {city.id: city for city in piece}
        with transaction.atomic():
            _store(list(latest.values()))
        number += len(latest)
    return number


def place_jobs() -> int:
    """Find the places of jobs anew; return how many have another than before.

    Those of imported jobs stay, for they were found by what the source knew besides.
    """
    number, last = 0, 0
    rows = Job.objects.exclude(~Q(source=""), place__isnull=False).order_by("pk")
    rows = rows.only("pk", "location", "salary_currency", "place_id")
    while piece := list(rows.filter(pk__gt=last)[:_PIECE]):
        last = piece[-1].pk
        wanted = [Location(job.location, job.salary_currency) for job in piece]
        moved: dict[int | None, list[int]] = {}
        for job, place in zip(piece, locate_all(wanted), strict=True):
            found = place.pk if place else None
            if found != job.place_id:
                moved.setdefault(found, []).append(job.pk)
        # The search index follows the time of change.
        for place_id, ids in moved.items():
            number += Job.objects.filter(pk__in=ids).update(
                place_id=place_id, changed_at=timezone.now()
            )
    return number


def _store(cities: list[City]) -> None:
    columns = ("name", "country", "region_code", "region", "latitude", "longitude", "population")
    Place.objects.bulk_create(
        [
            Place(pk=city.id, **{column: getattr(city, column) for column in columns})
            for city in cities
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=columns,
    )
    PlaceName.objects.filter(place__in=[city.id for city in cities]).delete()
    PlaceName.objects.bulk_create(
        [PlaceName(place_id=city.id, folded=name) for city in cities for name in _names_of(city)]
    )


def _names_of(city: City) -> list[str]:
    names = [city.name, *(name for name in city.aliases if _is_name(name))]
    folded = (fold(name) for name in names[: _MOST_NAMES * 3])
    usable = dict.fromkeys(name for name in folded if 0 < len(name) <= _LONGEST_NAME)
    return list(usable)[:_MOST_NAMES]


def _is_name(alias: str) -> bool:
    return len(alias) >= _SHORTEST_ALIAS or not alias.isascii()

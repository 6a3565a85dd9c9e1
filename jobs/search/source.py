"""What the index reads from the database: open jobs in bounded pieces, and recent changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from jobs.models import Job
from jobs.querysets import JobQuerySet
from jobs.search.documents import IndexedJob, microseconds

CHUNK = 2_000
_COLUMNS = (
    "id",
    "title",
    "company__name",
    "location",
    "category_id",
    "category__name",
    "employment_type",
    "experience_level",
    "workplace",
    "description",
    "requirements",
    "responsibilities",
    "benefits",
    "salary_min_yearly",
    "salary_max_yearly",
    "salary_currency",
    "application_deadline",
    "created_at",
    "changed_at",
    "place_id",
)


def open_jobs(ids: Iterable[int]) -> list[IndexedJob]:
    """Return those of `ids` that are open. Two queries; pass at most a few thousand."""
    return _load(Job.objects.open().filter(pk__in=list(ids)))


def all_open_jobs() -> Iterator[list[IndexedJob]]:
    """Yield every open job in pieces of bounded size, by rising id. Two queries a piece."""
    last = 0
    while jobs := _load(Job.objects.open().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield jobs
        last = jobs[-1].id


def changes_since(moment: datetime) -> Iterator[list[tuple[int, datetime]]]:
    """Yield (id, changed_at) of jobs changed at `moment` or later, oldest first, in pieces."""
    rows = Job.objects.order_by("changed_at", "pk").values_list("pk", "changed_at")
    piece = list(rows.filter(changed_at__gte=moment)[:CHUNK])
    while piece:
        yield piece
        last_id, last = piece[-1]
        piece = [
            *rows.filter(changed_at=last, pk__gt=last_id)[:CHUNK],
            *rows.filter(changed_at__gt=last)[:CHUNK],
        ][:CHUNK]


def open_versions(above: int, most: int) -> list[tuple[int, int]]:
    """Return (id, changed_at in microseconds) of the next open jobs by rising id. One query."""
    rows = Job.objects.open().order_by("pk").values_list("pk", "changed_at")
    return [(pk, microseconds(changed)) for pk, changed in rows.filter(pk__gt=above)[:most]]


def open_digest() -> tuple[int, int]:
    """Return the number of open jobs and the latest change among them in microseconds."""
    found = Job.objects.open().aggregate(n=Count("pk"), latest=Max("changed_at"))
    return found["n"], microseconds(found["latest"]) if found["latest"] else 0


def database_name() -> str:
    """Return what tells this database from others, so that an index is not used for another."""
    settings = connection.settings_dict
    return "|".join(str(settings.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))


def now() -> datetime:
    """Return the moment that decides what is open."""
    return timezone.now()


def _load(jobs: JobQuerySet) -> list[IndexedJob]:
    rows: list[tuple[Any, ...]] = list(jobs.values_list(*_COLUMNS))
    if not rows:
        return []
    skills = _skills([row[0] for row in rows])
    return [
        IndexedJob(
            id=row[0],
            title=row[1],
            company=row[2],
            location=row[3],
            category_id=row[4],
            category_name=row[5],
            employment_type=row[6],
            experience_level=row[7],
            workplace=row[8],
            texts=row[9:13],
            skills=skills[row[0]],
            salary_min_yearly=row[13],
            salary_max_yearly=row[14],
            currency=row[15],
            deadline=row[16],
            created_at=row[17],
            changed_at=row[18],
            place_id=row[19],
        )
        for row in rows
    ]


def _skills(ids: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    # A range is quicker than a list of thousands; the pieces of a rebuild are dense.
    if len(ids) > 500:
        links = Job.skills.through.objects.filter(job_id__gte=min(ids), job_id__lte=max(ids))
    else:
        links = Job.skills.through.objects.filter(job_id__in=ids)
    for job_id, name in links.values_list("job_id", "skill__name"):
        names[job_id].append(name)
    return names

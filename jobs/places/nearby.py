"""What lies within so many kilometres of a place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.places.models import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PLACES = 2_000
_EARTH_KM = 6371.0088
KM_A_DEGREE = math.pi * _EARTH_KM / 180


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The places around one, with their distance in kilometres, the nearest first."""

    centre: Place
    radius_km: int
    distances: Mapping[int, float]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two positions (latitude, longitude) on a round earth: haversine."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def around(centre: Place, radius_km: int) -> Neighbourhood:
    """Return what is within the radius: at most the MOST_PLACES largest places. One query."""
    position = centre.latitude, centre.longitude
    height = radius_km / KM_A_DEGREE
    places = Place.objects.filter(
        latitude__range=(centre.latitude - height, centre.latitude + height)
    )
    # Near the poles, and where the box would cross the date line, every longitude is looked at.
    narrowest = math.cos(math.radians(min(abs(centre.latitude) + height, 90)))
    width = height / narrowest if narrowest > 0.01 else 360
    west, east = centre.longitude - width, centre.longitude + width
    if west >= -180 and east <= 180:
        places = places.filter(longitude__range=(west, east))
    rows = places.order_by("-population").values_list("pk", "latitude", "longitude")
    found = [(kilometres(position, (lat, lon)), pk) for pk, lat, lon in rows[:MOST_PLACES]]
    inside = sorted((km, pk) for km, pk in found if km <= radius_km)
    return Neighbourhood(centre, radius_km, {centre.pk: 0.0} | {pk: km for km, pk in inside})

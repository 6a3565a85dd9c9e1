"""A map of the places in an answer: dots in true position to each other, drawn by ourselves.

No tiles and no coastlines: it tells how far apart the jobs are and where there are many.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from jobs.places.nearby import KM_A_DEGREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobs.models import Place
    from jobs.places.nearby import Neighbourhood

WIDTH, HEIGHT = 640, 300
_MARGIN = 28
_SMALLEST_DOT, _LARGEST_DOT = 3.0, 14.0
_MOST_NAMES, _MOST_MAIN_NAMES = 14, 5
_LETTER, _LINE = 7.2, 15
# Main names are written so much larger on narrow screens, and have the room for it.
_MAGNIFIED = 1.7
# One place is no map, and two are a line.
_FEWEST_PLACES = 3
_SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_LONGEST_SCALE = 140


type Box = tuple[float, float, float, float]
type Circle = tuple[float, float, float]


class Spot(NamedTuple):
    """A place with jobs, and where following it leads."""

    place: Place
    number: int
    url: str


class Name(NamedTuple):
    """Where a name is written. On narrow screens, where all is small, the main ones alone are."""

    x: str
    y: str
    is_main: bool


class Dot(NamedTuple):
    """A spot as it is drawn; its name is left out where there is no room for it."""

    spot: Spot
    x: str
    y: str
    radius: str
    name: Name | None


class Map(NamedTuple):
    """Everything that is drawn, in the units of the drawing."""

    dots: list[Dot]
    ring: tuple[str, str, str] | None
    scale_km: int
    scale_end: str
    spots: list[Spot]
    is_open: bool


def draw(spots: Sequence[Spot], around: Neighbourhood | None) -> Map | None:
    """Return the map of an answer; None where it would not help."""
    if len(spots) < _FEWEST_PLACES:
        return None
    frame = _Frame(spots, around)
    most = max(spot.number for spot in spots)
    ordered = sorted(spots, key=lambda spot: (-spot.number, spot.place.pk))
    circles = []
    for spot in ordered:
        x, y = frame.point(spot.place.latitude, spot.place.longitude)
        size = _SMALLEST_DOT + (_LARGEST_DOT - _SMALLEST_DOT) * math.sqrt(spot.number / most)
        circles.append((x, y, size))
    names = _names(ordered, circles)
    dots = [
        Dot(spot, _n(x), _n(y), _n(size), name)
        for spot, (x, y, size), name in zip(ordered, circles, names, strict=True)
    ]
    ring = None
    if around is not None:
        x, y = frame.point(around.centre.latitude, around.centre.longitude)
        ring = (_n(x), _n(y), _n(around.radius_km * frame.a_km))
    scale = max(
        (km for km in _SCALES_KM if km * frame.a_km <= _LONGEST_SCALE), default=_SCALES_KM[0]
    )
    by_name = sorted(spots, key=lambda spot: spot.place.name)
    return Map(dots, ring, scale, _n(16 + scale * frame.a_km), by_name, around is not None)


def _names(spots: Sequence[Spot], circles: Sequence[Circle]) -> list[Name | None]:
    """Return where names are written, of the places with the most jobs first, none over another."""
    taken = [(x - size, y - size, x + size, y + size) for x, y, size in circles]
    found: list[Name | None] = []
    for spot, (x, y, size) in zip(spots, circles, strict=True):
        written = [name for name in found if name]
        is_main = len(written) < _MOST_MAIN_NAMES
        scale = _MAGNIFIED if is_main else 1
        width, half = len(spot.place.name) * _LETTER * scale, _LINE * scale / 2
        left = x + size + 4 if x + size + 4 + width <= WIDTH else x - size - 4 - width
        box = (left, y - half, left + width, y + half)
        if left < 0 or len(written) == _MOST_NAMES or any(_overlap(box, one) for one in taken):
            found.append(None)
            continue
        taken.append(box)
        found.append(Name(_n(left), _n(y + 4.5), is_main))
    return found


class _Frame:
    """Fits places into the drawing: degrees of longitude are as wide as in the middle of it."""

    def __init__(self, spots: Sequence[Spot], around: Neighbourhood | None) -> None:
        latitudes = [spot.place.latitude for spot in spots]
        longitudes = [spot.place.longitude for spot in spots]
        if around is not None:
            height = around.radius_km / KM_A_DEGREE
            centre = around.centre
            narrow = max(math.cos(math.radians(centre.latitude)), 0.05)
            latitudes += [centre.latitude - height, centre.latitude + height]
            longitudes += [centre.longitude - height / narrow, centre.longitude + height / narrow]
        self._south, self._north = min(latitudes), max(latitudes)
        self._west, self._east = min(longitudes), max(longitudes)
        middle = (self._south + self._north) / 2
        self._narrow = max(math.cos(math.radians(middle)), 0.05)
        wide = max((self._east - self._west) * self._narrow, 1e-3)
        high = max(self._north - self._south, 1e-3)
        self._a_degree = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
        self._left = (WIDTH - wide * self._a_degree) / 2
        self._top = (HEIGHT - high * self._a_degree) / 2
        self.a_km = self._a_degree / KM_A_DEGREE

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a position is drawn."""
        x = self._left + (longitude - self._west) * self._narrow * self._a_degree
        y = self._top + (self._north - latitude) * self._a_degree
        return x, y


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _n(number: float) -> str:
    # Numbers in attributes have a point in every language.
    return f"{number:.1f}"

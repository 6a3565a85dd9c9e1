"""From a location as people type it to the place that it most likely means.

A location may be "Leeds", "1090 Wien", "US, NY, New York" or "Remote (EMEA)". What names a country
or a state narrows; whole parts count more than words within them; among equals the currency of
the pay decides, then the size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.places.countries import CODES, COUNTRY_OF_CURRENCY, NAMES, STATES
from jobs.places.models import Place, PlaceName
from jobs.places.nearby import kilometres
from jobs.search.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BETWEEN_PARTS = re.compile(r"\s*[,;/|()\[\]•·]+\s*|\s+[-–—]+\s+")
_FILLER = frozenset(
    [
        "remote",
        "remoto",
        "hybrid",
        "hibrido",
        "on-site",
        "onsite",
        "anywhere",
        "worldwide",
        "area",
        "metro",
        "greater",
        "city",
        "of",
        "the",
        "near",
        "and",
        "or",
        "within",
        "in",
        "from",
        "region",
        "county",
        "home",
        "office",
        "central",
        "north",
        "south",
        "east",
        "west",
    ]
)
_LONGEST, _MOST_PARTS, _MOST_WORDS = 200, 8, 12
# A word within a part, or a namesake abroad, is taken for a city only if that is a large one.
_LARGE, _HUGE = 100_000, 1_000_000
_SHORTEST_WORD = 4
# A namesake in the country of the currency must not be much smaller than the one everybody means.
_NAMESAKE = 30
_FARTHEST_KM = 100.0
_WHOLE = 4


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of where a job is; `position` is (latitude, longitude)."""

    text: str
    currency: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text says: the keys to look for by their rank, and the countries and states it names.

    Each of `contexts` is one part's meanings, as (country, state or "").
    """

    keys: dict[str, int]
    contexts: list[set[tuple[str, str]]]
    said: frozenset[str]


def locate(location: Location) -> Place | None:
    """Return the place of one location, None where none is known. One query."""
    return locate_all([location])[0]


def locate_all(locations: Sequence[Location]) -> list[Place | None]:
    """Return the place of each location. One query, two for hundreds."""
    readings = [_read(location.text) for location in locations]
    wanted = sorted({key for reading in readings for key in reading.keys})
    known: dict[str, list[Place]] = {}
    for start in range(0, len(wanted), 900):
        names = PlaceName.objects.filter(folded__in=wanted[start : start + 900])
        for name in names.select_related("place").order_by("pk"):
            known.setdefault(name.folded, []).append(name.place)
    return [
        _best(reading, location, known)
        for reading, location in zip(readings, locations, strict=True)
    ]


def _read(text: str) -> _Reading:
    keys: dict[str, int] = {}
    contexts: list[set[tuple[str, str]]] = []
    said: set[str] = set()
    parts = [part for part in _BETWEEN_PARTS.split(text[:_LONGEST].strip()) if part]
    for part in parts[:_MOST_PARTS]:
        whole = fold(part)
        said.add(whole)
        meanings = _meanings(part)
        if meanings:
            contexts.append(meanings)
            # Few countries are cities too: "Singapore" may be said alone, "Remote, India" not.
            if len(parts) == 1 or len(part) > 3:
                _add(keys, whole, 0)
            continue
        words = part.split()
        if len(words) > 1 and (meanings := _meanings(words[-1], short_only=True)):
            contexts.append(meanings)
            whole = fold(" ".join(words[:-1]))
        if whole not in _FILLER:
            _add(keys, whole, _WHOLE)
        for rank, window in _windows(whole.split()[:_MOST_WORDS]):
            _add(keys, window, rank)
    return _Reading(keys, contexts, frozenset(said))


def _add(keys: dict[str, int], key: str, rank: int) -> None:
    if key:
        keys[key] = max(rank, keys.get(key, 0))


def _windows(words: list[str]) -> Iterator[tuple[int, str]]:
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            window = words[start : start + size]
            if size > 1 or (len(window[0]) >= _SHORTEST_WORD and window[0] not in _FILLER):
                yield size, " ".join(window)


def _meanings(part: str, *, short_only: bool = False) -> set[tuple[str, str]]:
    """Return what country or state a part may name; short forms only in capitals."""
    part = part.strip(". ")
    is_short = len(part) <= 3
    found = {
        (country, states[key])
        for country, states in STATES.items()
        for key in ((part,) if is_short else () if short_only else (part.casefold(),))
        if key in states
    }
    if is_short and part in NAMES and not short_only:
        found.add((part, ""))
    if not short_only and (code := CODES.get(part.casefold())):
        found.add((code, ""))
    return found


def _best(reading: _Reading, location: Location, known: dict[str, list[Place]]) -> Place | None:
    home = COUNTRY_OF_CURRENCY.get(location.currency, "")
    found: list[tuple[int, int, Place]] = []
    for key, rank in reading.keys.items():
        for place in known.get(key, ()):
            matched = _matched(place, reading)
            if matched is None or not _is_plausible(
                place, key, rank, location, "" if matched else home
            ):
                continue
            found.append((matched, rank, place))
    if not found:
        return None
    best = max((matched, rank) for matched, rank, _ in found)
    equals = [place for matched, rank, place in found if (matched, rank) == best]
    largest = max(place.population for place in equals)
    return max(
        equals,
        key=lambda place: (
            place.country == home and place.population * _NAMESAKE >= largest,
            place.population,
            -place.pk,
        ),
    )


def _matched(place: Place, reading: _Reading) -> int | None:
    """Return how much of what is said of country and region holds for `place`; None: it is wrong."""
    holding = sum(_holds(place, meanings) for meanings in reading.contexts)
    if reading.contexts and not holding:
        return None
    is_region_said = bool(place.region) and fold(place.region) in reading.said - {fold(place.name)}
    return holding + is_region_said


def _holds(place: Place, meanings: Iterable[tuple[str, str]]) -> bool:
    states = STATES.get(place.country, {})
    theirs = {place.region_code, states.get(place.region.casefold(), "")}
    return any(
        country == place.country and (not state or state in theirs) for country, state in meanings
    )


def _is_plausible(place: Place, key: str, rank: int, location: Location, home: str) -> bool:
    """Whether a text that `key` is taken from may mean `place`; caution grows with vagueness."""
    is_main = fold(place.name) == key
    if rank == 0:
        return is_main
    is_abroad = home not in ("", place.country)
    if rank < _WHOLE:
        least = _LARGE if is_main else _HUGE
        if is_abroad or place.population < least:
            return False
    elif is_abroad and place.population < _LARGE:
        return False
    if location.position is None:
        return True
    return kilometres(location.position, (place.latitude, place.longitude)) <= _FARTHEST_KM

"""What postings that went out in a period asked for, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hiring.statistics.shares import share
from hiring.statistics_models import Figure

if TYPE_CHECKING:
    from hiring.statistics.counting import Counting
    from hiring.statistics.periods import Period


class Wanted(NamedTuple):
    """A skill or place, in how many postings, and in how many of a hundred: None of too few."""

    word: str
    number: int
    of_all: float | None


def skills(counting: Counting, period: Period, *, of: int) -> list[Wanted]:
    """Return the skills that postings asked for, the most wanted first. `of` is all postings."""
    return _wanted(counting, period, Figure.SKILL, of)


def places(counting: Counting, period: Period, *, of: int) -> list[Wanted]:
    """Return the places of postings, those with the most first. `of` is all postings."""
    return _wanted(counting, period, Figure.PLACE, of)


def _wanted(counting: Counting, period: Period, figure: Figure, of: int) -> list[Wanted]:
    counted = counting.count([figure], period, by=("word",))
    found = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Wanted(word, number, share(number, of)) for (word,), number in found]

"""How long it took: until somebody looked, until somebody was hired, in each stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from hiring.statistics.shares import percentile
from hiring.statistics_models import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiring.statistics.counting import Counting
    from hiring.statistics.periods import Period

TO_REVIEW, TO_HIRE = Figure.TIME_PENDING, Figure.TIME_TO_HIRE
IN_STAGES = (Figure.TIME_PENDING, Figure.TIME_REVIEWED, Figure.TIME_SHORTLISTED)
TIMES = (*IN_STAGES, TO_HIRE)
_DAY = 24 * 60
# Where the classes of the distribution begin, in minutes.
CLASSES = tuple(days * _DAY for days in (0, 1, 2, 4, 7, 14, 28, 56))


class Times(NamedTuple):
    """How often it happened, and what half and nine in ten of them did not exceed, in minutes.

    `classes` are how many lie in each of `CLASSES`.
    """

    number: int = 0
    median: int | None = None
    ninetieth: int | None = None
    classes: tuple[int, ...] = (0,) * len(CLASSES)


def times(counting: Counting, period: Period) -> dict[Figure, Times]:
    """Return the lengths of what ended within the period, for each of `TIMES`."""
    found: dict[Figure, Counter[int]] = {figure: Counter() for figure in TIMES}
    for (figure, minutes), number in counting.count(TIMES, period, by=("figure", "value")).items():
        found[Figure(figure)][minutes] += number
    return {figure: _times(counts) for figure, counts in found.items()}


def _times(counts: Mapping[int, int]) -> Times:
    classes = [0] * len(CLASSES)
    for minutes, number in counts.items():
        classes[max(n for n, begin in enumerate(CLASSES) if begin <= minutes)] += number
    return Times(
        sum(counts.values()), percentile(counts, 50), percentile(counts, 90), tuple(classes)
    )

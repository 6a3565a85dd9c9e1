"""How far the applications of a period came: through the stages, by source and by category."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hiring.choices import ApplicationStatus as Stage
from hiring.statistics.shares import share
from hiring.statistics_models import REACHED, Figure

if TYPE_CHECKING:
    from collections.abc import Hashable

    from hiring.statistics.counting import Counting
    from hiring.statistics.periods import Period

STAGES = {
    Stage.PENDING: Figure.RECEIVED,
    Stage.REVIEWED: Figure.REVIEWED,
    Stage.SHORTLISTED: Figure.SHORTLISTED,
    Stage.HIRED: Figure.HIRED,
}


class Step(NamedTuple):
    """How many applications entered a stage.

    `of_former` is how many in a hundred of those in the stage before that is, `of_all` of those
    received: None of too few.
    """

    stage: Stage
    number: int
    of_former: float | None
    of_all: float | None


class Yield(NamedTuple):
    """What became of the applications of one kind, by the end of the period."""

    received: int = 0
    reviewed: int = 0
    shortlisted: int = 0
    hired: int = 0
    rejected: int = 0

    @property
    def success(self) -> float | None:
        """How many of a hundred were hired."""
        return share(self.hired, self.received)


def totals(counting: Counting, period: Period) -> Yield:
    """Return what became of all applications that were received."""
    return _by(counting, period, None).get(None, Yield())


def funnel(found: Yield) -> list[Step]:
    """Return the stages on the way to a hire; rejection is none."""
    steps: list[Step] = []
    former = found.received
    for stage, number in zip(STAGES, found, strict=False):
        steps.append(Step(stage, number, share(number, former), share(number, found.received)))
        former = number
    return steps


def by_source(counting: Counting, period: Period) -> dict[str, Yield]:
    """Return what became of the applications that came by each way; the key is of `Source`."""
    return {str(word): found for word, found in _by(counting, period, 2).items()}


def by_category(counting: Counting, period: Period) -> dict[int | None, Yield]:
    """Return what became of the applications in each category, by its id."""
    found = _by(counting, period, 1)
    return {pk: its for pk, its in found.items() if pk is None or isinstance(pk, int)}


def _by(counting: Counting, period: Period, column: int | None) -> dict[Hashable, Yield]:
    counted = counting.count(REACHED, period, by=("figure", "category", "word"), cohort=True)
    sums: dict[Hashable, list[int]] = {}
    for key, number in counted.items():
        its = sums.setdefault(None if column is None else key[column], [0] * len(REACHED))
        its[REACHED.index(key[0])] += number
    return {key: Yield(*numbers) for key, numbers in sums.items()}

"""What one history says: through which stages an application went, and how long it was in each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hiring.choices import ApplicationStatus as Stage
from hiring.statistics.durations import shown_minutes
from hiring.statistics.periods import site_day
from hiring.statistics_models import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

REACHED_BY = {
    Stage.REVIEWED: Figure.REVIEWED,
    Stage.SHORTLISTED: Figure.SHORTLISTED,
    Stage.HIRED: Figure.HIRED,
    Stage.REJECTED: Figure.REJECTED,
}
TIMED = {
    Stage.PENDING: Figure.TIME_PENDING,
    Stage.REVIEWED: Figure.TIME_REVIEWED,
    Stage.SHORTLISTED: Figure.TIME_SHORTLISTED,
}


class Step(NamedTuple):
    """A row of the history."""

    from_status: str
    to_status: str
    is_undo: bool
    at: datetime


class Visit(NamedTuple):
    stage: str
    entered_at: datetime


class Found(NamedTuple):
    """A fact about an application, apart from whose it is."""

    figure: Figure
    since: date
    day: date
    value: int = 0


def visits(steps: Iterable[Step]) -> list[Visit]:
    """Return the stages that were entered, in their order, without what was undone.

    A step marked as an undo takes back all that came after the last stay in the stage it returns
    to; where there was none, it is a move like any other.
    """
    entered: list[Visit] = []
    for step in steps:
        if step.from_status == step.to_status:
            continue  # a withdrawal was taken back
        if step.is_undo:
            earlier = [n for n, visit in enumerate(entered[:-1]) if visit.stage == step.to_status]
            if earlier:
                del entered[earlier[-1] + 1 :]
                continue
        entered.append(Visit(step.to_status, step.at))
    return entered


def facts_of(applied_at: datetime, steps: Iterable[Step]) -> list[Found]:
    """Return what is counted of an application with this history, its receipt first."""
    since = site_day(applied_at)
    found = [Found(Figure.RECEIVED, since, since)]
    entered = visits(steps)
    if not entered or entered[0].stage != Stage.PENDING:
        entered = [Visit(Stage.PENDING, applied_at), *entered]
    entered[0] = Visit(Stage.PENDING, applied_at)
    reached: set[str] = set()
    for stage, at in entered[1:]:
        if stage in REACHED_BY and stage not in reached:
            reached.add(stage)
            day = max(site_day(at), since)
            found.append(Found(REACHED_BY[Stage(stage)], since, day))
            if stage == Stage.HIRED:
                minutes = shown_minutes(applied_at, at)
                found.append(Found(Figure.TIME_TO_HIRE, day, day, minutes))
    for (stage, begun), (_next, ended) in pairwise(entered):
        if stage in TIMED and ended > begun:
            day = max(site_day(ended), since)
            found.append(Found(TIMED[Stage(stage)], day, day, shown_minutes(begun, ended)))
    return found

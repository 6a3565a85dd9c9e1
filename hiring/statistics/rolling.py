"""Sums the facts of months that are over up, so that long periods are as quickly counted as short."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min
from django.db.models.functions import TruncMonth

from hiring.statistics.periods import month_after, month_of, today
from hiring.statistics_models import Fact, MonthlyTally, StatisticsState

if TYPE_CHECKING:
    from datetime import date

MARKET = 0
# A move can be undone for ten minutes, past midnight too: it is not summed up before.
_SETTLES_WITHIN = timedelta(days=2)
_AT_ONCE = 2000
_ALIKE = ("figure", "since_month", "category", "word", "value")


def state() -> StatisticsState:
    """Return how far the sums go. One query."""
    return StatisticsState.objects.first() or StatisticsState()


def roll_up() -> int:
    """Sum every month up that is over and not summed up, and return how many those were.

    Each in a transaction of its own; whoever adds a fact to one of these months waits for it, and
    has it summed up again.
    """
    number = 0
    while _roll_up_one():
        number += 1
    return number


def forget_sums() -> None:
    """Have all months summed up anew; until then everything is counted from the facts."""
    StatisticsState.objects.get_or_create(pk=StatisticsState.ONLY)
    StatisticsState.objects.update(
        rolled_until=None, version=F("version") + 1, zone=settings.TIME_ZONE
    )


@transaction.atomic
def _roll_up_one() -> bool:
    StatisticsState.objects.get_or_create(pk=StatisticsState.ONLY)
    locked = StatisticsState.objects.select_for_update().get(pk=StatisticsState.ONLY)
    month = locked.rolled_until or _first_month()
    if month is None or month_after(month) + _SETTLES_WITHIN > today():
        return False
    stale = MonthlyTally.objects.filter(month__gte=month)
    if locked.rolled_until is None:
        stale = MonthlyTally.objects.all()
    stale.delete()
    facts = Fact.objects.filter(day__gte=month, day__lt=month_after(month))
    facts = facts.annotate(since_month=TruncMonth("since")).order_by()
    for columns in (("company", *_ALIKE), _ALIKE):
        rows = facts.values(*columns).annotate(number=Count("pk"))
        MonthlyTally.objects.bulk_create(
            [
                MonthlyTally(
                    company=row.get("company", MARKET),
                    figure=row["figure"],
                    month=month,
                    since=row["since_month"],
                    category=row["category"],
                    word=row["word"],
                    value=row["value"],
                    number=row["number"],
                )
                for row in rows.iterator()
            ],
            batch_size=_AT_ONCE,
        )
    locked.rolled_until = month_after(month)
    locked.save(update_fields=["rolled_until"])
    return True


def _first_month() -> date | None:
    first: date | None = Fact.objects.aggregate(first=Min("day"))["first"]
    return None if first is None else month_of(first)

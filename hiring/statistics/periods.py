"""The days that are counted: in the site's zone, from one to another, both included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_DAY = timedelta(days=1)
# After midnight what was begun before it is still being written.
_SETTLES_WITHIN = timedelta(hours=1)


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def site_zone() -> ZoneInfo:
    return _zone(settings.TIME_ZONE)


def site_day(moment: datetime) -> date:
    """Return the day of the site's zone on which something happened."""
    return moment.astimezone(site_zone()).date()


def today() -> date:
    return site_day(timezone.now())


def month_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_after(day: date) -> date:
    """Return the first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included. Without `first` it is all there ever was."""

    first: date | None
    last: date

    @property
    def after(self) -> date:
        """The day that follows."""
        return self.last + _DAY

    @property
    def days(self) -> int | None:
        return None if self.first is None else (self.after - self.first).days

    @property
    def before(self) -> Period | None:
        """The period of the same length that ends where this one begins."""
        if self.first is None:
            return None
        try:
            return Period(self.first - (self.after - self.first), self.first - _DAY)
        except OverflowError:
            return None

    @property
    def first_whole_month(self) -> date:
        """The first day of the first month of which it has the beginning."""
        if self.first is None:
            return date.min
        return self.first if self.first.day == 1 else month_after(self.first)

    @property
    def settled(self) -> Period | None:
        """The days of it that are over and of which everything is written; None for none."""
        last = min(self.last, site_day(timezone.now() - _SETTLES_WITHIN) - _DAY)
        if self.first is not None and last < self.first:
            return None
        return Period(self.first, last)

"""When what comes by the day or the week comes: in the morning of whoever reads it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from people.preferences import zone_of

if TYPE_CHECKING:
    from people.models import User

_MORNING, _MONDAY = time(7), 0


def latest_morning(person: User, at: datetime) -> datetime:
    """Return the last seven o'clock of `person` before or at a moment."""
    local = timezone.localtime(at, zone_of(person) or timezone.get_default_timezone())
    day = local.date() if local.time() >= _MORNING else local.date() - timedelta(days=1)
    return datetime.combine(day, _MORNING, local.tzinfo)


def latest_monday(person: User, at: datetime) -> datetime:
    """Return the last seven o'clock on a Monday of `person` before or at a moment."""
    morning = latest_morning(person, at)
    day = morning.date() - timedelta(days=(morning.weekday() - _MONDAY) % 7)
    return datetime.combine(day, _MORNING, morning.tzinfo)

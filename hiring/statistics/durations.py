"""Lengths of time, as exact as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from datetime import datetime

_HOUR, _DAY = 60, 24 * 60
_TENTH_OF_HOUR, _TENTH_OF_DAY = 6, 144
HOURS_FROM, DAYS_FROM = 2 * _HOUR, 2 * _DAY


def shown_minutes(begun: datetime, ended: datetime) -> int:
    """Return the minutes between, rounded down to what is told of such a length."""
    minutes = max(int((ended - begun).total_seconds() // 60), 0)
    if minutes < HOURS_FROM:
        return minutes
    if minutes < DAYS_FROM:
        return minutes // _TENTH_OF_HOUR * _TENTH_OF_HOUR
    return minutes // _TENTH_OF_DAY * _TENTH_OF_DAY


def in_words(minutes: int) -> str:
    """Return a length as people read it, such as "3.4 days"."""
    if minutes < HOURS_FROM:
        words = ngettext("%(number)s minute", "%(number)s minutes", minutes)
        return words % {"number": minutes}
    unit, tenth = (_HOUR, _TENTH_OF_HOUR) if minutes < DAYS_FROM else (_DAY, _TENTH_OF_DAY)
    tenths = minutes // tenth
    amount = number_format(tenths / 10, 0 if tenths % 10 == 0 else 1)
    if unit == _HOUR:
        return ngettext("%(number)s hour", "%(number)s hours", tenths // 10) % {"number": amount}
    return ngettext("%(number)s day", "%(number)s days", tenths // 10) % {"number": amount}

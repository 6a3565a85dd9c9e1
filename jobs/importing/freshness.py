"""Moves the dates of old postings into the present, for demonstrations and benchmarks."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from jobs.importing.posting import Posting

DAYS_BACK = 60
_LAST_DEADLINE_DAYS, _FIRST_DEADLINE_DAYS = 67, 7


class Freshener:
    """Spreads postings evenly over the 60 days before today, in the order of their own dates.

    Deadlines lie 7 to 67 days ahead. Where a posting lands depends on the files, its id and
    today's date alone, so that a second load on the same day changes nothing. Memory grows with
    the number of distinct days, not of postings.
    """

    def __init__(self, days: Counter[date], *, now: datetime) -> None:
        """Take how many postings there are of each day, those without a date left out."""
        self._midnight = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
        self._days = sorted(days)
        self._before = [0, *accumulate(days[day] for day in self._days)]

    def freshened(self, posting: Posting) -> Posting:
        """Return the posting with both dates moved."""
        within, ahead = _fractions(posting)
        place = self._place(posting.posted_at, within)
        days_ahead = _FIRST_DEADLINE_DAYS + int(
            ahead * (_LAST_DEADLINE_DAYS - _FIRST_DEADLINE_DAYS + 1)
        )
        return replace(
            posting,
            posted_at=self._midnight - timedelta(seconds=int((1 - place) * DAYS_BACK * 86_400)),
            deadline=self._midnight + timedelta(days=days_ahead, hours=23, minutes=59, seconds=59),
        )

    def _place(self, posted_at: datetime | None, within: float) -> float:
        """Return where in the span a posting lies: 0 is its beginning, 1 its end."""
        total = self._before[-1]
        if posted_at is None or not total:
            return within
        index = bisect_left(self._days, posted_at.date())
        if index == len(self._days) or self._days[index] != posted_at.date():
            return self._before[index] / total
        # Postings of one day are shuffled within the share of that day.
        first, following = self._before[index], self._before[index + 1]
        return (first + within * (following - first)) / total


def _fractions(posting: Posting) -> tuple[float, float]:
    """Return two numbers from 0 up to 1 that the identity of a posting decides."""
    digest = hashlib.blake2b("\x00".join(posting.key).encode(), digest_size=16).digest()
    scale = float(2**64)
    return (
        int.from_bytes(digest[:8]) / scale,
        int.from_bytes(digest[8:]) / scale,
    )

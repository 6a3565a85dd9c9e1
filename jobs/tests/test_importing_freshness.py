"""Old postings moved into the present."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from jobs.importing.freshness import DAYS_BACK, Freshener
from jobs.importing.mapping import posting_of
from jobs.importing.posting import Posting

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEGINNING = datetime(2014, 1, 1, tzinfo=UTC)


def make_postings(count: int) -> list[Posting]:
    base = posting_of({"id": "board:0", "title": "Cook", "description_text": "You cook."}, now=NOW)
    return [
        replace(base, external_id=str(n), posted_at=BEGINNING + timedelta(days=n // 3))
        for n in range(count)
    ]


def freshen(postings: list[Posting], *, now: datetime = NOW) -> list[Posting]:
    freshener = Freshener(Counter(p.posted_at.date() for p in postings if p.posted_at), now=now)
    return [freshener.freshened(posting) for posting in postings]


def days_of(postings: list[Posting]) -> list[datetime]:
    return [posting.posted_at for posting in postings if posting.posted_at]


def test_fresh_dates_fill_the_last_sixty_days_and_leave_time_to_apply() -> None:
    fresh = freshen(make_postings(600))

    assert min(days_of(fresh)) >= NOW - timedelta(days=DAYS_BACK + 1)
    assert max(days_of(fresh)) <= NOW
    assert max(days_of(fresh)) - min(days_of(fresh)) > timedelta(days=DAYS_BACK - 2)
    assert all(p.deadline and p.deadline > NOW + timedelta(days=6) for p in fresh)


def test_fresh_dates_keep_the_order_of_days() -> None:
    fresh = freshen(make_postings(600))
    groups = [days_of(fresh[n : n + 3]) for n in range(0, 600, 3)]

    assert all(max(a) <= min(b) for a, b in pairwise(groups))


def test_fresh_dates_are_the_same_all_day() -> None:
    postings = make_postings(30)

    assert freshen(postings) == freshen(postings, now=NOW + timedelta(hours=8))


def test_fresh_dates_of_undated_postings_are_spread_too() -> None:
    undated = [replace(posting, posted_at=None) for posting in make_postings(200)]

    fresh = freshen(undated)

    assert len(set(days_of(fresh))) > 190

"""Loads how often the jobs were looked at: most in their first days, less at weekends."""

from __future__ import annotations

from datetime import UTC, timedelta
from random import Random
from typing import TYPE_CHECKING

from jobs.models import JobViews
from nexus.demo.market import SEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from jobs.models import Job

_DAYS, _BATCH = 60, 1000
_WEEKEND = 5


def load_views(jobs: Iterable[Job], now: datetime) -> None:
    """Count views for each day on which a job was on the site, of the last sixty before `now`."""
    rng = Random(f"{SEED} views")  # noqa: S311  # for variety, not for secrets
    JobViews.objects.bulk_create(
        [
            JobViews(job=job, day=day, count=_looks(rng, age, day, interest))
            for job in jobs
            for interest in [rng.uniform(3, 14)]
            for age, day in _days_of(job, now)
        ],
        batch_size=_BATCH,
    )


def _days_of(job: Job, now: datetime) -> Iterator[tuple[int, date]]:
    """Yield the days on which the job was open, each with its number since it opened."""
    if job.published_at is None:
        return
    first = job.published_at.astimezone(UTC).date()
    last = min(job.closed_at or now, job.application_deadline, now).astimezone(UTC).date()
    for age in range((last - first).days + 1):
        day = first + timedelta(days=age)
        if (now.astimezone(UTC).date() - day).days < _DAYS:
            yield age, day


def _looks(rng: Random, age: int, day: date, interest: float) -> int:
    news = 1 + 3 / (1 + age)
    rest = 0.4 if day.weekday() >= _WEEKEND else 1.0
    return 1 + round(interest * news * rest * rng.uniform(0.6, 1.4))

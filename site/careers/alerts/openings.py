"""Which jobs have opened within a span of time: for the first time, or again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from jobs.choices import JobStatus
from jobs.models import Job, JobVersion

if TYPE_CHECKING:
    from datetime import datetime


class Opening(NamedTuple):
    """When a job opened, and whose it is."""

    at: datetime
    company: int


def opened_between(since: datetime, until: datetime) -> dict[int, Opening]:
    """Return the jobs that opened after `since` up to `until` and still are open. Two queries."""
    first = Job.objects.open().filter(published_at__gt=since, published_at__lte=until)
    rows = first.order_by().values_list("pk", "published_at", "company_id")
    found = {pk: Opening(at, company) for pk, at, company in rows if at is not None}
    for pk, at, company in _reopened(since, until):
        known = found.get(pk)
        if known is None or known.at < at:
            found[pk] = Opening(at, company)
    return found


def _reopened(since: datetime, until: datetime) -> list[tuple[int, datetime, int]]:
    before = JobVersion.objects.filter(job=OuterRef("job"), number=OuterRef("number") - 1)
    steps = JobVersion.objects.filter(
        Exists(before.exclude(status=JobStatus.OPEN)),
        # What was reopened has changed since, by which few jobs are left to look at.
        job__in=Job.objects.open().filter(changed_at__gt=since),
        status=JobStatus.OPEN,
        at__gt=since,
        at__lte=until,
    )
    return list(steps.order_by("at").values_list("job", "at", "job__company"))

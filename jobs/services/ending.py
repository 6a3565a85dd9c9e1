"""Jobs that end without anybody's decision: their deadline passes, their company is left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from jobs.choices import JobStatus, VersionAction
from jobs.models import Job
from jobs.services.history import record, record_all
from jobs.services.lifecycle import MOVED_COLUMNS, action_of, follow_change

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import Company

_AT_ONCE = 200


def close_expired_jobs(*, at: datetime | None = None) -> int:
    """Close every job whose deadline has passed and return how many, in short transactions."""
    moment = at or timezone.now()
    closed = 0
    while number := _close_some_expired(moment):
        closed += number
    return closed


@transaction.atomic
def _close_some_expired(at: datetime) -> int:
    # What somebody else has locked is theirs to close, or the next run's.
    skips = connection.features.has_select_for_update_skip_locked
    free = Job.objects.select_for_update(skip_locked=skips)
    jobs = list(free.expired(at=at).order_by("application_deadline", "pk")[:_AT_ONCE])
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
        status=JobStatus.CLOSED,
        closed_at=F("application_deadline"),
        updated_at=at,
        changed_at=at,
    )
    for job in jobs:
        job.status = JobStatus.CLOSED
    record_all(jobs, VersionAction.EXPIRED, at=at)
    return len(jobs)


@transaction.atomic
def close_jobs_of(company: Company) -> int:
    """Take every job of a company that nobody looks after off the market; return how many.

    Open ones are closed, those in review and scheduled ones are drafts again. Nobody's permission is asked: it is a
    consequence, as is the end of a deadline.
    """
    ends = {
        JobStatus.OPEN: JobStatus.CLOSED,
        JobStatus.IN_REVIEW: JobStatus.DRAFT,
        JobStatus.SCHEDULED: JobStatus.DRAFT,
    }
    now = timezone.now()
    jobs = list(Job.objects.select_for_update().filter(company=company, status__in=ends))
    for job in jobs:
        came_from = JobStatus(job.status)
        job.status = ends[came_from]
        if came_from == JobStatus.OPEN:
            job.closed_at = min(now, job.application_deadline)
        job.opens_at = job.scheduled_by = None
        job.updated_at = job.changed_at = now
        job.save(update_fields=MOVED_COLUMNS)
        record(job, action_of(came_from, job.status), by=None, at=now)
        follow_change(job)
    return len(jobs)

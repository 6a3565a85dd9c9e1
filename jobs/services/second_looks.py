"""Jobs that become other ones while they are open or set to open: they go back to review where they could not open without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from jobs.choices import JobStatus
from jobs.models import JobVersion
from jobs.moderation.changes import is_another, said_by, said_in
from jobs.services.lifecycle import enter_status, needs_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from jobs.models import Job
    from jobs.services.history import Before
    from people.models import User

# What nobody looks at any more before people see it.
_ACCEPTED = {JobStatus.SCHEDULED, JobStatus.OPEN}


def look_again(
    jobs: Iterable[Job], before: Mapping[int, Before], *, by: User, at: datetime
) -> list[Job]:
    """Hand those of the locked jobs to review, in memory, that say something else than was accepted.

    `before` is what they said in the database, by their ids. Returns those. Two queries, one more
    for companies that are not loaded, and none where nothing is reviewed.
    """
    if not settings.MODERATE_JOBS or by.is_admin:
        return []
    open_ones = [job for job in jobs if job.status in _ACCEPTED]
    prefetch_related_objects(open_ones, "company")
    shown = [job for job in open_ones if needs_review(job.company, by=by)]
    if not shown:
        return []
    accepted = _accepted(shown)
    others = [
        job
        for job in shown
        if is_another(said_in(accepted.get(job.pk, before[job.pk].fields)), said_by(job))
    ]
    for job in others:
        enter_status(job, JobStatus.IN_REVIEW, by=by, at=at)
    return others


def _accepted(jobs: Iterable[Job]) -> dict[int, Mapping[str, Any]]:
    """Return what jobs said when they were opened, or when an administrator wrote to them last.

    Not what they said before the present change: many small ones would make a large one.
    """
    versions = JobVersion.objects.filter(job__in=[job.pk for job in jobs])
    found: dict[int, int] = {}
    rows = versions.order_by("job", "number").values_list("pk", "job", "status", "by__is_admin")
    for pk, job, status, is_from_admin in rows:
        if status not in _ACCEPTED:
            found.pop(job, None)
        elif is_from_admin:
            found[job] = pk
        else:
            found.setdefault(job, pk)
    fields = JobVersion.objects.filter(pk__in=found.values()).values_list("job", "fields")
    return dict(fields)

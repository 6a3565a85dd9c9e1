"""That a job did not open at the time that was set: who is told, and where it is still to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from jobs.choices import JobStatus, OpeningFault, VersionAction
from jobs.history_models import JobVersion
from jobs.mail_events import NOT_OPENED
from jobs.mails import lazy_moment, tell_company

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise

    from jobs.models import Job


def tell_not_opened(job: Job, fault: OpeningFault) -> None:
    """Tell the owners, whoever posted it and whoever set the time, each in their own words.

    Run it while the job has its time still.
    """
    if job.opens_at is None:
        return
    values: dict[str, StrOrPromise] = {
        "job": job.title,
        "time": lazy_moment(job.opens_at),
        "reason": fault.label,
        "link": reverse("admin:jobs_job_change", args=[job.pk]),
    }
    posters = [job.posted_by_id, job.scheduled_by_id]
    tell_company(NOT_OPENED, job.company, posters=posters, values=values)


def not_opened(job_ids: Collection[int]) -> dict[int, JobVersion]:
    """Return of drafts among these that did not open the version that says so, by the job's id.

    Whoever changes the words has not yet decided when it opens: it is said until somebody publishes
    the job or sets another time. One query.
    """
    steps = JobVersion.objects.filter(job=OuterRef("job")).exclude(action__in=_CHANGES)
    latest = steps.order_by("-number").values("number")[:1]
    versions = JobVersion.objects.filter(
        job__in=job_ids,
        job__status=JobStatus.DRAFT,
        action=VersionAction.NOT_OPENED,
        number=Subquery(latest),
    )
    return {version.job_id: version for version in versions}


_CHANGES = [
    VersionAction.CHANGED,
    VersionAction.RESTORED,
    VersionAction.IMPORTED,
    VersionAction.EXTENDED,
]

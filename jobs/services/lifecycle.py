"""The life of a posting: review, publication, closing, reopening, archiving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobs.choices import TRANSITIONS, JobStatus
from jobs.models import Job
from jobs.search import apply_now
from jobs.services.permissions import NO_SUCH_JOB, ensure_admin, ensure_may_write
from nexus.core.errors import Conflict, Invalid, Missing

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import Company, User

DEADLINE_PASSED = "The deadline has passed. Set a later one."
CATEGORY_INACTIVE = "This category is not in use any more. Choose another one."
MOVED_COLUMNS = ("status", "published_at", "closed_at", "updated_at", "changed_at")


class TransitionNotAllowed(Conflict):
    """The job's present status does not lead there."""


def publish_job(job: Job, *, by: User) -> Job:
    """Open a draft, or hand it to review where its company's jobs are reviewed.

    All functions here return the job as it is afterwards, leaving the one handed in as it was.
    They raise NotAllowed or Missing as `ensure_may_write` does, TransitionNotAllowed where the
    status does not lead there, and Invalid where the deadline has passed or the category is not
    in use.
    """
    reviewed = job.status == JobStatus.DRAFT and needs_review(job.company, by=by)
    return move_job(job, JobStatus.IN_REVIEW if reviewed else JobStatus.OPEN, by=by)


def send_to_review(job: Job, *, by: User) -> Job:
    """Hand a draft to the admins, who approve it or send it back."""
    return move_job(job, JobStatus.IN_REVIEW, by=by)


def approve_job(job: Job, *, by: User) -> Job:
    """Open a job in review. Admins only."""
    ensure_admin(by, to_do="approve a job")
    return move_job(job, JobStatus.OPEN, by=by)


def send_back_job(job: Job, *, by: User) -> Job:
    """Turn a job in review into a draft again, for its company to mend."""
    return move_job(job, JobStatus.DRAFT, by=by)


def close_job(job: Job, *, by: User) -> Job:
    """Take an open job off the market; it can be reopened."""
    return move_job(job, JobStatus.CLOSED, by=by)


def reopen_job(job: Job, *, by: User) -> Job:
    """Open a closed job again, while its deadline stands."""
    return move_job(job, JobStatus.OPEN, by=by)


def archive_job(job: Job, *, by: User) -> Job:
    """Take a job out of everybody's sight for good; its applications are kept."""
    return move_job(job, JobStatus.ARCHIVED, by=by)


def move_job(job: Job, to: JobStatus, *, by: User) -> Job:
    """Bring a job to a status, by the ways of `TRANSITIONS`. Of two at once the second is told."""
    ensure_may_write(job, by=by)
    with transaction.atomic():
        locked = lock_job(job)
        enter_status(locked, to, by=by, at=timezone.now())
        locked.save(update_fields=MOVED_COLUMNS)
        follow_change(locked)
    return locked


def set_active(job: Job, active: bool, *, by: User, at: datetime) -> None:
    """Open or close a locked job in memory; nothing happens to one that is so already.

    Opening a draft may hand it to review. Raises as `publish_job` does.
    """
    status = JobStatus(job.status)
    if not active:
        if status == JobStatus.OPEN:
            enter_status(job, JobStatus.CLOSED, by=by, at=at)
    elif status == JobStatus.OPEN:
        _ensure_deadline_ahead(job, at=at)
    elif status == JobStatus.DRAFT and needs_review(job.company, by=by):
        enter_status(job, JobStatus.IN_REVIEW, by=by, at=at)
    else:
        enter_status(job, JobStatus.OPEN, by=by, at=at)


def enter_status(job: Job, to: JobStatus, *, by: User, at: datetime) -> None:
    """Set a locked job's status and the times that go with it, in memory.

    Raises TransitionNotAllowed, and Invalid where a job that is to open could not be applied to.
    """
    came_from = JobStatus(job.status)
    if to not in TRANSITIONS[came_from]:
        raise TransitionNotAllowed(_no_way(came_from, to))
    if to == JobStatus.OPEN:
        _ensure_may_open(job, came_from, by=by, at=at)
        job.published_at = job.published_at or at
        job.closed_at = None
    elif came_from == JobStatus.OPEN:
        # An expired job ended with its deadline, not when somebody tidied up.
        job.closed_at = min(at, job.application_deadline)
    job.status = to
    job.updated_at = job.changed_at = at


def close_expired_jobs(*, at: datetime | None = None) -> int:
    """Close every job whose deadline has passed and return how many. One statement."""
    moment = at or timezone.now()
    return Job.objects.expired(at=moment).update(
        status=JobStatus.CLOSED,
        closed_at=F("application_deadline"),
        updated_at=moment,
        changed_at=moment,
    )


@transaction.atomic
def close_jobs_of(company: Company) -> int:
    """Take every job of a company that nobody looks after off the market; return how many.

    Open ones are closed, those in review are drafts again. Nobody's permission is asked: it is a
    consequence, as is the end of a deadline.
    """
    ends = {JobStatus.OPEN: JobStatus.CLOSED, JobStatus.IN_REVIEW: JobStatus.DRAFT}
    now = timezone.now()
    jobs = list(Job.objects.select_for_update().filter(company=company, status__in=ends))
    for job in jobs:
        came_from = JobStatus(job.status)
        job.status = ends[came_from]
        if came_from == JobStatus.OPEN:
            job.closed_at = min(now, job.application_deadline)
        job.updated_at = job.changed_at = now
        job.save(update_fields=MOVED_COLUMNS)
        follow_change(job)
    return len(jobs)


def needs_review(company: Company, *, by: User) -> bool:
    """Tell whether a job of `company` posted by `by` waits for an admin before it opens."""
    return settings.MODERATE_JOBS and not company.is_verified and not by.is_admin


def lock_job(job: Job) -> Job:
    """Return the job as it is in the database, locked until the transaction ends.

    Raises Missing where it has been archived or deleted meanwhile.
    """
    locked = Job.objects.present().select_for_update().filter(pk=job.pk).first()
    if locked is None:
        raise Missing(NO_SUCH_JOB)
    return locked


def follow_change(job: Job) -> None:
    """Tell the search index of a written job once the transaction commits."""
    transaction.on_commit(partial(apply_now, [job.pk]))


def _ensure_may_open(job: Job, came_from: JobStatus, *, by: User, at: datetime) -> None:
    if came_from == JobStatus.IN_REVIEW and not by.is_admin:
        raise TransitionNotAllowed("This job is in review. It opens once it has been approved.")
    if came_from == JobStatus.DRAFT and needs_review(job.company, by=by):
        raise TransitionNotAllowed("This job has to be reviewed before it opens.")
    _ensure_deadline_ahead(job, at=at)
    if not job.category.live:
        raise Invalid.field("category", CATEGORY_INACTIVE)


def _ensure_deadline_ahead(job: Job, *, at: datetime) -> None:
    if job.application_deadline <= at:
        raise Invalid.field("application_deadline", DEADLINE_PASSED)


def _no_way(came_from: JobStatus, to: JobStatus) -> str:
    if came_from == to:
        return f"This job is {came_from.label.lower()} already."
    return f"A job that is {came_from.label.lower()} cannot become {to.label.lower()}."

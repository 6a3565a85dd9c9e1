"""What administrators decide about jobs: approved, sent back to be mended, or declined for good.

Each takes as `seen` the number of the version that was looked at, and raises Conflict where the job
says something else by now: a company could else put other words under the hand that approves, and
would be told of faults that it has mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import CloseReason, JobStatus, VersionAction
from jobs.report_models import ReportOutcome
from jobs.services.history import look_before, record
from jobs.services.lifecycle import (
    MOVED_COLUMNS,
    TransitionNotAllowed,
    accept_job,
    follow_change,
    lock_job,
    move_job,
    tidy_note,
)
from jobs.services.meanwhile import ChangedMeanwhile, ensure_unchanged
from jobs.services.permissions import ensure_admin, ensure_may_write
from jobs.services.reporting import settle_reports
from jobs.services.review import ensure_reason, tell_outcome
from nexus.core.errors import Conflict

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import User

_DECLINED_FROM = {JobStatus.IN_REVIEW, JobStatus.SCHEDULED, JobStatus.OPEN}
_ADMINS_ALONE = gettext_lazy("Only an administrator may decline a job.")


def approve_job(job: Job, *, by: User, seen: int | None = None) -> Job:
    """Open a job in review, or have it open at the time that its company has set. Admins only.

    Raises as `publish_job` does.
    """
    ensure_admin(by, otherwise=gettext_lazy("Only an administrator may approve a job."))
    with transaction.atomic():
        _ensure_looked_at(job, seen)
        approved = accept_job(job, by=by)
        tell_outcome(approved, VersionAction.APPROVED, by=by)
    return approved


def send_back_job(job: Job, *, by: User, note: str = "", seen: int | None = None) -> Job:
    """Turn a job in review into a draft again, for its company to mend; `note` says what.

    An administrator has to say it, and the company is told by mail. Raises Invalid under `note`.
    """
    ensure_may_write(job, by=by)
    tidied = tidy_note(note)
    with transaction.atomic():
        _ensure_looked_at(job, seen)
        ensure_reason(job, tidied, by=by)
        if lock_job(job).status == JobStatus.SCHEDULED:
            raise TransitionNotAllowed(_("This job is not in review."))
        draft = move_job(job, JobStatus.DRAFT, by=by, note=tidied)
        tell_outcome(draft, VersionAction.SENT_BACK, note=tidied, by=by)
    return draft


def may_decline(job: Job, *, by: User) -> bool:
    """Tell whether `by` can decline the job as it is: in review, scheduled or open."""
    return by.is_admin and job.status in _DECLINED_FROM


def decline_job(job: Job, *, by: User, note: str = "", seen: int | None = None) -> Job:
    """Close a job as not acceptable; its company is told why, and cannot open or copy it.

    Returns the job as it is then. Raises NotAllowed unless `by` is an administrator, Invalid under
    `note` for no reason or too long a one, TransitionNotAllowed where it is neither in review,
    scheduled nor open.
    """
    ensure_admin(by, otherwise=_ADMINS_ALONE)
    tidied = tidy_note(note)
    now = timezone.now()
    with transaction.atomic():
        _ensure_looked_at(job, seen)
        ensure_reason(job, tidied, by=by)
        locked = lock_job(job)
        if locked.status not in _DECLINED_FROM:
            raise TransitionNotAllowed(
                _("Only a job in review, a scheduled or an open one can be declined.")
            )
        # An expired job ended with its deadline; one in review may have ended before.
        was_open = locked.status == JobStatus.OPEN
        locked.closed_at = min(now, locked.application_deadline) if was_open else now
        locked.status, locked.close_reason = JobStatus.CLOSED, CloseReason.DECLINED
        locked.opens_at = locked.scheduled_by = None
        locked.close_note = tidied
        locked.updated_at = locked.changed_at = now
        locked.save(update_fields=MOVED_COLUMNS)
        record(locked, VersionAction.DECLINED, by=by, at=now, note=tidied)
        follow_change(locked)
        settle_reports(locked, ReportOutcome.TAKEN_DOWN, by=by)
        tell_outcome(locked, VersionAction.DECLINED, note=tidied, by=by)
    return locked


def _ensure_looked_at(job: Job, seen: int | None) -> None:
    if seen is None:
        return
    locked = lock_job(job)
    try:
        ensure_unchanged(locked, look_before(locked), seen=seen)
    except ChangedMeanwhile as changed:
        raise Conflict(
            _("This job has been changed since you looked at it. Look at it again.")
        ) from changed

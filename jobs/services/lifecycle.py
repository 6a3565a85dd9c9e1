"""The life of a posting: review, publication, closing, reopening, archiving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.choices import TRANSITIONS, CloseReason, JobStatus, VersionAction
from jobs.models import Job
from jobs.search import apply_now
from jobs.services.history import record
from jobs.services.permissions import NO_SUCH_JOB, ensure_may_write
from nexus.core.errors import Conflict, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from people.models import Company, User

DEADLINE_PASSED = _("The deadline has passed. Set a later one.")
ENDS_BEFORE_IT_OPENS = _("It opens by itself only after that. Choose a later deadline.")
CATEGORY_INACTIVE = _("This category is not in use any more. Choose another one.")
NO_SUCH_REASON = _("Choose one of the reasons.")
_DECLINED = _("An administrator has closed this job as not acceptable: it stays closed.")
NOTE_TOO_LONG = _("Write at most 300 characters.")
MOVED_COLUMNS = (
    "status",
    "opens_at",
    "scheduled_by",
    "published_at",
    "closed_at",
    "close_reason",
    "close_note",
    "updated_at",
    "changed_at",
)
_MAX_NOTE = 300
_ACTIONS = {
    (JobStatus.DRAFT, JobStatus.OPEN): VersionAction.PUBLISHED,
    (JobStatus.IN_REVIEW, JobStatus.OPEN): VersionAction.APPROVED,
    (JobStatus.CLOSED, JobStatus.OPEN): VersionAction.REOPENED,
    (JobStatus.DRAFT, JobStatus.IN_REVIEW): VersionAction.SENT_TO_REVIEW,
    (JobStatus.IN_REVIEW, JobStatus.DRAFT): VersionAction.SENT_BACK,
    (JobStatus.DRAFT, JobStatus.SCHEDULED): VersionAction.SCHEDULED,
    (JobStatus.SCHEDULED, JobStatus.OPEN): VersionAction.PUBLISHED,
    (JobStatus.SCHEDULED, JobStatus.DRAFT): VersionAction.UNSCHEDULED,
    (JobStatus.OPEN, JobStatus.CLOSED): VersionAction.CLOSED,
}


_OPENED_FROM = {JobStatus.DRAFT, JobStatus.SCHEDULED, JobStatus.CLOSED}
_ON_THE_WAY_OUT = {JobStatus.OPEN, JobStatus.IN_REVIEW, JobStatus.SCHEDULED}
# What is yet to open may have a time at which it does so by itself.
_YET_TO_OPEN = {JobStatus.IN_REVIEW, JobStatus.SCHEDULED}


class TransitionNotAllowed(Conflict):
    """The job's present status does not lead there."""


def publish_job(job: Job, *, by: User, action: VersionAction | None = None) -> Job:
    """Open a draft now, or hand it to review where its company's jobs are reviewed.

    A time at which it was to open by itself is forgotten. `action` is what the history calls it
    where it opens, if not by its usual name.

    All functions here return the job as it is afterwards, leaving the one handed in as it was.
    They raise NotAllowed or Missing as `ensure_may_write` does, TransitionNotAllowed where the
    status does not lead there, and Invalid where the deadline has passed or the category is not
    in use.
    """

    def at_once(locked: Job) -> JobStatus:
        to = status_to_open_in(locked, by=by)
        locked.opens_at = locked.scheduled_by = None
        return to

    return _move(job, at_once, by=by, action=action)


def send_to_review(job: Job, *, by: User) -> Job:
    """Hand a draft to the admins, who approve it or send it back."""
    return _move(job, _review_of_a_draft, by=by)


def close_job(job: Job, *, by: User, reason: str = "", note: str = "") -> Job:
    """Take an open job off the market; it can be reopened.

    `reason` is one of `CloseReason` or empty, `note` what there is to say beside it. Raises
    Invalid for another reason and a note that is too long.
    """
    if reason and reason not in dict(CloseReason.of_companies()):
        raise Invalid.field("reason", str(NO_SUCH_REASON))
    return move_job(job, JobStatus.CLOSED, by=by, reason=reason, note=tidy_note(note))


def reopen_job(job: Job, *, by: User) -> Job:
    """Open a closed job again, while its deadline stands; or hand it to review, as publishing does."""
    return _move(job, partial(status_to_open_in, by=by), by=by)


def archive_job(job: Job, *, by: User) -> Job:
    """Take a job out of everybody's sight for good; its applications are kept."""
    return move_job(job, JobStatus.ARCHIVED, by=by)


def accept_job(job: Job, *, by: User) -> Job:
    """Open a job that an administrator accepts; one in review that has a time for it opens then."""

    def at_its_time(locked: Job) -> JobStatus:
        at = locked.opens_at
        waits = locked.status == JobStatus.IN_REVIEW and at is not None and at > timezone.now()
        return JobStatus.SCHEDULED if waits else JobStatus.OPEN

    return _move(job, at_its_time, by=by)


def move_job(job: Job, to: JobStatus, *, by: User, reason: str = "", note: str = "") -> Job:
    """Bring a job to a status, by the ways of `TRANSITIONS`. Of two at once the second is told."""
    return _move(job, lambda _locked: to, by=by, reason=reason, note=note)


def _move(
    job: Job,
    choose: Callable[[Job], JobStatus],
    *,
    by: User,
    action: VersionAction | None = None,
    reason: str = "",
    note: str = "",
) -> Job:
    """Bring a job to the status that `choose` names for it as it is when it is locked."""
    ensure_may_write(job, by=by)
    now = timezone.now()
    with transaction.atomic():
        locked = lock_job(job)
        to = choose(locked)
        named = action if action and to == JobStatus.OPEN else action_of(locked.status, to)
        enter_status(locked, to, by=by, at=now)
        if to == JobStatus.CLOSED:
            locked.close_reason, locked.close_note = reason, note
        locked.save(update_fields=MOVED_COLUMNS)
        record(locked, named, by=by, at=now, note=note)
        follow_change(locked)
    return locked


def action_of(came_from: str, to: str) -> VersionAction:
    """Return what it is called to bring a job from one status to another."""
    if to == JobStatus.IN_REVIEW:
        return VersionAction.SENT_TO_REVIEW
    if (came_from, to) == (JobStatus.IN_REVIEW, JobStatus.SCHEDULED):
        return VersionAction.APPROVED
    return _ACTIONS.get((JobStatus(came_from), JobStatus(to)), VersionAction.ARCHIVED)


def actions_of_life(job: Job, *, by: User) -> frozenset[VersionAction]:
    """Return by which of its ways a job's status can be changed by `by`, who may write to it.

    Whoever writes to a job can publish or reopen it: where it has to be reviewed first, that hands
    it to review.
    """
    came_from = JobStatus(job.status)
    return frozenset(
        action
        for (origin, to), action in _ACTIONS.items()
        if origin == came_from and (to != JobStatus.OPEN or _may_open(job, by=by))
    )


def _may_open(job: Job, *, by: User) -> bool:
    """Tell whether `by` may open a job as far as what administrators decide of it goes."""
    return by.is_admin or not (job.status == JobStatus.IN_REVIEW or job.was_declined())


def set_active(job: Job, active: bool, *, by: User, at: datetime) -> None:
    """Open or close a locked job in memory; nothing happens to one that is so already.

    Opening may hand it to review. Raises as `publish_job` does.
    """
    status = JobStatus(job.status)
    if not active:
        if status == JobStatus.OPEN:
            enter_status(job, JobStatus.CLOSED, by=by, at=at)
    elif status == JobStatus.OPEN:
        _ensure_deadline_ahead(job, at=at)
    else:
        enter_status(job, status_to_open_in(job, by=by), by=by, at=at)


def enter_status(job: Job, to: JobStatus, *, by: User, at: datetime) -> None:
    """Set a locked job's status and the times that go with it, in memory.

    Raises TransitionNotAllowed, and Invalid where a job that is to open could not be applied to.
    """
    came_from = JobStatus(job.status)
    if to not in TRANSITIONS[came_from]:
        raise TransitionNotAllowed(_no_way(came_from, to))
    if to in {JobStatus.OPEN, JobStatus.SCHEDULED}:
        _ensure_may_open(job, came_from, by=by)
    if to == JobStatus.SCHEDULED and job.opens_at is None:
        raise Invalid.field("opens_at", gettext("Say when it opens."))
    if to not in _YET_TO_OPEN:
        job.opens_at = job.scheduled_by = None
    if to in _ON_THE_WAY_OUT:
        ensure_not_declined(job, by=by)
        if came_from != JobStatus.OPEN:
            _ensure_may_be_applied_to(job, at=at)
        job.close_reason = job.close_note = ""
    if to == JobStatus.OPEN:
        job.published_at = job.published_at or at
        job.closed_at = None
    elif came_from == JobStatus.OPEN:
        # An expired job ended with its deadline, not when somebody tidied up.
        job.closed_at = min(at, job.application_deadline)
    job.status = to
    job.updated_at = job.changed_at = at


def ensure_not_declined(job: Job, *, by: User) -> None:
    """Raise TransitionNotAllowed for what an administrator has declined, unless `by` is one."""
    if job.was_declined() and not by.is_admin:
        raise TransitionNotAllowed(_DECLINED)


def needs_review(company: Company, *, by: User) -> bool:
    """Tell whether a job of `company` posted by `by` waits for an admin before it opens."""
    return settings.MODERATE_JOBS and not company.is_verified and not by.is_admin


def status_to_open_in(job: Job, *, by: User) -> JobStatus:
    """Return where it leads when `by` opens a job that is not open: to review where that is due."""
    return JobStatus.IN_REVIEW if _waits_for_review(job, by=by) else JobStatus.OPEN


def _waits_for_review(job: Job, *, by: User) -> bool:
    """Tell whether a job that is not open has to be reviewed before `by` can open it."""
    is_due = job.status in _OPENED_FROM and needs_review(job.company, by=by)
    return is_due and not (job.status == JobStatus.SCHEDULED and _was_accepted(job))


def _was_accepted(job: Job) -> bool:
    """Tell whether an administrator has had a scheduled job open at its time. One query."""
    settled = job.versions.filter(action__in=[VersionAction.APPROVED, VersionAction.SCHEDULED])
    last = settled.select_related("by").order_by("-number").first()
    if last is None:
        return False
    return last.action == VersionAction.APPROVED or (last.by is not None and last.by.is_admin)


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


def _review_of_a_draft(job: Job) -> JobStatus:
    if job.status != JobStatus.DRAFT:
        raise TransitionNotAllowed(_no_way(JobStatus(job.status), JobStatus.IN_REVIEW))
    return JobStatus.IN_REVIEW


def _ensure_may_open(job: Job, came_from: JobStatus, *, by: User) -> None:
    if came_from == JobStatus.IN_REVIEW and not by.is_admin:
        raise TransitionNotAllowed(_("This job is in review. It opens once it has been approved."))
    if _waits_for_review(job, by=by):
        raise TransitionNotAllowed(_("This job has to be reviewed before it opens."))


def _ensure_may_be_applied_to(job: Job, *, at: datetime) -> None:
    _ensure_deadline_ahead(job, at=at)
    if not job.category.live:
        raise Invalid.field("category", str(CATEGORY_INACTIVE))


def _ensure_deadline_ahead(job: Job, *, at: datetime) -> None:
    if job.application_deadline <= at:
        raise Invalid.field("application_deadline", str(DEADLINE_PASSED))


def tidy_note(note: str) -> str:
    """Return a note in one line. Raises Invalid under `note` for one that is too long."""
    tidied = " ".join(note.split())
    if len(tidied) > _MAX_NOTE:
        raise Invalid.field("note", str(NOTE_TOO_LONG))
    return tidied


def _no_way(came_from: JobStatus, to: JobStatus) -> str:
    if came_from == to:
        return gettext("This job is already: %(status)s.") % {"status": came_from.label}
    words = {"from": came_from.label, "to": to.label}
    return gettext("A job with the status “%(from)s” cannot become “%(to)s”.") % words

"""Jobs that open by themselves: the time is set, changed and taken away, and what is due opens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.choices import JobStatus, OpeningFault, VersionAction
from jobs.models import Job
from jobs.services.history import record
from jobs.services.lifecycle import (
    MOVED_COLUMNS,
    TransitionNotAllowed,
    action_of,
    enter_status,
    follow_change,
    lock_job,
    publish_job,
    status_to_open_in,
)
from jobs.services.not_opened import tell_not_opened
from jobs.services.permissions import ensure_may_write, may_write
from nexus.core.errors import Invalid, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

logger = logging.getLogger(__name__)

NOT_AHEAD = _("Choose a time that is ahead.")
AFTER_THE_DEADLINE = _("Choose a time before the deadline.")
_MAY_WAIT = {JobStatus.DRAFT, JobStatus.IN_REVIEW, JobStatus.SCHEDULED}
_FAULTS = {"application_deadline": OpeningFault.DEADLINE, "category": OpeningFault.CATEGORY}


def may_schedule(job: Job) -> bool:
    """Tell whether a job's status allows a time at which it opens by itself."""
    return job.status in _MAY_WAIT


def may_unschedule(job: Job) -> bool:
    """Tell whether there is such a time to take away."""
    return job.opens_at is not None


def schedule_job(job: Job, *, at: datetime, by: User) -> Job:
    """Have a job open by itself `at` a time, to the minute, as if `by` published it then; return it.

    A draft is reviewed first where publishing it would mean that; for one in review or scheduled
    the time changes. Raises Invalid under `opens_at` unless that is ahead and before the deadline,
    TransitionNotAllowed for a job that is open or was, else as `publish_job` does.
    """
    ensure_may_write(job, by=by)
    now = timezone.now()
    moment = at.replace(second=0, microsecond=0)
    with transaction.atomic():
        locked = lock_job(job)
        came_from = JobStatus(locked.status)
        if came_from not in _MAY_WAIT:
            raise TransitionNotAllowed(
                gettext("Only a job that is yet to open can be given a time.")
            )
        ensure_time_to_open(moment, locked.application_deadline, now=now)
        if locked.opens_at == moment:
            return locked
        locked.opens_at, locked.scheduled_by = moment, by
        if came_from == JobStatus.DRAFT:
            waits = status_to_open_in(locked, by=by) == JobStatus.IN_REVIEW
            to = JobStatus.IN_REVIEW if waits else JobStatus.SCHEDULED
            enter_status(locked, to, by=by, at=now)
            action = action_of(came_from, to)
        else:
            locked.updated_at = locked.changed_at = now
            action = VersionAction.RETIMED
        locked.save(update_fields=MOVED_COLUMNS)
        record(locked, action, by=by, at=now)
        follow_change(locked)
    return locked


def ensure_time_to_open(moment: datetime, deadline: datetime, *, now: datetime) -> None:
    """Raise Invalid under `opens_at` unless a job can open by itself at that moment."""
    if moment <= now:
        raise Invalid.field("opens_at", str(NOT_AHEAD))
    if moment >= deadline:
        raise Invalid.field("opens_at", str(AFTER_THE_DEADLINE))


def unschedule_job(job: Job, *, by: User) -> Job:
    """Take its time away: a scheduled job is a draft again, one in review waits on without; return it.

    Raises TransitionNotAllowed where there is none, else as `ensure_may_write` does.
    """
    ensure_may_write(job, by=by)
    now = timezone.now()
    with transaction.atomic():
        locked = lock_job(job)
        if not may_unschedule(locked):
            raise TransitionNotAllowed(gettext("This job is not set to open by itself."))
        if locked.status == JobStatus.SCHEDULED:
            enter_status(locked, JobStatus.DRAFT, by=by, at=now)
        locked.opens_at = locked.scheduled_by = None
        locked.updated_at = locked.changed_at = now
        locked.save(update_fields=MOVED_COLUMNS)
        record(locked, VersionAction.UNSCHEDULED, by=by, at=now)
        follow_change(locked)
    return locked


def open_due_jobs(*, at: datetime | None = None) -> int:
    """Publish what is due as whoever set the time would, each by itself; return how many are open.

    What cannot be published is a draft again, and those who look after it are told why. An error
    of ours leaves a job to the next run and the others alone; it is raised once all were tried.
    """
    moment = at or timezone.now()
    due = Job.objects.due_to_open(at=moment).order_by("opens_at", "pk").values_list("pk", flat=True)
    opened, faults = 0, []
    for pk in list(due):
        try:
            opened += _open_one(pk, at=moment)
        except Exception as fault:
            logger.exception("Job %s is due to open and could not be tried.", pk)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Some jobs that are due could not be opened.", faults)
    return opened


@transaction.atomic
def _open_one(pk: int, *, at: datetime) -> bool:
    # What somebody else has locked is being changed: it may not be due any more.
    skips = connection.features.has_select_for_update_skip_locked
    free = Job.objects.select_for_update(skip_locked=skips, of=("self",))
    due = free.due_to_open(at=at).select_related("company", "scheduled_by")
    job = due.filter(pk=pk).first()
    if job is None:
        return False
    person = job.scheduled_by
    fault = OpeningFault.PERSON
    if not job.company.is_active:
        fault = OpeningFault.COMPANY
    elif person is not None and person.is_active and may_write(job, person):
        try:
            with transaction.atomic():
                published = publish_job(job, by=person, action=VersionAction.OPENED)
        except Refused as refused:
            fault = _fault_in(refused)
        else:
            if published.status == JobStatus.OPEN:
                return True
            tell_not_opened(job, OpeningFault.REVIEW)
            return False
    _leave_as_draft(job, fault)
    return False


def _leave_as_draft(job: Job, fault: OpeningFault) -> None:
    """Make a draft of a locked job that could not open, and tell why."""
    now = timezone.now()
    tell_not_opened(job, fault)
    job.status = JobStatus.DRAFT
    job.opens_at = job.scheduled_by = None
    job.updated_at = job.changed_at = now
    job.save(update_fields=MOVED_COLUMNS)
    record(job, VersionAction.NOT_OPENED, by=None, at=now, note=fault.value)
    follow_change(job)


def _fault_in(refused: Refused) -> OpeningFault:
    named = (fault for field, fault in _FAULTS.items() if field in refused.details)
    return next(named, OpeningFault.OTHER)

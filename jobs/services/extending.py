"""Putting off a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.choices import JobStatus, VersionAction
from jobs.services.history import look_before, record
from jobs.services.lifecycle import (
    MOVED_COLUMNS,
    TransitionNotAllowed,
    enter_status,
    follow_change,
    lock_job,
    status_to_open_in,
)
from jobs.services.permissions import ensure_may_write
from nexus.core.errors import Invalid

if TYPE_CHECKING:
    from datetime import datetime

    from jobs.models import Job
    from people.models import User

ALREADY_LONGER = _("The job is open until then already. Choose a later day.")


def may_extend(job: Job) -> bool:
    """Tell whether a job's status allows a later deadline: not where somebody has closed it."""
    if job.status == JobStatus.CLOSED:
        return job.ran_out()
    return job.status != JobStatus.ARCHIVED


def extend_job(job: Job, *, to: datetime, by: User) -> Job:
    """Give a job a later deadline; one that ran out is reopened, as `reopen_job` does. Returns it.

    Raises Invalid unless `to` is after the present deadline and ahead, TransitionNotAllowed for a
    job that somebody closed by hand, else as `move_job` does.
    """
    ensure_may_write(job, by=by)
    now = timezone.now()
    with transaction.atomic():
        locked = lock_job(job)
        if to <= locked.application_deadline:
            raise Invalid.field("application_deadline", str(ALREADY_LONGER))
        before = look_before(locked)
        ran_out = locked.ran_out()
        if not may_extend(locked):
            raise TransitionNotAllowed(
                gettext("Somebody closed this job before its deadline. Reopen it instead.")
            )
        locked.application_deadline = to
        if ran_out:
            enter_status(locked, status_to_open_in(locked, by=by), by=by, at=now)
        elif to <= now:
            raise Invalid.field("application_deadline", gettext("Choose a day that is ahead."))
        locked.updated_at = locked.changed_at = now
        locked.save(update_fields=["application_deadline", *MOVED_COLUMNS])
        record(locked, VersionAction.EXTENDED, by=by, at=now, before=before)
        follow_change(locked)
    return locked

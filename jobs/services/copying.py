"""Posting an earlier job again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from jobs.choices import VersionAction
from jobs.models import LONG_TEXTS, Job
from jobs.services.lifecycle import ensure_not_declined
from jobs.services.permissions import ensure_may_write
from jobs.services.posting import create_job

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

_COPIED = (
    "title",
    "location",
    "category",
    *LONG_TEXTS,
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
)


def duplicate_job(job: Job, *, by: User, deadline: datetime | None = None) -> Job:
    """Return a draft that says what `job` says, of the same company, posted by `by`.

    It has a deadline of its own: the one given, else as for any new job. Applications, views and
    history stay where they are. Raises as `ensure_may_write` does, TransitionNotAllowed for one that
    was declined, and Invalid for a deadline that has passed or a category that is not in use.
    """
    ensure_may_write(job, by=by)
    ensure_not_declined(job, by=by)
    fields: dict[str, Any] = {name: getattr(job, name) for name in _COPIED}
    if deadline is not None:
        fields["application_deadline"] = deadline
    return create_job(
        by=by,
        company=job.company,
        is_active=False,
        action=VersionAction.COPIED,
        note=gettext("Copied from job %(id)s.") % {"id": job.pk},
        skills=list(job.skills.values_list("name", flat=True)),
        **fields,
    )

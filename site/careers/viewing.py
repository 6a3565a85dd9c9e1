"""Who looks at a job's page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jobs.view_counts import counter, is_by_person
from nexus.core.shared_pages import each_time, is_personal
from people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jobs.models import Job


def note_view(request: HttpRequest, job: Job) -> None:
    """Count a view of an open job, unless by a machine or by the job's own people.

    No query for those who are not signed in, and no page made anew: each of them is counted who is
    shown what was kept of it.
    """
    if not is_personal(request):
        each_time(request, partial(_count, job_id=job.pk))
    elif not is_theirs(job, request):
        _count(request, job_id=job.pk)


def _count(request: HttpRequest, *, job_id: int) -> None:
    if is_by_person(request):
        counter.note(job_id)


def is_theirs(job: Job, request: HttpRequest) -> bool:
    """Tell whether the visitor is one of the job's company or an admin. At most one query."""
    user = request.user
    if not isinstance(user, User):
        return False
    return user.is_admin or user.memberships.filter(company=job.company_id).exists()

"""Jobs that waited for review, once their company is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.choices import JobStatus
from jobs.mail_events import RELEASED
from jobs.mails import tell_company
from jobs.services.lifecycle import move_job
from jobs.services.permissions import ensure_admin
from jobs.services.review import jobs_in_review
from nexus.core.errors import Refused

if TYPE_CHECKING:
    from people.models import Company, User

# More titles would make no mail that is read.
_MOST_NAMED = 30


def number_waiting(company: Company) -> int:
    """Return how many jobs of the company wait for review. One query."""
    return jobs_in_review().filter(company=company).order_by().count()


@transaction.atomic
def release_jobs_of(company: Company, *, by: User) -> int:
    """Open the jobs of a company that wait for review, and return how many; the company is told.

    One that nobody could apply to, as after its deadline, waits on. Raises NotAllowed unless `by` is
    an administrator.
    """
    ensure_admin(by, otherwise=_("Only an administrator may approve a job."))
    released = []
    for job in jobs_in_review().filter(company=company):
        try:
            released.append(move_job(job, JobStatus.OPEN, by=by))
        except Refused:
            continue
    if released:
        titles = [job.title for job in released[:_MOST_NAMED]]
        titles += ["…"] if len(released) > _MOST_NAMED else []
        values = {"jobs": "\n".join(titles), "link": reverse("admin:jobs_job_changelist")}
        posters = {job.posted_by_id for job in released}
        tell_company(RELEASED, company, posters=posters, values=values)
    return len(released)

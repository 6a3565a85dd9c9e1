"""Jobs that waited for review, once their company is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.mail_events import RELEASED
from jobs.mails import lazy_moment, tell_company
from jobs.services.lifecycle import accept_job
from jobs.services.permissions import ensure_admin
from jobs.services.review import jobs_in_review
from nexus.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobs.models import Job
    from people.models import Company, User

# More titles would make no mail that is read.
_MOST_NAMED = 30


def number_waiting(company: Company) -> int:
    """Return how many jobs of the company wait for review. One query."""
    return jobs_in_review().filter(company=company).order_by().count()


def _lines(jobs: Sequence[Job]) -> str:
    lines = [
        _("%(job)s (opens %(time)s)") % {"job": job.title, "time": lazy_moment(job.opens_at)}
        if job.opens_at
        else job.title
        for job in jobs[:_MOST_NAMED]
    ]
    return "\n".join([*map(str, lines), *(["…"] if len(jobs) > _MOST_NAMED else [])])


_lazy_lines = lazy(_lines, str)


@transaction.atomic
def release_jobs_of(company: Company, *, by: User) -> int:
    """Accept the jobs of a company that wait for review, and return how many; the company is told.

    Those with a time to open at open then.     One that nobody could apply to, as after its deadline, waits on. Raises NotAllowed unless `by` is
    an administrator.
    """
    ensure_admin(by, otherwise=gettext_lazy("Only an administrator may approve a job."))
    released = []
    for job in jobs_in_review().filter(company=company):
        try:
            released.append(accept_job(job, by=by))
        except Refused:
            continue
    if released:
        values = {"jobs": _lazy_lines(released), "link": reverse("admin:jobs_job_changelist")}
        posters = {job.posted_by_id for job in released}
        tell_company(RELEASED, company, posters=posters, values=values)
    return len(released)

"""The queue of jobs that wait for an administrator, with what speaks for and against each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.admin.steps import BY_NAME
from jobs.moderation import is_suspicious, posting_of, signs_in
from jobs.services.reported import reported_jobs
from jobs.services.review import jobs_in_review
from nexus.core.backoffice import Entry, Section, acting, add_entry, add_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jobs.models import Job
    from jobs.moderation import Sign

PER_PAGE = 20


class Waiting(NamedTuple):
    """A job that waits, the signs of fraud in it, and whether they weigh enough for a warning.

    After a decision `next_url` leads back to the queue, to the job that stands behind it.
    """

    job: Job
    signs: list[Sign]
    is_suspicious: bool
    next_url: str


def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for review, the longest waiting first. Administrators only."""
    from django.contrib import admin

    if not acting(request).is_admin:
        raise PermissionDenied
    page = Paginator(jobs_in_review(), PER_PAGE).get_page(request.GET.get("p"))
    jobs: list[Job] = list(page)
    here = request.get_full_path()
    after = [f"{here}#job-{job.pk}" for job in jobs[1:]]
    context = {
        **admin.site.each_context(request),
        "title": _("Jobs to review"),
        "waiting": [_judged(job, url) for job, url in zip(jobs, [*after, here], strict=False)],
        "page": page,
        "numbers": {"review": page.paginator.count, "reported": reported_jobs().count()},
        "approve": BY_NAME["approve"],
        "send_back": BY_NAME["send_back"],
        "decline": BY_NAME["decline"],
    }
    return TemplateResponse(request, "admin/jobs/review.html", context)


def _judged(job: Job, next_url: str) -> Waiting:
    signs = signs_in(posting_of(job))
    return Waiting(job, signs, is_suspicious(signs), next_url)


add_page("review/", queue, "review")
add_entry(
    Entry(
        _("Review"),
        "shield-check",
        lambda request: reverse("admin:review"),
        section=Section.WORK,
        order=15,
        is_for=lambda user: user.is_admin,
    )
)

"""A posting that is being written, as candidates will see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careers.views import job_context
from jobs.admin.forms import JobForm, skills_in
from jobs.choices import JobStatus, Workplace
from jobs.models import LONG_TEXTS, Job
from nexus.core.backoffice import acting
from nexus.core.html import clean_html, html_to_text, summarise
from nexus.core.ids import row_id_of
from nexus.core.money import yearly
from people.models import Company
from people.standing import companies_of, memberships_of, writes_for
from taxonomy.models import Skill

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from people.models import User

# No job has it: links of a page about one that is not saved lead nowhere.
_NO_ID = 0


@require_POST
def preview_job(request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """Show the page of a job from what was typed, valid or not; nothing is saved.

    404 for those who may not write it.
    """
    job = _job(request, object_id)
    form = JobForm(request.POST, instance=job)
    form.is_valid()
    _settle(job, skills_in(request.POST.get("skills", "")[:2000]))
    context: dict[str, Any] = {**job_context(request, job, is_preview=True)}
    response = render(request, "careers/pages/job.html", context)
    add_never_cache_headers(response)
    return response


def _job(request: HttpRequest, object_id: int | None) -> Job:
    user = acting(request)
    if object_id is None:
        if not writes_for(user):
            raise Http404
        return Job(company=_company(request, user))
    jobs = Job.objects.managed_by(user).present().select_related("company")
    job = get_object_or_404(jobs, pk=object_id)
    if not writes_for(user, job.company_id):
        raise Http404
    return job


def _company(request: HttpRequest, user: User) -> Company:
    """Return the company that was chosen, the only one, or a stand-in for it."""
    chosen = row_id_of(request.POST.get("company", ""))
    if chosen is not None:
        found = Company.objects.filter(pk=chosen).first()
        if found and (user.is_admin or chosen in companies_of(user)):
            return found
    mine = [membership.company for membership in memberships_of(user)]
    return mine[0] if mine else Company(name=_("Your company"), slug="-")


def _settle(job: Job, skills: list[str]) -> None:
    """Clean the texts as saving would, and fill in what a page cannot be drawn without."""
    now = timezone.now()
    for name in LONG_TEXTS:
        setattr(job, name, clean_html(str(getattr(job, name) or "")))
    job.title = job.title or _("Without a title")
    job.summary = summarise(html_to_text(job.description, is_clean=True))
    job.workplace = job.workplace or Workplace.ON_SITE
    deadline: datetime | None = job.application_deadline
    if deadline is None or deadline <= now:
        job.application_deadline = now + timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN)
    job.status = JobStatus.OPEN
    job.published_at = job.published_at or now
    job.pk = job.pk or _NO_ID
    # What the database would compute.
    for name in ("salary_min", "salary_max"):
        amount = getattr(job, name)
        by_year = None if amount is None else yearly(amount, job.salary_period or "year")
        setattr(job, f"{name}_yearly", by_year)
    named = [Skill(name=name) for name in skills]
    job._prefetched_objects_cache = {"skills": named}  # type: ignore[attr-defined]  # where a prefetch puts them

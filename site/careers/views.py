"""The pages of the site that are not pages of the CMS."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from careers.branding import Picture
from careers.picture_views import picture_path
from careers.pictures import SIZE
from careers.postings import (
    closing_time,
    safe_html,
    sections_of,
    similar_jobs,
    site_address,
)
from careers.structured_data import job_posting, json_ld
from careers.viewing import is_theirs, note_view
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.pay_words import pay_line
from nexus.core.shared_pages import shared_page


@require_safe
@shared_page
def job_page(request: HttpRequest, job_id: str, slug: str | None = None) -> HttpResponse:
    """Show a job at its one address, to which any other with its id leads.

    What was open once is 410, archived or not; what never was is 404. Its company and admins see
    it in any case, as it would look. Three queries for visitors.
    """
    jobs = Job.objects.with_card_facts().select_related("company", "category", "place")
    job = jobs.prefetch_related("skills").filter(pk=int(job_id)).first()
    if job is None:
        raise Http404
    is_open = job.is_open()
    if not is_open and not is_theirs(job, request):
        return job_gone(request, job)
    if request.path != job.get_absolute_url():
        query = request.META.get("QUERY_STRING", "")
        path = job.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    response = render(request, "careers/pages/job.html", job_context(request, job))
    if not is_open:
        add_never_cache_headers(response)
    else:
        note_view(request, job)
    return response


def job_gone(request: HttpRequest, job: Job) -> HttpResponse:
    """Say that a job is closed, since when, and offer open ones like it. 410.

    Of an archived or declined one, and of those of a company that is deactivated, nothing is told:
    they were taken out of everybody's sight. Raises Http404 for one that never was open.
    """
    if not job.was_published():
        raise Http404
    context = {
        "job": job,
        "is_archived": job.status == JobStatus.ARCHIVED
        or job.was_declined()
        or not job.company.is_active,
        "closed_at": closing_time(job),
        "similar": similar_jobs(job),
    }
    return render(request, "careers/pages/job_gone.html", context, status=410)


def job_context(request: HttpRequest, job: Job, *, is_preview: bool = False) -> dict[str, Any]:
    """Return what the page of a job is drawn from. A preview tells machines nothing."""
    site, sections = site_address(request), sections_of(job)
    posting = picture = None
    if job.is_open() and not is_preview:
        posting = job_posting(job, sections, site=site, applies_here=True)
        picture = Picture(picture_path(job), *SIZE)
    return {
        "job": job,
        "sections": sections,
        "about": safe_html(job.company_description),
        "similar": [] if is_preview else similar_jobs(job),
        "address": f"{site}{job.get_absolute_url()}",
        "shared_title": f"{job.title} – {job.company.name}",
        "shared_words": " · ".join(filter(None, (job.location, pay_line(job), job.summary))),
        "picture": picture,
        "is_hidden": not job.is_open(),
        "structured_data": posting and json_ld(posting),
    }

"""The pages of the site that are not pages of the CMS."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobs.models import Job
from people.models import User

_SIMILAR = 5


@require_safe
def job_page(request: HttpRequest, job_id: str, slug: str | None = None) -> HttpResponse:
    """Show a job at its one address, to which any other with its id leads.

    Closed jobs are 410; what was never published, or is archived, is 404. Their company and
    admins see both. Three queries.
    """
    jobs = Job.objects.present().select_related("company", "category")
    job = jobs.filter(pk=int(job_id)).first()
    if job is None:
        raise Http404
    if not job.is_open() and not _is_theirs(job, request):
        if not job.was_published():
            raise Http404
        return job_gone(request, job)
    if request.path != job.get_absolute_url():
        query = request.META.get("QUERY_STRING", "")
        path = job.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    return render(request, "careers/pages/job.html", {"job": job})


def job_gone(request: HttpRequest, job: Job) -> HttpResponse:
    """Say that a job is closed, with the newest open ones of its category. 410."""
    similar = job.category.jobs.open().select_related("company").order_by("-created_at", "-pk")
    context = {"job": job, "similar": similar[:_SIMILAR]}
    return render(request, "careers/pages/job_gone.html", context, status=410)


def _is_theirs(job: Job, request: HttpRequest) -> bool:
    user = request.user
    if not isinstance(user, User):
        return False
    return user.is_admin or user.memberships.filter(company=job.company_id).exists()

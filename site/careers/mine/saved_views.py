"""Jobs and searches that people have put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careers.alerts.models import AlertFrequency
from careers.mine.alert_views import alert_rows, search_rows
from hiring.models import SavedJob, SavedSearch
from hiring.services import TooManySaved, delete_search, save_job, save_search, unsave_job
from jobs.choices import JobStatus
from jobs.models import Job
from people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.requests import PersonRequest

_PAGE = 20
# In the session of somebody who was sent to sign in first: what they wanted to save.
_WANTED = "job_to_save"


@require_safe
def saved_jobs(request: PersonRequest) -> HttpResponse:
    """List the saved jobs, and save what was wanted before signing in."""
    wanted = request.session.pop(_WANTED, None)
    if wanted is not None and (job := Job.objects.open().filter(pk=wanted).first()):
        _save(request, job)
    mine = SavedJob.objects.filter(user=request.user).select_related("job__company")
    page = Paginator(mine, _PAGE).get_page(request.GET.get("page"))
    return render(request, "careers/my/saved_jobs.html", {"page": page})


@never_cache
def save(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask by GET, since pages are everybody's and can carry no form; save by POST.

    Afterwards lead back to `next`, the page with the button. A script gets the new button alone.
    """
    job = Job.objects.select_related("company").filter(pk=int(job_id)).first()
    if job is None or not job.was_published() or job.status == JobStatus.ARCHIVED:
        raise Http404
    if request.method != "POST":
        user = request.user
        is_saved = isinstance(user, User) and SavedJob.objects.filter(user=user, job=job).exists()
        context = {"job": job, "is_saved": is_saved}
        return render(request, "careers/my/save_job.html", context)
    if not isinstance(request.user, User):
        request.session[_WANTED] = job.pk
        where = urlencode({"next": reverse("my_saved_jobs")})
        return redirect(f"{reverse('account_login')}?{where}")
    is_kept = request.POST.get("action") != "remove"
    if not is_kept:
        unsave_job(job, by=request.user)
    elif not _save(request, job):
        return redirect("my_saved_jobs")
    if request.headers.get("X-Part") == "button":
        return render(request, "careers/components/one_save_button.html", {"job": job})
    # The browser keeps the part of the address behind "#", which is the row that was seen.
    return redirect(_page_before(request) or "my_saved_jobs")


def saved_searches(request: PersonRequest) -> HttpResponse:
    """List saved searches and alerts; by GET with a query offer to keep it, by POST keep it."""
    query = (request.POST if request.method == "POST" else request.GET).get("query", "")
    name = request.POST.get("name", "")
    wrong = ""
    if request.method == "POST":
        try:
            save_search(name=name.replace("\0", ""), query=query.replace("\0", ""), by=request.user)
            return redirect("my_saved_searches")
        except TooManySaved as refused:
            wrong = refused.message
        except ValidationError as invalid:
            is_name = "name" in invalid.message_dict
            wrong = (
                _("Give the search a name of at most 100 characters.")
                if is_name
                else _("This search is too long to be kept.")
            )
    alerts = alert_rows(request.user)
    context = {
        "searches": search_rows(SavedSearch.objects.filter(user=request.user), alerts),
        "alerts": alerts,
        "frequencies": AlertFrequency.choices,
        "query": query,
        "name": name,
        "wrong": wrong,
    }
    return render(request, "careers/my/saved_searches.html", context)


@require_POST
def remove_search(request: PersonRequest, search_id: str) -> HttpResponse:
    delete_search(int(search_id), by=request.user)
    return redirect("my_saved_searches")


def _save(request: HttpRequest, job: Job) -> bool:
    """Save the job for who is signed in; where there is no room for it, say so and return False."""
    user = request.user
    if not isinstance(user, User):
        return False
    try:
        save_job(job, by=user)
    except TooManySaved as refused:
        messages.error(request, refused.message)
        return False
    return True


def _page_before(request: HttpRequest) -> str:
    """Return the page of ours that the button stood on, empty where none of ours is named."""
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours and url.startswith("/") else ""

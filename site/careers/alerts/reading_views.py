"""Where the links of mails lead: on to what they name, noting that somebody reads the mails.

They hold the alert's mark, which can do nothing else: such links are passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careers.alerts.asked import read_asked
from careers.alerts.models import JobAlert
from careers.alerts.services import note_reading
from careers.job_search.vocabulary import load_vocabulary
from jobs.choices import JobStatus
from jobs.models import Job

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def job(request: HttpRequest, mark: str, job_id: str) -> HttpResponse:
    """Lead on to a job, of whatever alert; that of a forgotten one works as well."""
    found = Job.objects.filter(pk=int(job_id)).first()
    if found is None or not found.was_published() or found.status == JobStatus.ARCHIVED:
        raise Http404
    _note(request, mark)
    return HttpResponseRedirect(found.get_absolute_url())


@never_cache
@require_safe
def new_jobs(request: HttpRequest, mark: str) -> HttpResponse:
    """Lead on to the search, with what was new when the last mail was written."""
    alert = _note(request, mark)
    if alert is None:
        return HttpResponseRedirect(reverse("job_list"))
    asked, _notices = read_asked(alert.query, load_vocabulary())
    now = timezone.now()
    return HttpResponseRedirect(asked.address_of_new(alert.new_since or now, now))


@never_cache
@require_safe
def keep(request: HttpRequest, mark: str) -> HttpResponse:
    """Keep an alert that was asked about: to have come here says enough."""
    alert = _note(request, mark)
    is_kept = alert is not None and alert.is_live
    return render(
        request, "careers/alerts/kept.html", {"is_kept": is_kept}, status=200 if is_kept else 404
    )


def _note(request: HttpRequest, mark: str) -> JobAlert | None:
    alert = JobAlert.objects.filter(mark=mark).first()
    # Those who only look at the head of a page read nothing.
    if alert is not None and request.method == "GET":
        note_reading(alert)
    return alert

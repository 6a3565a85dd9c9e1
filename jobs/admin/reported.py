"""The queue of jobs that people have reported, and what administrators make of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from jobs.admin.steps import BY_NAME
from jobs.services.reported import reported_jobs, reports_of_jobs
from jobs.services.reporting import MOST_QUESTION, ask_company, dismiss_reports
from jobs.services.review import jobs_in_review
from nexus.core.backoffice import acting, add_page, focus_first
from nexus.core.errors import Refused
from nexus.core.ids import row_id_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jobs.models import Job

PER_PAGE = 20


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=MOST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Say how they can answer: nobody reads what comes back to this mail. Name nobody who"
            " has reported the job."
        ),
    )


def reported(request: HttpRequest) -> HttpResponse:
    """Show what was reported, the latest first. Administrators only."""
    from django.contrib import admin

    _ensure_admin(request)
    page = Paginator(reported_jobs(), PER_PAGE).get_page(request.GET.get("p"))
    reports = reports_of_jobs([job.pk for job in page])
    context = {
        **admin.site.each_context(request),
        "title": _("Reported jobs"),
        "rows": [(job, reports[job.pk]) for job in page],
        "page": page,
        "numbers": {"review": jobs_in_review().count(), "reported": page.paginator.count},
        "decline": BY_NAME["decline"],
    }
    return TemplateResponse(request, "admin/jobs/reported.html", context)


def dismiss(request: HttpRequest, job_id: int) -> HttpResponse:
    """Leave a job as it is, whatever was reported of it."""
    job = _job(request, job_id)

    def pressed(request: HttpRequest) -> HttpResponse:
        try:
            seen = row_id_of(request.POST.get("seen", ""))
            number = dismiss_reports(job, by=acting(request), seen=seen)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            sentence = ngettext(
                "%(n)s report was dismissed.", "%(n)s reports were dismissed.", number
            )
            messages.success(request, sentence % {"n": number})
        return HttpResponseRedirect(reverse("admin:review_reported"))

    return require_POST(pressed)(request)


def ask(request: HttpRequest, job_id: int) -> HttpResponse:
    """Write to the company of a job; the reports wait on."""
    from django.contrib import admin

    job = _job(request, job_id)
    form = QuestionForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid() and _asks(job, form, request):
        told = _("The question goes to the people of %(company)s.") % {"company": job.company.name}
        messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:review_reported"))
    if not form.errors:
        focus_first(form)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Ask %(company)s") % {"company": job.company.name},
        "job": job,
        "form": form,
    }
    return TemplateResponse(request, "admin/jobs/ask.html", context)


def _asks(job: Job, form: QuestionForm, request: HttpRequest) -> bool:
    try:
        ask_company(job, question=form.cleaned_data["question"], by=acting(request))
    except Refused as refused:
        form.add_error("question", refused.message)
        return False
    return True


def _job(request: HttpRequest, job_id: int) -> Job:
    _ensure_admin(request)
    job: Job = get_object_or_404(reported_jobs(), pk=job_id)
    return job


def _ensure_admin(request: HttpRequest) -> None:
    if not acting(request).is_admin:
        raise PermissionDenied


add_page("review/reported/", reported, "review_reported")
add_page("review/reported/<int:job_id>/dismiss/", dismiss, "review_reported_dismiss")
add_page("review/reported/<int:job_id>/ask/", ask, "review_reported_ask")

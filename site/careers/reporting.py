"""The page by which anybody tells administrators what is wrong with a job."""

from __future__ import annotations

import time

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from careers.applying.same_origin import from_our_pages
from jobs.models import Job
from jobs.report_models import ReportReason
from jobs.services.reporting import MOST_TEXT, report_job
from nexus.core.api.client import client_address
from nexus.core.api.limits import count_call, parse_rate
from nexus.core.errors import Refused
from people.forms import add_refusal
from people.limits import in_words
from people.models import User


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with the job.")},
    )
    text = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For the people who look after this site. The company does not see it."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if we may ask you something about it. The company does not see it."),
    )


@from_our_pages
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask what is wrong with an open job, and take it to the administrators. Others are 404."""
    job = Job.objects.open().select_related("company").filter(pk=int(job_id)).first()
    if job is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, job, form)
    user = request.user if isinstance(request.user, User) else None
    address = client_address(request)
    allowed = count_call(
        f"report:user:{user.pk}" if user else f"report:{address}",
        parse_rate(settings.JOB_REPORT_RATE),
        strict=True,
    )
    if allowed.exceeded:
        wait = allowed.retry_after(at=time.time())
        response = _page(request, job, form, wait=in_words(wait), status=429)
        response["Retry-After"] = str(wait)
        return response
    try:
        report_job(job, **form.cleaned_data, by=user, caller=address)
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, job, form)
    return HttpResponseRedirect(f"{job.get_absolute_url()}report/sent/")


@require_safe
def reported(request: HttpRequest, job_id: str) -> HttpResponse:
    """Say thanks, whoever asks: nothing here tells whether the job was reported."""
    job = Job.objects.open().select_related("company").filter(pk=int(job_id)).first()
    if job is None:
        raise Http404
    return render(request, "careers/report/sent.html", {"job": job})


def _page(
    request: HttpRequest, job: Job, form: ReportForm, *, wait: str = "", status: int = 200
) -> HttpResponse:
    context = {"job": job, "form": form, "wait": wait}
    return render(request, "careers/report/form.html", context, status=status)

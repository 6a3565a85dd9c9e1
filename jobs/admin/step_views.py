"""The pages on which steps are asked about and taken, for one job or for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jobs.admin.columns import opening_in_words
from jobs.admin.reading import seen_version
from jobs.admin.reasons import ONLY_LOOKED, preview_of, replies_offered, tells_company, with_reply
from jobs.admin.steps import BY_NAME, PUBLICATIONS, Step, bound
from jobs.advice import warnings_for
from jobs.choices import JobStatus
from jobs.services.meanwhile import last_version
from nexus.core.backoffice import acting, do_to_each, focus_first
from nexus.core.errors import Refused
from nexus.core.ids import row_ids_of

if TYPE_CHECKING:
    from django import forms
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

    from jobs.advice import Advice
    from jobs.models import Job

MOST_AT_ONCE = 100
_PAST_THE_REVIEW = {JobStatus.SCHEDULED, JobStatus.CLOSED, JobStatus.OPEN}


def take_step(model_admin: ModelAdmin[Any], request: HttpRequest, name: str) -> HttpResponse:
    """Ask about a step, or take it where the answer is there; 404 without a job of theirs."""
    step = BY_NAME[name]
    if request.method == "GET" and not request.GET.getlist("ids"):
        return HttpResponseRedirect(reverse("admin:jobs_job_changelist"))
    jobs = _jobs(model_admin, request)
    form, preview = _form(step, request, jobs), None
    if step.decision and form is not None:
        form = with_reply(form, request)
        preview = preview_of(step, form, jobs[0], request)
    told = advice_on(jobs) if step in PUBLICATIONS else []
    is_asked_more = request.method == "POST" and not ONLY_LOOKED.isdisjoint(request.POST)
    is_answered = request.method == "POST" and (form is None or form.is_valid())
    is_answered = is_answered and not is_asked_more
    seen = seen_version(request)
    if is_answered and (not told or "anyway" in request.POST):
        done = _do(step, request, jobs, form)
        if done is not None:
            return done
        seen = None  # refused: what has changed meanwhile has been told now
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": step.question,
        "step": step,
        "jobs": jobs,
        "form": form,
        "told": told,
        "back": back_from(request, jobs),
        "preview": preview,
        "seen": last_version(jobs[0]) if seen is None and step.is_judgement else seen,
        "can_preview": tells_company(step, jobs[0], acting(request)),
        "replies": replies_offered(step, jobs[0], acting(request)),
        "reply": request.POST.get("reply", ""),
    }
    return TemplateResponse(request, "admin/jobs/job/step.html", context)


def advice_on(jobs: list[Job]) -> list[tuple[Job, list[Advice]]]:
    """Return the jobs of which there is something to say, with it. One query for their skills."""
    from django.db.models import prefetch_related_objects

    prefetch_related_objects(jobs, "skills")
    told = [(job, warnings_for(job, skills=[s.name for s in job.skills.all()])) for job in jobs]
    return [(job, advice) for job, advice in told if advice]


def back_from(request: HttpRequest, jobs: list[Job]) -> str:
    """Return where the person came from: an address of ours that was sent along, else the job."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    if wanted and is_ours:
        return wanted
    if len(jobs) == 1:
        return reverse("admin:jobs_job_change", args=[jobs[0].pk])
    return reverse("admin:jobs_job_changelist")


def say_published(request: HttpRequest, job: Job) -> None:
    """Tell what came of a publication, which may be a review, or a time that is ahead."""
    if job.status == JobStatus.IN_REVIEW:
        sentence = _("“%(job)s” waits for review.") % {"job": job}
        if job.opens_at:
            sentence += " " + _("Once it has been approved it %(opens)s.") % {
                "opens": opening_in_words(job.opens_at)
            }
        messages.success(request, sentence)
    elif job.opens_at:
        words = {"job": job, "opens": opening_in_words(job.opens_at)}
        messages.success(request, _("“%(job)s” %(opens)s, by itself.") % words)
    else:
        messages.success(request, _("“%(job)s” is on the site.") % {"job": job})


def went_to_review(came_from: str, job: Job) -> bool:
    """Tell whether a job that was past it waits for review now, which nobody asked for."""
    return job.status == JobStatus.IN_REVIEW and came_from in _PAST_THE_REVIEW


def _jobs(model_admin: ModelAdmin[Any], request: HttpRequest) -> list[Job]:
    sent = request.POST.getlist("ids") or request.GET.getlist("ids")
    jobs = model_admin.get_queryset(request).filter(pk__in=row_ids_of(sent)[:MOST_AT_ONCE])
    found = [job for job in jobs if model_admin.has_change_permission(request, job)]
    if not found:
        raise Http404
    return found


def _form(step: Step, request: HttpRequest, jobs: list[Job]) -> forms.Form | None:
    if step.form is None:
        return None
    form = step.form(request.POST if request.method == "POST" else None, label_suffix="")
    if len(jobs) == 1:
        form.initial.update(step.begins_with(jobs[0]))
    focus_first(form)
    return form


def _do(
    step: Step, request: HttpRequest, jobs: list[Job], form: forms.Form | None
) -> HttpResponse | None:
    """Take the step and lead on; None where the one job refused, which the page then says."""
    typed = dict(form.cleaned_data) if form else {}
    if step.is_judgement and len(jobs) == 1:
        typed["seen"] = seen_version(request)
    take = bound(step, acting(request), typed)
    back = back_from(request, jobs)
    if len(jobs) > 1:
        do_to_each(request, jobs, take, lambda number: str(step.done % {"number": number}))
        return HttpResponseRedirect(back)
    try:
        job = take(jobs[0])
    except Refused as refused:
        if form is None:
            messages.error(request, refused.message)
            return HttpResponseRedirect(back)
        for name, sentences in (refused.details or {"": [refused.message]}).items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None
    if step in PUBLICATIONS or went_to_review(jobs[0].status, job):
        say_published(request, job)
    else:
        messages.success(request, step.done % {"number": 1})
    if job.pk != jobs[0].pk:
        return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
    return HttpResponseRedirect(back)

"""The desk at which a posting is written: its form, and what becomes of what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from jobs.admin.columns import days_open, status_tag
from jobs.admin.facts import facts_of
from jobs.admin.forms import JobForm
from jobs.admin.reading import ReadableTexts, seen_version
from jobs.admin.step_views import advice_on, say_published, went_to_review
from jobs.admin.steps import PUBLISH, SCHEDULE, steps_for
from jobs.choices import JobStatus
from jobs.differences import differences
from jobs.models import Job
from jobs.services import ChangedMeanwhile, create_job, last_version, publish_job, update_job
from jobs.services.lifecycle import needs_review
from nexus.core.backoffice import ScopedAdmin, acting
from nexus.core.backoffice.forms import remembered_refusal
from nexus.core.errors import Refused
from people.standing import companies_of, memberships_of, writes_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


_OFF_THE_SITE = _(
    "What you changed has to be reviewed. Until then the job is off the site, and you hear of the"
    " outcome by mail."
)


class JobDesk(ReadableTexts, ScopedAdmin):
    """The part of the admin of jobs that is about one of them."""

    form = JobForm
    autocomplete_fields = ("company",)
    change_form_template = "admin/jobs/job/change_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Job | None = None) -> Any:
        if not self._may_write(request, obj):
            return self.readable_fieldsets()
        several = acting(request).is_admin or len(companies_of(acting(request))) > 1
        first = ("company",) if obj is None and several else ()
        pay = ("salary_min", "salary_max", "salary_currency", "salary_period")
        return [
            (_("The position"), {"fields": (*first, "title", "category", "skills")}),
            (
                _("Place and terms"),
                {"fields": ("location", "workplace", "employment_type", "experience_level")},
            ),
            (
                _("Pay"),
                {
                    "fields": (pay,),
                    "description": _("Leave a side empty where there is no limit to it."),
                },
            ),
            (
                _("What people read"),
                {"fields": ("description", "responsibilities", "requirements", "benefits")},
            ),
            (_("About you"), {"fields": ("company_description",)}),
            (_("Deadline"), {"fields": ("application_deadline",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Job | None = None) -> Any:
        if self._may_write(request, obj):
            return ()
        return self.readable_fields()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if not self._may_write(request, obj):
            kwargs["form"] = ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return super().add_view(
            request, form_url, {"title": _("Post a job"), **(extra_context or {})}
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        days = timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN)
        return {
            "application_deadline": timezone.localdate() + days,
            "salary_currency": settings.DEFAULT_CURRENCY,
            **super().get_changeform_initial_data(request),
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        user = acting(request)
        if change:
            came_from = Job.objects.values_list("status", flat=True).get(pk=obj.pk)
            saved = update_job(obj, by=user, seen=seen_version(request), **form.written())
            if went_to_review(came_from, saved):
                messages.warning(request, _OFF_THE_SITE)
        else:
            company = form.cleaned_data.get("company") or _only_company(user)
            saved = create_job(by=user, company=company, is_active=False, **form.written())
        obj.pk, obj.title, obj.status = saved.pk, saved.title, saved.status

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Do nothing: the services have set the skills."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        job = context.get("original")
        facts: dict[str, Any] = {"preview_url": _preview_url(job)}
        if job is not None:
            facts |= {
                "facts": facts_of([job.pk])[job.pk],
                "days_open": days_open(job),
                "status_tag": status_tag(job),
                "steps": steps_for(job, acting(request)),
                "feature_url": _feature_url(job, acting(request)),
                "is_looked_at_again": _is_looked_at_again(job, acting(request)),
                **_meanwhile(request, job),
            }
        return super().render_change_form(request, {**context, **facts}, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_add(request, obj, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request: HttpRequest, obj: Job) -> HttpResponse | None:
        """Publish what was saved where that was asked for, unless there is something to say first."""
        if "_schedule" in request.POST:
            return HttpResponseRedirect(f"{SCHEDULE.url}?{urlencode({'ids': obj.pk})}")
        if "_publish" not in request.POST:
            return None
        job = Job.objects.select_related("company").get(pk=obj.pk)
        change = HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
        if advice_on([job]):
            return HttpResponseRedirect(f"{PUBLISH.url}?{urlencode({'ids': job.pk})}")
        try:
            say_published(request, publish_job(job, by=acting(request)))
        except Refused as refused:
            messages.error(request, refused.message)
        return change

    def _may_write(self, request: HttpRequest, obj: Job | None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)


def _is_looked_at_again(job: Job, user: User) -> bool:
    """Tell whether a change that makes it another posting takes the job off the site for a while."""
    is_accepted = job.status in {JobStatus.SCHEDULED, JobStatus.OPEN}
    return is_accepted and needs_review(job.company, by=user)


def _meanwhile(request: HttpRequest, job: Job) -> dict[str, Any]:
    """Return which version is read, and what others have changed of the one that was open.

    Whoever has been shown that may save: it is known to them from then on.
    """
    refusal = remembered_refusal(request)
    if isinstance(refusal, ChangedMeanwhile):
        theirs = differences(refusal.then, refusal.now)
        return {"seen": last_version(job), "theirs": theirs, "theirs_by": refusal.by}
    seen = seen_version(request)
    return {"seen": last_version(job) if seen is None else seen}


def _preview_url(job: Job | None) -> str:
    """Return where unsaved text is shown as the site would show it: a page of a higher app."""
    return _named("preview_new_job") if job is None else _named("preview_job", job.pk)


def _feature_url(job: Job, user: User) -> str:
    """Return where a page that features the job is begun; empty where that cannot be."""
    if job.status != JobStatus.OPEN or not writes_for(user, job.company_id):
        return ""
    return _named("feature_job", job.pk)


def _named(name: str, *arguments: Any) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _only_company(user: User) -> Any:
    """Return the company a new job is for where there is no choice; None where there is one."""
    writable = [m.company for m in memberships_of(user) if writes_for(user, m.company_id)]
    return writable[0] if len(writable) == 1 else None

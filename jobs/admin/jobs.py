"""The list and the form of jobs: companies see theirs, administrators all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import Action, ActionLocation
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jobs.admin.columns import JobChangeList, JobColumns
from jobs.admin.desk import JobDesk
from jobs.admin.filters import (
    CategoryFilter,
    CompanyFilter,
    DeadlineFilter,
    OpeningFilter,
    StatusFilter,
)
from jobs.admin.history import history_page, restore
from jobs.admin.searching import matching
from jobs.admin.step_views import advice_on, take_step
from jobs.admin.steps import FOR_ADMINS, PUBLISH, STEPS, bound
from jobs.admin.suggesting import suggest_places, suggest_skills
from jobs.models import LONG_TEXTS, Job
from nexus.core.backoffice import EmptyState, ScopedAdmin, acting, do_to_each
from nexus.core.exporting.offering import export_rows
from nexus.core.ids import row_id_or_404
from people.standing import companies_of, memberships_of, writes_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from people.models import User


@admin.register(Job)
class JobAdmin(JobDesk, JobColumns, ScopedAdmin):
    icon = "briefcase"
    nav_order = 10
    company_path = "company"
    export_kind = import_kind = "jobs"

    list_filter = (
        ("status", StatusFilter),
        DeadlineFilter,
        OpeningFilter,
        "workplace",
        CategoryFilter,
        CompanyFilter,
    )
    search_fields = ("title", "company__name")
    search_help_text = _("Title, company or number")
    ordering = ("-created_at", "-id")

    # --- whose rows, and who may ---------------------------------------------------------------

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        return Job.objects.managed_by(acting(request)).present().select_related("company")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the long texts of jobs in a list where they are."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "jobs_job_changelist"
        return rows.defer(*LONG_TEXTS) if is_list and request.method == "GET" else rows

    def may_view(self, user: User, obj: Job | None) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def may_add(self, user: User) -> bool:
        return writes_for(user)

    def may_change(self, user: User, obj: Job | None) -> bool:
        return writes_for(user, obj.company_id if obj else None)

    def empty_state(self, request: HttpRequest) -> EmptyState:
        if not self.has_add_permission(request):
            return EmptyState(
                _("No jobs yet"), _("They stand here as soon as your team posts one.")
            )
        return EmptyState(
            _("No jobs yet"),
            _("Write the first one: you can look at it and come back to it before it goes online."),
            _("Post a job"),
            reverse("admin:jobs_job_add"),
        )

    def view_on_site(self, obj: Job) -> str:
        return obj.get_absolute_url()

    # --- the list ------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[JobChangeList]:
        return JobChangeList

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        user = acting(request)
        several = user.is_admin or len(companies_of(user)) > 1
        return (
            "job_column",
            *(("company_column",) if several else ()),
            "status_column",
            "applicants_column",
            "days_column",
            "views_column",
            "deadline_column",
            "menu_column",
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return matching(queryset, search_term), False

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Offer the steps that the person may take at all, and the export."""
        user = acting(request)
        if action_location != ActionLocation.CHANGE_LIST:
            return {}
        export = {"export": _action("export", _("Export …"), _export)}
        if not writes_for(user):
            return export
        offered = [step for step in STEPS if step.name not in FOR_ADMINS or user.is_admin]
        taken = {
            step.name: _action(step.name, step.label, partial(_in_bulk, step)) for step in offered
        }
        return taken | export

    # --- pages of its own ----------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        steps = [
            path(
                f"{step.name}/",
                wrap(partial(take_step, self, name=step.name)),
                name=f"jobs_job_{step.name}",
            )
            for step in STEPS
        ]
        return [
            *steps,
            path("skills/", wrap(suggest_skills), name="jobs_job_skills"),
            path("places/", wrap(suggest_places), name="jobs_job_places"),
            path(
                "<int:object_id>/restore/",
                wrap(require_POST(partial(restore, self))),
                name="jobs_job_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        job = get_object_or_404(self.get_queryset(request), pk=row_id_or_404(object_id))
        return history_page(self, request, job)


def _action(name: str, label: StrOrPromise, do: Callable[..., Any]) -> Action:
    return Action(
        func=do,
        name=name,
        description=str(label),
        plural_description=str(label),
        locations=[ActionLocation.CHANGE_LIST],
    )


def _export(model_admin: JobAdmin, request: HttpRequest, jobs: QuerySet[Any]) -> HttpResponse:
    return export_rows("jobs", request, jobs)


def _in_bulk(step: Any, model_admin: JobAdmin, request: HttpRequest, jobs: QuerySet[Any]) -> Any:
    """Take a step with the chosen jobs at once, or go to the page that asks about it."""
    chosen = list(jobs)
    if step.form is not None or (step is PUBLISH and advice_on(chosen)):
        query = urlencode([("ids", job.pk) for job in chosen] + [("next", request.get_full_path())])
        return HttpResponseRedirect(f"{step.url}?{query}")
    take = bound(step, acting(request), {})
    do_to_each(request, chosen, take, lambda number: str(step.done % {"number": number}))
    return None

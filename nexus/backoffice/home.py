"""The home of the back office: what waits, how far applications have come, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hiring.models import Application
from hiring.workload import (
    DAYS_AHEAD,
    MOST_COUNTED,
    Workload,
    activity,
    funnel,
    waiting_jobs,
    workload,
)
from jobs.models import Job
from jobs.services.reported import reported_jobs
from nexus.core.backoffice import EmptyState, acting, chosen_company
from people.standing import companies_of, writes_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User

DAYS_BACK = 30


class Task(NamedTuple):
    """Something that waits: how much, what, and the list of exactly that (empty: there is none)."""

    number: int
    what: str
    explained: str
    url: str

    @property
    def shown(self) -> str:
        return str(self.number) if self.number <= MOST_COUNTED else f"{MOST_COUNTED}+"


def home(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Show the market to admins and their companies to members.

    Ten queries for the content, and one more for admins.
    """
    user = acting(request)
    chosen = chosen_company(request)
    company = chosen if chosen in companies_of(user) else None
    load = workload(user, company=company)
    facts: dict[str, Any] = {"title": _("Home"), "days": DAYS_BACK}
    if load.jobs:
        facts |= {
            "tasks": [*tasks(load, user), *reports(user)],
            "waiting_jobs": waiting_jobs(user, company=company) if load.new else [],
            "applications_url": _list_of(Application),
            "funnel": funnel(user, days=DAYS_BACK, company=company),
            "activity": activity(user, company=company, days=DAYS_BACK),
        }
    else:
        facts["empty_state"] = _first_steps(user)
    return TemplateResponse(request, "backoffice/home.html", {**context, **facts})


def tasks(load: Workload, user: User) -> list[Task]:
    """Return what waits, each with the address of exactly the rows that were counted."""
    applications, jobs = _list_of(Application), _list_of(Job)
    review = (
        _("Companies wait for these to be published")
        if user.is_admin
        else _("An administrator publishes them")
    )
    # Nothing waits there for anybody: it is said where there is any, and no work of each day.
    opening = Task(
        load.opening,
        _("Opening this week"),
        _("Jobs that open by themselves within %(days)s days") % {"days": DAYS_AHEAD},
        _asked(jobs, "opening=week"),
    )
    return [
        Task(
            load.new,
            _("New applications"),
            _("Nobody has looked at them yet"),
            _asked(applications, "waiting=new"),
        ),
        Task(
            load.overdue,
            _("Overdue applications"),
            _("Without an answer for longer than the company promises"),
            _asked(applications, "waiting=overdue"),
        ),
        Task(
            load.closing,
            _("Deadlines this week"),
            _("Open jobs that close within %(days)s days") % {"days": DAYS_AHEAD},
            _asked(jobs, "deadline=week"),
        ),
        Task(load.in_review, _("Jobs in review"), review, _asked(jobs, "status__exact=in_review")),
        *([opening] if opening.number else []),
    ]


def reports(user: User) -> list[Task]:
    """Return what strangers have reported, for administrators; nothing where nothing waits."""
    number = reported_jobs().order_by().count() if user.is_admin else 0
    if not number:
        return []
    explained = _("Somebody finds something wrong with them")
    return [Task(number, _("Reported jobs"), explained, reverse("admin:review_reported"))]


def _list_of(model: type[Any]) -> str:
    if not admin.site.is_registered(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _asked(url: str, query: str) -> str:
    return f"{url}?{query}" if url else ""


def _first_steps(user: User) -> EmptyState:
    if not writes_for(user):
        return EmptyState(
            _("No jobs yet"),
            _("As soon as your company has a job, you see here what goes on."),
        )
    url = reverse("admin:jobs_job_add") if admin.site.is_registered(Job) else ""
    return EmptyState(
        _("Publish your first job"),
        _("Then its applications come in here, and you see at a glance what waits for you."),
        _("Add a job"),
        url,
    )

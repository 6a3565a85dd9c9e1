"""Lists of applications and their counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from hiring.api.router import job_applications_router, router
from hiring.api.rows import application_row
from hiring.api.schemas import (
    ApplicationFilters,
    ApplicationOut,
    ApplicationStats,
    JobApplicationFilters,
)
from hiring.choices import ApplicationStatus
from hiring.models import Application
from hiring.services.looks import note_list
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.services import NO_SUCH_JOB
from nexus.core.api.client import bearer
from nexus.core.api.paging import Paged, paginate
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from nexus.core.api.schemas import RowId
from nexus.core.errors import Missing, NotAllowed
from people.requests import PersonRequest

if TYPE_CHECKING:
    from hiring.querysets import ApplicationQuerySet
    from people.models import User

RECENT = timedelta(days=30)


@router.get(
    "/",
    auth=bearer,
    response={200: Paged[ApplicationOut], **errors(404)},
    operation_id="applications_list",
    url_name="application_list",
    summary="List the caller's own applications",
)
def applications_list(request: PersonRequest, filters: Query[ApplicationFilters]) -> HttpResponse:
    return _own(request, filters)


@router.get(
    "/my_applications/",
    auth=bearer,
    response={200: Paged[ApplicationOut], **errors(404)},
    operation_id="applications_mine",
    url_name="application_mine",
    summary="List the caller's own applications",
)
def my_applications(request: PersonRequest, filters: Query[ApplicationFilters]) -> HttpResponse:
    return _own(request, filters)


@router.get(
    "/received_applications/",
    auth=bearer,
    response={200: Paged[ApplicationOut], **errors(403, 404)},
    operation_id="applications_received",
    url_name="application_received",
    summary="List the applications to the jobs of the caller's companies",
)
def received_applications(
    request: PersonRequest, filters: Query[ApplicationFilters]
) -> HttpResponse:
    user = request.user
    received = _filtered(Application.objects.received_by(user), filters, people=True)
    seen: list[Application] = []
    page = _page(request, filters, received, seen)
    if not (page["results"] or user.is_admin or user.memberships.active().exists()):
        raise NotAllowed("Only members of a company receive applications.")
    note_list(user, seen)
    return json_response(page)


@router.get(
    "/stats/",
    auth=bearer,
    response={200: ApplicationStats, **errors()},
    operation_id="applications_stats",
    url_name="application_stats",
    summary="Count the caller's own applications",
)
def application_stats(request: PersonRequest) -> dict[str, Any]:
    since = timezone.now() - RECENT
    found = Application.objects.by(request.user).live().order_by()
    counted = found.values_list("status").annotate(
        number=Count("pk"), recent=Count("pk", filter=Q(applied_at__gte=since))
    )
    rows = list(counted)
    breakdown = dict.fromkeys(ApplicationStatus.values, 0)
    breakdown.update({status: number for status, number, _ in rows})
    return {
        "total_applications": sum(breakdown.values()),
        "status_breakdown": breakdown,
        "recent_applications": sum(recent for _, _, recent in rows),
    }


@job_applications_router.get(
    "/{int:job_id}/applications/",
    auth=bearer,
    response={200: Paged[ApplicationOut], **errors(403, 404)},
    operation_id="jobs_applications",
    url_name="job_applications",
    summary="List the applications to a job",
)
def job_applications(
    request: PersonRequest, job_id: RowId, filters: Query[JobApplicationFilters]
) -> HttpResponse:
    user = request.user
    _ensure_may_read_applications(job_id, user)
    received = _filtered(Application.objects.kept().filter(job=job_id), filters, people=True)
    seen: list[Application] = []
    page = _page(request, filters, received, seen)
    note_list(user, seen)
    return json_response(page)


def _own(request: PersonRequest, filters: ApplicationFilters) -> HttpResponse:
    own = _filtered(Application.objects.by(request.user), filters, people=False)
    return json_response(_page(request, filters, own))


def _filtered(
    found: ApplicationQuerySet, filters: JobApplicationFilters, *, people: bool
) -> ApplicationQuerySet:
    if filters.status:
        found = found.filter(status__in=filters.status)
    if filters.search:
        found = found.matching(filters.search, people=people)
    if isinstance(filters, ApplicationFilters):
        if filters.job_title:
            found = found.for_job_titled(filters.job_title)
        if filters.company:
            found = found.at_company_named(filters.company)
    return found


def _page(
    request: HttpRequest,
    filters: JobApplicationFilters,
    found: ApplicationQuerySet,
    seen: list[Application] | None = None,
) -> dict[str, Any]:
    """Return a page of applications, and put them into `seen` where it is given."""

    def row(application: Application) -> dict[str, Any]:
        if seen is not None:
            seen.append(application)
        return application_row(application)

    return paginate(
        request,
        filters,
        found.with_card_facts(),
        ordering=filters.ordering,
        row=row,
    )


def _ensure_may_read_applications(job_id: int, user: User) -> None:
    """Raise Missing where there is no such job to know of, NotAllowed to all but its company."""
    is_theirs = Exists(user.memberships.active().filter(company=OuterRef("company")))
    job = Job.objects.filter(pk=job_id).annotate(is_theirs=is_theirs)
    facts = job.values_list("status", "published_at", "is_theirs").first()
    if facts is None:
        raise Missing(NO_SUCH_JOB)
    status, published_at, theirs = facts
    if user.is_admin or theirs:
        return
    if published_at is None or status == JobStatus.ARCHIVED:
        raise Missing(NO_SUCH_JOB)
    raise NotAllowed("Only the company reads the applications to its jobs.")

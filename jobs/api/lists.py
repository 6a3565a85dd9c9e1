"""Lists of jobs, and posting one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from jobs.api.filters import JobFilters, JobListing, OrderedJobListing
from jobs.api.payloads import fields_of
from jobs.api.router import category_jobs_router, router
from jobs.api.rows import detail_of, open_rows, reader_of, rows_of_any_status
from jobs.api.schemas import FoundJobs, JobDetail, JobIn, JobPage
from jobs.models import Job
from jobs.querysets import feature_pages_of_open_jobs
from jobs.search import BadCursor, JobQuery, search, search_after
from jobs.services import create_job
from nexus.core.api.client import bearer, optional_bearer
from nexus.core.api.gate import shared_answer
from nexus.core.api.paging import (
    PageQuery,
    cursor_envelope,
    envelope,
    keyset,
    page_slice,
    paginate,
)
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from nexus.core.api.schemas import RowId
from nexus.core.errors import Invalid, Missing
from people.requests import PersonRequest
from taxonomy.models import Category
from taxonomy.services import NO_SUCH_CATEGORY


@router.get(
    "/",
    auth=optional_bearer,
    response={200: FoundJobs, **errors(404)},
    operation_id="jobs_list",
    summary="Search open jobs",
    url_name="job_list",
)
@shared_answer
def jobs_list(request: HttpRequest, filters: Query[JobFilters]) -> HttpResponse:
    """Open jobs, narrowed and ordered. Rows come from the database, and are open when sent."""
    query = filters.question(ordering=filters.ordering or "")
    return json_response(_found(request, query, filters, content=filters.content))


@router.post(
    "/",
    auth=bearer,
    response={201: JobDetail, **errors(403)},
    operation_id="jobs_create",
    summary="Post a job",
    url_name="job_list",
)
def jobs_create(request: PersonRequest, payload: JobIn) -> HttpResponse:
    """Post a job for the caller's company; who has none names a new one and becomes its owner.

    It opens at once, goes to review where the site moderates, or stays a draft with
    `is_active: false`.
    """
    job = create_job(by=request.user, **fields_of(payload))
    return json_response(detail_of(job, request), status=201)


@router.get(
    "/featured/",
    auth=optional_bearer,
    response={200: JobPage, **errors(404)},
    operation_id="jobs_featured",
    summary="List the featured jobs",
    url_name="job_featured",
)
@shared_answer
def jobs_featured(request: HttpRequest, listing: Query[JobListing]) -> HttpResponse:
    """The open jobs whose feature page is live in the CMS, in the editors' order."""
    page = paginate(
        request,
        listing,
        feature_pages_of_open_jobs().only("job_id", "path"),
        ordering="path",
        row=lambda page: page.job_id,
    )
    page["results"] = open_rows(page["results"], reader=reader_of(request), content=listing.content)
    return json_response(page)


@router.get(
    "/my_jobs/",
    auth=bearer,
    response={200: JobPage, **errors(404)},
    operation_id="jobs_mine",
    summary="List my jobs",
    url_name="job_mine",
)
def jobs_mine(request: PersonRequest, listing: Query[JobListing]) -> HttpResponse:
    """The jobs the caller has posted and those of their companies, drafts and closed ones too."""
    jobs = Job.objects.of_concern_to(request.user).only("pk", "created_at")
    page = paginate(request, listing, jobs, ordering="-created_at", row=lambda job: job.pk)
    page["results"] = rows_of_any_status(
        page["results"], reader=reader_of(request), content=listing.content
    )
    return json_response(page)


@category_jobs_router.get(
    "/{int:category_id}/jobs/",
    auth=optional_bearer,
    response={200: JobPage, **errors(404)},
    operation_id="categories_jobs",
    summary="List a category's open jobs",
    url_name="category_jobs",
)
@shared_answer
def category_jobs(
    request: HttpRequest, category_id: RowId, listing: Query[OrderedJobListing]
) -> HttpResponse:
    """The open jobs of one category. One that is not in use is shown to admins only."""
    if not Category.objects.visible_to(request.user).filter(pk=category_id).exists():
        raise Missing(NO_SUCH_CATEGORY)
    query = JobQuery(categories=frozenset({category_id}), ordering=listing.ordering or "")
    page = _found(request, query, listing, content=listing.content)
    del page["did_you_mean"]
    return json_response(page)


def _found(
    request: HttpRequest, query: JobQuery, paging: PageQuery, *, content: bool
) -> dict[str, Any]:
    """Return one page of what the search finds. One query, two for who is signed in.

    A crawl through the whole market costs one more.
    """
    reader = reader_of(request)
    if paging.cursor is not None:
        ids, following = _ids_after(query, paging.cursor, paging.page_size)
        rows = open_rows(ids, reader=reader, content=content)
        page = cursor_envelope(request, results=rows, next_cursor=following)
        return {**page, "did_you_mean": None}
    part = page_slice(paging)
    hits = search(query, offset=part.offset, limit=part.limit)
    rows = open_rows(hits.ids, reader=reader, content=content)
    page = envelope(request, paging, results=rows, count=hits.total)
    return {**page, "did_you_mean": hits.did_you_mean}


_WHOLE_MARKET = frozenset(JobQuery(ordering=order) for order in ("", "created_at", "-created_at"))


def _ids_after(query: JobQuery, cursor: str, limit: int) -> tuple[list[int], str | None]:
    if query in _WHOLE_MARKET:
        # The search looks at every job to find those after a date; the table has an index for it.
        jobs, following = keyset(
            Job.objects.open().only("created_at"),
            ordering=query.ordering or "-created_at",
            cursor=cursor,
            limit=limit,
        )
        return [job.pk for job in jobs], following
    try:
        return search_after(query, cursor=cursor, limit=limit)
    except BadCursor as exc:
        raise Invalid.field("cursor", str(exc)) from exc

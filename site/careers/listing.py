"""The jobs that pages of the CMS show: asked of the search, read once, still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from jobs import search
from jobs.models import LONG_TEXTS, Job
from jobs.querysets import feature_pages_of_open_jobs
from jobs.search import JobQuery

if TYPE_CHECKING:
    from careers.models import FeaturedJobPage
    from jobs.querysets import JobQuerySet


class Listing(NamedTuple):
    """The first jobs of an answer, and how many there are."""

    jobs: list[Job]
    total: int


def rows() -> JobQuerySet:
    """Return open jobs with what a row of a list shows, and none of their long texts."""
    return Job.objects.open().select_related("company").defer(*LONG_TEXTS)


def find_jobs(query: JobQuery, *, limit: int) -> Listing:
    """Return the best answers to `query`. One query of the database."""
    hits = search.search(query, limit=limit)
    found = rows().in_bulk(hits.ids)
    return Listing([found[pk] for pk in hits.ids if pk in found], hits.total)


def featured_pages(limit: int) -> list[FeaturedJobPage]:
    """Return the live pages of open jobs in the editors' order, with job and company. One query."""
    pages = feature_pages_of_open_jobs().select_related("job__company", "picture")
    texts = [f"job__{name}" for name in LONG_TEXTS]
    return list(pages.defer("body", *texts).order_by("path")[:limit])


def jobs_address(**filters: str | list[str]) -> str:
    """Return the address of the search that shows these filters; empty where there is no search."""
    try:
        path = reverse("job_list")
    except NoReverseMatch:
        return ""
    given = {name: value for name, value in filters.items() if value}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path

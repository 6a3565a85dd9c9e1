"""What the pages of categories show."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from taxonomy.counts import open_job_counts
from taxonomy.models import Category

JOBS_PER_PAGE = 25
# Deep pages cost an offset each; who wants to go on is better served by a search.
LAST_PAGE = 40


class _CountedPaginator(Paginator[Any]):
    """Pages a list whose length is known already."""

    def __init__(self, jobs: Any, *, total: int) -> None:
        super().__init__(jobs, JOBS_PER_PAGE)
        self.count = min(total, JOBS_PER_PAGE * LAST_PAGE)


def index_context() -> dict[str, Any]:
    """Return the active categories by name, each with `open_jobs`. One query, one more to count."""
    counts = open_job_counts()
    categories = list(Category.objects.active())
    for category in categories:
        category.open_jobs = counts.get(category.pk, 0)
    return {"categories": sorted(categories, key=lambda c: c.name.casefold())}


def category_context(category: Category, page: str) -> dict[str, Any]:
    """Return the open jobs of `category`, newest first, on the page that `page` names.

    A page that does not exist gives the nearest one that does. At most three queries.
    """
    if category.pk is None:  # a preview of what has not been saved yet
        return {"total": 0, "jobs_page": _CountedPaginator([], total=0).get_page(page)}
    jobs = category.jobs.open().select_related("company").order_by("-created_at", "-pk")
    total = open_job_counts().get(category.pk, 0)
    return {"total": total, "jobs_page": _CountedPaginator(jobs, total=total).get_page(page)}

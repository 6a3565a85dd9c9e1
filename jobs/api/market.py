"""What the open market looks like: totals, average pay, facets."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest
from ninja import Query

from jobs.api.categories import categories_by_id
from jobs.api.filters import JobNarrowing
from jobs.api.router import router
from jobs.api.schemas import JobFacets, JobStats
from jobs.choices import EmploymentType, ExperienceLevel
from jobs.querysets import live_applications
from jobs.search import FacetCount, facets, market_stats
from nexus.core.api.client import optional_bearer
from nexus.core.api.gate import shared_answer
from nexus.core.api.responses import errors

# From here on counting costs milliseconds, and a minute's lag goes unnoticed.
_MANY_APPLICATIONS = 10_000
_LAG_SECONDS = 60


@router.get(
    "/stats/",
    auth=optional_bearer,
    response={200: JobStats, **errors()},
    operation_id="jobs_stats",
    summary="Describe the open market",
    url_name="job_stats",
)
@shared_answer
def jobs_stats(request: HttpRequest) -> dict[str, Any]:
    """Totals over the open jobs and average yearly pay in the site's one currency."""
    market = market_stats(settings.DEFAULT_CURRENCY)
    types = {counted.value: counted.count for counted in market.employment_types}
    pay = {level.experience_level: level.average for level in market.average_pay}
    return {
        "total_jobs": market.total,
        "total_applications": _total_applications(),
        "employment_type_distribution": [
            {"employment_type": kind, "count": types.get(kind, 0)} for kind in EmploymentType
        ],
        "average_salary_by_level": [
            {"experience_level": level, "avg_salary": pay.get(level)} for level in ExperienceLevel
        ],
        "currency": market.currency,
    }


@router.get(
    "/facets/",
    auth=optional_bearer,
    response={200: JobFacets, **errors()},
    operation_id="jobs_facets",
    summary="Count open jobs by what can narrow them",
    url_name="job_facets",
)
@shared_answer
def jobs_facets(request: HttpRequest, filters: Query[JobNarrowing]) -> dict[str, Any]:
    """Exact counts for the same filters as the list; each facet leaves its own filter out."""
    counted = facets(filters.question())
    return {
        "category": _by_category(counted["category"]),
        "employment_type": _labelled(counted["employment_type"], EmploymentType),
        "experience_level": _labelled(counted["experience_level"], ExperienceLevel),
        "location": [
            {"value": place.value, "label": place.value, "count": place.count}
            for place in counted["location"]
        ],
    }


def _labelled(
    counts: list[FacetCount], choices: type[EmploymentType] | type[ExperienceLevel]
) -> list[dict[str, Any]]:
    labels = dict(choices.choices)
    return [{"value": c.value, "label": str(labels[c.value]), "count": c.count} for c in counts]


def _by_category(counts: list[FacetCount]) -> list[dict[str, Any]]:
    known = categories_by_id([int(counted.value) for counted in counts])
    return [
        {
            "id": category.id,
            "value": category.slug,
            "label": category.name,
            "count": counted.count,
        }
        for counted in counts
        # One deleted in this instant has no name any more.
        if (category := known.get(int(counted.value)))
    ]


def _total_applications() -> int:
    """Count what has not been withdrawn; where that is many, up to a minute late.

    A new application counts at once all the same, for it has a new highest id. One query or two.
    """
    applications = live_applications()
    newest = applications.aggregate(newest=Max("pk"))["newest"]
    key = f"jobs:applications:{newest}"
    held: int | None = cache.get(key)
    if held is not None:
        return held
    total = applications.count()
    if total >= _MANY_APPLICATIONS:
        cache.set(key, total, timeout=_LAG_SECONDS)
    return total

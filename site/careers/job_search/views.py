"""The page that finds jobs, and the completions while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from careers.job_search import answers
from careers.job_search.facets import groups
from careers.job_search.parameters import (
    FILTERS,
    PAGE_SIZE,
    CategoryName,
    Search,
    has_empty_parts,
    read_search,
    without_empty_parts,
)
from careers.job_search.suggesting import suggestions
from careers.listing import rows
from jobs.search import Exploration, Findings, explore
from nexus.core.shared_pages import keep_fresh_for, shared_page
from taxonomy.models import Category

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jobs.models import Job

_FACETS = tuple(kind.facet for kind in FILTERS)
# Completions may be a minute late; what they lead to never is.
_SUGGESTIONS_HOLD_SECONDS = 60


@require_safe
@shared_page
def job_list(request: HttpRequest) -> HttpResponse:
    """Find jobs. Two queries, at any number of jobs; the index counts and finds.

    An address with empty parameters, as forms make them, leads to the one without.
    """
    path = reverse("job_list")
    if has_empty_parts(request.GET):
        query = without_empty_parts(request.GET)
        return HttpResponseRedirect(f"{path}?{query}" if query else path)
    categories = {one.slug: one for one in _categories()}
    search, notices = read_search(request.GET, categories)
    ways = answers.ways_out(search, categories)
    findings = _explore(search, ways, categories)
    total = findings.hits.total
    if total and search.page > (last := answers.pages(search, path, total).last):
        return HttpResponseRedirect(search.address(path, page=last))
    context = {
        "search": search,
        "query": urlencode(search.pairs()),
        "path": path,
        "notices": notices,
        "title": answers.heading(search, categories),
        "total": total,
        "jobs": _rows(findings.hits.ids),
        "groups": groups(search, findings.facets, categories),
        "number_chosen": sum(len(values) for values in search.chosen.values()),
        "clear_url": Search(text=search.text, sort=search.sort).address(path),
        "chips": answers.chips(search, path, categories),
        "sorts": answers.sorts(search, path),
        "pages": answers.pages(search, path, total),
        **_when_nothing_is_found(search, ways, findings, path),
    }
    return render(request, "careers/pages/job_search.html", context)


@require_safe
@shared_page
def job_suggestions(request: HttpRequest) -> HttpResponse:
    """Complete what somebody types. One query."""
    found = suggestions(request.GET.get("q", ""), _categories(), reverse("job_list"))
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    keep_fresh_for(response, _SUGGESTIONS_HOLD_SECONDS, until=None)
    return response


def _categories() -> list[CategoryName]:
    found = Category.objects.active().order_by("name").values_list("pk", "slug", "name")
    return [CategoryName(*row) for row in found]


def _explore(
    search: Search, ways: list[answers.WayOut], categories: dict[str, CategoryName]
) -> Findings:
    at = timezone.now()
    return explore(
        Exploration(
            query=search.question(categories, at=at),
            offset=(search.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            facets=_FACETS,
            ways_out=tuple(way.search.question(categories, at=at) for way in ways),
        )
    )


def _rows(ids: list[int]) -> list[Job]:
    """Return the jobs in the order of the index; one that closed this instant is left out."""
    found = rows().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _when_nothing_is_found(
    search: Search, ways: list[answers.WayOut], findings: Findings, path: str
) -> dict[str, Any]:
    if findings.hits.total:
        return {}
    spelling, corrected = findings.hits.did_you_mean, search
    if spelling is None:
        spelling, corrected = findings.spelling_alone, Search(sort=search.sort)
    return {
        "spelling": spelling,
        "spelling_url": corrected.address(path, text=spelling) if spelling else "",
        "offers": answers.offers(ways, findings.ways_out, path),
    }

"""The page that finds jobs, and the completions while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careers.job_search import answers
from careers.job_search.facets import MOST_PLACES, groups, places_shown
from careers.job_search.map import Map, Spot, draw
from careers.job_search.parameters import (
    FILTERS,
    PAGE_SIZE,
    RADII_KM,
    Search,
    has_empty_parts,
    read_search,
    without_empty_parts,
)
from careers.job_search.suggesting import place_suggestions, suggestions
from careers.job_search.surroundings import Surroundings, surroundings_of
from careers.job_search.vocabulary import Vocabulary, active_categories, load_vocabulary
from careers.listing import rows
from jobs.search import Exploration, Findings, explore
from nexus.core.shared_pages import keep_fresh_for, shared_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jobs.models import Job

_FACETS = tuple(kind.facet for kind in FILTERS)
# Completions may be a minute late; what they lead to never is.
_SUGGESTIONS_HOLD_SECONDS = 60


@require_safe
@shared_page
def job_list(request: HttpRequest) -> HttpResponse:
    """Find jobs. Five queries at most, at any number of jobs; the index counts and finds.

    An address with empty parameters, as forms make them, leads to the one without.
    """
    path = reverse("job_list")
    if has_empty_parts(request.GET):
        query = without_empty_parts(request.GET)
        return HttpResponseRedirect(f"{path}?{query}" if query else path)
    vocabulary = load_vocabulary()
    search, notices = read_search(request.GET, vocabulary)
    around = surroundings_of(search)
    if search.within and around.neighbourhood is None:
        notices.append(
            _("“%(place)s” is no city that we know, so jobs are found by its words alone.")
            % {"place": search.location}
        )
    ways = answers.ways_out(search)
    findings = _explore(search, around, ways, vocabulary)
    total = findings.hits.total
    pages = answers.pages(search, path, total)
    if total and search.page > pages.last:
        return HttpResponseRedirect(search.address(path, page=pages.last))
    vocabulary.learn_places(places_shown(search, findings.facets))
    context = {
        "search": search,
        "query": urlencode(search.pairs()),
        "path": path,
        "radii": RADII_KM,
        "notices": notices,
        "title": answers.heading(search, vocabulary),
        "total": total,
        "jobs": _rows(findings.hits.ids, around),
        "map": _map(search, findings, around, vocabulary, path) if total else None,
        "groups": groups(search, findings.facets, vocabulary),
        "number_chosen": sum(len(values) for values in search.chosen.values()),
        "clear_url": Search(text=search.text, sort=search.sort).address(path),
        "chips": answers.chips(search, path, vocabulary),
        "sorts": answers.sorts(search, path),
        "pages": pages,
        **_when_nothing_is_found(search, ways, findings, path, vocabulary),
    }
    return render(request, "careers/pages/job_search.html", context)


@require_safe
@shared_page
def job_suggestions(request: HttpRequest) -> HttpResponse:
    """Complete what somebody types; `of=place` asks for places alone. One query at most."""
    typed = request.GET.get("q", "")
    if request.GET.get("of") == "place":
        found = place_suggestions(typed)
    else:
        found = suggestions(typed, active_categories(), reverse("job_list"))
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    keep_fresh_for(response, _SUGGESTIONS_HOLD_SECONDS, until=None)
    return response


def _explore(
    search: Search, around: Surroundings, ways: list[answers.WayOut], vocabulary: Vocabulary
) -> Findings:
    at = timezone.now()
    is_by_distance = search.order() == "distance" and around.neighbourhood is not None
    return explore(
        Exploration(
            query=search.question(vocabulary, near=around.meant(search), at=at),
            offset=(search.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            facets=_FACETS,
            ways_out=tuple(
                way.search.question(vocabulary, near=around.meant(way.search), at=at)
                for way in ways
            ),
            by_place=tuple(around.distances()) if is_by_distance else (),
        )
    )


def _rows(ids: list[int], around: Surroundings) -> list[Job]:
    """Return the jobs in the order of the index; one that closed this instant is left out."""
    found = rows().in_bulk(ids)
    shown = [found[pk] for pk in ids if pk in found]
    for job in shown:
        # Read by the row of a job alone.
        job.distance = around.words_for(job)  # type: ignore[attr-defined]
    return shown


def _map(
    search: Search, findings: Findings, around: Surroundings, vocabulary: Vocabulary, path: str
) -> Map | None:
    """Draw the commonest places of the answer; those chosen alone, where any are."""
    chosen = search.chosen.get("place", ())
    spots = [
        Spot(
            vocabulary.places[one.value],
            one.count,
            search.address(path, chosen={**search.chosen, "place": (one.value,)}),
        )
        for one in findings.facets["place_id"][:MOST_PLACES]
        if one.value in vocabulary.places and (not chosen or one.value in chosen)
    ]
    return draw(spots, around.neighbourhood)


def _when_nothing_is_found(
    search: Search,
    ways: list[answers.WayOut],
    findings: Findings,
    path: str,
    vocabulary: Vocabulary,
) -> dict[str, Any]:
    if findings.hits.total:
        return {}
    spelling, corrected = findings.hits.did_you_mean, search
    if spelling is None:
        spelling, corrected = findings.spelling_alone, Search(sort=search.sort)
    return {
        "spelling": spelling,
        "spelling_url": corrected.address(path, text=spelling) if spelling else "",
        "offers": answers.offers(search, ways, findings.ways_out, path, vocabulary),
    }

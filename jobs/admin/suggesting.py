"""Completions for the fields of a posting: names of skills and of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.http import JsonResponse

from jobs.models import Job, Place, PlaceName
from jobs.search.text import fold
from nexus.core.backoffice import acting
from taxonomy.models import Skill

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 8
_LONGEST = 60


def suggest_skills(request: HttpRequest) -> JsonResponse:
    """Answer with skills that begin with `q`, of open jobs and of one's own. One query."""
    typed = _typed(request)
    names: list[str] = []
    if typed:
        seen = Job.objects.visible_to(acting(request)).filter(skills=OuterRef("pk"))
        found = Skill.objects.filter(Exists(seen), name__istartswith=typed).order_by("name")
        names = list(found.values_list("name", flat=True)[:_MOST])
    return JsonResponse({"suggestions": names})


def suggest_places(request: HttpRequest) -> JsonResponse:
    """Answer with places that begin with `q`, the largest first. One query."""
    typed = fold(_typed(request))
    if not typed:
        return JsonResponse({"suggestions": []})
    named = PlaceName.objects.filter(folded__startswith=typed).values("place")
    found = Place.objects.filter(pk__in=named).order_by("-population", "pk")[:_MOST]
    return JsonResponse({"suggestions": [str(place) for place in found]})


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", " ").strip()[:_LONGEST]

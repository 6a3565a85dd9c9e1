"""Completions of what somebody types: into the box for words, and into the one for the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from careers.job_search.parameters import LONGEST
from jobs.search import open_counts_by_category, suggest
from jobs.search.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careers.job_search.vocabulary import CategoryName

_MOST = 8
_MOST_CATEGORIES = 3


class SuggestionRow(TypedDict):
    """A completion: what it is, in which words, of how many jobs, and where it leads.

    Without an address it completes the field, and the search goes on with all its other parts.
    """

    kind: str
    text: str
    count: int
    url: str


def suggestions(typed: str, categories: Iterable[CategoryName], path: str) -> list[SuggestionRow]:
    """Return completions of `typed`, categories first and then the commonest."""
    typed = typed.replace("\0", " ")[:LONGEST]
    beginning = fold(typed)
    if not beginning:
        return []
    found = _categories(beginning, categories, path)
    labels = {"title": _("Title"), "company": _("Company"), "location": _("Place")}
    parameters = {"title": "q", "company": "company", "location": "location"}
    for one in suggest(typed, limit=_MOST - len(found)):
        query = urlencode({parameters[one.kind]: one.text[:LONGEST]})
        found.append(
            SuggestionRow(
                kind=labels[one.kind], text=one.text, count=one.count, url=f"{path}?{query}"
            )
        )
    return found


def place_suggestions(typed: str) -> list[SuggestionRow]:
    """Return places of open jobs that begin with `typed`, the commonest first. No query."""
    found = suggest(typed.replace("\0", " ")[:LONGEST], limit=_MOST, kinds=("location",))
    return [
        SuggestionRow(kind=_("Place"), text=one.text[:LONGEST], count=one.count, url="")
        for one in found
    ]


def _categories(
    beginning: str, categories: Iterable[CategoryName], path: str
) -> list[SuggestionRow]:
    matching = [one for one in categories if f" {fold(one.name)}".find(f" {beginning}") >= 0]
    if not matching:
        return []
    counts = open_counts_by_category()
    rows = [
        SuggestionRow(
            kind=_("Category"),
            text=one.name,
            count=counts[one.pk],
            url=f"{path}?{urlencode({'category': one.slug})}",
        )
        for one in matching
        if counts.get(one.pk)
    ]
    return sorted(rows, key=lambda row: -row["count"])[:_MOST_CATEGORIES]

"""Counts by facet: how many jobs there would be for each value that can narrow a question."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tantivy import Query

from jobs.search.compiler import compile_query
from jobs.search.engine import number_of
from jobs.search.query import POSTED_DAYS, TOP_LOCATIONS, FacetCount, posted_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    import tantivy

    from jobs.search.query import JobQuery

# Many more than there are categories, types or places: what is counted stays exact.
ALL_BUCKETS = 60_000
_NUMBERS = frozenset({"category", "place_id"})
_TOP = {"location": TOP_LOCATIONS}


def facet_counts(
    searcher: tantivy.Searcher, query: JobQuery, names: Iterable[str], at: datetime
) -> dict[str, list[FacetCount]]:
    """Return the counts of each facet without its own filter, the commonest value first.

    Facets that do not narrow `query` are counted together, each of the others by itself.
    """
    counts: dict[str, list[FacetCount]] = {}
    by_terms = [name for name in names if name != "posted"]
    shared = [name for name in by_terms if not query.is_narrowed_by(name)]
    if shared:
        compiled = compile_query(query, at=at)
        found = searcher.aggregate(compiled, {name: _buckets(name) for name in shared})
        counts |= {name: _counts(name, found[name]["buckets"]) for name in shared}
    for name in by_terms:
        if name not in counts:
            counts[name] = term_counts(searcher, compile_query(query, at=at, without=name), name)
    if "posted" in names:
        counts["posted"] = _posted(searcher, query, at)
    return {name: counts[name] for name in names}


def term_counts(searcher: tantivy.Searcher, compiled: Query, name: str) -> list[FacetCount]:
    """Return how many documents of a query have each value of a field."""
    return _counts(name, searcher.aggregate(compiled, {name: _buckets(name)})[name]["buckets"])


def _posted(searcher: tantivy.Searcher, query: JobQuery, at: datetime) -> list[FacetCount]:
    found = []
    for days in POSTED_DAYS:
        recent = query.but(posted_since=posted_after(days, at))
        number = number_of(searcher.search(compile_query(recent, at=at), 1))
        if number:
            found.append(FacetCount(str(days), number))
    return found


def _buckets(facet: str) -> dict[str, Any]:
    size = _TOP.get(facet, ALL_BUCKETS)
    return {"terms": {"field": facet, "size": size, "segment_size": ALL_BUCKETS}}


def _counts(facet: str, buckets: list[dict[str, Any]]) -> list[FacetCount]:
    found = [
        FacetCount(
            str(int(bucket["key"])) if facet in _NUMBERS else str(bucket["key"]),
            int(bucket["doc_count"]),
        )
        for bucket in buckets
    ]
    return sorted(found, key=lambda count: (-count.count, count.value))

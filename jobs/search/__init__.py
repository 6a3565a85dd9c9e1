"""Job search: ranked text, filters, facets and counts over the open jobs.

How it works. An index of the tantivy engine on local disk (`settings.SEARCH_DIR`) answers with
ids, counts and facets; callers fetch the rows and check them against `visible_to`. The index is a
disposable cache of the database: it is built when missing (`manage.py rebuild_search`, or by
itself in the background), follows the database through one writing thread per machine, and while
it cannot be opened the database answers the same questions, plainly.

    text.py      how text becomes words; what a typed question means
    schema.py, documents.py, source.py    the fields, a job's document, the rows it is made of
    bands.py     the bands of pay that narrow a question
    compiler.py, snapshot.py, counting.py, memo.py, spelling.py, cursors.py    a question and its answer
    store.py, builder.py, writer.py, sync.py, reader.py, engine.py    files, threads, processes
    inline.py    an index in memory for tests and commands (`SEARCH_SYNC = "inline"`)
    percolator.py  many questions at once about a few jobs, in an index of their own
    fallback.py  the same answers from the database

Whoever changes what the index holds of a job (its own columns, its skills, the name of its
company or category) sets `changed_at` and calls `apply_now` after the commit. The first is what
other machines see, the second makes it quick.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from jobs.search import fallback, reader, source
from jobs.search.bands import band_named
from jobs.search.engine import EngineError, guarded
from jobs.search.percolator import Percolator
from jobs.search.query import (
    POSTED_DAYS,
    SUGGESTION_KINDS,
    BadCursor,
    BadOrdering,
    Exploration,
    FacetCount,
    Findings,
    Hits,
    JobQuery,
    LevelPay,
    Likeness,
    MarketStats,
    SearchError,
    Status,
    Suggestion,
    SuggestionKind,
    posted_after,
)
from jobs.search.snapshot import Snapshot
from nexus.core.content_version import State, announce_now

__all__ = [
    "POSTED_DAYS",
    "BadCursor",
    "BadOrdering",
    "Exploration",
    "FacetCount",
    "Findings",
    "Hits",
    "JobQuery",
    "LevelPay",
    "Likeness",
    "MarketStats",
    "Percolator",
    "SearchError",
    "Status",
    "Suggestion",
    "apply_now",
    "band_named",
    "content_state",
    "explore",
    "facets",
    "index_facts",
    "market_stats",
    "open_counts_by_category",
    "posted_after",
    "search",
    "search_after",
    "similar",
    "status",
    "suggest",
]

logger = logging.getLogger(__name__)


def search(query: JobQuery, *, offset: int = 0, limit: int = 20) -> Hits:
    """Return the ids of one page of open jobs and the exact number of all.

    The cost grows with `offset`; use `search_after` for the deep. No database query.
    """
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.search(query, offset=offset, limit=limit, at=at),
        lambda: fallback.search(query, offset=offset, limit=limit, at=at),
    )


def search_after(query: JobQuery, *, cursor: str, limit: int) -> tuple[list[int], str | None]:
    """Return the page behind `cursor` ("" is the beginning) and the next cursor, None at the end.

    Costs the same at any depth, counts nothing, and never repeats or skips a job that stays open
    meanwhile. Raises BadCursor.
    """
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.search_after(query, cursor=cursor, limit=limit, at=at),
        lambda: fallback.search_after(query, cursor=cursor, limit=limit, at=at),
    )


def facets(query: JobQuery) -> dict[str, list[FacetCount]]:
    """Return exact counts for `category, employment_type, experience_level, location`.

    Each facet leaves its own filter out; the commonest value is first; locations are the top 50.
    """
    at = source.now()
    return _answer(lambda snapshot: snapshot.facets(query, at), lambda: fallback.facets(query, at))


def explore(asked: Exploration) -> Findings:
    """Return what a page of results needs, all from one state of the index. No database query.

    Bounded work: the page, at most two counts of facets for each that is named, and one count
    for each way out. Pay bands are not counted while the database answers.
    """
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.explore(asked, at), lambda: fallback.explore(asked, at)
    )


def open_counts_by_category() -> dict[int, int]:
    """Return the number of open jobs by category id; categories without any are left out."""
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.open_counts_by_category(at),
        lambda: fallback.open_counts_by_category(at),
    )


def market_stats(currency: str) -> MarketStats:
    """Return the open market: totals over all jobs, average yearly pay in `currency` alone.

    A job's pay is the middle of its salaries, or the one that is given.
    """
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.market_stats(currency, at),
        lambda: fallback.market_stats(currency, at),
    )


def suggest(
    prefix: str, limit: int = 8, kinds: tuple[SuggestionKind, ...] = SUGGESTION_KINDS
) -> list[Suggestion]:
    """Return titles, companies and locations of open jobs that begin so, the commonest first."""
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.suggest(prefix, limit, at, kinds),
        lambda: fallback.suggest(prefix, limit, at, kinds),
    )


def similar(like: Likeness, limit: int = 5) -> list[int]:
    """Return the ids of open jobs that resemble `like`, the most alike first. No database query."""
    at = source.now()
    return _answer(
        lambda snapshot: snapshot.similar(like, limit, at),
        lambda: fallback.similar(like, limit, at),
    )


def status() -> Status:
    """Return whether search is ready, degraded or building, with a sentence for people."""
    if reader.is_inline():
        return Status("ready", "Search catches up with the database at every question.")
    return reader.reader().status()


def index_facts() -> reader.IndexFacts | None:
    """Return the size of this machine's index and how late it is, None where there is none."""
    return None if reader.is_inline() else reader.reader().facts()


def content_state(at: datetime) -> State | None:
    """Return the state of the index at `at`, None where the database answers in its place."""
    snapshot = reader.current_snapshot()
    if snapshot is None:
        return None
    try:
        with guarded():
            return State(snapshot.number, snapshot.next_deadline(at))
    except EngineError:
        return None


def apply_now(job_ids: Iterable[int]) -> None:
    """Have changed jobs applied to the index within moments. Call it after the commit.

    Takes microseconds, never raises for want of an index, and starts no thread. Whatever was kept
    of what visitors saw before is not shown any more.
    """
    announce_now()
    reader.hand(list(job_ids))


def _answer[T](ask: Callable[[Snapshot], T], ask_database: Callable[[], T]) -> T:
    snapshot = reader.current_snapshot()
    if snapshot is not None and reader.is_inline():
        return ask(snapshot)
    if snapshot is not None:
        try:
            with guarded(passing=SearchError):
                return ask(snapshot)
        except EngineError as error:
            logger.warning("The search index failed, the database answers: %s", error)
            reader.forget_snapshot()
    return ask_database()

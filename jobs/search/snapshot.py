"""One state of an index, and the questions that it answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query

from jobs.search.compiler import closed, compile_likeness, compile_query
from jobs.search.counting import ALL_BUCKETS, facet_counts, term_counts
from jobs.search.cursors import read_cursor, write_cursor
from jobs.search.distances import by_place
from jobs.search.documents import COMPLETION_MARK
from jobs.search.engine import number_of
from jobs.search.memo import Memo
from jobs.search.query import (
    FACETS,
    SUGGESTION_KINDS,
    Exploration,
    FacetCount,
    Findings,
    Hits,
    JobQuery,
    LevelPay,
    Likeness,
    MarketStats,
    Suggestion,
    SuggestionKind,
    posted_after,
)
from jobs.search.schema import SORT_FIELDS, schema
from jobs.search.spelling import better_spelling
from jobs.search.text import fold

_MAX_COMPLETIONS = 2_000
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DEEP = 10_000
_numbers = itertools.count(1)


class Snapshot:
    """A reader's view of the index: it never changes, whatever is written meanwhile."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.number = next(_numbers)  # no two snapshots of a process have the same
        self._searcher = searcher
        self._memo = Memo()

    def search(self, query: JobQuery, *, offset: int, limit: int, at: datetime) -> Hits:
        """Return one page and the exact count."""
        return self._kept(
            ("search", query, offset, limit),
            at,
            lambda: self._search(query, offset=offset, limit=limit, at=at),
        )

    def search_after(
        self, query: JobQuery, *, cursor: str, limit: int, at: datetime
    ) -> tuple[list[int], str | None]:
        """Return the page behind `cursor` and the cursor of the next, None at the end."""
        order, descending = query.order(paged_by_key=True)
        name = f"-{order}" if descending else order
        after = read_cursor(cursor, name)
        compiled = compile_query(query, at=at)
        ids: list[int] = []
        if after is None or not after.is_null:
            key = None if after is None else after.key
            ids, last = self._keyed_page(compiled, order, descending, beyond=key, limit=limit)
            if last is not None:
                return ids, write_cursor(name, key=last, is_null=False)
            after = None
        # Jobs without the value come last, by rising id.
        beyond_id = -1 if after is None else after.key
        rest, last = self._page_without(compiled, order, beyond_id, limit=limit - len(ids))
        return ids + rest, None if last is None else write_cursor(name, key=last, is_null=True)

    def _keyed_page(
        self, compiled: Query, order: str, descending: bool, *, beyond: int | None, limit: int
    ) -> tuple[list[int], int | None]:
        """Return a page of jobs that have the value, and its last key if there are more."""
        field = SORT_FIELDS[order]
        if beyond is None:
            keyed = Query.exists_query(field)
        elif descending:
            keyed = Query.range_query(
                schema(), field, FieldType.Unsigned, None, beyond, include_upper=False
            )
        else:
            keyed = Query.range_query(
                schema(), field, FieldType.Unsigned, beyond, None, include_lower=False
            )
        found = self._searcher.search(
            Query.boolean_query([(Occur.Must, compiled), (Occur.Must, keyed)]),
            limit + 1,
            count=False,
            order_by_field=field,
            order=Order.Desc if descending else Order.Asc,
        ).hits
        ids = self._ids([address for _, address in found[:limit]])
        return ids, int(found[limit - 1][0]) if len(found) > limit else None

    def _page_without(
        self, compiled: Query, order: str, beyond_id: int, *, limit: int
    ) -> tuple[list[int], int | None]:
        """Return a page of jobs that lack the value, and its last id if there are more.

        With a limit of 0 it only tells whether there are any: the "last id" is `beyond_id` then.
        """
        above = Query.range_query(
            schema(), "id", FieldType.Integer, beyond_id, None, include_lower=False
        )
        query = Query.boolean_query(
            [
                (Occur.Must, compiled),
                (Occur.Must, above),
                (Occur.MustNot, Query.exists_query(SORT_FIELDS[order])),
            ]
        )
        found = self._searcher.search(
            query, limit + 1, count=False, order_by_field="id", order=Order.Asc
        ).hits
        ids = [int(value) for value, _ in found]
        if len(ids) <= limit:
            return ids, None
        return ids[:limit], ids[limit - 1] if limit else beyond_id

    def facets(
        self, query: JobQuery, at: datetime, names: tuple[str, ...] = FACETS
    ) -> dict[str, list[FacetCount]]:
        """Return the counts of each facet without its own filter, the commonest first."""
        # What was posted "within a day" changes with the hour.
        hour = posted_after(0, at) if "posted" in names else None
        return self._kept(
            ("facets", query, names, hour),
            at,
            lambda: facet_counts(self._searcher, query, names, at),
        )

    def explore(self, asked: Exploration, at: datetime) -> Findings:
        """Return a page with its facets; where nothing is found, what the ways out would find."""
        if asked.by_place:
            hits = self._kept(("by place", asked), at, lambda: by_place(self._searcher, asked, at))
        else:
            hits = self.search(asked.query, offset=asked.offset, limit=asked.limit, at=at)
        facets = self.facets(asked.query, at, asked.facets) if asked.facets else {}
        if hits.total:
            return Findings(hits, facets, [])
        ways_out = [self.count(query, at) for query in asked.ways_out]
        alone = None
        if hits.did_you_mean is None and not any(ways_out):
            plain = JobQuery(text=asked.query.text)
            alone = self.search(plain, offset=0, limit=1, at=at).did_you_mean
        return Findings(hits, facets, ways_out, alone)

    def documents(self) -> int:
        """Return how many jobs the index holds, closed ones that linger included."""
        return int(self._searcher.num_docs)

    def count(self, query: JobQuery, at: datetime) -> int:
        """Return how many jobs a question finds, and nothing else."""
        return self._kept(("count", query), at, lambda: self._count(compile_query(query, at=at)))

    def open_counts_by_category(self, at: datetime) -> dict[int, int]:
        """Return the number of open jobs of each category that has any."""
        counts = self._kept(
            "categories",
            at,
            lambda: term_counts(self._searcher, compile_query(JobQuery(), at=at), "category"),
        )
        return {int(found.value): found.count for found in counts}

    def market_stats(self, currency: str, at: datetime) -> MarketStats:
        """Return the open market in one currency."""
        return self._kept(("market", currency), at, lambda: self._market_stats(currency, at))

    def suggest(
        self,
        prefix: str,
        limit: int,
        at: datetime,
        kinds: tuple[SuggestionKind, ...] = SUGGESTION_KINDS,
    ) -> list[Suggestion]:
        """Return completions of `prefix`, the commonest first."""
        return self._kept(
            ("suggest", prefix, limit, kinds), at, lambda: self._suggest(prefix, limit, at, kinds)
        )

    def similar(self, like: Likeness, limit: int, at: datetime) -> list[int]:
        """Return the jobs that resemble `like` most, the newer first among equals."""
        return self._kept(
            ("similar", like, limit), at, lambda: self._similar(like, limit=limit, at=at)
        )

    def digest(self, at: datetime) -> tuple[int, int]:
        """Return the number of jobs open at `at` and the latest change among them (µs)."""
        still_open = compile_query(JobQuery(), at=at)
        newest = self._searcher.search(still_open, 1, order_by_field="changed")
        latest = int(newest.hits[0][0]) if newest.hits else 0
        return number_of(newest), latest

    def versions(self, above: int, up_to: int | None) -> dict[int, int]:
        """Return {id: changed_at in microseconds} of all documents with above < id <= up_to."""
        query = Query.range_query(
            schema(), "id", FieldType.Integer, above, up_to, include_lower=False
        )
        number = self._count(query)
        if not number:
            return {}
        addresses = [hit[1] for hit in self._searcher.search(query, number, count=False).hits]
        changed = self._searcher.fast_field_values("changed", addresses)
        return {
            job_id: int(stamp or 0)
            for job_id, stamp in zip(self._ids(addresses), changed, strict=True)
        }

    def number_closed(self, at: datetime) -> int:
        """Return how many documents have a deadline that has passed at `at`."""
        return self._count(closed(at))

    def _search(self, query: JobQuery, *, offset: int, limit: int, at: datetime) -> Hits:
        compiled = compile_query(query, at=at)
        # The engine makes room for all rows up to the offset before it looks how many there are.
        if offset >= _DEEP and offset >= (total := self._count(compiled)):
            return Hits([], total)
        order, descending = query.order()
        if order != "relevance":
            found = self._searcher.search(
                compiled,
                limit,
                order_by_field=SORT_FIELDS[order],
                offset=offset,
                order=Order.Desc if descending else Order.Asc,
            )
        elif not descending:
            found = self._searcher.search(
                compiled, limit, offset=offset, weight_by_field="freshness"
            )
        else:
            return self._least_relevant(compiled, offset=offset, limit=limit)
        total = number_of(found)
        if total:
            return Hits(self._ids([address for _, address in found.hits]), total)
        spelling = better_spelling(self._searcher, query, at=at) if query.text.strip() else None
        return Hits([], 0, spelling)

    def _least_relevant(self, compiled: Query, *, offset: int, limit: int) -> Hits:
        total = self._count(compiled)
        end = max(total - offset, 0)
        start = max(end - limit, 0)
        if start == end:
            return Hits([], total)
        found = self._searcher.search(
            compiled, end - start, count=False, offset=start, weight_by_field="freshness"
        )
        return Hits(self._ids([address for _, address in found.hits])[::-1], total)

    def _market_stats(self, currency: str, at: datetime) -> MarketStats:
        everything = compile_query(JobQuery(), at=at)
        paid = compile_query(JobQuery(currency=currency), at=at)
        types = term_counts(self._searcher, everything, "employment_type")
        pay: dict[str, Any] = {
            "terms": {"field": "experience_level", "size": ALL_BUCKETS},
            "aggs": {"pay": {"stats": {"field": "pay"}}},
        }
        levels = self._searcher.aggregate(paid, {"levels": pay})["levels"]["buckets"]
        return MarketStats(
            total=sum(found.count for found in types),
            employment_types=types,
            average_pay=[
                LevelPay(
                    experience_level=bucket["key"],
                    average=Decimal(str(bucket["pay"]["avg"])).quantize(Decimal("0.01")),
                    jobs=int(bucket["pay"]["count"]),
                )
                for bucket in levels
                if bucket["pay"]["count"]
            ],
            currency=currency,
        )

    def _suggest(
        self, prefix: str, limit: int, at: datetime, kinds: tuple[SuggestionKind, ...]
    ) -> list[Suggestion]:
        beginning = fold(prefix)
        if not beginning:
            return []
        still_open = compile_query(JobQuery(), at=at)
        found: dict[tuple[str, str], Suggestion] = {}
        for kind in kinds:
            terms = self._searcher.terms_with_prefix(
                f"complete_{kind}", beginning, still_open, _MAX_COMPLETIONS
            )
            for term, count in terms:
                folded, _, shown = term.partition(COMPLETION_MARK)
                # Spellings that differ in case or accents alone are one suggestion.
                known = found.get((kind, folded))
                if known is not None and known.count >= count:
                    count, shown = known.count + count, known.text
                elif known is not None:
                    count += known.count
                found[kind, folded] = Suggestion(kind, shown, count)
        return sorted(found.values(), key=lambda one: (-one.count, len(one.text), one.text))[:limit]

    def _similar(self, like: Likeness, *, limit: int, at: datetime) -> list[int]:
        found = self._searcher.search(
            compile_likeness(like, at=at), limit, count=False, weight_by_field="freshness"
        )
        return self._ids([address for _, address in found.hits])

    def _count(self, query: Query) -> int:
        return number_of(self._searcher.search(query, 1))

    def _ids(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        if not addresses:
            return []
        return [int(value or 0) for value in self._searcher.fast_field_values("id", addresses)]

    def _kept[T](self, key: Hashable, at: datetime, answer: Callable[[], T]) -> T:
        known: T | None = self._memo.get(key, at)
        if known is not None:
            return known
        fresh = answer()
        self._memo.put(key, fresh, since=at, until=self.next_deadline(at))
        return fresh

    def next_deadline(self, at: datetime) -> datetime:
        """Return the first deadline after `at`, when answers given at `at` stop being right."""
        known: datetime | None = self._memo.get("next deadline", at)
        if known is not None:
            return known
        ahead = compile_query(JobQuery(), at=at)
        found = self._searcher.search(
            ahead, 1, count=False, order_by_field="deadline", order=Order.Asc
        )
        if not found.hits:
            return _FAR
        deadline = _EPOCH + timedelta(microseconds=int(found.hits[0][0]))
        self._memo.put("next deadline", deadline, since=at, until=deadline)
        return deadline

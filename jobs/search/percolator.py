"""Many questions at once about a few jobs: which of them finds which.

The jobs are put into an index of their own, in memory. Each demand that questions have in common
(a word, a set of places, a kind of work) is looked up in it once, however many questions make it;
only a question all of whose demands some job meets is then asked as a whole. So the cost grows
with the different demands and with what is found, not with questions times jobs, and what is found
is what the search would find, for it is the same engine that is asked the same.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from tantivy import Order

from jobs.search import source
from jobs.search.compiler import compile_query
from jobs.search.engine import guarded
from jobs.search.query import JobQuery
from jobs.search.schema import SORT_FIELDS, new_index
from jobs.search.text import Term, parse
from jobs.search.writer import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    import tantivy

    from jobs.search.documents import IndexedJob

_HEAP_BYTES = 32_000_000
_PLAIN = JobQuery()
# Parts that a job has to meet each by itself; the text is taken apart, and either of the two ways
# to say a place will do.
_PARTS = tuple(
    part.name
    for part in fields(JobQuery)
    if part.name not in ("text", "location", "near", "ordering")
)


class Percolator:
    """Some open jobs, ready to be asked for by many questions."""

    def __init__(self, pieces: Iterable[list[IndexedJob]], *, at: datetime) -> None:
        """Take the jobs in; questions are asked as of `at`."""
        self._at = at
        index = new_index()
        self._bits: dict[int, int] = {}
        with guarded():
            writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            for jobs in pieces:
                add(writer, jobs)
                for job in jobs:
                    self._bits[job.id] = 1 << len(self._bits)
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            self._searcher: tantivy.Searcher = index.searcher()
        # Which jobs meet a demand: their bits in one number.
        self._met: dict[JobQuery | Term, int] = {}

    @classmethod
    def of(cls, job_ids: Iterable[int], *, at: datetime) -> Percolator:
        """Load those of the jobs that are open now. Two queries for each 2,000."""
        return cls(_pieces(job_ids), at=at)

    def matches(self, questions: Iterable[JobQuery]) -> Iterator[tuple[JobQuery, list[int]]]:
        """Yield the questions that find any of the jobs, with their ids, the best ones first.

        Without words in the question the newest are the best.
        """
        if not self._bits:
            return
        for question in questions:
            if self._may_find(question) and (found := self._ask(question)):
                yield question, found

    def _may_find(self, question: JobQuery) -> bool:
        met = -1
        for demand in _demands(question):
            if demand not in self._met:
                self._met[demand] = self._meeting(demand)
            met &= self._met[demand]
            if not met:
                return False
        return True

    def _meeting(self, demand: JobQuery | Term) -> int:
        if isinstance(demand, Term):
            compiled = compile_query(JobQuery(text="-"), at=self._at, terms=[demand])
        else:
            compiled = compile_query(demand, at=self._at)
        with guarded():
            found = self._searcher.search(compiled, len(self._bits), count=False).hits
            return sum(self._bits[job_id] for job_id in self._ids(found))

    def _ask(self, question: JobQuery) -> list[int]:
        compiled = compile_query(question, at=self._at)
        with guarded():
            if question.text.strip():
                hits = self._searcher.search(
                    compiled, len(self._bits), count=False, weight_by_field="freshness"
                ).hits
            else:
                hits = self._searcher.search(
                    compiled,
                    len(self._bits),
                    count=False,
                    order_by_field=SORT_FIELDS["created_at"],
                    order=Order.Desc,
                ).hits
            return self._ids(hits)

    def _ids(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        if not hits:
            return []
        addresses = [address for _key, address in hits]
        return [int(found or 0) for found in self._searcher.fast_field_values("id", addresses)]


def _demands(question: JobQuery) -> Iterator[JobQuery | Term]:
    """Yield what every job that `question` finds has to meet; not all that it has to."""
    for name in _PARTS:
        value = getattr(question, name)
        if value != getattr(_PLAIN, name):
            yield JobQuery(**{name: value})
    if question.location.strip() or question.near:
        yield JobQuery(location=question.location, near=question.near)
    if question.text.strip():
        # Those that may be missing from a job, and those that must be, rule nothing out.
        yield from (
            term for term in parse(question.text) if not (term.is_optional or term.is_excluded)
        )


def _pieces(job_ids: Iterable[int]) -> Iterator[list[IndexedJob]]:
    ids = sorted(set(job_ids))
    for start in range(0, len(ids), source.CHUNK):
        yield source.open_jobs(ids[start : start + source.CHUNK])

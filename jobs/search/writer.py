"""Writing to one build of the index: applying changes, expiring, repairing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path

import tantivy

from jobs.search import source
from jobs.search.compiler import closed
from jobs.search.documents import IndexedJob, to_document
from jobs.search.engine import guarded
from jobs.search.schema import open_index
from jobs.search.snapshot import Snapshot
from jobs.search.store import read_caught_up, write_caught_up

# How much later than its `changed_at` a row may become visible: long transactions, slow clocks.
OVERLAP = timedelta(seconds=60)
_PIECE = 500
_COMMIT_EVERY = 10_000
_NOTE_EVERY = timedelta(seconds=15)
_HEAP_BYTES = 48_000_000
# Below every id, and how many jobs are compared at once.
FIRST = -1
SLICE = 10_000


class IndexWriter:
    """The one writer of a build. Opening it raises EngineError where that is not possible."""

    def __init__(self, build: Path) -> None:
        self.build = build
        with guarded():
            self._index = open_index(str(build))
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        self._seen: dict[int, datetime] = {}
        self._caught_up = read_caught_up(build)
        self._noted = self._caught_up

    def apply(self, ids: Iterable[int]) -> int:
        """Make the index hold these jobs as they are now, and only if they are open."""
        number = 0
        with guarded():
            for piece in batched(sorted(set(ids)), _PIECE):
                add(self._writer, source.open_jobs(piece), instead_of=piece)
                number += len(piece)
                if number % _COMMIT_EVERY < _PIECE:
                    self._writer.commit()
            if number:
                self._writer.commit()
        return number

    def follow(self) -> int:
        """Apply what changed in the database since the last time; return how many jobs.

        Rows are looked at again for OVERLAP, for they may be committed after later ones; what was
        applied is remembered and not applied twice.
        """
        started = source.now()
        since = min(self._caught_up, started) - OVERLAP if self._caught_up else None
        number = 0
        for piece in source.changes_since(since) if since else _everything():
            changed = {pk: at for pk, at in piece if self._seen.get(pk) != at}
            number += self.apply(changed)
            self._seen.update(changed)
        self._seen = {pk: at for pk, at in self._seen.items() if at >= started - OVERLAP * 2}
        self._caught_up = started
        if number or self._noted is None or started - self._noted > _NOTE_EVERY:
            write_caught_up(self.build, started)
            self._noted = started
        return number

    def expire(self) -> int:
        """Drop the jobs whose deadline has passed; return how many."""
        at = source.now()
        with guarded():
            number = self.snapshot().number_closed(at)
            if number:
                self._writer.delete_documents_by_query(closed(at))
                self._writer.commit()
        return number

    def is_complete(self) -> bool:
        """Whether index and database agree on the number of open jobs and the latest change."""
        with guarded():
            return self.snapshot().digest(source.now()) == source.open_digest()

    def repair(self, beat: Callable[[], None]) -> int:
        """Compare every open job with the index and put right what differs; return how many.

        Calls `beat` between pieces, for this takes seconds per million jobs.
        """
        number, above = 0, FIRST
        while True:
            mended, above = self.repair_slice(above)
            number += mended
            beat()
            if above == FIRST:
                return number

    def repair_slice(self, above: int, *, most: int | None = None) -> tuple[int, int]:
        """Compare the next open jobs behind the id `above` with the index, and mend differences.

        Returns how many were mended, and behind which id to go on: FIRST once the end is reached.
        The work is bounded by `most`, whatever the size of the market: one query where all is well.
        """
        differing, high = self._differing(above, most or SLICE)
        if differing:
            # A change may have come between the two looks: what is on its way is no difference.
            self.follow()
            self.expire()
            again, high = self._differing(above, most or SLICE)
            differing &= again
            self.apply(differing)
        return len(differing), high

    def _differing(self, above: int, most: int) -> tuple[set[int], int]:
        """Return the ids that index and database disagree about, and the last one looked at."""
        rows = source.open_versions(above, most)
        is_end = len(rows) < most
        high = None if is_end else rows[-1][0]
        stored = dict(rows)
        with guarded():
            held = self.snapshot().versions(above, high)
        ids = {pk for pk in stored.keys() | held.keys() if stored.get(pk) != held.get(pk)}
        return ids, FIRST if high is None else high

    def snapshot(self) -> Snapshot:
        """Return the view of what is committed now."""
        with guarded():
            self._index.reload()
            return Snapshot(self._index.searcher())

    def close(self) -> None:
        """Give the build up. What was not committed is lost, by intent."""
        with guarded():
            self._writer.rollback()
            self._writer.wait_merging_threads()


def add(
    writer: tantivy.IndexWriter,
    jobs: Iterable[IndexedJob],
    *,
    instead_of: Iterable[int] = (),
) -> None:
    """Queue documents for the next commit, after dropping the documents of `instead_of`."""
    for job_id in instead_of:
        writer.delete_documents_by_term("id", job_id)
    for job in jobs:
        writer.add_document(to_document(job))


def _everything() -> Iterator[list[tuple[int, datetime]]]:
    for jobs in source.all_open_jobs():
        yield [(job.id, job.changed_at) for job in jobs]

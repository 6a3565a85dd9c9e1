"""An index in memory that catches up with the database before every search.

For tests and one-off commands. It sees the rows of the transaction it is asked in, so it compares
contents rather than trusting `changed_at`: a rollback brings old rows back. Cheap for hundreds of
jobs; from thousands on it trusts the count, the highest id and the latest change.
"""

from __future__ import annotations

from collections.abc import Hashable

from django.db.models import Count, Max

from jobs.models import Job
from jobs.search import source
from jobs.search.documents import IndexedJob
from jobs.search.schema import new_index
from jobs.search.snapshot import Snapshot
from jobs.search.writer import add

_COMPARED_WHOLE = 2_000
_HEAP_BYTES = 16_000_000


class InlineIndex:
    """Holds the open jobs as of the last call. Callers take turns."""

    def __init__(self) -> None:
        self._index = new_index()
        self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        self._held: dict[int, IndexedJob] = {}
        self._digest: Hashable = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return a view of what the database holds now. Three queries."""
        digest = Job.objects.aggregate(n=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
        values = tuple(digest.values())
        is_large = digest["n"] > _COMPARED_WHOLE
        if self._snapshot is not None and is_large and values == self._digest:
            return self._snapshot
        self._digest = values
        found = {job.id: job for jobs in source.all_open_jobs() for job in jobs}
        changed = [job for job in found.values() if self._held.get(job.id) != job]
        gone = self._held.keys() - found.keys()
        if changed or gone or self._snapshot is None:
            add(self._writer, changed, instead_of=[*gone, *(job.id for job in changed)])
            self._writer.commit()
            self._index.reload()
            self._snapshot = Snapshot(self._index.searcher())
            self._held = found
        return self._snapshot

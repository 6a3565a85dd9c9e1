"""Indexes in memory for tests of the search, without a database."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from jobs.search.documents import IndexedJob
from jobs.search.query import Hits, JobQuery
from jobs.search.schema import new_index
from jobs.search.snapshot import Snapshot
from jobs.search.writer import add

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_ids = itertools.count(1)


def indexed(title: str = "Gardener", **fields: Any) -> IndexedJob:
    """Return an open job as the index sees it; texts and skills may be given as one string."""
    values: dict[str, Any] = {
        "id": next(_ids),
        "title": title,
        "company": "Acme Works",
        "location": "Hamburg, Germany",
        "category_id": 7,
        "category_name": "Outdoors",
        "employment_type": "full_time",
        "experience_level": "mid",
        "workplace": "on_site",
        "texts": "What there is to do.",
        "skills": [],
        "salary_min_yearly": Decimal("50000.00"),
        "salary_max_yearly": Decimal("60000.00"),
        "currency": "EUR",
        "deadline": NOW + timedelta(days=30),
        "created_at": NOW - timedelta(days=1),
        "changed_at": NOW - timedelta(days=1),
    }
    values |= fields
    for name in ("texts", "skills"):
        if isinstance(values[name], str):
            values[name] = [values[name]]
    return IndexedJob(**values)


def snapshot_of(*jobs: IndexedJob) -> Snapshot:
    """Return a snapshot of an index in memory that holds `jobs`."""
    index = new_index()
    writer = index.writer(heap_size=16_000_000, num_threads=1)
    add(writer, jobs)
    writer.commit()
    index.reload()
    return Snapshot(index.searcher())


def hits(snapshot: Snapshot, text: str = "", *, at: datetime = NOW, **filters: Any) -> Hits:
    """Return the first page of a question at the tests' moment."""
    return snapshot.search(JobQuery(text=text, **filters), offset=0, limit=20, at=at)

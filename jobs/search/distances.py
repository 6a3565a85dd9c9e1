"""Jobs in the order of their distance, of which the index knows nothing.

The caller says which places there are, the nearest first. How many jobs each has tells where the
page begins; only the places that it shows are asked for their jobs.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tantivy import Order

from jobs.search.compiler import compile_query
from jobs.search.counting import term_counts
from jobs.search.query import Hits

if TYPE_CHECKING:
    import tantivy

    from jobs.search.query import Exploration


def by_place(searcher: tantivy.Searcher, asked: Exploration, at: datetime) -> Hits:
    """Return a page by the order of places, within each the newest first.

    One aggregation, and at most as many searches as the page has rows.
    """
    counts = {
        int(one.value): one.count
        for one in term_counts(searcher, compile_query(asked.query, at=at), "place_id")
    }
    ids: list[int] = []
    skipped = asked.offset
    for place in asked.by_place:
        number = counts.get(place, 0)
        if skipped >= number:
            skipped -= number
            continue
        here = asked.query.but(location="", near=frozenset({place}))
        found = searcher.search(
            compile_query(here, at=at),
            min(asked.limit - len(ids), number - skipped),
            count=False,
            offset=skipped,
            order_by_field="created_key",
            order=Order.Desc,
        )
        addresses = [address for _, address in found.hits]
        ids += [int(value or 0) for value in searcher.fast_field_values("id", addresses)]
        skipped = 0
        if len(ids) >= asked.limit:
            break
    return Hits(ids, sum(counts.get(place, 0) for place in asked.by_place))

"""Loads files of postings from end to end: read, map, store in chunks, count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jobs.importing.freshness import Freshener
from jobs.importing.mapping import posting_of
from jobs.importing.posting import BadRow, Posting
from jobs.importing.reader import Source, read_rows
from jobs.importing.values import moment_of
from jobs.importing.writer import Writer

CHUNK = 500

Complain = Callable[[str, int, str], None]
Advance = Callable[[int], None]


@dataclass(slots=True)
class Report:
    """What became of all rows. `bad` rows were not loaded; the warnings are of rows that were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    bad: int = 0
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> int:
        return self.created + self.updated + self.unchanged


def load(
    sources: Sequence[Source],
    *,
    now: datetime,
    fresh: bool = False,
    dry_run: bool = False,
    complain: Complain = lambda file, line, reason: None,
    advance: Advance = lambda count: None,
    announce: Callable[[Collection[int]], None] | None = None,
) -> Report:
    """Load every good row of `sources` and return what happened.

    `complain` is told file, line and reason of each bad row, `advance` the bytes that were
    read, `announce` the ids of the jobs of a chunk once they are committed. Where a key comes
    twice the later row counts. With `fresh` the dates move into the last 60 days, for which
    each file is read twice; the standard input is kept in a temporary file for it.
    """
    freshener = Freshener(_days_of(sources, advance), now=now) if fresh else None
    writer = Writer(dry_run=dry_run, announce=announce)
    report = Report()
    for source in sources:
        chunk: dict[tuple[str, str], tuple[int, Posting]] = {}
        for read in read_rows(source, advanced=advance):
            if read.row is None:
                report.bad += 1
                complain(source.name, read.line, read.reason)
                continue
            try:
                posting = posting_of(read.row, now=now)
            except BadRow as exc:
                report.bad += 1
                complain(source.name, read.line, str(exc))
                continue
            report.warnings.update(posting.warnings)
            if freshener is not None:
                posting = freshener.freshened(posting)
            report.repeated += posting.key in chunk
            chunk[posting.key] = (read.line, posting)
            if len(chunk) >= CHUNK:
                _store(writer, chunk, source, report, complain)
        _store(writer, chunk, source, report, complain)
    return report


def _store(
    writer: Writer,
    chunk: dict[tuple[str, str], tuple[int, Posting]],
    source: Source,
    report: Report,
    complain: Complain,
) -> None:
    """Store the rows of `chunk`, count them and empty it."""
    rows = list(chunk.values())
    chunk.clear()
    if not rows:
        return
    outcome = writer.store([posting for _, posting in rows])
    report.created += outcome.created
    report.updated += outcome.updated
    report.unchanged += outcome.unchanged
    report.bad += len(outcome.refused)
    for position, reason in outcome.refused.items():
        complain(source.name, rows[position][0], reason)


def _days_of(sources: Sequence[Source], advance: Advance) -> Counter[date]:
    """Count the postings of each day of posting, without a look at the rest of a row."""
    days: Counter[date] = Counter()
    for source in sources:
        source.keep()
        for read in read_rows(source, advanced=advance):
            if read.row is None:
                continue
            try:
                posted_at = moment_of(read.row, "posted_at")
            except BadRow:
                continue
            if posted_at is not None:
                days[posted_at.date()] += 1
    return days

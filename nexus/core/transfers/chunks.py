"""The rows of a run's file, a few hundred at a time, from where the run has got to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from nexus.core.transfers import limits
from nexus.core.transfers.rows import SheetRow
from nexus.core.transfers.sheets import (
    FileRefused,
    Header,
    Reading,
    as_sheet_row,
    read_header,
    read_rows,
)
from nexus.core.transfers.uploads import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nexus.core.transfers.models import ImportRun
    from nexus.core.transfers.resources import TransferResource

CHUNK = 500


class Chunk(NamedTuple):
    """Rows of a file: those from `begins` up to `ends`, empty ones left out."""

    rows: list[SheetRow]
    begins: int
    ends: int
    header: Header


def chunks_of(run: ImportRun, resource: TransferResource) -> Iterator[Chunk]:
    """Yield what the run has not dealt with yet. A row that came before has a complaint.

    What lies before the run's position is read over, so that work goes on where it stopped. Raises
    FileRefused for what concerns the whole file.
    """
    known = resource.column_by_header()
    most = min(CHUNK, resource.most_of_chunk)
    reading = Reading(**run.reading)
    with opened(run) as stream:
        raw = read_rows(stream, reading)
        header = read_header(raw, reading, known)
        seen: dict[bytes, int] = {}
        rows: list[SheetRow] = []
        begins = read = 0
        for one in raw:
            read += 1
            if read > limits.MOST_ROWS:
                raise FileRefused(
                    _("The file has more than %(most)s rows. Divide it into several.")
                    % {"most": f"{limits.MOST_ROWS:,}"}
                )
            row = as_sheet_row(one, header, known)
            if row is not None and not row.complaint:
                row = _first_of_its_key(row, resource, seen)
            if read <= run.position:
                begins = read
                continue
            if row is not None:
                rows.append(row)
            if read - begins >= most:
                yield Chunk(rows, begins, read, header)
                rows, begins = [], read
        if rows or read > begins or not read:
            yield Chunk(rows, begins, read, header)


def _first_of_its_key(
    row: SheetRow, resource: TransferResource, seen: dict[bytes, int]
) -> SheetRow:
    key = resource.key_of(row.cells)
    if not key:
        return row
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).digest()
    earlier = seen.setdefault(digest, row.number)
    if earlier == row.number:
        return row
    return SheetRow(
        row.number, {}, _("The same stands in row %(number)s already.") % {"number": earlier}
    )

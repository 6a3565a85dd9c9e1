"""Making a backup: the files, then the rows of one moment with the files that came meanwhile.

The files are copied first, which takes long, and then a moment is chosen. What a row of that
moment names was there before it and is removed, if at all, after it: so it was copied already, or
is found when the storages are listed again. Should a file go in the little time between, another
moment is chosen, until one has all its files; only then its rows are written. What was copied and
removed before that moment is withdrawn. A file that a row names and that is nowhere moment after
moment is lost: it is told, by its row.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import IO, TYPE_CHECKING

from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from nexus.backup.archive import ArchiveWriter
from nexus.backup.filing import Notes, blocks_of, every_file
from nexus.backup.schema import DERIVED, Table, tables_of
from nexus.backup.snapshots import snapshot
from nexus.backup.values import NULL, escape, unescape
from nexus.core import crypto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nexus.backup.schema import Applied
    from nexus.backup.snapshots import Snapshot

# A file on disk may be read while it is being written: what is so young is left to the second list.
_SETTLED = timedelta(seconds=10)
_MOMENTS = 5
_MOST_TOLD = 20
CANARY = "the personal data of this backup"

type Progress = Callable[[str, int], None]


@dataclass
class Made:
    """What an archive holds. `missing` names rows whose file was not there, `left_out` tables."""

    archive: str = ""
    taken_at: str = ""
    rows: int = 0
    files: int = 0
    file_bytes: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    missing_number: int = 0
    left_out: list[str] = field(default_factory=list)


def write_backup(target: IO[bytes], passphrase: str, *, on_progress: Progress) -> Made:
    """Write a backup of everything into `target`.

    Memory does not grow with what there is; on disk there are temporary notes of the names of
    files alone. Raises BackupError, or OSError where the disk refuses.
    """
    with closing(Notes()) as notes:
        return _Making(target, passphrase, notes, on_progress).run()


class _Making:
    def __init__(
        self, target: IO[bytes], passphrase: str, notes: Notes, on_progress: Progress
    ) -> None:
        self._made = Made(archive=secrets.token_hex(16))
        self._notes = notes
        self._on_progress = on_progress
        self._writer = ArchiveWriter(
            target, passphrase, {"archive": self._made.archive, "engine": connection.vendor}
        )

    def run(self) -> Made:
        settled = timezone.now() - _SETTLED
        for alias, name in every_file():
            if _written_at(alias, name) < settled:
                self._copy(alias, name)
        lost = ""
        for chance in range(_MOMENTS, 0, -1):
            with snapshot() as rows:
                moment = timezone.now()
                applied = rows.applied()
                tables = tables_of(applied)
                self._name_files(rows, tables)
                self._copy_files_of(moment)
                missing = self._notes.digest_of_missing()
                if chance == 1 or missing in ("", lost):
                    self._made.taken_at = moment.isoformat()
                    self._write_rows(rows, applied, tables)
                    break
                lost = missing
        self._withdraw()
        for _alias, _name, place in self._notes.missing():
            self._made.missing_number += 1
            if len(self._made.missing) < _MOST_TOLD:
                self._made.missing.append(place)
        self._writer.finish(vars(self._made))
        return self._made

    def _name_files(self, rows: Snapshot, tables: list[Table]) -> None:
        """Note which files the rows of this moment name."""
        self._notes.forget_moment()
        for table in tables:
            naming = tuple(column for column in table.columns if column.files)
            if not naming:
                continue
            key = next(column for column in table.columns if column.name == table.key)
            for block in rows.rows(replace(table, columns=(key, *naming))):
                for line in block.splitlines():
                    number, *names = line.decode().split("\t")
                    for column, name in zip(naming, names, strict=True):
                        if name not in ("", NULL):
                            place = f"{table.name}.{column.name} of {number}"
                            self._notes.note(column.files, unescape(name), "named", place)

    def _copy_files_of(self, moment: datetime) -> None:
        for alias, name in every_file():
            self._notes.note(alias, name, "seen")
            if self._notes.has(alias, name, "copied"):
                continue
            # No row of the moment can name what came after it.
            if self._notes.has(alias, name, "named") or _written_at(alias, name) <= moment:
                self._copy(alias, name)

    def _write_rows(self, rows: Snapshot, applied: Applied, tables: list[Table]) -> None:
        known = {table.name for table in tables} | DERIVED
        self._made.left_out = sorted(
            name for name in set(rows.names()) - known if not name.startswith(tuple(DERIVED))
        )
        about = {
            "kind": "database",
            "applied": applied,
            # Whether another machine has the keys of what is encrypted within the rows.
            "canary": crypto.seal(CANARY),
        }
        self._writer.section(about, iter(()))
        for table in tables:
            heading = {
                "kind": "table",
                "name": table.name,
                "columns": [column.name for column in table.columns],
                "highest": rows.highest_number(table) if table.counts else 0,
            }
            end = self._writer.section(heading, self._counted(table.name, rows.rows(table)))
            self._made.tables[table.name] = end["lines"]
            self._made.rows += end["lines"]

    def _copy(self, alias: str, name: str) -> None:
        blocks = blocks_of(storages[alias], name)
        try:
            first = next(blocks, b"")
        except FileNotFoundError:
            return  # removed since it was listed; missed at the end, should a row name it
        about = {"kind": "file", "storage": alias, "name": name}
        end = self._writer.section(about, self._counted("files", chain([first], blocks)))
        self._notes.note(alias, name, "copied")
        self._made.files += 1
        self._made.file_bytes += end["bytes"]

    def _counted(self, part: str, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._on_progress(part, len(block))
            yield block

    def _withdraw(self) -> None:
        def lines() -> Iterator[bytes]:
            for alias, name in self._notes.withdrawn():
                self._made.files -= 1
                yield f"{alias}\t{escape(name)}\n".encode()

        self._writer.section({"kind": "withdrawn"}, lines())


def _written_at(alias: str, name: str) -> datetime:
    """Return when a file was written; long ago where it is gone."""
    try:
        at: datetime = storages[alias].get_modified_time(name)
    except FileNotFoundError:
        at = datetime(1970, 1, 1, tzinfo=UTC)
    return at if timezone.is_aware(at) else at.replace(tzinfo=UTC)

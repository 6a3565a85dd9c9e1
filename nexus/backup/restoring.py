"""Restoring a backup: read it whole first, then the files, then the database, then compare.

Until the database is committed, at the end, nothing that was there is changed: files go into
empty storages, or beside what the storages hold. A restore that was killed is begun again with
the same archive and goes on with the files that are there.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.management import call_command

from nexus.backup import targets
from nexus.backup.archive import lines_of
from nexus.backup.errors import BackupError, Damaged
from nexus.backup.filing import (
    ASIDE,
    MARKER,
    STORAGES,
    Notes,
    below,
    blocks_of,
    every_file,
    hash_of,
    remove,
)
from nexus.backup.making import CANARY
from nexus.backup.reading import opened, verify
from nexus.backup.schema import leaves_of, tables_of
from nexus.backup.snapshots import rows_as_they_are
from nexus.backup.values import unescape
from nexus.core import crypto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nexus.backup.archive import ArchiveReader, Section
    from nexus.backup.making import Progress
    from nexus.backup.reading import Contents
    from nexus.backup.schema import Applied

_IN_MEMORY = 8 * 1024 * 1024


@dataclass
class Restored:
    """What there is now. `not_rebuilt` names what is to be built anew by hand."""

    taken_at: str
    rows: int
    files: int
    missing: list[str]
    missing_number: int
    not_rebuilt: list[str] = field(default_factory=list)


def restore(
    path: Path, *, replace: bool = False, other_keys: bool = False, on_progress: Progress
) -> Restored:
    """Restore an archive into an empty database and empty storages, or instead of what is there.

    Raises BackupError; what was there before is then as it was, but for files of the archive that
    are there in addition, which the next attempt uses.
    """
    contents = verify(path, on_progress=on_progress)
    applied: Applied = [(app, name) for app, name in contents.database["applied"]]
    leaves_of(applied)
    if not other_keys and not _opens(contents.database["canary"]):
        raise BackupError(
            "None of ENCRYPTION_KEYS opens the personal data of this backup: configure the keys of"
            " the installation it was made of, or add --other-keys to restore it unreadable."
        )
    if not replace:
        _refuse_unless_empty(contents.archive)
    for alias in STORAGES:
        for name in _aside(alias):  # of a restore that was killed
            remove(storages[alias], f"{ASIDE}/{name}")
    storages["private"].delete(MARKER)
    storages["private"].save(MARKER, ContentFile(contents.archive.encode()))
    with closing(Notes()) as notes, opened(path) as archive:
        _Restoring(contents, applied, notes, replace, on_progress).run(archive)
    _finish_files()
    told = contents.manifest
    cache.clear()  # pages, sessions and limits of the old database
    return Restored(
        told["taken_at"],
        told["rows"],
        told["files"],
        told["missing"],
        told["missing_number"],
        _rebuild(),
    )


def _opens(canary: str) -> bool:
    try:
        return crypto.unseal(canary) == CANARY
    except crypto.CannotOpen:
        return False


def _refuse_unless_empty(archive: str) -> None:
    if tables := targets.tables_with_rows():
        raise BackupError(
            f"The database is not empty ({', '.join(tables[:3])}): restore into an empty one, or"
            " add --replace to lose what it holds."
        )
    if _marked() == archive:
        return
    if next(every_file(), None):
        raise BackupError(
            "The storage is not empty: restore into an empty one, or add --replace to lose what it"
            " holds."
        )


def _marked() -> str:
    private = storages["private"]
    if not private.exists(MARKER):
        return ""
    return b"".join(blocks_of(private, MARKER)).decode()


class _Restoring:
    def __init__(
        self,
        contents: Contents,
        applied: Applied,
        notes: Notes,
        replace: bool,
        on_progress: Progress,
    ) -> None:
        self._contents = contents
        self._applied = applied
        self._tables = {table.name: table for table in tables_of(applied)}
        self._notes = notes
        self._replace = replace
        self._on_progress = on_progress
        self._hashes: dict[str, str] = {}

    def run(self, archive: ArchiveReader) -> None:
        with targets.new_database():
            self._on_progress("tables", 0)
            targets.migrate_to(self._applied)
            targets.empty(list(self._tables.values()))
            for section in archive.sections():
                if section.kind == "file":
                    self._file(section)
                elif section.kind == "table":
                    self._table(section)
                elif section.kind == "withdrawn":
                    self._withdraw(section)
            targets.check_references()
            self._compare_rows()
            self._compare_files()
            call_command("migrate", interactive=False, verbosity=0)
        self._remove_others()

    def _table(self, section: Section) -> None:
        table = self._tables.get(section.about["name"])
        if table is None or [c.name for c in table.columns] != section.about["columns"]:
            raise BackupError(
                f"{section.about['name']} has other columns in this release than in the backup."
            )
        targets.load(table, lines_of(section.blocks()))
        self._hashes[table.name] = section.end["sha256"]
        if table.counts:
            targets.set_next_number(table, section.about["highest"])
        self._on_progress(table.name, section.end["bytes"])

    def _compare_rows(self) -> None:
        with rows_as_they_are() as rows:
            for table in self._tables.values():
                if _hash_of_rows(rows.rows(table)) != self._hashes.get(table.name):
                    raise BackupError(
                        f"{table.name} does not hold what the backup holds; nothing was changed."
                    )

    # --- Files ---------------------------------------------------------------------------------

    def _file(self, section: Section) -> None:
        alias, name = section.about["storage"], section.about["name"]
        storage = storages[alias]
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as scratch:
            for block in section.blocks():
                scratch.write(block)
            scratch.seek(0)
            digest = section.end["sha256"]
            if storage.exists(name):
                if hash_of(storage, name) != digest:
                    if self._replace:
                        # What is there belongs to the old database until the new one is whole.
                        remove(storage, f"{ASIDE}/{name}")
                        _save(alias, f"{ASIDE}/{name}", scratch)
                    else:
                        remove(storage, name)  # half of it, of a restore that was killed
                        _save(alias, name, scratch)
            else:
                _save(alias, name, scratch)
        self._notes.note(alias, name, "copied")
        self._notes.note(alias, name, "named", digest)
        self._on_progress("files", section.end["bytes"])

    def _withdraw(self, section: Section) -> None:
        for line in lines_of(section.blocks()):
            alias, name = line[:-1].decode().split("\t")
            name = unescape(name)
            if not self._replace:
                remove(storages[alias], name)
            self._notes.note(alias, name, "copied", 0)
            self._notes.note(alias, name, "named", "")

    def _compare_files(self) -> None:
        for alias, name, digest in self._notes.restored():
            storage = storages[alias]
            aside = f"{ASIDE}/{name}"
            there = aside if self._replace and storage.exists(aside) else name
            if hash_of(storage, there) != digest:
                raise Damaged("a file in the storage is not what the backup holds")
            self._on_progress("comparing", storage.size(there))

    def _remove_others(self) -> None:
        """Remove what the old database named and the new one does not."""
        if self._replace:
            for alias, name in every_file():
                if not self._notes.has(alias, name, "copied"):
                    remove(storages[alias], name)


def _save(alias: str, name: str, content: tempfile.SpooledTemporaryFile[bytes]) -> None:
    stored = storages[alias].save(name, File(content))
    if stored != name:
        remove(storages[alias], stored)
        raise BackupError("The storage keeps a file under another name than it had.")


def _finish_files() -> None:
    """Give files their names that were kept aside, and end the restore."""
    for alias in STORAGES:
        for name in _aside(alias):
            storage = storages[alias]
            remove(storage, name)
            with storage.open(f"{ASIDE}/{name}") as content:
                storage.save(name, File(content))
            remove(storage, f"{ASIDE}/{name}")
    storages["private"].delete(MARKER)


def _aside(alias: str) -> list[str]:
    return [name.removeprefix(f"{ASIDE}/") for name in below(storages[alias], ASIDE)]


def _hash_of_rows(blocks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _rebuild() -> list[str]:
    """Build what the database is only the source of, and return what could not be built."""
    failed = []
    for command in ("update_index", "rebuild_search"):
        try:
            call_command(command, verbosity=0)
        except Exception:  # noqa: BLE001  # the data are restored, whatever a search index says
            failed.append(f"manage.py {command}")
    return failed

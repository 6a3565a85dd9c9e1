"""The files of both storages: which there are, which were copied, which a row names."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.files.storage import storages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.storage import Storage

STORAGES = ("default", "private")
MARKER = ".nexus-restore"
"""In the private storage while a restore is under way: the number of its archive."""
ASIDE = ".nexus-aside"
"""Where a restore keeps a file whose name another has, until the database is the new one."""
_BLOCK_BYTES = 256 * 1024


def every_file() -> Iterator[tuple[str, str]]:
    """Yield the storage and the name of each file, by name, but for a restore's own."""
    for alias in STORAGES:
        for name in below(storages[alias], ""):
            if name != MARKER and not name.startswith(f"{ASIDE}/"):
                yield alias, name


def below(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the name of each file in a folder and in those below it."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever kept there
    for name in sorted(names):
        if name:
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from below(storage, f"{folder}/{name}" if folder else name)


def blocks_of(storage: Storage, name: str) -> Iterator[bytes]:
    """Yield the content of a file. Raises FileNotFoundError at once where it is gone."""
    with storage.open(name) as file:
        while block := file.read(_BLOCK_BYTES):
            yield block


def hash_of(storage: Storage, name: str) -> str:
    digest = hashlib.sha256()
    for block in blocks_of(storage, name):
        digest.update(block)
    return digest.hexdigest()


class Notes:
    """What is known of each file, kept in a temporary database on disk, however many there are.

    `copied` into the archive; `seen` when the storages were listed again; `named` by a row, with
    the place of that row.
    """

    def __init__(self) -> None:
        self._notes = sqlite3.connect("")  # SQLite's own temporary file, which goes with it
        self._notes.execute(
            "CREATE TABLE file (alias TEXT, name TEXT, copied INT DEFAULT 0, seen INT DEFAULT 0,"
            " named TEXT DEFAULT '', PRIMARY KEY (alias, name)) WITHOUT ROWID"
        )

    def close(self) -> None:
        self._notes.close()

    def note(self, alias: str, name: str, mark: str, value: object = 1) -> None:
        self._notes.execute(
            f"INSERT INTO file (alias, name, {mark}) VALUES (?, ?, ?)"  # noqa: S608  # our columns
            f" ON CONFLICT DO UPDATE SET {mark} = excluded.{mark}",
            [alias, name, value],
        )

    def has(self, alias: str, name: str, mark: str) -> bool:
        found = self._notes.execute(
            f"SELECT {mark} FROM file WHERE alias = ? AND name = ?",  # noqa: S608  # our columns
            [alias, name],
        ).fetchone()
        return bool(found and found[0])

    def withdrawn(self) -> Iterator[tuple[str, ...]]:
        """Yield what was copied, is not there any more and no row names."""
        return self._where("copied AND NOT seen AND named = ''", "alias, name")

    def missing(self) -> Iterator[tuple[str, ...]]:
        """Yield what a row names and was not copied: storage, name and place of the row."""
        return self._where("named <> '' AND NOT copied", "alias, name, named")

    def forget_moment(self) -> None:
        self._notes.execute("UPDATE file SET seen = 0, named = ''")

    def digest_of_missing(self) -> str:
        """Return what is the same for the same missing files, and empty without any."""
        digest = hashlib.sha256()
        number = 0
        for number, (alias, name, _place) in enumerate(self.missing(), start=1):  # noqa: B007
            digest.update(f"{alias}\0{name}\0".encode())
        return digest.hexdigest() if number else ""

    def restored(self) -> Iterator[tuple[str, ...]]:
        """Yield what was written: storage, name and, noted as `named`, its hash."""
        return self._where("copied", "alias, name, named")

    def _where(self, condition: str, columns: str) -> Iterator[tuple[str, ...]]:
        return self._notes.execute(
            f"SELECT {columns} FROM file WHERE {condition} ORDER BY alias, name"  # noqa: S608
        )


def remove(storage: Storage, name: str) -> None:
    with suppress(FileNotFoundError):
        storage.delete(name)

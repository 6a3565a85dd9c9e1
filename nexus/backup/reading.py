"""Reading an archive to its end, without restoring anything."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nexus.backup.archive import ArchiveReader
from nexus.backup.errors import BackupError, Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nexus.backup.archive import Words
    from nexus.backup.making import Progress


@dataclass(frozen=True, slots=True)
class Contents:
    """What a whole archive says of itself."""

    archive: str
    engine: str
    database: Words
    manifest: Words


def backup_keys() -> list[str]:
    """Return BACKUP_KEYS, of which the first writes. Raises ImproperlyConfigured without any."""
    keys: list[str] = settings.BACKUP_KEYS
    if not keys:
        raise ImproperlyConfigured("Set BACKUP_KEYS: backups are encrypted, and it has no default.")
    return keys


@contextmanager
def opened(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive. Raises BackupError with a sentence for whatever is wrong with it."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    with source:
        yield ArchiveReader(source, backup_keys())


def verify(path: Path, *, on_progress: Progress) -> Contents:
    """Read a whole archive and compare every count and every hash. Raises BackupError."""
    with opened(path) as archive:
        database: Words = {}
        tables: dict[str, int] = {}
        files = length = withdrawn = 0
        for section in archive.sections():
            for block in section.blocks():
                on_progress("reading", len(block))
            if section.kind == "database":
                database = section.about
            elif section.kind == "table":
                tables[section.about["name"]] = section.end["lines"]
            elif section.kind == "file":
                files += 1
                length += section.end["bytes"]
            elif section.kind == "withdrawn":
                withdrawn = section.end["lines"]
        told: dict[str, Any] = archive.manifest
        if (tables, files - withdrawn, length) != (
            told["tables"],
            told["files"],
            told["file_bytes"],
        ):
            raise Damaged("it holds something else than its manifest says")
        return Contents(archive.head["archive"], archive.head["engine"], database, told)

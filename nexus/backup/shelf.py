"""Backups as files on disk: written under another name until they are known to be whole."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nexus.backup.errors import BackupError
from nexus.backup.making import write_backup
from nexus.backup.reading import backup_keys, verify

if TYPE_CHECKING:
    from pathlib import Path

    from nexus.backup.making import Made, Progress

SUFFIX = ".backup"
_PART = ".part"


def path_for(target: Path, *, now: datetime | None = None) -> Path:
    """Return the file a backup goes to: `target`, or one named by the time in that directory."""
    if not target.is_dir():
        return target
    at = now or datetime.now(UTC)
    return target / f"nexus-{at:%Y%m%dT%H%M%SZ}{SUFFIX}"


def make(path: Path, *, on_progress: Progress) -> Made:
    """Write a backup to `path`, read it back, and only then give it its name.

    Raises BackupError; whatever happens, no file stays that looks whole and is not.
    """
    key = backup_keys()[0]
    if path.exists():
        raise BackupError(f"{path} is there already, and no backup is written over.")
    part = path.with_name(path.name + _PART)
    try:
        _remove_leftovers(path.parent)
        # Nobody else may read it, from its first byte on.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BackupError(f"{part} is there: another backup is being written to it.") from error
    except OSError as error:
        raise BackupError(f"{part} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as target:
            fcntl.flock(target, fcntl.LOCK_EX)
            made = write_backup(target, key, on_progress=on_progress)
            target.flush()
            os.fsync(target.fileno())
            # What is read back is to come from the disk and not from memory.
            os.posix_fadvise(target.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            verify(part, on_progress=on_progress)
            part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"The backup could not be written: {error.strerror}.") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return made


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Remove all but the newest `number` backups named by their time, and return which went."""
    # Their names sort by time.
    old = sorted(folder.glob(f"nexus-*Z{SUFFIX}"))[:-number]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed backups left: a process that still writes holds its lock."""
    for part in folder.glob(f"*{SUFFIX}{_PART}"):
        with suppress(BlockingIOError), part.open("rb") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

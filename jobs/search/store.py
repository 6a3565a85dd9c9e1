"""Where a machine keeps its index: a directory per build, and a pointer to the one in use.

```
pointer.json        which build is in use, of which schema and database; replaced atomically
build-…/            an index of the engine, with `caught-up` in it: up to when it holds changes
writer.lock         held by the one process that writes
build.lock          held by the one process that builds
heartbeat           touched by the writer: age in seconds is how far behind the index may be
progress.json       touched while building
mended.json         how many jobs differed from the database and were mended, and when last
changed-ids         ids handed over by processes that do not write, one a line
```
Everything here may be deleted at any time: it is made again from the database.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jobs.search.schema import SCHEMA_VERSION

_MAX_SPOOL_BYTES = 1_000_000
_MAX_IDS_AT_ONCE = 300  # a line per id in one write below 4 kB, which the system does not split


@dataclass(frozen=True, slots=True)
class Mended:
    """How many jobs have differed from the database since the index was first made."""

    number: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build that is under way has come."""

    done: int
    total: int


class Lock:
    """A lock among processes that ends with its holder, however that dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it. Raises OSError where the directory is not writable."""
        self.release()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return self.is_held()

    def is_held(self) -> bool:
        """Whether we hold the lock that others see: its file may have been deleted."""
        if self._descriptor is None:
            return False
        try:
            seen = self._path.stat()
        except OSError:
            return False
        return os.path.samestat(seen, os.fstat(self._descriptor))

    def release(self) -> None:
        """Give the lock up. Closing is enough, and leaves a parent's lock alone after a fork."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Store:
    """The files of one machine's index."""

    def __init__(self, root: Path, database: str) -> None:
        self.root = root
        self._database = hashlib.sha256(database.encode()).hexdigest()[:16]
        self._pointer = root / "pointer.json"
        self._heartbeat = root / "heartbeat"
        self._progress = root / "progress.json"
        self._spool = root / "changed-ids"
        self._mended = root / "mended.json"

    def writer_lock(self) -> Lock:
        return Lock(self.root / "writer.lock")

    def build_lock(self) -> Lock:
        return Lock(self.root / "build.lock")

    def current(self) -> Path | None:
        """Return the build in use, None if there is none of this schema and database."""
        try:
            found = json.loads(self._pointer.read_text())
            if (found["schema"], found["database"]) != (SCHEMA_VERSION, self._database):
                return None
            build = self.root / str(found["build"])
            return build if (build / "meta.json").is_file() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever the pointer does. One look at the disk."""
        try:
            status = self._pointer.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def new_build(self) -> Path:
        """Return a fresh empty directory for a build."""
        build = self.root / f"build-{uuid.uuid4().hex}"
        build.mkdir(parents=True)
        return build

    def publish(self, build: Path) -> None:
        """Make `build` the one in use."""
        content = {"schema": SCHEMA_VERSION, "database": self._database, "build": build.name}
        _replace(self._pointer, json.dumps(content))

    def remove_others(self, keep: Path) -> None:
        """Delete all builds but `keep`, unless one is being made.

        Readers that still have one open are not disturbed.
        """
        lock = self.build_lock()
        if lock.acquire():
            for build in self.root.glob("build-*"):
                if build != keep:
                    shutil.rmtree(build, ignore_errors=True)
            lock.release()

    def discard(self, build: Path) -> None:
        """Take a broken build out of use."""
        if self.current() == build:
            self._pointer.unlink(missing_ok=True)
        shutil.rmtree(build, ignore_errors=True)

    def beat(self) -> None:
        """Say that the index holds every change up to about now."""
        self._heartbeat.touch()

    def seconds_behind(self) -> float:
        """Return the age of the last heartbeat, infinity if there was none."""
        try:
            return max(0.0, time.time() - self._heartbeat.stat().st_mtime)
        except OSError:
            return float("inf")

    def report(self, progress: Progress | None) -> None:
        """Say how far a build has come; None when it is over."""
        if progress is None:
            self._progress.unlink(missing_ok=True)
        else:
            _replace(self._progress, json.dumps({"done": progress.done, "total": progress.total}))

    def progress(self, *, within_seconds: float) -> Progress | None:
        """Return how far a build has come that reported lately."""
        try:
            if time.time() - self._progress.stat().st_mtime > within_seconds:
                return None
            found = json.loads(self._progress.read_text())
            return Progress(done=int(found["done"]), total=int(found["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note_mended(self, number: int) -> None:
        """Count jobs in which the index differed from the database. For the writer alone."""
        total = self.mended().number + number
        _replace(self._mended, json.dumps({"number": total, "at": time.time()}))

    def mended(self) -> Mended:
        """Return how many jobs were mended so far."""
        try:
            found = json.loads(self._mended.read_text())
            at = datetime.fromtimestamp(float(found["at"]), UTC)
            return Mended(int(found["number"]), at)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return Mended(0, None)

    def hand_over(self, ids: Iterable[int]) -> None:
        """Leave ids for the writing process. Best effort: it also polls the database."""
        lines = [f"{job_id}\n".encode() for job_id in ids]
        with contextlib.suppress(OSError):
            descriptor = os.open(self._spool, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                if os.fstat(descriptor).st_size < _MAX_SPOOL_BYTES:
                    for start in range(0, len(lines), _MAX_IDS_AT_ONCE):
                        os.write(descriptor, b"".join(lines[start : start + _MAX_IDS_AT_ONCE]))
            finally:
                os.close(descriptor)

    def take_over(self) -> list[int]:
        """Return and forget the ids that other processes have left."""
        taken = self._spool.with_name("changed-ids-taken")
        try:
            if not self._spool.exists():
                return []
            self._spool.replace(taken)
            lines = taken.read_bytes().split()
            taken.unlink()
        except OSError:
            return []
        return [int(line) for line in lines if line.isdigit()]


def read_caught_up(build: Path) -> datetime | None:
    """Return up to when the build holds the database's changes, None if that is unknown."""
    try:
        return datetime.fromtimestamp(float((build / "caught-up").read_text()), UTC)
    except (OSError, ValueError, OverflowError):
        return None


def write_caught_up(build: Path, moment: datetime) -> None:
    """Note up to when the build holds the database's changes. Raises OSError if it is gone."""
    _replace(build / "caught-up", repr(moment.timestamp()))


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{uuid.uuid4().hex[:8]}")
    draft.write_text(text)
    draft.replace(path)

"""The snapshot that this process answers from, kept fresh by a glance at the disk."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import tantivy
from django.conf import settings

from jobs.search import source
from jobs.search.engine import EngineError, guarded
from jobs.search.inline import InlineIndex
from jobs.search.query import Status
from jobs.search.schema import open_index
from jobs.search.snapshot import Snapshot
from jobs.search.store import Store
from jobs.search.sync import SyncThread

logger = logging.getLogger(__name__)

_GLANCE_SECONDS = 0.1
_BUILD_REPORT_SECONDS = 30.0
_LATE_SECONDS = 10.0


class IndexFacts(NamedTuple):
    """How many jobs the index holds, its bytes on disk, and the seconds since it was followed up."""

    documents: int
    size: int
    behind: float


class Reader:
    """Opens the build in use lazily, follows its commits and its replacement."""

    def __init__(self) -> None:
        self.store = Store(Path(settings.SEARCH_DIR), source.database_name())
        self.sync = SyncThread(self.store)
        self._guard = threading.Lock()
        self._build: Path | None = None
        self._index: tantivy.Index | None = None
        self._meta_stamp = (0, 0)
        self._snapshot: Snapshot | None = None
        self._glanced_at = -_GLANCE_SECONDS
        self._started_at = time.monotonic()

    def snapshot(self) -> Snapshot | None:
        """Return the newest committed state, None while there is no index to be opened."""
        now = time.monotonic()
        if now - self._glanced_at < _GLANCE_SECONDS:
            return self._snapshot
        with self._guard:
            if now - self._glanced_at >= _GLANCE_SECONDS:
                try:
                    self._refresh()
                except (EngineError, OSError) as error:
                    logger.warning("The search index cannot be read: %s", error)
                    self.forget()
                self._glanced_at = time.monotonic()
            return self._snapshot

    def forget(self) -> None:
        """Stop answering from the index that is open; it is opened anew at the next glance."""
        self._build = self._index = self._snapshot = None
        self._meta_stamp = (0, 0)

    def status(self) -> Status:
        """Return the state of this machine's index as this process sees it."""
        building = self.store.progress(within_seconds=_BUILD_REPORT_SECONDS)
        if self.snapshot() is None:
            if building is not None:
                share = f"{building.done:,} of {building.total:,} jobs done"
                return Status(
                    "building",
                    f"The search index is being built ({share}); the database answers meanwhile.",
                )
            return Status(
                "degraded", "The search index cannot be opened; the database answers instead."
            )
        late = self.store.seconds_behind()
        if late > _LATE_SECONDS and time.monotonic() - self._started_at > _LATE_SECONDS:
            since = "ever" if late == float("inf") else f"the last {late:.0f} seconds"
            return Status("degraded", f"No changes have reached the search index for {since}.")
        sentence = "Search answers from its index."
        mended = self.store.mended()
        if mended.last_at is not None:
            sentence += (
                f" Mended so far: {mended.number:,}, last on {mended.last_at:%Y-%m-%d %H:%M}."
            )
        return Status("ready", sentence)

    def facts(self) -> IndexFacts | None:
        """Return how large the index is and how far behind, None while it cannot be opened."""
        snapshot, build = self.snapshot(), self._build
        if snapshot is None or build is None:
            return None
        try:
            size = sum(entry.stat().st_size for entry in os.scandir(build))
        except OSError:
            return None
        return IndexFacts(snapshot.documents(), size, self.store.seconds_behind())

    def _refresh(self) -> None:
        build = self.store.current()
        if build is None:
            self.forget()
            return
        meta = (build / "meta.json").stat()
        stamp = (meta.st_mtime_ns, meta.st_ino)
        if build == self._build and stamp == self._meta_stamp:
            return
        with guarded():
            if build != self._build or self._index is None:
                self._index = open_index(str(build))
            self._index.reload()
            self._snapshot = Snapshot(self._index.searcher())
        self._build, self._meta_stamp = build, stamp


_lock = threading.Lock()
_reader: Reader | None = None
_inline: InlineIndex | None = None


def is_inline() -> bool:
    """Whether every search catches up first, by setting."""
    return bool(settings.SEARCH_SYNC == "inline")


def reader() -> Reader:
    """Return this process's reader; the first call starts the background thread."""
    global _reader
    found = _reader
    if found is not None and found.sync.is_alive():
        return found
    with _lock:
        if _reader is None:
            _reader = Reader()
            _reader.sync.start()
        elif not _reader.sync.is_alive():
            _reader.sync = SyncThread(_reader.store)
            _reader.sync.start()
        return _reader


def current_snapshot() -> Snapshot | None:
    """Return what to answer from; None means: ask the database."""
    global _inline
    if is_inline():
        with _lock:
            if _inline is None:
                _inline = InlineIndex()
            return _inline.snapshot()
    return reader().snapshot()


def forget_snapshot() -> None:
    """Leave an index that has just failed to answer."""
    if _reader is not None:
        _reader.forget()


def hand(ids: Iterable[int]) -> None:
    """Pass changed jobs on: to our thread if it runs, else to the machine's writer by file.

    Starts nothing, so that commands and migrations leave no thread behind.
    """
    if is_inline():
        return
    if _reader is not None and _reader.sync.is_alive():
        _reader.sync.hand(ids)
    elif Path(settings.SEARCH_DIR).is_dir():
        Store(Path(settings.SEARCH_DIR), source.database_name()).hand_over(ids)


def stop() -> None:
    """Stop the background thread of this process; the next search starts another."""
    global _reader
    with _lock:
        if _reader is not None:
            _reader.sync.stop()
            _reader = None


def _before_fork() -> None:
    if _reader is not None:
        _reader.sync.hold_still()


def _after_fork_in_parent() -> None:
    if _reader is not None:
        _reader.sync.go_on()


def _after_fork() -> None:
    global _reader, _inline, _lock
    if _reader is not None:
        _reader.sync.drop_after_fork()
    _reader = _inline = None
    _lock = threading.Lock()


os.register_at_fork(
    before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork
)

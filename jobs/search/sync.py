"""The thread that keeps the index at the database's heels.

One thread of each process tries to become the machine's writer; whoever holds the lock applies
changes, the others wait to inherit it. The writer is told of its own process's changes directly,
of those of its neighbours through a file, and finds those of other machines by polling.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Iterable

from django.db import DatabaseError, connection

from jobs.search.builder import BuildStopped, BuildUnderWay, build_index
from jobs.search.engine import EngineError
from jobs.search.store import Progress, Store
from jobs.search.writer import FIRST, IndexWriter
from nexus.core.metrics import SEARCH_MENDED

logger = logging.getLogger(__name__)

_TICK_SECONDS = 0.1
_POLL_SECONDS = 0.5
_EXPIRE_SECONDS = 5.0
_REPAIR_SECONDS = 3_600.0
# A slice of the index is compared with the database so often: a million jobs in less than an hour.
_SLICE_SECONDS = 30.0
_PAUSE_AFTER_FAILURE_SECONDS = 1.0
_NEVER = float("-inf")
_BUSY_BEFORE_REBUILD_SECONDS = 10.0
# A fork waits so long for a change to be applied; the first build takes longer and is not waited for.
_FORK_WAIT_SECONDS = 5.0


class SyncThread:
    """Follows the database from the background of one process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = store.writer_lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._at_work = threading.Lock()
        self._held_by: int | None = None
        self._ids: set[int] = set()
        self._writer: IndexWriter | None = None
        self._stamp: tuple[int, int] = (0, 0)
        self._polled_at = self._expired_at = self._repaired_at = self._compared_at = _NEVER
        self._compared_above = FIRST
        self._unopenable_since: float | None = None
        self._thread = threading.Thread(target=self._run, name="search-sync", daemon=True)

    def start(self) -> None:
        """Start, and stop in time when the process ends: the engine must not run into that."""
        self._thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Stop after the commit under way, if any."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=10)
        atexit.unregister(self.stop)

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def hold_still(self) -> None:
        """Keep the thread from database and engine until `go_on`: somebody forks.

        What either of them locks at that moment would stay locked in the child for good.
        """
        if self._thread is not threading.current_thread() and self._at_work.acquire(
            timeout=_FORK_WAIT_SECONDS
        ):
            self._held_by = threading.get_ident()

    def go_on(self) -> None:
        """End what `hold_still` began, if it was this thread that did."""
        if self._held_by == threading.get_ident():
            self._held_by = None
            self._at_work.release()

    def drop_after_fork(self) -> None:
        """Forget the parent's lock in a child: it would keep the lock alive beyond the parent."""
        self._lock.release()
        atexit.unregister(self.stop)

    def hand(self, ids: Iterable[int]) -> None:
        """Have these jobs applied soon: at once if this process writes."""
        if not self._lock.is_held():
            self._store.hand_over(ids)
            return
        with self._guard:
            self._ids.update(ids)
        self._wake.set()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._wake.wait(_TICK_SECONDS)
                self._wake.clear()
                with self._at_work:
                    pause = self._step()
                self._stopping.wait(pause)
        finally:
            with self._at_work:
                self._close_writer()
                self._lock.release()
                connection.close()

    def _step(self) -> float:
        """Do what is due, and return for how many seconds nothing is."""
        try:
            return self._tick()
        except BuildStopped:
            return 0.0
        except (DatabaseError, EngineError, OSError) as error:
            logger.warning("The search index could not be brought up to date: %s", error)
            self._close_writer()
            return _PAUSE_AFTER_FAILURE_SECONDS
        except Exception:
            logger.exception("The search index could not be brought up to date.")
            self._close_writer()
            return _PAUSE_AFTER_FAILURE_SECONDS
        finally:
            connection.close_if_unusable_or_obsolete()

    def _tick(self) -> float:
        if not self._lock.is_held():
            self._close_writer()
            if not self._lock.acquire():
                return _POLL_SECONDS
        if self._writer is None or self._store.stamp() != self._stamp:
            self._open()
        writer = self._writer
        if writer is None:
            return 0.0
        with self._guard:
            ids, self._ids = self._ids, set()
        ids.update(self._store.take_over())
        writer.apply(ids)
        now = time.monotonic()
        if now - self._polled_at >= _POLL_SECONDS:
            writer.follow()
            self._polled_at = now
            self._store.beat()
        if now - self._expired_at >= _EXPIRE_SECONDS:
            writer.expire()
            self._expired_at = now
        if now - self._repaired_at >= _REPAIR_SECONDS:
            self._repair(writer)
            self._repaired_at = now
        elif now - self._compared_at >= _SLICE_SECONDS:
            mended, self._compared_above = writer.repair_slice(self._compared_above)
            self._compared_at = now
            self._note_mended(mended)
        return 0.0

    def _note_mended(self, number: int) -> None:
        if number:
            self._store.note_mended(number)
            SEARCH_MENDED.inc(number)
            logger.warning("The search index differed from the database: %d jobs mended.", number)

    def _repair(self, writer: IndexWriter) -> None:
        if writer.is_complete():
            return
        # A change may have come between the two counts.
        writer.follow()
        writer.expire()
        if not writer.is_complete():
            self._note_mended(writer.repair(self._store.beat))

    def _open(self) -> None:
        """Open the build in use; make one where there is none or it cannot be opened."""
        self._close_writer()
        self._stamp = self._store.stamp()
        build = self._store.current()
        if build is None:
            self._build()
            return
        try:
            self._writer = IndexWriter(build)
            self._writer.snapshot()
        except EngineError as error:
            self._close_writer()
            if "LockBusy" in str(error) and not self._is_stuck():
                return
            logger.warning("The search index cannot be opened and is built anew: %s", error)
            self._store.discard(build)
            return
        self._unopenable_since = None
        self._polled_at = self._expired_at = self._repaired_at = _NEVER
        self._compared_above = FIRST
        self._store.remove_others(build)

    def _is_stuck(self) -> bool:
        """Whether the engine's own lock has been held for long, by a fork that inherited it."""
        now = time.monotonic()
        self._unopenable_since = self._unopenable_since or now
        return now - self._unopenable_since > _BUSY_BEFORE_REBUILD_SECONDS

    def _build(self) -> None:
        logger.info("The search index is missing or of another schema; it is built now.")
        try:
            build_index(
                self._store, on_progress=self._on_progress, is_stopping=self._stopping.is_set
            )
        except BuildUnderWay:
            self._stopping.wait(_POLL_SECONDS)
        self._stamp = (0, 0)

    def _on_progress(self, progress: Progress) -> None:
        # Leaves the interpreter to requests between pieces.
        self._stopping.wait(0.001)

    def _close_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                writer.close()
            except EngineError as error:
                logger.info("The search index was not closed cleanly: %s", error)

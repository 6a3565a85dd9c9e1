"""Building an index from nothing, beside the one in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from jobs.models import Job
from jobs.search import source
from jobs.search.engine import guarded
from jobs.search.schema import new_index
from jobs.search.store import Progress, Store, write_caught_up
from jobs.search.writer import OVERLAP, IndexWriter, add

_HEAP_BYTES = 256_000_000
_THREADS = 2


class BuildUnderWay(Exception):
    """Another process builds already."""

    def __init__(self) -> None:
        super().__init__("The search index is being built by another process already.")


class BuildStopped(Exception):
    """The build was given up because its process ends."""


class OnProgress(Protocol):
    def __call__(self, progress: Progress) -> None: ...


def build_index(
    store: Store,
    *,
    on_progress: OnProgress | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Path:
    """Build an index of all open jobs, put it in use and return its directory.

    Searches and changes go on meanwhile; what changed since the start is applied before the
    switch, and what changed around it by the writer, which starts from this build's note of how
    far it is caught up. Memory is bounded by the engine's heap of 256 MB and pieces of 2,000
    rows. Raises BuildUnderWay, BuildStopped, EngineError, or OSError where the disk refuses.
    """
    lock = store.build_lock()
    if not lock.acquire():
        raise BuildUnderWay
    build = None
    try:
        build = store.new_build()
        _fill(store, build, on_progress, is_stopping)
        store.publish(build)
    except BaseException:
        if build is not None:
            store.discard(build)
        raise
    finally:
        store.report(None)
        lock.release()
    return build


def _fill(
    store: Store,
    build: Path,
    on_progress: OnProgress | None,
    is_stopping: Callable[[], bool],
) -> None:
    started = source.now()
    total, done = Job.objects.open().count(), 0
    with guarded():
        index = new_index(str(build))
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=_THREADS)
        try:
            for jobs in source.all_open_jobs():
                add(writer, jobs)
                done += len(jobs)
                _report(store, Progress(done, max(total, done)), on_progress)
                if is_stopping():
                    raise BuildStopped
            writer.commit()
        except BaseException:
            # Its threads would go on writing into the directory that is about to be deleted.
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
    write_caught_up(build, started)
    finisher = IndexWriter(build)
    try:
        finisher.follow()
    finally:
        finisher.close()
    # Other changes of the last minute may still be on their way to being committed.
    write_caught_up(build, source.now() - OVERLAP)


def _report(store: Store, progress: Progress, on_progress: OnProgress | None) -> None:
    store.report(progress)
    if on_progress is not None:
        on_progress(progress)

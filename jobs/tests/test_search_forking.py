"""A fork finds the thread that follows the database between two pieces of work."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from jobs.search.store import Store
from jobs.search.sync import SyncThread

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sync(tmp_path: Path) -> SyncThread:
    return SyncThread(Store(tmp_path, "market"))


def test_a_fork_waits_for_what_the_thread_does(
    sync: SyncThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), []

    def tick() -> float:
        begun.set()
        # Long enough for a fork that did not wait to be noticed.
        threading.Event().wait(0.3)
        done.append("a change")
        sync._stopping.set()
        return 0.0

    monkeypatch.setattr(sync, "_tick", tick)
    sync.start()
    assert begun.wait(10)

    sync.hold_still()

    assert done == ["a change"]
    sync.go_on()
    sync.stop()
    assert not sync._at_work.locked()


def test_only_who_held_the_thread_lets_it_go_on(sync: SyncThread) -> None:
    sync.hold_still()

    other = threading.Thread(target=sync.go_on)
    other.start()
    other.join()

    assert sync._at_work.locked()
    sync.go_on()
    assert not sync._at_work.locked()

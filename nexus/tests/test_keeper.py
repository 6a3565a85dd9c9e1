"""The keeper of the background worker, with other processes in the worker's place."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from nexus.keeper import keep

# Writes the ids of itself and of a child of its own, then waits.
_FAMILY = """
import os, subprocess, sys, time
{prelude}
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{{os.getpid()}} {{child.pid}}\\n")
time.sleep({life})
"""


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Families:
    """Keeps a family running in place of the worker, and tells the ids of all there were."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self._stop = threading.Event()
        self._thread = threading.Thread()

    def start(self, *, life: float = 60, prelude: str = "", grace: float = 5) -> None:
        code = _FAMILY.format(life=life, prelude=prelude)
        command = [sys.executable, "-c", code, str(self.record)]
        self._thread = threading.Thread(
            target=keep, args=(command, self._stop), kwargs={"grace": grace}
        )
        self._thread.start()
        wait_for(self.told)

    def told(self) -> list[list[int]]:
        if not self.record.exists():
            return []
        return [[int(pid) for pid in line.split()] for line in self.record.open()]

    def stop(self) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(20)


@pytest.fixture
def families(tmp_path: Path) -> Iterator[Families]:
    found = Families(tmp_path / "pids")
    yield found
    found.stop()


def test_worker_that_dies_is_started_again_and_its_rest_removed(families: Families) -> None:
    families.start()
    first, child = families.told()[0]

    os.kill(first, 9)

    wait_for(lambda: len(families.told()) == 2)
    wait_for(lambda: not is_running(child))
    assert is_running(families.told()[1][0])


def test_stop_leaves_nothing_behind(families: Families) -> None:
    families.start()

    families.stop()

    wait_for(lambda: not any(is_running(pid) for pid in families.told()[0]))


def test_worker_that_will_not_end_is_killed_after_the_grace(families: Families) -> None:
    families.start(
        prelude="import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)", grace=0.5
    )

    families.stop()

    wait_for(lambda: not any(is_running(pid) for pid in families.told()[0]))


def test_worker_that_keeps_dying_is_not_started_all_the_time(families: Families) -> None:
    families.start(life=0)

    time.sleep(2.5)

    assert len(families.told()) <= 3


def test_keeper_ends_with_its_parent(tmp_path: Path) -> None:
    """The server is killed; nobody tells the keeper."""
    record = tmp_path / "pids"
    keeper = (
        "import sys, threading; from nexus.keeper import keep; "
        "keep([sys.executable, '-c', sys.argv[1], sys.argv[2]], threading.Event(), grace=2)"
    )
    server = (
        "import subprocess, sys, time; "
        "subprocess.Popen([sys.executable, '-c', *sys.argv[1:]], start_new_session=True); "
        "time.sleep(60)"
    )
    family = _FAMILY.format(life=60, prelude="")
    with subprocess.Popen([sys.executable, "-c", server, keeper, family, str(record)]) as process:
        try:
            wait_for(lambda: record.exists() and record.read_text().endswith("\n"))
        finally:
            process.kill()

    pids = [int(pid) for pid in record.read_text().split()]
    wait_for(lambda: not any(is_running(pid) for pid in pids))

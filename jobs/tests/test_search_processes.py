"""Search among real processes: killed, robbed of its files, racing, on several machines."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
FRESH_SECONDS = 2.0
HEALED_SECONDS = 15.0

pytestmark = pytest.mark.slow


class Worker:
    """One process of the site. `machine` decides which index it uses."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._process = subprocess.Popen(  # the interpreter that runs us
            [sys.executable, "-m", "jobs.tests.search_worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._receive()

    def do(self, command: str, **values: Any) -> dict[str, Any]:
        """Have the process do something and return its answer."""
        self.begin(command, **values)
        return self._receive()

    def begin(self, command: str, **values: Any) -> None:
        """Have the process do something without waiting for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": command, **values}) + "\n")
        self._process.stdin.flush()

    def total(self, text: str = "") -> int:
        return int(self.do("find", text=text)["total"])

    def finish(self) -> dict[str, Any]:
        """Wait for the answer to what was begun."""
        return self._receive()

    def kill(self) -> None:
        """End the process without a warning."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """End the process as a server does, and return its exit code."""
        if self._process.poll() is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._process.returncode

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answered, _, _ = select.select([self._process.stdout], [], [], 120)
        assert answered, "The process does not answer."
        line = self._process.stdout.readline()
        assert line, "The process ended."
        answer: dict[str, Any] = json.loads(line)
        return answer


class Site:
    """A database in a file and machines that share it, each with an index of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._workers: list[Worker] = []

    def search_dir(self, machine: str = "one") -> Path:
        return self.folder / machine / "search"

    def environment(self, machine: str = "one") -> dict[str, str]:
        """Return what a process of this machine runs with."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
            "ENV_FILE": "",
            "DEBUG": "on",
            "DATABASE_URL": f"sqlite:///{self.folder / 'site.sqlite3'}",
            "DATA_DIR": str(self.folder / machine),
            "SEARCH_SYNC": "thread",
            "LOG_LEVEL": "ERROR",
        }

    def worker(self, machine: str = "one") -> Worker:
        """Start a process whose search is ready."""
        worker = Worker(self.environment(machine))
        self._workers.append(worker)
        eventually(lambda: worker.do("status")["state"] == "ready", within=30)
        return worker

    def number_open(self, title: str) -> int:
        """Count open jobs of one title in the database itself."""
        with sqlite3.connect(self.folder / "site.sqlite3", timeout=20) as database:
            (number,) = database.execute(
                "SELECT count(*) FROM jobs_job WHERE status = 'open' AND title = ?", [title]
            ).fetchone()
        return int(number)

    def stop(self) -> list[int]:
        """Stop every process that still runs."""
        return [worker.stop() for worker in self._workers]


def eventually(holds: Callable[[], bool], *, within: float = FRESH_SECONDS) -> float:
    """Wait until something holds and return how long that took; fail when it takes too long."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < within, f"Still not so after {within} seconds."
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.fixture
def site(
    tmp_path: Path, transactional_db: None, make_company: Any, make_category: Any
) -> Iterator[Site]:
    if connection.vendor != "sqlite":
        pytest.skip("The processes share a copy of the SQLite test database.")
    make_company("Acme Works")
    make_category("Outdoors")
    site = Site(tmp_path)
    connection.ensure_connection()
    with sqlite3.connect(tmp_path / "site.sqlite3") as copy:
        connection.connection.backup(copy)
    yield site
    site.stop()


def test_posted_and_closed_jobs_show_in_every_process_within_two_seconds(site: Site) -> None:
    writing, other = site.worker(), site.worker()

    ids = writing.do("post", title="Welder")["ids"]
    eventually(lambda: other.total("welder") == writing.total("welder") == 1)
    other.do("close", ids=ids)
    eventually(lambda: other.total("welder") == writing.total("welder") == 0)


def test_change_from_another_machine_shows_within_two_seconds(site: Site) -> None:
    here, there = site.worker("one"), site.worker("two")

    ids = there.do("post", title="Welder", tell=False)["ids"]
    eventually(lambda: here.total("welder") == 1)
    there.do("close", ids=ids, tell=False)
    eventually(lambda: here.total("welder") == 0)
    assert site.search_dir("one") != site.search_dir("two")


def test_two_processes_that_write_at_once_lose_nothing(site: Site) -> None:
    one, two = site.worker(), site.worker()

    one.begin("burst", title="Welder", seconds=2)
    two.begin("burst", title="Welder", seconds=2)
    number = one.finish()["number"] + two.finish()["number"]

    assert number > 10
    eventually(lambda: one.total("welder") == two.total("welder") == number)


@pytest.mark.parametrize("moment", [0.05, 0.3, 0.7])
def test_killed_writer_is_replaced_and_nothing_is_lost(site: Site, moment: float) -> None:
    writing = site.worker()
    other = site.worker()
    writing.do("post", title="Welder")
    writing.begin("burst", title="Welder", seconds=30)
    time.sleep(moment)

    writing.kill()

    expected = site.number_open("Welder")
    eventually(lambda: other.total("welder") == expected, within=HEALED_SECONDS)
    other.do("post", title="Welder")
    eventually(lambda: other.total("welder") == expected + 1)


def test_change_that_polling_cannot_see_is_repaired_at_the_next_start(site: Site) -> None:
    here, there = site.worker("one"), site.worker("two")
    here.stop()
    there.do("post", title="Welder", tell=False, changed_at="2020-01-01T00:00:00Z")

    again = site.worker("one")

    eventually(lambda: again.total("welder") == 1, within=HEALED_SECONDS)


def test_index_deleted_while_serving_is_made_again(site: Site) -> None:
    one, two = site.worker(), site.worker()
    one.do("post", title="Welder")
    eventually(lambda: one.total("welder") == two.total("welder") == 1)

    # Moved first: the writer goes on making files while they are deleted.
    site.search_dir().rename(site.folder / "gone")
    shutil.rmtree(site.folder / "gone", ignore_errors=True)

    for worker in (one, two):
        assert worker.total("welder") == 1
    one.do("post", title="Welder")
    for worker in (one, two):
        eventually(lambda w=worker: w.total("welder") == 2, within=HEALED_SECONDS)  # type: ignore[misc]  # bound at once
        eventually(lambda w=worker: w.do("status")["state"] == "ready", within=HEALED_SECONDS)  # type: ignore[misc]  # bound at once
    assert (site.search_dir() / "pointer.json").is_file()


@pytest.mark.parametrize("victim", ["*.idx", "*.store", "*.fast", "meta.json", "*.term"])
def test_corrupt_index_is_answered_for_by_the_database_and_made_again(
    site: Site, victim: str
) -> None:
    worker = site.worker()
    worker.do("post", title="Welder", number=3)
    eventually(lambda: worker.total("welder") == 3)
    worker.stop()
    for path in site.search_dir().glob(f"build-*/{victim}"):
        path.write_bytes(b"\xde\xad" * (path.stat().st_size // 2))

    healed = site.worker()

    eventually(lambda: healed.total("welder") == 3, within=HEALED_SECONDS)
    healed.do("post", title="Welder")
    eventually(lambda: healed.total("welder") == 4, within=HEALED_SECONDS)
    assert healed.do("status")["state"] == "ready"


def test_index_of_an_older_schema_is_replaced(site: Site) -> None:
    worker = site.worker()
    worker.do("post", title="Welder")
    eventually(lambda: worker.total("welder") == 1)
    worker.stop()
    pointer = site.search_dir() / "pointer.json"
    before = json.loads(pointer.read_text())
    pointer.write_text(json.dumps(before | {"schema": 0}))

    again = site.worker()

    assert again.total("welder") == 1
    assert json.loads(pointer.read_text())["build"] != before["build"]


def test_rebuild_while_searching_and_writing_keeps_every_answer_right(site: Site) -> None:
    searching, writing = site.worker(), site.worker()
    writing.do("post", title="Welder", number=300)
    eventually(lambda: searching.total("welder") == 300)
    writing.begin("burst", title="Welder", seconds=6)

    rebuild = subprocess.Popen(  # our own command
        [sys.executable, "manage.py", "rebuild_search"],
        cwd=ROOT,
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen: list[tuple[float, int, int]] = []
    while rebuild.poll() is None or len(seen) < 100:
        posted = site.number_open("Welder")
        seen.append((time.monotonic(), posted, searching.total("welder")))
        time.sleep(0.01)
    number = 300 + writing.finish()["number"]

    assert rebuild.returncode == 0
    for at, _, found in seen:
        settled = [posted for earlier, posted, _ in seen if earlier < at - FRESH_SECONDS]
        assert found >= max(settled, default=300)
    eventually(lambda: searching.total("welder") == writing.total("welder") == number)
    eventually(lambda: len(list(site.search_dir().glob("build-*"))) == 1, within=HEALED_SECONDS)


def test_killed_rebuild_leaves_the_index_in_use_alone(site: Site) -> None:
    worker = site.worker()
    worker.do("post", title="Welder", number=500)
    eventually(lambda: worker.total("welder") == 500)
    rebuild = subprocess.Popen(  # our own command
        [sys.executable, "manage.py", "rebuild_search"],
        cwd=ROOT,
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    eventually(
        lambda: len(list(site.search_dir().glob("build-*"))) > 1 or rebuild.poll() is not None,
        within=30,
    )

    rebuild.kill()
    rebuild.wait()

    assert worker.total("welder") == 500
    worker.do("post", title="Welder")
    eventually(lambda: worker.total("welder") == 501)


def test_forked_child_searches_and_its_parent_goes_on(site: Site) -> None:
    parent = site.worker()
    parent.do("post", title="Welder")
    eventually(lambda: parent.total("welder") == 1)

    assert parent.do("fork_and_find", text="welder")["total"] == 1
    parent.do("post", title="Welder")
    eventually(lambda: parent.total("welder") == 2)


def test_process_with_a_running_thread_ends_cleanly(site: Site) -> None:
    worker = site.worker()
    worker.do("post", title="Welder", number=50)

    assert worker.stop() == 0


def test_hard_deleted_job_vanishes_when_told(site: Site) -> None:
    worker = site.worker()
    ids = worker.do("post", title="Welder")["ids"]
    eventually(lambda: worker.total("welder") == 1)
    with sqlite3.connect(site.folder / "site.sqlite3", timeout=20) as database:
        database.execute("DELETE FROM jobs_job WHERE id = ?", ids)

    worker.do("close", ids=ids)

    eventually(lambda: worker.total("welder") == 0)

"""What is owed survives what dies: the worker, the web server, the mail server, the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import pytest
from django.conf import settings

from nexus.bench.sink import MailSink
from nexus.bench.soak.services import OwnPostgres, Unavailable
from nexus.tests.acting import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

BASE_DIR = Path(__file__).resolve().parents[2]
_SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/nexus")

# The processes of a worker in the order in which they are started.
FAMILY = ("leader", "guard", "worker", "worker", "monitor", "pusher")


def wait_for(
    condition: Callable[[], object],
    seconds: float = 30,
    otherwise: Callable[[], object] = lambda: "it did not come true in time",
) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.2)


def has_tables(database_url: str) -> bool:
    """Tell whether an earlier run made them: what recurs is written last."""
    with psycopg.connect(urlunsplit(urlsplit(database_url)._replace(scheme="postgresql"))) as there:
        found = there.execute("SELECT to_regclass('django_q_schedule')").fetchone()
        if found == (None,):
            return False
        return bool(there.execute("SELECT 1 FROM django_q_schedule").fetchone())


class Place:
    """A database with a worker, somebody who owes mails, and the mail server that both know."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.sink = MailSink()
        self.sink.__enter__()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "nexus.tests.crash_settings",
            "DATABASE_URL": database_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "PYTHONPATH": f"{BASE_DIR}:{BASE_DIR / 'site'}",
            "PYTHONWARNINGS": "ignore",
        }
        environment.pop("CACHE_URL", None)
        self._python: dict[str, Any] = {"cwd": BASE_DIR, "env": environment}
        if not has_tables(database_url):
            command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0"]
            subprocess.run(command, **self._python, check=True)
        self.web = Actor("nexus.tests.crash_processes", "web", **self._python)
        self.do = self.web.do
        with log.open("wb") as output:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "nexus.tests.crash_processes", "keeper"],
                **self._python,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.log = log

    def family(self) -> list[psutil.Process]:
        """Return the worker's processes, its first one first."""
        found = psutil.Process(self.worker.pid).children(recursive=True)
        return sorted(found, key=lambda process: process.create_time())

    def wait_for_worker(self) -> None:
        """Wait until all of its processes wait for work."""
        wait_for(lambda: len(self.family()) == len(FAMILY))
        self.assert_received(self.do("owe", number=2))
        self.sink.taken.clear()
        self.do("empty")

    def sender(self) -> psutil.Process:
        """Return the process that speaks with the mail server at this moment."""
        for process in self.family():
            for connection in process.net_connections("tcp"):
                if connection.raddr and connection.raddr.port == self.sink.port:
                    return process
        raise AssertionError("nobody does")

    def is_done(self) -> bool:
        """Tell whether all mails are sent and nothing waits; what recurs is helped along."""
        self.do("sweep")
        found = self.do("state")
        return not found["queue"] and set(found["mails"].values()) <= {"sent"}

    def assert_received(self, ids: list[str], *, again: int = 0) -> None:
        """Wait until nothing is left to do; each message was taken once, `again` of them twice."""
        wait_for(self.is_done, seconds=60, otherwise=lambda: self.do("state"))
        counted = Counter(self.sink.taken)
        assert set(counted) == set(ids)
        assert sum(counted.values()) <= len(ids) + again

    def end(self) -> None:
        self.worker.terminate()
        self.worker.wait(40)
        self.web.end()
        self.sink.close()


def database_url() -> str:
    """Return the address of a database for these tests, made if need be, or skip them."""
    parts = urlsplit(_SERVER)
    name = f"{Path(settings.DATABASES['default']['TEST']['NAME']).stem}_crashes"
    url = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.OperationalError as error:
        pytest.skip(f"There is no PostgreSQL at {parts.hostname}: {error}")
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.fixture(scope="module")
def the_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    found = Place(database_url(), tmp_path_factory.mktemp("crashes") / "log")
    yield found
    found.end()


@pytest.fixture
def place(the_place: Place) -> Place:
    the_place.do("empty")
    the_place.sink.taken.clear()
    the_place.sink.refusal = ""
    return the_place


class Held:
    """Has the mail server wait with its answer to the first message until `let_go`."""

    def __init__(self, sink: MailSink) -> None:
        self._sink = sink
        self._arrived, self._answer = threading.Event(), threading.Event()
        sink.before_yes = self._wait

    def _wait(self, message_id: str) -> None:
        if not self._arrived.is_set():
            self._arrived.set()
            self._answer.wait(20)

    def wait(self) -> None:
        assert self._arrived.wait(30), "no mail has come"

    def let_go(self) -> None:
        self._answer.set()


def test_worker_that_is_killed_while_it_sends(place: Place) -> None:
    held = Held(place.sink)
    ids = place.do("owe", number=5)
    held.wait()

    place.sender().kill()
    held.let_go()

    # The server took it, and the sender could not hear so any more.
    place.assert_received(ids, again=1)


def test_task_of_a_worker_that_is_killed_runs_again(place: Place) -> None:
    place.do("enqueue", key="slow", pause=2)
    wait_for(lambda: place.do("state")["notes"])
    (begun,) = place.do("state")["notes"]

    os.kill(int(begun.removeprefix("slow ")), signal.SIGKILL)

    wait_for(lambda: "slow" in place.do("state")["notes"])
    place.assert_received([])


@pytest.mark.parametrize("role", ["guard", "worker", "monitor"])
def test_process_that_is_killed_while_it_waits(place: Place, role: str) -> None:
    place.wait_for_worker()
    for process, its_role in zip(place.family(), FAMILY, strict=True):
        if its_role == role:
            process.kill()

    place.assert_received(place.do("owe", number=3))


def test_web_server_that_is_killed_around_its_commit(place: Place) -> None:
    lost = place.do("die", committed=False)
    owed = place.do("die", committed=True)

    assert list(place.do("state")["mails"]) == [owed]
    place.assert_received([owed])
    assert lost not in place.sink.taken


def test_mails_whose_tasks_were_lost(place: Place) -> None:
    place.assert_received(place.do("owe_and_lose_the_tasks", number=3))


def test_mail_server_that_refuses_for_a_while(place: Place) -> None:
    place.sink.refusal = "451 later"
    ids = place.do("owe", number=3)
    wait_for(lambda: place.do("state")["errors"])
    place.sink.refusal = ""

    place.assert_received(ids)


def test_mail_server_that_is_away_for_a_while(place: Place) -> None:
    port = place.sink.port
    place.sink.close()
    ids = place.do("owe", number=3)
    wait_for(lambda: place.do("state")["errors"] == ["ConnectionRefusedError"])
    place.sink = MailSink(port)
    place.sink.__enter__()

    place.assert_received(ids)


def test_database_that_cuts_every_connection(place: Place) -> None:
    held = Held(place.sink)
    ids = place.do("owe", number=5)
    held.wait()
    assert place.do("cut")
    held.let_go()

    place.assert_received(ids)


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[OwnPostgres]:
    """A server of our own, since nobody else's is ours to stop."""
    with tempfile.TemporaryDirectory(prefix="nexus-crashes-") as folder:
        # PostgreSQL runs as somebody else, who must get through to its folder.
        Path(folder).chmod(0o711)
        try:
            postgres = OwnPostgres(Path(folder) / "postgres")
        except Unavailable as reason:
            pytest.skip(str(reason))
        postgres.start()
        yield postgres
        postgres.close()


@pytest.fixture(scope="module")
def the_place_of_its_own(
    own_postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    found = Place(own_postgres.url, tmp_path_factory.mktemp("restarts") / "log")
    yield found
    found.end()


@pytest.mark.parametrize(
    ("how", "is_answered_meanwhile"),
    [("immediate", True), ("fast", False)],
    ids=["crash", "restart"],
)
def test_database_that_is_restarted(
    the_place_of_its_own: Place,
    own_postgres: OwnPostgres,
    how: str,
    is_answered_meanwhile: bool,
) -> None:
    place = the_place_of_its_own
    place.do("empty")
    place.sink.taken.clear()
    held = Held(place.sink)
    ids = place.do("owe", number=5)
    place.do("enqueue", key="slow", pause=2)
    held.wait()

    own_postgres.stop(how)
    if is_answered_meanwhile:
        held.let_go()
        # The sender finds nobody to tell that the message was taken.
        time.sleep(2)
    own_postgres.start()
    held.let_go()

    place.assert_received(ids, again=1)
    assert "slow" in place.do("state")["notes"]

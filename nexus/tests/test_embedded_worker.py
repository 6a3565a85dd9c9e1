"""The web server with its worker beside it, as `make run` starts them: real processes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
_ENQUEUE = """
import sys, django
django.setup()
from nexus.core.tests.queue_samples import note_in_session
note_in_session.using(backend="q2").enqueue(sys.argv[1])
"""

pytestmark = pytest.mark.slow


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Server:
    """gunicorn with the worker, on a database of its own."""

    def __init__(self, folder: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.database = folder / "nexus.sqlite3"
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "ENV_FILE": "",
            "DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "CACHE_URL": "locmemcache://test",
            "PORT": str(self.port),
            "NEXUS_EMBED_WORKER": "1",
        }
        self.run("manage.py", "migrate", "--verbosity", "0")
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "nexus.wsgi"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.answers)
        wait_for(lambda: self.workers())

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=BASE_DIR, env=self.environment, check=True)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def family(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def workers(self) -> list[psutil.Process]:
        """Return the living processes of the queue's worker, its first one first."""
        return [p for p in self.family() if is_alive(p) and "qcluster" in " ".join(p.cmdline())]

    def has_run(self, key: str) -> bool:
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            query = "SELECT count(*) FROM django_session WHERE session_key = ?"
            return bool(connection.execute(query, [key]).fetchone()[0])

    def do(self, key: str) -> None:
        """Enqueue a task from another process and wait until a worker has run it."""
        self.run("-c", _ENQUEUE, key)
        wait_for(lambda: self.has_run(key))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start the one server of this module; its last test stops it."""
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    if found.process.poll() is None:
        for process in found.family():
            process.kill()
        found.process.kill()
    found.process.wait()


def test_task_of_another_process_runs(server: Server) -> None:
    server.do("first")


def test_worker_that_is_killed_is_revived_and_goes_on(server: Server) -> None:
    leader = server.workers()[0]

    leader.kill()

    wait_for(lambda: any(worker.pid != leader.pid for worker in server.workers()[:1]))
    server.do("second")


def test_no_socket_is_opened_in_the_home_directory(server: Server) -> None:
    assert not list((Path.home() / ".gunicorn").glob("*"))


def test_ctrl_c_leaves_nothing_behind(server: Server) -> None:
    family = server.family()

    server.process.send_signal(signal.SIGINT)

    assert server.process.wait(40) == 0
    wait_for(lambda: not any(is_alive(process) for process in family))
    with closing(socket.socket()) as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port.bind(("127.0.0.1", server.port))

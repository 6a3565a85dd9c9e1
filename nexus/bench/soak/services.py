"""A PostgreSQL cluster and a Redis for one run, which can be stopped and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_SUPERUSER = "postgres"
_PATIENCE_SECONDS = 60.0


class Unavailable(Exception):
    """What is needed is not on this machine. The message says what."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class OwnPostgres:
    """A cluster below `folder`. PostgreSQL refuses to run as root, which hands it to `postgres`."""

    def __init__(self, folder: Path) -> None:
        self._bin = _postgres_programs()
        self._folder = folder
        self._data = folder / "data"
        self.port = free_port()
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(folder, _SUPERUSER, _SUPERUSER)
        self._run("initdb", "--auth=trust", f"--username={_SUPERUSER}", "--encoding=UTF8")

    @property
    def url(self) -> str:
        return f"postgres://{_SUPERUSER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c max_connections=100"
            f" -c unix_socket_directories={self._folder}"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "start", "--wait", f"--log={log}", f"--options={settings}")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", f"--mode={how}")

    def close(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self.stop("immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), f"--pgdata={self._data}", *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", _SUPERUSER, "--", *command]
        subprocess.run(  # noqa: S603  # our own command
            command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


class OwnRedis:
    """A Redis that keeps nothing on disk, on a port of its own."""

    def __init__(self) -> None:
        if shutil.which("redis-server") is None:
            raise Unavailable("redis-server is not installed.")
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            [
                *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--maxmemory", "256mb"),
            ],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _listens(self.port):
            if time.monotonic() > deadline:
                raise Unavailable("Redis did not start.")
            time.sleep(0.05)

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _postgres_programs() -> Path:
    """Return the folder of initdb, which Debian keeps off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not folders:
        raise Unavailable("PostgreSQL's initdb is not installed.")
    return folders[-1].parent

"""The server under test: the project's own gunicorn in one process, and how much memory it took."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nexus.bench.client import Call, Connection
from nexus.bench.options import BASE_DIR

_PATIENCE_SECONDS = 120


class ServerFailed(Exception):
    """The server did not come up. The message holds what it said last."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Of the web process, in bytes: the peak so far; now its own, and of the files it maps."""

    peak: int
    own: int
    mapped: int


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> Memory | None:
        """Return what the worker has used so far, or None where /proc does not tell."""
        with suppress(OSError, ValueError, IndexError):
            pid = self.process.pid
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            lines = Path(f"/proc/{children[0]}/status").read_text().splitlines()
            fields = dict(line.split(":", 1) for line in lines)
            names = ("VmHWM", "RssAnon", "RssFile")
            return Memory(*(_kilobytes(fields[name]) for name in names))
        return None


@contextmanager
def running_server(
    environment: Mapping[str, str], log: Path, *, processes: int = 1
) -> Iterator[Server]:
    """Start gunicorn, wait until it is ready, and stop it at the end."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", str(BASE_DIR / "gunicorn.conf.py")),
        *("--workers", str(processes), "--bind", f"127.0.0.1:{port}", "--max-requests", "0"),
        "nexus.wsgi:application",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own server
            command,
            cwd=BASE_DIR,
            env={**environment, "PORT": str(port), "WEB_CONCURRENCY": str(processes)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(port, process, log)
            yield Server(port, process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    answer = ""
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ServerFailed(f"The server stopped at once:\n{log.read_text()[-3000:]}")
        with suppress(OSError):
            connection = Connection(port)
            reply = connection.send(Call("/readyz"))
            connection.close()
            if reply.status == 200:
                return
            answer = reply.body.decode(errors="replace")[:1000]
        time.sleep(0.2)
    raise ServerFailed(
        f"The server was not ready in {_PATIENCE_SECONDS} seconds. It said last: {answer}"
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _kilobytes(text: str) -> int:
    return int(text.split()[0]) * 1024

"""Keeps the background worker running beside the web server: `python -m nexus.keeper`.

Starts it again when it dies, ends it with all of its processes when told to or when the server is
gone. A process of its own, since the server itself must not stop serving to look after another.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from nexus.core import logs

BASE_DIR = Path(__file__).resolve().parent.parent
WORKER: tuple[str, ...] = (sys.executable, str(BASE_DIR / "manage.py"), "qcluster")

# How long tasks that run may take to end when the server stops.
GRACE_SECONDS = 20.0
_LOOK_SECONDS = 0.5
_SHORT_LIFE_SECONDS = 30.0
_LONGEST_PAUSE_SECONDS = 30.0

logger = logging.getLogger("nexus.keeper")


def keep(command: Sequence[str], stop: threading.Event, *, grace: float = GRACE_SECONDS) -> None:
    """Run `command` until `stop` is set or the parent process is gone.

    Where it ends by itself it is started again, after a pause that doubles while it keeps dying.
    """
    parent = os.getppid()

    def is_over() -> bool:
        return stop.is_set() or os.getppid() != parent

    pause = 1.0
    while not is_over():
        started = time.monotonic()
        child = subprocess.Popen(  # noqa: S603  # our own command
            command,
            start_new_session=True,
            env={**os.environ, "NEXUS_KEEPER": str(os.getpid())},
        )
        while child.poll() is None and not is_over():
            stop.wait(_LOOK_SECONDS)
        if child.poll() is None:
            end(child, grace=grace)
            return
        kill_rest(child)
        if is_over():
            return
        if time.monotonic() - started >= _SHORT_LIFE_SECONDS:
            pause = 1.0
        logger.error("The worker ended (%s); again in %.0f s.", child.returncode, pause)
        deadline = time.monotonic() + pause
        while time.monotonic() < deadline and not is_over():
            stop.wait(_LOOK_SECONDS)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def end(child: subprocess.Popen[bytes], *, grace: float) -> None:
    """Have a process end, with force after `grace` seconds, and nothing of it be left."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace)
    kill_rest(child)
    child.wait()


def kill_rest(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session that a process led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def main() -> None:
    logs.set_up(os.environ)
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    keep(WORKER, stop)


if __name__ == "__main__":
    main()

"""Runs the quarantine: one child process for each file, with little time and memory."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nexus.core import quarantine
from nexus.core.quarantine.refused import Refused

logger = logging.getLogger(__name__)

_PROGRAM = Path(quarantine.__file__).with_name("__main__.py")
_REFUSED = 3
_MEGABYTES = 290
# CPU seconds decide; the wall clock is there for a child that sleeps, not for a busy machine.
_PATIENCE = 6
# Each child may take up to _MEGABYTES: this bounds what uploads can take of a server's memory.
_AT_ONCE = threading.BoundedSemaphore(4)
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Outcome:
    """What a job wrote, and the code of its refusal; a refused job may have written something."""

    output: bytes
    refusal: str | None


def run(job: str, data: bytes, *, seconds: int, options: Sequence[str] = ()) -> Outcome:
    """Give `data` to a job of the quarantine and return what came of it.

    `options` are our own words, never those of an upload. `seconds` is CPU time. The codes are those that the job refuses with, `too_complex` where a
    limit was reached and `unreadable` where the reader broke. Costs a process: 0.1 to 0.3 s.
    """
    command = [sys.executable, "-I", str(_PROGRAM), job, str(seconds), str(_MEGABYTES), *options]
    # Nothing of the server's environment, which holds its keys, is visible in there.
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    with _AT_ONCE:
        try:
            child = subprocess.run(  # noqa: S603 - our own program, no argument from outside
                command,
                input=data,
                capture_output=True,
                env=environment,
                timeout=seconds * _PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as expired:
            logger.warning("The quarantine gave up on a file: %s, no end in sight.", job)
            return Outcome(expired.stdout or b"", "too_complex")
    if child.returncode == 0:
        return Outcome(child.stdout, None)
    if child.returncode == _REFUSED:
        return Outcome(b"", child.stdout.decode("ascii", "replace"))
    reason = child.stderr.decode(errors="replace")[-300:]
    logger.info("The quarantine could not read a file: %s, %s.", job, reason or child.returncode)
    return Outcome(child.stdout, _code_of_death(child.returncode))


def _code_of_death(status: int) -> str:
    killed_for_time = (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0))
    return "too_complex" if status < 0 and status in killed_for_time else "unreadable"


def require(job: str, data: bytes, *, seconds: int, options: Sequence[str] = ()) -> bytes:
    """Return the output of a job. Raises Refused with the code of `run`."""
    outcome = run(job, data, seconds=seconds, options=options)
    if outcome.refusal is not None:
        raise Refused(outcome.refusal)
    return outcome.output

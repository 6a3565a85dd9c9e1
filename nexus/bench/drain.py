"""How fast the worker sends what is owed: `python -m nexus.bench.drain`.

MAILS=10000 mails are owed one by one, as alerts are; then the worker starts and sends them to a mail
server on this machine. DATABASE_URL and WORKERS are as in a deployment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nexus.bench.options import BASE_DIR, BadOptions, read_options
from nexus.bench.sink import MailSink

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 500
_TEXT = "Good morning,\n\n" + "this is a line of an ordinary mail about a job.\n" * 20


def main() -> int:
    """Owe, send, print. Return the exit status."""
    try:
        options = read_options({**os.environ, "JOBS": os.environ.get("MAILS", "")}, purpose="mail")
    except BadOptions as exc:
        sys.stderr.write(f"{str(exc).replace('JOBS', 'MAILS')}\n")
        return 2
    options = replace(options, keep=False)
    from nexus.bench.scratch import scratch_place

    with MailSink() as sink:
        own = {
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "WORKERS": os.environ.get("WORKERS", "2"),
        }
        passed = {n: v for n, v in os.environ.items() if n in {"PATH", "HOME", "LANG", "TMPDIR"}}
        environment = passed | options.environment() | own
        os.environ.update(environment)
        with scratch_place(options):
            _owe(options.jobs)
            sys.stdout.write(_sent(options.jobs, sink, environment))
    return 0


def _owe(number: int) -> None:
    import django

    django.setup()

    from django.core.management import call_command
    from django.db import connection, transaction

    from nexus.core.mail import queue_mail

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    for first in range(0, number, _AT_ONCE):
        with transaction.atomic():
            for n in range(first, min(first + _AT_ONCE, number)):
                queue_mail(
                    kind="bench",
                    to=f"p{n}@example.com",
                    recipient=None,
                    subject=f"Mail {n}",
                    text=_TEXT,
                    html=f"<p>{_TEXT}</p>",
                )
    connection.close()
    sys.stdout.write(f"{number:,} mails owed in {time.monotonic() - began:.1f} s\n")


def _sent(number: int, sink: MailSink, environment: dict[str, str]) -> str:
    """Run the worker until everything is sent and the queue is empty; return what is to be said."""
    from django_q.models import OrmQ

    worker = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, str(BASE_DIR / "manage.py"), "qcluster"], cwd=BASE_DIR, env=environment
    )
    began, peak, sent_at = 0.0, 0, 0.0
    try:
        while not sent_at or OrmQ.objects.exists():
            time.sleep(0.5)
            if sink.taken and not began:
                began = time.monotonic()
            if len(sink.taken) >= number and not sent_at:
                sent_at = time.monotonic()
            peak = max(peak, _memory(worker.pid))
        emptied_at = time.monotonic()
    finally:
        worker.terminate()
        worker.wait()
    twice = len(sink.taken) - len(set(sink.taken))
    return (
        f"sent in {sent_at - began:.1f} s: {number / (sent_at - began):.0f} a second,"
        f" over {sink.connections:,} connections, {twice} twice\n"
        f"queue empty after {emptied_at - began:.1f} s; worker's memory at most"
        f" {peak / 2**20:.0f} MB\n"
    )


def _memory(pid: int) -> int:
    """Return the bytes of a process and its descendants, each shared page counted once."""
    total = 0
    for one in (pid, *_descendants(pid)):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


if __name__ == "__main__":
    sys.exit(main())

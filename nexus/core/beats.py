"""Which workers are alive, on whatever machine: each writes down now and then that it is.

In the database, which all machines share even where each has a cache of its own.
"""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from nexus.core.models import WorkerBeat

BEAT_SECONDS = 10.0
"""How often a worker writes down that it is alive."""

ALIVE_FOR = timedelta(seconds=60)
"""After so long without a beat a worker counts as gone."""

_FORGOTTEN_AFTER = timedelta(days=1)


def own_name() -> str:
    """Return the name of the worker whose guard this process is."""
    return f"{socket.gethostname()}:{os.getpid()}"[:120]


def beat(name: str) -> None:
    """Note that the worker is alive. One query, two the first time."""
    now = timezone.now()
    if not WorkerBeat.objects.filter(name=name).update(at=now):
        WorkerBeat.objects.get_or_create(name=name, defaults={"started_at": now, "at": now})
        WorkerBeat.objects.filter(at__lt=now - _FORGOTTEN_AFTER).delete()


def touch_heartbeat() -> None:
    """Let who looks after this machine alone see that the worker lives, database or not."""
    if path := os.environ.get("HEARTBEAT_FILE"):
        Path(path).touch()


def end(name: str) -> None:
    """Forget a worker that ends in order."""
    WorkerBeat.objects.filter(name=name).delete()


def is_a_worker_alive() -> bool:
    """Tell whether any worker has been heard of lately. One query."""
    return WorkerBeat.objects.filter(at__gte=timezone.now() - ALIVE_FOR).exists()

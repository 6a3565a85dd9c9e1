"""Two questions a load balancer asks: are you alive, and can you do your work?

Unavailable is a process that nobody should be sent to: without the database, or tables as its code
expects them, no page can be made. What is merely degraded serves on: a worker, a cache or a store of
files that is missing is missing everywhere, and would else take every web process out of the
balancer, though people could still search and read.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from jobs import search
from nexus.core.beats import ALIVE_FOR, is_a_worker_alive
from nexus.core.storage_probe import StorageProbe
from nexus.core.storages import private_storage, public_storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_WORKER_KNOWN_FOR = 5.0

public_probe = StorageProbe(public_storage)
private_probe = StorageProbe(private_storage)


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while this process answers at all."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


class Migrations:
    """Whether the tables are as this code expects them, which stays so once it is."""

    def __init__(self) -> None:
        self.applied = False

    def __call__(self) -> str:
        if self.applied:
            return "ok"
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        self.applied = not missing
        return f"{len(missing)} migrations are missing" if missing else "ok"


def _cache() -> str:
    cache.set("readyz", "1", 5)
    return "ok" if cache.get("readyz") == "1" else "away: every page goes on without it"


class Worker:
    """Whether any worker on any machine is alive, as seen a moment ago at most."""

    def __init__(self) -> None:
        self._answer = ""
        self._asked_at = float("-inf")

    def __call__(self) -> str:
        if time.monotonic() - self._asked_at >= _WORKER_KNOWN_FOR:
            missing = f"no worker was heard of in the last {ALIVE_FOR.seconds} seconds"
            self._answer = "ok" if is_a_worker_alive() else missing
            self._asked_at = time.monotonic()
        return self._answer

    def forget(self) -> None:
        """Ask anew the next time."""
        self._asked_at = float("-inf")


migrations = Migrations()
worker = Worker()

NEEDED: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": migrations,
}
WANTED: dict[str, Callable[[], str]] = {
    "cache": _cache,
    "storage_public": public_probe.state,
    "storage_private": private_probe.state,
    "worker": worker,
}


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 where the process cannot serve, and 200 where it can, be it with less."""
    report = _ask(NEEDED)
    ready = all(state == "ok" for state in report.values())
    if ready:
        wanted = _ask(WANTED)
        found = search.status()
        whole = all(state == "ok" for state in wanted.values()) and found.state == "ready"
        report |= wanted | {"search": str(found)}
        status = "ok" if whole else "degraded"
    else:
        status = "unavailable"
    answer = JsonResponse({"status": status, **report}, status=200 if ready else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ask(parts: dict[str, Callable[[], str]]) -> dict[str, str]:
    report: dict[str, str] = {}
    for name, probe in parts.items():
        try:
            report[name] = probe()
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is the answer
            report[name] = type(exc).__name__
    return report

"""Two questions a load balancer asks: are you alive, and can you do your work?"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from jobs import search


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while this process answers at all."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are missing" if missing else "ok"


def _cache() -> str:
    cache.set("readyz", "1", 5)
    return "ok" if cache.get("readyz") == "1" else "away: every page goes on without it"


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when nothing is missing that pages need, else 503.

    A search that is degraded and a cache that is away are told, but no failure: were every server
    taken out of use for it, nobody would be answered at all.
    """
    parts: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations}
    report: dict[str, str] = {}
    for name, probe in parts.items():
        try:
            report[name] = probe()
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is the answer
            report[name] = type(exc).__name__
    ready = all(state == "ok" for state in report.values())
    report["cache"] = _cache()
    report["search"] = str(search.status())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", **report}, status=200 if ready else 503
    )

"""Counts each request and the time it took, and tells the log of it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from nexus.core import metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger("nexus.request")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_VIEW = "none"


class QueryTimer:
    """Adds up how many queries there were and how long they took."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began


class MeasuringMiddleware:
    """Measures what lies within, which is all but the id of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        method = request.method if request.method in _METHODS else "other"
        timer = QueryTimer()
        began = time.perf_counter()
        with connection.execute_wrapper(timer):
            response = self.get_response(request)
        seconds = time.perf_counter() - began
        note(request, str(method), response.status_code, seconds, timer)
        return response


def note(request: HttpRequest, method: str, status: int, seconds: float, timer: QueryTimer) -> None:
    """Count a request that is over."""
    view = view_of(request)
    metrics.REQUESTS.labels(view, method, f"{status // 100}xx").inc()
    metrics.LATENCY.labels(view, method).observe(seconds)
    if timer.queries:
        metrics.DATABASE_QUERIES.labels(view).inc(timer.queries)
        metrics.DATABASE_SECONDS.labels(view).inc(timer.seconds)
    if status == 429:
        metrics.THROTTLED.labels(view).inc()
    slow = seconds * 1000 >= settings.SLOW_REQUEST_MS > 0
    if slow or settings.LOG_REQUESTS:
        facts = {
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
            "queries": timer.queries,
            "database_ms": round(timer.seconds * 1000, 1),
        }
        logger.log(
            logging.WARNING if slow else logging.INFO,
            "%s %s %d in %.0f ms",
            method,
            view,
            status,
            seconds * 1000,
            extra=facts,
        )


def view_of(request: HttpRequest) -> str:
    """Return the name of the route, of which there are as many as there are patterns."""
    match = request.resolver_match
    if match is None:
        return NO_VIEW
    return match.view_name or match._func_path or NO_VIEW

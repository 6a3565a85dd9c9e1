"""An id for every request, which logs and answers share."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import LazyObject

from nexus.core.logs import current_task

_REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
_REQUEST: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def current_request_id() -> str:
    """Return the id of the request that is being answered, or "-" outside of one."""
    return _REQUEST_ID.get()


class RequestIdMiddleware:
    """Give every request an id: a proxy's `X-Request-Id` where it is harmless, else a new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _ACCEPTABLE_ID.fullmatch(given) else uuid.uuid4().hex
        token, current = _REQUEST_ID.set(request_id), _REQUEST.set(request)
        try:
            response = self.get_response(request)
        finally:
            _REQUEST.reset(current)
            _REQUEST_ID.reset(token)
        response.headers["X-Request-Id"] = request_id
        return response


class RequestIdFilter(logging.Filter):
    """Puts on each log record of which request or task it is, and of whose by number alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id = current_request_id()
        context: dict[str, Any] = {}
        request = _REQUEST.get()
        if request is not None:
            context = {"request_id": request_id, "method": request.method}
            if request.resolver_match is not None:
                context["route"] = request.resolver_match.view_name
            user_id = _known_user_id(request)
            if user_id is not None:
                context["user_id"] = user_id
        task = current_task.get()
        if task is not None:
            context |= task
        record.nexus = context
        return True


def _known_user_id(request: HttpRequest) -> int | None:
    """Return whose request it is, where that was asked already. Asks neither session nor database."""
    user = getattr(request, "_cached_user", None)
    if user is None:
        user = request.__dict__.get("user")
        if isinstance(user, LazyObject):
            return None
    return getattr(user, "pk", None)

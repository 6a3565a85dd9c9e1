"""What browsers refuse because of our content security policy: counted, and told to the log once.

Anybody can send such reports, so they are believed little: small, few from one address, each kind told
once an hour, and so many kinds at most. Of addresses the route or the host is kept, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nexus.core.api.client import client_address
from nexus.core.api.limits import Rate, count_call
from nexus.core.metrics import CSP_REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

logger = logging.getLogger("nexus.csp")

PATH = "/csp-report"
_MOST_BYTES = 16_384
_MOST_AT_ONCE = 20
_TOLD_AGAIN_AFTER = 3600
_FROM_ONE = Rate(30, 60)
_TOLD_OF_ALL = Rate(60, 3600)
_DIRECTIVES = frozenset(
    {
        "base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors",
        "frame-src", "img-src", "manifest-src", "media-src", "object-src", "script-src",
        "script-src-attr", "script-src-elem", "style-src", "style-src-attr", "style-src-elem",
        "worker-src",
    }
)  # fmt: skip
_TYPES = frozenset({"application/csp-report", "application/reports+json", "application/json"})
_KEYWORD = re.compile(r"[a-z][a-z-]{0,30}")
_HOST = re.compile(r"[a-z0-9.-]{1,100}")


class Violation(NamedTuple):
    """What was refused, where it was to come from, and on which route."""

    directive: str
    blocked: str
    route: str


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Take a report of either format. Answers 204, and 400, 413, 415 or 429 to what is none."""
    if request.content_type not in _TYPES:
        return HttpResponse(status=415)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        return HttpResponse(status=413)
    allowance = count_call(f"csp:{client_address(request)}", _FROM_ONE)
    if allowance.exceeded:
        return HttpResponse(status=429)
    try:
        found = list(violations_of(json.loads(request.body)))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for violation in found:
        CSP_REPORTS.labels(violation.directive).inc()
        _tell(violation)
    return HttpResponse(status=204)


def violations_of(said: Any) -> Iterator[Violation]:
    """Read what `report-uri` sends (one) or `report-to` (several). Raises ValueError."""
    if isinstance(said, dict) and isinstance(said.get("csp-report"), dict):
        report = said["csp-report"]
        directive = report.get("effective-directive") or report.get("violated-directive")
        yield _violation(directive, report.get("blocked-uri"), report.get("document-uri"))
    elif isinstance(said, list):
        for entry in said[:_MOST_AT_ONCE]:
            body = entry.get("body") if isinstance(entry, dict) else None
            if isinstance(body, dict) and entry.get("type") == "csp-violation":
                yield _violation(
                    body.get("effectiveDirective"), body.get("blockedURL"), body.get("documentURL")
                )
    else:
        raise ValueError("no report")


def _violation(directive: Any, blocked: Any, document: Any) -> Violation:
    name = str(directive or "").split(" ")[0]
    return Violation(
        name if name in _DIRECTIVES else "other", _source(str(blocked or "")), _route(str(document))
    )


def _source(blocked: str) -> str:
    """Return a keyword such as "inline", or the scheme and host of an address."""
    if _KEYWORD.fullmatch(blocked):
        return blocked
    try:
        parts = urlsplit(blocked)
        host = parts.hostname or ""
    except ValueError:
        return "other"
    if not _KEYWORD.fullmatch(parts.scheme):
        return "other"
    return f"{parts.scheme}://{host}" if _HOST.fullmatch(host) else f"{parts.scheme}:"


def _route(document: str) -> str:
    try:
        return resolve(urlsplit(document).path or "/").view_name
    except (Resolver404, ValueError):
        return "none"


def _tell(violation: Violation) -> None:
    digest = hashlib.blake2b("\n".join(violation).encode(), digest_size=16).hexdigest()
    if not cache.add(f"csp:told:{digest}", 1, _TOLD_AGAIN_AFTER):
        return
    if not count_call("csp:told", _TOLD_OF_ALL).exceeded:
        logger.warning("A browser refused %s from %s at %s.", *violation)

"""Errors are reported to a Sentry (or what speaks like one) where SENTRY_DSN names one.

Without what may be personal: no bodies, cookies, headers, queries or values of variables, of the
person their number alone, and texts are scrubbed. Nothing is loaded or sent while it is not set.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from nexus.core.scrubbing import scrub

_KEPT = frozenset(
    {
        "contexts", "environment", "event_id", "exception", "level", "logentry", "logger",
        "platform", "release", "sdk", "server_name", "tags", "timestamp", "transaction",
        "transaction_info",
    }
)  # fmt: skip


def start(dsn: str, *, release: str) -> None:
    """Have errors reported from now on. Raises ImproperlyConfigured without the extra."""
    if not dsn:
        return
    try:
        sdk: Any = import_module("sentry_sdk")
    except ImportError as exc:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but sentry-sdk is not installed: install the extra `sentry`."
        ) from exc
    try:
        sdk.init(
            dsn=dsn,
            release=release or None,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            traces_sample_rate=None,
            before_send=without_persons,
        )
    except ValueError as exc:  # what its BadDsn is; it repeats the address, which is a secret
        raise ImproperlyConfigured("SENTRY_DSN is no address of a project.") from exc


def without_persons(event: dict[str, Any], hint: Any = None) -> dict[str, Any]:
    """Return of an event what may leave: what happened and where, not to whom."""
    kept = {name: value for name, value in event.items() if name in _KEPT}
    method = (event.get("request") or {}).get("method")
    if method:
        kept["request"] = {"method": method}
    number = (event.get("user") or {}).get("id")
    if str(number or "").isdecimal():
        kept["user"] = {"id": str(number)}
    cleaned: dict[str, Any] = _scrubbed(kept, keep=_NAMES)
    return cleaned


# Names of files, functions and ids, which masks for secrets would take for such.
_NAMES = frozenset(
    {
        "event_id", "trace_id", "span_id", "parent_span_id", "abs_path", "filename", "module",
        "function", "timestamp", "type", "name", "version", "id", "release", "build", "sdk",
    }
)  # fmt: skip


def _scrubbed(value: Any, *, keep: frozenset[str]) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {
            key: part
            if key in keep and not isinstance(part, dict | list)
            else _scrubbed(part, keep=keep)
            for key, part in value.items()
            if key != "vars"
        }
    if isinstance(value, list | tuple):
        return [_scrubbed(part, keep=keep) for part in value]
    return value

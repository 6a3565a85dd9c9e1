"""How a line of the log looks, as text or as JSON, and that it says nothing of a person.

Imports neither settings nor models: gunicorn and the worker's keeper write such lines as well. Only
the facts named here leave a record; what others attach to it (a request, say) is not repeated.
"""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nexus.core.scrubbing import scrub, scrub_traceback

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = ("json", "text")
# Beside those of the request and of the task: what `nexus.observing.measuring` attaches.
FACTS = ("status", "duration_ms", "queries", "database_ms")

current_task: ContextVar[dict[str, str] | None] = ContextVar("current_task", default=None)
"""The task that this process works on: its name and id."""


class _Scrubbing(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # logging's own name
        # The source and what was said, never the values of variables.
        return scrub_traceback("".join(traceback.format_exception(*ei)).rstrip("\n"))

    def formatStack(self, stack_info: str) -> str:
        return scrub_traceback(stack_info)


class TextFormatter(_Scrubbing):
    """A line to be read by people."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = scrub(record.message)
        record.__dict__.setdefault("request_id", "-")
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have kept its own, unscrubbed.
        record.exc_text = None
        return super().format(record)


class JsonFormatter(_Scrubbing):
    """One object in one line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        context = getattr(record, "nexus", None)
        if isinstance(context, dict):
            said |= context
        said |= {name: record.__dict__[name] for name in FACTS if name in record.__dict__}
        if record.exc_info and record.exc_info[0] is not None:
            said["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            said["stack"] = self.formatStack(record.stack_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def formatters() -> dict[str, dict[str, Any]]:
    """Return what LOGGING needs of both formats."""
    return {
        "json": {"()": "nexus.core.logs.JsonFormatter"},
        "text": {
            "()": "nexus.core.logs.TextFormatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
    }


def format_from(environment: Mapping[str, str]) -> str:
    """Return the format that the environment asks for, as the settings read it too."""
    named = environment.get("LOG_FORMAT", "")
    if named:
        return named if named in FORMATS else "text"
    is_debugging = environment.get("DEBUG", "").lower() in {"on", "true", "1", "yes", "y", "ok"}
    return "text" if is_debugging else "json"


def set_up(environment: Mapping[str, str]) -> None:
    """Have a process without settings write such lines."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": formatters(),
            "handlers": {
                "console": {
                    "class": "logging.StreamHandler",
                    "formatter": format_from(environment),
                }
            },
            "root": {"handlers": ["console"], "level": "INFO"},
        }
    )

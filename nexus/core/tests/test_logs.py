"""What a line of the log holds: enough to find a fault, and nothing of a person."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.core import background
from nexus.core.logs import JsonFormatter, TextFormatter, format_from, formatters
from nexus.core.request_ids import RequestIdFilter
from nexus.core.tests import queue_samples
from nexus.core.tests.queue_hands import on_q2, work

if TYPE_CHECKING:
    from people.models import User

pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """Keeps what a handler of the console would have written."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(RequestIdFilter())
        self.setFormatter(JsonFormatter())
        self.said: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        assert "\n" not in line
        self.said.append(json.loads(line))


@pytest.fixture
def lines() -> Any:
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.said
    logging.getLogger().removeHandler(handler)


def test_a_request_leaves_one_line_without_its_query(
    settings: Any, lines: list[dict[str, Any]], client: Client
) -> None:
    settings.LOG_REQUESTS = True

    client.get("/healthz", {"q": "carla"}, headers={"X-Request-Id": "request-1"})

    (line,) = [one for one in lines if one["logger"] == "nexus.request"]
    assert line.pop("timestamp").endswith("+00:00")
    assert line.pop("duration_ms") >= 0
    line.pop("database_ms")
    took = line.pop("message")
    assert took.startswith("GET nexus.health.healthz 200 in ")
    assert line == {
        "level": "INFO",
        "logger": "nexus.request",
        "request_id": "request-1",
        "method": "GET",
        "route": "nexus.health.healthz",
        "status": 200,
        "queries": 0,
    }


def test_whose_request_it_is_stands_there_as_a_number(
    settings: Any, lines: list[dict[str, Any]], candidate: User, api: Any
) -> None:
    settings.LOG_REQUESTS = True

    api.get("/account/profiles/me/", as_=candidate)

    (line,) = [one for one in lines if one["logger"] == "nexus.request"]
    assert line["user_id"] == candidate.pk
    assert "candidate" not in json.dumps(line)


def test_a_session_is_not_read_for_the_log(
    settings: Any, client: Client, django_assert_num_queries: Any
) -> None:
    settings.LOG_REQUESTS = True
    client.cookies["sessionid"] = "x" * 32

    with django_assert_num_queries(0):
        client.get("/healthz")

    assert AnonymousUser().pk is None


def test_a_slow_request_is_one_warning(
    settings: Any, lines: list[dict[str, Any]], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOG_REQUESTS, settings.SLOW_REQUEST_MS = True, 500
    clock = iter([10.0, 10.7])
    monkeypatch.setattr("nexus.observing.measuring.time.perf_counter", lambda: next(clock))

    client.get("/healthz")

    (line,) = [one for one in lines if one["logger"] == "nexus.request"]
    assert (line["level"], line["duration_ms"]) == ("WARNING", 700.0)


def _failing(address: str) -> None:
    secret = f"hunter2 of {address}"
    raise ValueError(f"{address} has {len(secret)}")


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter("{message}", style="{")])
def test_a_stack_tells_where_and_not_with_what(formatter: logging.Formatter) -> None:
    try:
        _failing("carla@example.com")
    except ValueError:
        facts = sys.exc_info()
    record = logging.LogRecord("x", 40, "", 1, "Failed for %s", ("carla@example.com",), facts)
    record.__dict__["request"] = "<GET /?email=carla>"
    record.exc_text = "kept by another: carla"

    line = formatter.format(record)

    assert "_failing" in line
    assert "carla" not in line
    assert "hunter2" not in line


def test_work_in_the_background_says_which(
    queue: None, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django_q.worker.error_reporter", background.FailureLog())
    on_q2(queue_samples.fail).enqueue(7)

    work()
    logging.getLogger("nexus.worker").warning("after it")

    failed, after = [one for one in lines if one["logger"] == "nexus.worker"]
    assert failed["task"] == queue_samples.fail.module_path
    assert failed["task_id"]
    assert "LookupError: nothing at 7" in failed["exception"]
    assert "task" not in after


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "json"),
        ({"DEBUG": "on"}, "text"),
        ({"DEBUG": "off"}, "json"),
        ({"DEBUG": "on", "LOG_FORMAT": "json"}, "json"),
        ({"LOG_FORMAT": "text"}, "text"),
    ],
)
def test_servers_write_as_the_settings_do(environment: dict[str, str], expected: str) -> None:
    assert format_from(environment) == expected
    assert expected in formatters()

"""Errors reach the place that is named, without anything of a person, and nothing does else."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from django.core.exceptions import ImproperlyConfigured

from nexus.observing import error_reports

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAIL = """
import logging, sys
from nexus.observing import error_reports
error_reports.start(sys.argv[1], release="1")
def fail(person):
    secret = "hunter2"
    raise ValueError(f"{person} is unknown")
try:
    fail("carla@example.com")
except ValueError:
    logging.getLogger("x").exception("No account of %s", "carla@example.com")
if sys.argv[1]:
    import sentry_sdk
    sentry_sdk.flush(10)
print("sentry_sdk" in sys.modules)
"""


_UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture
def sink() -> Iterator[tuple[str, list[bytes]]]:
    """A place that keeps what is reported to it."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(_UNPACKED[self.headers.get("Content-Encoding", "")](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", got
    server.shutdown()
    server.server_close()


def run(dsn: str, root: Any) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "nexus.settings_test"}
    environment.pop("SENTRY_DSN", None)
    done = subprocess.run(
        [sys.executable, "-c", _FAIL, dsn],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_an_error_arrives_without_the_person(sink: tuple[str, list[bytes]], settings: Any) -> None:
    dsn, got = sink

    assert run(dsn, settings.BASE_DIR) == "True"

    said = b"".join(got).decode()
    assert "ValueError" in said
    assert "[e-mail] is unknown" in said
    assert "carla" not in said.lower()
    assert '"vars"' not in said


def test_nothing_is_sent_or_even_loaded_where_no_place_is_named(
    sink: tuple[str, list[bytes]], settings: Any
) -> None:
    assert run("", settings.BASE_DIR) == "False"
    assert sink[1] == []


def test_a_place_without_the_extra_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(ImproperlyConfigured, match="extra `sentry`"):
        error_reports.start("https://key@errors.example/1", release="")


def test_what_is_no_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        error_reports.start("hunter2", release="")

    assert "hunter2" not in str(refused.value)


def test_of_a_request_the_method_is_left_and_of_a_person_the_number() -> None:
    event = {
        "event_id": "a" * 31 + "1",
        "request": {
            "method": "POST",
            "url": "https://jobs.example/?email=carla",
            "headers": {"Cookie": "sessionid=hunter2", "Authorization": "Bearer hunter2"},
            "data": {"name": "Carla"},
            "query_string": "email=carla",
        },
        "user": {
            "id": "7",
            "username": "carla",
            "email": "carla@example.com",
            "ip_address": "1.2.3.4",
        },
        "extra": {"form": "Carla"},
        "breadcrumbs": {"values": [{"message": "SELECT 'carla'"}]},
        "exception": {
            "values": [
                {
                    "type": "IntegrityError",
                    "value": "DETAIL:  Key (username)=(carla) already exists.",
                    "stacktrace": {"frames": [{"filename": "a/b.py", "vars": {"who": "carla"}}]},
                }
            ]
        },
    }

    left = error_reports.without_persons(event)

    assert "carla" not in json.dumps(left).lower()
    assert "hunter2" not in json.dumps(left)
    assert left["request"] == {"method": "POST"}
    assert left["user"] == {"id": "7"}
    assert left["event_id"] == event["event_id"]
    assert left["exception"]["values"][0]["stacktrace"]["frames"] == [{"filename": "a/b.py"}]

"""Reports of refused content: both formats, counted, told once, and nothing of a person kept."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nexus.core.metrics import REGISTRY

pytestmark = pytest.mark.django_db
PAGE = "http://testserver/jobs/?search=carla#top"
OLD = {
    "csp-report": {
        "document-uri": PAGE,
        "referrer": "https://mail.example/?to=carla",
        "violated-directive": "script-src 'self'",
        "blocked-uri": "https://evil.example/x.js?who=carla",
        "script-sample": "carla",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "url": PAGE,
        "user_agent": "carla",
        "body": {
            "documentURL": PAGE,
            "effectiveDirective": "script-src",
            "blockedURL": "https://evil.example/y.js?who=carla",
        },
    }
]


def send(client: Client, body: Any, kind: str = "application/csp-report") -> int:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/csp-report", data, content_type=kind).status_code


def counted(directive: str) -> float:
    return REGISTRY.get_sample_value("nexus_csp_reports_total", {"directive": directive}) or 0.0


def test_both_formats_are_counted_and_told_once(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted("script-src")
    strict = Client(enforce_csrf_checks=True)

    with caplog.at_level(logging.WARNING, "nexus.csp"):
        codes = [send(strict, OLD), send(client, NEW, "application/reports+json")]

    assert codes == [204, 204]
    assert counted("script-src") == before + 2
    (told,) = [record for record in caplog.records if record.name == "nexus.csp"]
    assert told.getMessage().startswith(
        "A browser refused script-src from https://evil.example at "
    )
    assert "carla" not in told.getMessage()


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ("{", "application/csp-report", 400),
        (b"\xff\xfe", "application/csp-report", 400),
        ("7", "application/csp-report", 400),
        ("[" * 15_000, "application/csp-report", 400),
        ({"csp-report": "x"}, "application/csp-report", 400),
        (OLD, "text/plain", 415),
        ("[" + " " * 20_000 + "]", "application/reports+json", 413),
        ([7, {"type": "deprecation", "body": {}}], "application/reports+json", 204),
    ],
)
def test_what_is_no_report_is_refused(body: Any, kind: str, code: int, client: Client) -> None:
    assert send(client, body, kind) == code


def test_only_reports_are_taken(client: Client) -> None:
    assert client.get("/csp-report").status_code == 405


def test_what_is_made_up_makes_no_labels(client: Client) -> None:
    before = counted("other")

    for number in range(3):
        made_up = {"violated-directive": f"x{number}\n", "blocked-uri": "\u202e", "document-uri": 7}
        assert send(client, {"csp-report": made_up}) == 204

    assert counted("other") == before + 3


def test_one_address_sends_so_many(client: Client) -> None:
    cache.clear()

    codes = [send(client, OLD) for _time in range(31)]

    assert codes[:30] == [204] * 30
    # The limit may have begun anew on the minute.
    assert codes[30] in {429, 204}


@pytest.mark.parametrize("path", ["/jobs/", "/accounts/login/", "/swagger/"])
def test_every_policy_says_where_to_report(path: str, client: Client) -> None:
    response = client.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert "report-uri /csp-report" in policy
    assert "report-to csp" in policy
    assert response.headers["Reporting-Endpoints"] == 'csp="/csp-report"'


def test_a_shared_page_keeps_its_validator(client: Client) -> None:
    first = client.get("/jobs/")

    again = client.get("/jobs/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304

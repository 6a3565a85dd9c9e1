"""What /metrics tells, to whom, and at what cost."""

from __future__ import annotations

import math
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import psutil
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from conftest import PASSWORD
from nexus.core import beats
from nexus.core.backup_record import note_good_backup
from nexus.core.metrics import REGISTRY
from nexus.core.models import MailState, OutgoingMail
from nexus.observing import collectors
from nexus.observing.counted_caches import CountedLocMemCache
from nexus.observing.logins import kind_of
from nexus.observing.metrics_page import counted, current

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hiring.models import Application
    from people.models import User

pytestmark = pytest.mark.django_db


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def samples() -> dict[str, list[Any]]:
    """Return what is told, by the name of the sample."""
    found: dict[str, list[Any]] = {}
    for family in text_string_to_metric_families(current().decode()):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample)
    return found


def told(name: str, **labels: str) -> float | None:
    for sample in samples().get(name, []):
        if labels.items() <= sample.labels.items():
            return float(sample.value)
    return None


@pytest.mark.parametrize(
    ("settings_of", "headers", "code"),
    [
        ({}, {}, 404),
        ({"DEBUG": True}, {}, 200),
        ({"METRICS_TOKEN": "s3cret"}, {}, 404),
        ({"METRICS_TOKEN": "s3cret", "DEBUG": True}, {}, 404),
        ({"METRICS_TOKEN": "s3cret"}, {"Authorization": "Bearer s3cre"}, 404),
        ({"METRICS_TOKEN": "s3cret"}, {"Authorization": "Bearer ümlaut"}, 404),
        ({"METRICS_TOKEN": "s3cret"}, {"Authorization": "Basic s3cret"}, 404),
        ({"METRICS_TOKEN": "s3cret"}, {"Authorization": "Bearer s3cret"}, 200),
        ({"METRICS_NETWORKS": ["10.0.0.0/8", "127.0.0.0/8"]}, {}, 200),
        ({"METRICS_NETWORKS": ["10.0.0.0/8"]}, {}, 404),
        ({"METRICS_NETWORKS": ["10.0.0.0/8"]}, {"X-Forwarded-For": "10.0.0.1"}, 404),
        (
            {"METRICS_NETWORKS": ["10.0.0.0/8"], "METRICS_TOKEN": "s3cret"},
            {"Authorization": "Bearer s3cret"},
            404,
        ),
    ],
)
def test_metrics_are_for_those_who_are_meant(
    settings_of: dict[str, Any], headers: dict[str, str], code: int, settings: Any, client: Client
) -> None:
    for name, given in settings_of.items():
        setattr(settings, name, given)

    response = client.get("/metrics", headers=headers)

    assert response.status_code == code
    assert ("nexus_build_info" in response.text) is (code == 200)


def test_a_session_of_an_administrator_opens_nothing(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)

    assert client.get("/metrics").status_code == 404


def test_a_request_is_counted_by_route_and_never_by_path(client: Client) -> None:
    known = {"view": "nexus.health.healthz", "method": "GET"}
    before = value("nexus_requests_total", **known, status="2xx")
    timed = value("nexus_request_seconds_count", **known)

    client.get("/healthz", {"email": "carla@example.com"})

    assert value("nexus_requests_total", **known, status="2xx") == before + 1
    assert value("nexus_request_seconds_count", **known) == timed + 1
    assert b"carla" not in current()


def test_what_does_not_exist_and_unknown_methods_make_no_labels(client: Client) -> None:
    before = value("nexus_requests_total", view="none", method="other", status="4xx")

    for number in range(3):
        client.generic(f"BREW{number}", f"/nowhere/{number}.php")

    after = value("nexus_requests_total", view="none", method="other", status="4xx")
    shown = current().decode()
    assert "BREW" not in shown
    assert "php" not in shown
    # Wagtail's view may answer what no other pattern does.
    served = value("nexus_requests_total", view="wagtail_serve", method="other", status="4xx")
    assert after - before == 3 or served >= 3


def test_queries_and_refusals_are_counted(api: Any, settings: Any) -> None:
    settings.API_RATE_ANON = "1/h"
    view = resolve("/api/jobs/").view_name
    queries = value("nexus_request_database_queries_total", view=view)
    refused = value("nexus_throttled_requests_total", view=view)

    codes = [api.get("/api/jobs/").status_code for _time in range(2)]

    assert codes == [200, 429]
    assert value("nexus_request_database_queries_total", view=view) > queries
    assert value("nexus_request_database_seconds_total", view=view) > 0
    assert value("nexus_throttled_requests_total", view=view) == refused + 1


@pytest.mark.parametrize(
    ("methods", "kind"),
    [
        (["password"], "password"),
        (["password", "mfa"], "password_and_second_factor"),
        (["mfa"], "passkey"),
        (["socialaccount"], "socialaccount"),
        (["code", "mfa"], "code_and_second_factor"),
        (["something-new"], "other"),
        ([], "other"),
    ],
)
def test_the_kind_of_a_sign_in_is_one_of_few(methods: list[str], kind: str) -> None:
    assert kind_of(methods) == kind


@pytest.mark.parametrize(("password", "result"), [(PASSWORD, "ok"), ("wrong", "failed")])
def test_sign_ins_are_counted(
    password: str, result: str, make_user: Callable[..., User], api: Any
) -> None:
    make_user("carla")
    before = value("nexus_logins_total", kind="password", result=result)

    api.post("/auth/login/", {"username": "carla", "password": password})

    assert value("nexus_logins_total", kind="password", result=result) == before + 1


def test_reads_of_the_cache_are_counted() -> None:
    cache = CountedLocMemCache("counted", {})
    hits = value("nexus_cache_gets_total", result="hit")
    misses = value("nexus_cache_gets_total", result="miss")

    cache.set("none", None)
    found = [cache.get("none", 7), cache.get("missing", 7), cache.get_or_set("other", lambda: 3)]

    assert found == [None, 7, 3]
    assert value("nexus_cache_gets_total", result="hit") >= hits + 1
    assert value("nexus_cache_gets_total", result="miss") >= misses + 2


def _mail(kind: str, state: str, **more: Any) -> OutgoingMail:
    number = OutgoingMail.objects.count()
    return OutgoingMail.objects.create(
        kind=kind,
        to_address="carla@example.com",
        subject="Dear Carla",
        text_body="Hello",
        message_id=f"<{number}@nexus>",
        state=state,
        **more,
    )


def test_the_database_is_counted_for_all_machines(
    make_application: Callable[..., Application],
) -> None:
    now = timezone.now()
    make_application()
    _mail("welcome", MailState.QUEUED, not_before=now - timedelta(minutes=3))
    _mail("welcome", MailState.FAILED)
    _mail("news", MailState.SENT, sent_at=now - timedelta(hours=1))
    _mail("news", MailState.SENT, sent_at=now - timedelta(days=3))
    beats.beat("there:1")

    assert told("nexus_mails", state="queued", kind="welcome") == 1
    assert told("nexus_mails", state="failed", kind="welcome") == 1
    assert told("nexus_mails_sent_last_day", kind="news") == 1
    assert 180 <= (told("nexus_mail_oldest_seconds") or 0) < 240
    assert told("nexus_application_steps_last_day", **{"from": "new", "to": "pending"}) == 1
    assert told("nexus_workers_alive") == 1
    assert told("nexus_search_state", state="ready") == 1
    assert b"arla" not in current()


def test_the_age_of_the_last_good_backup_is_told() -> None:
    assert told("nexus_backup_age_seconds") == math.inf

    for hours in (50, 3):
        taken_at = timezone.now() - timedelta(hours=hours)
        note_good_backup(taken_at=taken_at.isoformat(), size=1, rows=1, files=0, missing=0)

    assert 3 * 3600 <= (told("nexus_backup_age_seconds") or 0) < 3 * 3600 + 60


def test_a_scrape_costs_as_many_queries_however_much_there_is(
    make_application: Callable[..., Application],
) -> None:
    def fill(number: int) -> int:
        for one in range(number):
            _mail(f"kind-{one % 3}", MailState.QUEUED)
            beats.beat(f"machine-{one}:1")
            make_application()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            current()
        return len(queries)

    few, many = fill(10), fill(30)

    assert few == many == 9


def test_what_cannot_be_asked_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(collector: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(collectors.DatabaseCollector, "collect", fail)

    assert told("nexus_collector_ok", collector="database") == 0
    assert told("nexus_collector_ok", collector="build") == 1
    assert told("nexus_build_info") == 1


_COUNT = """
import sys
from nexus.core.metrics import LATENCY, REQUESTS
for _ in range(int(sys.argv[1])):
    REQUESTS.labels("a", "GET", "2xx").inc()
    LATENCY.labels("a", "GET").observe(0.02)
"""


def test_processes_of_a_machine_count_together_and_beyond_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

    for times in ("3", "4"):
        command = [sys.executable, "-c", _COUNT, times]
        subprocess.run(command, cwd=settings.BASE_DIR, check=True)

    shown = counted().decode()
    assert 'nexus_requests_total{method="GET",status="2xx",view="a"} 7.0' in shown
    assert 'nexus_request_seconds_count{method="GET",view="a"} 7.0' in shown


class Gunicorn:
    """The web server with two processes."""

    def __init__(self, folder: Path, root: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        environment = {
            **os.environ,
            "ENV_FILE": "",
            "DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "TMPDIR": str(folder),
        }
        environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
        self.folder = folder
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "nexus.wsgi"]
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=root, env=environment, stdout=log, stderr=log
            )

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                self.get("/healthz")
            except OSError:
                assert time.monotonic() < deadline, (self.folder / "log").read_text()
                time.sleep(0.1)
            else:
                return

    def requests(self) -> float:
        """Return how many calls of /healthz are told of."""
        line = re.search(
            r'^nexus_requests_total\{.*view="nexus.health.healthz"\} (.*)$',
            self.get("/metrics"),
            re.M,
        )
        return float(line[1]) if line else 0.0

    def who_counted(self) -> int:
        return len(list(self.folder.glob("nexus-metrics-*/counter_*.db")))


@pytest.mark.slow
def test_whichever_process_answers_tells_of_both(tmp_path: Path, settings: Any) -> None:
    server = Gunicorn(tmp_path, settings.BASE_DIR)
    try:
        server.wait()
        deadline = time.monotonic() + 60
        while server.who_counted() < 2:
            server.get("/healthz")
            assert time.monotonic() < deadline, "one process answers all"
        before = server.requests()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(server.get, ["/healthz"] * 40))

        assert [server.requests() for _time in range(6)] == [before + 40] * 6
        for worker in psutil.Process(server.process.pid).children():
            worker.kill()
        server.wait()
        assert server.requests() >= before + 40
    finally:
        server.process.terminate()
        server.process.wait(30)
    assert list(tmp_path.glob("nexus-metrics-*")) == []

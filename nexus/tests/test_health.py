"""What the balancer is told: who cannot serve is left out, who can do less is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import Storage
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from nexus import health
from nexus.core import beats
from nexus.core.models import WorkerBeat
from nexus.core.storage_probe import StorageProbe

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    """Let each test ask for itself."""
    yield from _forgetting()


def _forgetting() -> Iterator[None]:
    for known in (health.public_probe, health.private_probe, health.worker):
        known.forget()
    health.migrations.applied = False
    yield
    for known in (health.public_probe, health.private_probe, health.worker):
        known.forget()


def asked(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_all_is_well_while_a_worker_beats(client: Client) -> None:
    beats.beat("elsewhere:7")

    code, report = asked(client)

    assert code == 200
    assert report.pop("search").startswith("ready")
    assert set(report) == {"status", *health.NEEDED, *health.WANTED}
    assert set(report.values()) == {"ok"}


def test_probes_may_name_a_machine_that_is_no_host_of_the_site(
    client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["jobs.example"]
    for path in ("/healthz", "/readyz"):
        assert client.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/jobs/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.parametrize("silent_for", [None, timedelta(minutes=2)])
def test_a_missing_worker_takes_no_web_process_out(
    silent_for: timedelta | None, client: Client
) -> None:
    if silent_for:
        beats.beat("elsewhere:7")
        WorkerBeat.objects.update(at=timezone.now() - silent_for)

    code, report = asked(client)

    assert (code, report["status"]) == (200, "degraded")
    assert report["worker"] == "no worker was heard of in the last 60 seconds"


def test_without_a_database_it_is_unavailable_and_says_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise DatabaseError("password=hunter2 at 10.0.0.7")

    monkeypatch.setitem(health.NEEDED, "database", fail)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["database"] == "DatabaseError"
    assert "hunter2" not in response.text


def test_missing_migrations_are_unavailable_until_they_are_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[list[str]] = [["one", "two"], []]
    monkeypatch.setattr("nexus.health.MigrationExecutor.migration_plan", lambda *args: plans.pop(0))

    first, second, third = asked(client), asked(client), asked(client)

    assert (first[0], first[1]["migrations"]) == (503, "2 migrations are missing")
    # The third has not looked any more.
    assert (second[1]["migrations"], third[1]["migrations"], plans) == ("ok", "ok", [])


def test_probes_cost_four_queries_once_and_one_after_that(
    client: Client, django_assert_num_queries: Any
) -> None:
    beats.beat("elsewhere:7")
    asked(client)

    with django_assert_num_queries(1):
        asked(client)


class Broken(Storage):
    """Fails, forgets or never answers."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.forgets, self.asked = forgets, 0

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        self.asked += 1
        if not self.forgets:
            raise PermissionError("/srv/secret/place")
        return str(name)

    def open(self, name: str, mode: str = "rb") -> Any:
        from django.core.files.base import ContentFile

        return ContentFile(b"something else")

    def delete(self, name: str) -> None:
        pass


@pytest.mark.parametrize("part", ["storage_public", "storage_private"])
def test_a_storage_that_fails_degrades(
    part: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats.beat("elsewhere:7")
    broken = Broken()
    monkeypatch.setitem(health.WANTED, part, StorageProbe(lambda: broken).state)

    found = [asked(client), asked(client)]

    assert [(code, report["status"], report[part]) for code, report in found] == [
        (200, "degraded", "PermissionError")
    ] * 2
    assert broken.asked == 1


def test_a_storage_that_keeps_something_else_is_not_well() -> None:
    probe = StorageProbe(lambda: Broken(forgets=True))

    assert probe.state() == "it does not keep what it is given"


def test_a_storage_that_does_not_answer_holds_nobody_up() -> None:
    from threading import Event

    release = Event()

    class Slow(Broken):
        def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
            release.wait(30)
            return super().save(name, content, max_length)

    slow = Slow(forgets=True)
    probe = StorageProbe(lambda: slow, patience=0.01)

    assert [probe.state(), probe.state()] == ["it does not answer"] * 2
    release.set()
    assert slow.asked <= 1


def test_nothing_is_left_of_what_was_written_to_see(client: Client) -> None:
    from nexus.core.storages import private_storage, public_storage

    asked(client)

    for storage in (public_storage(), private_storage()):
        assert storage.listdir("probe")[1] == []


def test_a_worker_is_one_row_however_often_it_beats() -> None:
    for _time in range(3):
        beats.beat("here:1")
    beats.beat("there:1")
    WorkerBeat.objects.filter(name="there:1").update(at=timezone.now() - timedelta(days=2))

    beats.beat("here:2")

    assert set(WorkerBeat.objects.values_list("name", flat=True)) == {"here:1", "here:2"}
    beats.end("here:1")
    assert WorkerBeat.objects.get().name == "here:2"

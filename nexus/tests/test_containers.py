"""What the files that make and start containers promise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from nexus import healthcheck
from nexus.core import beats
from nexus.core.storages import public_sources, storages_from_url

BASE_DIR = Path(__file__).resolve().parents[2]
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((BASE_DIR / "compose.yml").read_text())
ENTRYPOINT = (BASE_DIR / "scripts" / "entrypoint.sh").read_text()
COMMANDS = set(re.findall(r"^  (\w+)\)$", ENTRYPOINT, re.MULTILINE))
OURS = ["web", "worker", "migrate", "bucket", "demo"]


def images() -> list[str]:
    named = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    return named + [service["image"] for service in COMPOSE["services"].values()]


@pytest.mark.parametrize("image", images())
def test_every_image_is_pinned(image: str) -> None:
    _, _, tag = image.rpartition(":")

    assert tag
    assert tag not in {image, "latest"}


def test_the_image_ends_without_root_and_without_a_compiler() -> None:
    final = DOCKERFILE.split("AS final")[1]

    assert re.findall(r"^USER (\S+)", final, re.MULTILINE) == ["10001"]
    assert "apt-get" not in final


def test_what_the_image_starts_with_is_a_command() -> None:
    assert re.findall(r'^CMD \["(\w+)"\]', DOCKERFILE, re.MULTILINE)[0] in COMMANDS


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_a_command_with_nothing_to_write_to(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["command"][0] in COMMANDS
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_debug_is_on_for_the_demo_alone() -> None:
    services = COMPOSE["services"]

    debugging = [name for name in OURS if "DEBUG" in services[name]["environment"]]

    assert debugging == ["demo"]
    assert services["demo"]["profiles"] == ["demo"]


def test_every_variable_that_containers_are_given_is_documented() -> None:
    documented = (BASE_DIR / "docs" / "configuration.md").read_text()
    read = set(re.findall(r"\$\{([A-Z_]+):-", ENTRYPOINT)) - {"TMPDIR"}
    given = set(COMPOSE["services"]["demo"]["environment"]) | read

    assert {name for name in given if not re.search(rf"\b{name}\b", documented)} == set()


def test_files_are_on_s3_and_only_what_is_public_is_open_to_everybody() -> None:
    secret = "${S3_SECRET:?run scripts/make_env.sh first}"
    url = COMPOSE["services"]["web"]["environment"]["STORAGE_URL"].replace(secret, "a-secret")
    public = storages_from_url(url, BASE_DIR)["default"]["OPTIONS"]
    (mounted,) = COMPOSE["services"]["storage"]["configs"]
    identities = json.loads(COMPOSE["configs"][mounted["source"]]["content"])["identities"]
    nexus, everybody = identities

    assert f"-s3.config={mounted['target']}" in COMPOSE["services"]["storage"]["command"]
    assert nexus["credentials"] == [{"accessKey": public["access_key"], "secretKey": secret}]
    assert everybody["name"] == "anonymous"
    assert everybody["actions"] == [f"Read:{public['bucket_name']}/{public['location']}/*"]
    assert public["endpoint_url"] == "http://storage:8333"
    assert "127.0.0.1:8333:8333" in COMPOSE["services"]["storage"]["ports"]
    assert public_sources(storages_from_url(url, BASE_DIR)) == [
        "http://localhost:8333/nexus/public/"
    ]


def test_what_runs_waits_for_its_bucket() -> None:
    services = COMPOSE["services"]

    assert services["bucket"]["command"] == ["manage", "make_bucket"]
    for name in ("web", "worker", "demo"):
        waited = services[name]["depends_on"]["bucket"]
        assert waited == {"condition": "service_completed_successfully"}


def test_what_services_name_is_there() -> None:
    services = COMPOSE["services"]
    volumes = {v.split(":")[0] for one in services.values() for v in one.get("volumes", [])}
    waited = {name for one in services.values() for name in one.get("depends_on", {})}

    assert volumes == set(COMPOSE["volumes"])
    assert waited <= set(services)
    for one in services.values():
        for name, asked in one.get("depends_on", {}).items():
            healthy = asked["condition"] == "service_healthy"
            assert not healthy or "test" in services[name]["healthcheck"]


def test_nothing_is_open_to_the_network_around() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]

    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_an_unknown_command_is_named_and_refused() -> None:
    done = subprocess.run(
        ["sh", "scripts/entrypoint.sh", "wep"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 64
    assert "Unknown command: wep" in done.stderr


def test_secrets_are_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "make_env.sh"
    script.write_bytes((BASE_DIR / "scripts" / "make_env.sh").read_bytes())

    first, second = (subprocess.run(["sh", script], check=False).returncode for _ in range(2))

    written = (tmp_path / ".env").read_text()
    asked = set(re.findall(r"\$\{(\w+):\?", (BASE_DIR / "compose.yml").read_text()))
    assert (first, second) == (0, 1)
    assert set(re.findall(r"^(\w+)=\S{48}$", written, re.MULTILINE)) == asked
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_a_database_that_is_ready_is_not_waited_for() -> None:
    call_command("await_database", "--migrated", seconds=0, stderr=StringIO())


@pytest.mark.django_db
def test_missing_migrations_are_told_and_not_applied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    with pytest.raises(CommandError, match="1 migrations are missing: run `migrate` once"):
        call_command("await_database", "--migrated", seconds=0, stderr=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_answered_whatever_host_they_name(path: str) -> None:
    assert Client(headers={"host": "10.1.2.3:8000"}).get(path).status_code == 200


def test_a_worker_is_well_while_it_beats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "beat"
    monkeypatch.setenv("HEARTBEAT_FILE", str(path))
    assert healthcheck.main(["worker"]) == 1

    beats.touch_heartbeat()

    assert healthcheck.main(["worker"]) == 0
    long_ago = time.time() - 2 * healthcheck.BEAT_GOOD_FOR
    os.utime(path, (long_ago, long_ago))
    assert healthcheck.main(["worker"]) == 1


def test_a_web_that_does_not_answer_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")

    assert healthcheck.main(["web"]) == 1

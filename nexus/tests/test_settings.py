"""How the project starts: what it needs, what it refuses, what production looks like."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from nexus.devserver import write_env_file
from nexus.tests.deploy_check import PRODUCTION

BASE_DIR = Path(__file__).resolve().parents[2]


def _import_settings(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of its own under production's environment."""
    environment = {**PRODUCTION, "PATH": os.environ["PATH"], "PYTHONPATH": str(BASE_DIR)}
    for name, value in changes.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return subprocess.run(
        [sys.executable, "-c", "import nexus.settings as s; print(s.SECURE, s.DEBUG)"],
        env=environment,
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        check=False,
    )


def test_production_starts_secure() -> None:
    done = _import_settings()

    assert done.stdout.strip() == "True False", done.stderr


_POLICY = """
import django, sys
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from nexus.middleware import PathContentSecurityPolicyMiddleware
middleware = PathContentSecurityPolicyMiddleware(lambda request: HttpResponse())
print(middleware(RequestFactory().get(sys.argv[1])).headers["Content-Security-Policy"])
"""


@pytest.mark.parametrize("path", ["/jobs/", "/cms/"])
def test_pictures_and_films_come_from_the_bucket_too(path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _POLICY, path],
        env={
            **PRODUCTION,
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "nexus.settings",
            "STORAGE_URL": "s3://key:secret@s3.example.org/jobs",
        },
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        check=True,
    )
    policy = dict(one.strip().split(" ", 1) for one in done.stdout.strip().split(";"))

    bucket = "https://s3.example.org/jobs/public/"
    named = {directive for directive, sources in policy.items() if bucket in sources.split()}
    assert named == {"img-src", "media-src"}


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "JWT_SECRET", "EMAIL_URL"]
)
def test_a_missing_secret_stops_the_start_and_is_named(name: str) -> None:
    done = _import_settings(**{name: None})

    assert done.returncode != 0
    assert f"Set {name}" in done.stderr


@pytest.mark.parametrize("name", ["DATABASE_URL", "CACHE_URL", "STORAGE_URL"])
def test_a_variable_without_a_word_is_as_none(name: str) -> None:
    done = _import_settings(**{name: ""})

    assert done.stdout.strip() == "True False", done.stderr


def test_debug_is_off_unless_it_is_asked_for() -> None:
    assert _import_settings(DEBUG=None).stdout.strip() == "True False"


def test_the_development_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "var" / "dev.env"
    assert write_env_file(path)
    first = path.read_text()

    assert not write_env_file(path)

    assert path.read_text() == first
    assert path.stat().st_mode & 0o077 == 0


def test_each_development_file_has_keys_of_its_own(tmp_path: Path) -> None:
    write_env_file(tmp_path / "a")
    write_env_file(tmp_path / "b")

    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


def test_every_variable_that_is_read_is_documented() -> None:
    import re

    source = (BASE_DIR / "nexus" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|_secret|environ\.get)\(\s*"([A-Z_]+)"', source))
    documented = (BASE_DIR / "docs" / "configuration.md").read_text()

    assert {name for name in read if f"`{name}`" not in documented} == set()


def test_migrations_of_an_app_have_different_numbers() -> None:
    for folder in BASE_DIR.glob("**/migrations"):
        if ".venv" in folder.parts:
            continue
        numbers = [path.name[:4] for path in folder.glob("0*.py")]
        assert len(numbers) == len(set(numbers)), folder


@pytest.mark.django_db
def test_the_checks_find_nothing_on_this_database() -> None:
    call_command("check", "--database", "default", "--fail-level", "WARNING")

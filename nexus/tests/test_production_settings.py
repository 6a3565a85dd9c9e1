"""How the suite on PostgreSQL and Redis differs from production, and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nexus.tests.deploy_check import PRODUCTION

BASE_DIR = Path(__file__).resolve().parents[2]

_PLACES = "Somewhere else than what is in use, and nothing of a run stays."
_KEYS = "Each has its own."
_MANY_CALLS = "The suite makes more calls than a person would; tests of the limits set their own."
_IN_PROCESS = "What is handed over is looked at in the process that did so, at once."
_LOG = "A failed test shows what was logged, which a person reads."
_SPEED = "What is logged of requests depends on how fast the machine is."

DIFFERS = {
    "ACCOUNT_RATE_LIMITS": _MANY_CALLS,
    "ALLOWED_HOSTS": "Django's test client calls itself testserver.",
    "API_RATE_ANON": _MANY_CALLS,
    "API_RATE_USER": _MANY_CALLS,
    "BASE_URL": _PLACES,
    "CACHES": "Each worker of the suite has a number of its own, and pictures are kept in memory.",
    "DATABASES": "The name of the test database, made anew with each migration.",
    "DATA_DIR": _PLACES,
    "ENCRYPTION_KEYS": _KEYS,
    "HEADLESS_JWT_PRIVATE_KEY": _KEYS,
    "INDEX_KEY": _KEYS,
    "JWT_SECRET": _KEYS,
    "KEEP_ANSWERS_SECONDS": "Tests look behind the back of the services; those of keeping turn it on.",
    "LOGGING": _LOG,
    "LOG_FORMAT": _LOG,
    "LOG_REQUESTS": _SPEED,
    "MAILERS": _IN_PROCESS,
    "PASSWORD_HASHERS": "A good hash takes as long as many tests; one of its own tests the real.",
    "REQUIRE_MFA": "People of the tests would all need a second factor; its own tests set it.",
    "SEARCH_DIR": _PLACES,
    "SEARCH_SYNC": "Each test rolls back, which a thread with a connection of its own never sees.",
    "SECRET_KEY": _KEYS,
    "SECURE_SSL_REDIRECT": "Django's test client speaks plainly: each call would be a redirect.",
    "SLOW_REQUEST_MS": _SPEED,
    "STATIC_ROOT": _PLACES,
    "STORAGES": "Files go to scratch folders, and names of static files have no digest: they would"
    " have to be collected first. `check --deploy` and the screenshots use the real.",
    "TASKS": _IN_PROCESS,
    "WAGTAILADMIN_BASE_URL": _PLACES,
}

_TELL = """
import importlib, json, sys
read = importlib.import_module(sys.argv[1])
print(json.dumps({name: repr(getattr(read, name)) for name in dir(read) if name.isupper()}))
"""


def _settings(module: str, environment: dict[str, str]) -> dict[str, str]:
    """Import settings in a process of its own, as the leg on PostgreSQL and Redis does."""
    services = {
        "DATABASE_URL": "postgres://postgres@127.0.0.1:5432/nexus",
        "CACHE_URL": "redis://127.0.0.1:6379/15",
    }
    done = subprocess.run(
        [sys.executable, "-c", _TELL, module],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(BASE_DIR),
            "PYTHONHASHSEED": "0",
            **services,
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return {name: value for name, value in found.items() if not name.startswith("_")}


@pytest.fixture(scope="module")
def differing() -> set[str]:
    production = _settings("nexus.settings", PRODUCTION)
    tests = _settings("nexus.settings_test", {"SECURE": "on"})
    names = production.keys() | tests.keys()
    return {name for name in names if production.get(name) != tests.get(name)}


def test_every_difference_has_its_reason(differing: set[str]) -> None:
    assert sorted(differing) == sorted(DIFFERS)


def test_the_leg_on_postgresql_is_run_in_that_way() -> None:
    makefile = (BASE_DIR / "Makefile").read_text()

    assert 'SECURE=on DATABASE_URL="$(TEST_DATABASE_URL)"' in makefile

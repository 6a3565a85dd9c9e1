"""The drill: a market that was backed up is restored into empty places, and is what it was."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings as configured
from django.core.management import call_command

from careers.services import ensure_site_tree
from nexus.backup.tests.fingerprints import Fingerprints, fingerprints
from nexus.tests.acting import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BASE_DIR = Path(__file__).resolve().parents[3]
_SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/nexus")


class Place:
    """An installation with the same keys, whose database and storages are empty at first."""

    def __init__(self, folder: Path, database_url: str) -> None:
        folder.mkdir()
        self._options: dict[str, Any] = {
            "cwd": BASE_DIR,
            "env": {
                **{n: text for n, text in os.environ.items() if n != "CACHE_URL"},
                "DJANGO_SETTINGS_MODULE": "nexus.settings",
                "DATABASE_URL": database_url,
                "DATA_DIR": str(folder),
                "STORAGE_URL": "",
                "BACKUP_KEYS": ",".join(configured.BACKUP_KEYS),
                "PYTHONPATH": f"{BASE_DIR}:{BASE_DIR / 'site'}",
            },
        }

    def manage(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            **self._options,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def fingerprints(self) -> Fingerprints:
        reader = Actor("nexus.backup.tests.fingerprints", **self._options)
        tables, files = reader.do("fingerprints")
        reader.end()
        return Fingerprints(tables, files)


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Make a database without a table, on PostgreSQL where there is one, and yield its address."""
    name = f"{Path(configured.DATABASES['default']['TEST']['NAME']).stem}_drill"
    url = urlunsplit(urlsplit(_SERVER)._replace(scheme="postgresql", path="/postgres"))
    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield f"sqlite:///{folder / 'there.sqlite3'}"
        return
    with server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        yield urlunsplit(urlsplit(_SERVER)._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def market(shelf: Path, settings: Settings) -> Fingerprints:
    """The demo, with its files, and what there is of each table and file."""
    settings.DEBUG = True
    ensure_site_tree()
    call_command("demo", verbosity=0)
    settings.DEBUG = False
    return fingerprints()


def test_what_is_restored_is_what_was_backed_up(
    market: Fingerprints, shelf: Path, tmp_path: Path
) -> None:
    assert len([rows for rows, _digest in market.tables.values() if rows]) > 40
    assert len(market.files) > 100
    call_command("backup", shelf / "first.backup", verbosity=0)

    with empty_database(tmp_path) as database_url:
        there = Place(tmp_path / "there", database_url)
        there.manage("restore", str(shelf / "first.backup"))

        restored = there.fingerprints()

    assert restored.files == market.files
    assert restored.tables.keys() == market.tables.keys()
    assert [t for t in market.tables if restored.tables[t] != market.tables[t]] == []

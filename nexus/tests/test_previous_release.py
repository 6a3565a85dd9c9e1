"""A database that the previous release made is brought up to date, with nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.slow

BASE_DIR = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("releases")
# What people entered: of each, all rows of the release must still be there.
TABLES = (
    "people_user",
    "people_profile",
    "people_company",
    "people_membership",
    "jobs_job",
    "hiring_application",
    "hiring_statuschange",
    "hiring_note",
    "wagtailcore_page",
)


def row_counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in TABLES
        }


def run(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("release", sorted(path.name for path in KEPT.glob("*.sqlite3.gz")))
def test_database_of_the_release_migrates_with_all_that_was_in_it(
    release: str, tmp_path: Path
) -> None:
    database = tmp_path / "nexus.sqlite3"
    database.write_bytes(gzip.decompress((KEPT / release).read_bytes()))
    before = row_counts(database)
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": str(KEPT / "keys.env"),
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "nexus.settings",
        # A test client has no certificate, and asks more often than a person.
        "ALLOWED_HOSTS": "testserver",
        "SEARCH_SYNC": "inline",
    }

    run(environment, "manage.py", "migrate", "--verbosity", "0")

    told = run(environment, "-m", "nexus.tests.releases.facts")
    facts: dict[str, Any] = json.loads(told.splitlines()[-1])
    assert row_counts(database) == before
    assert facts["names_that_open"] == before["people_user"]
    assert facts["found_by_name"]
    assert facts["password_fits"]
    assert facts["letters_that_open"]
    assert facts["found_in_search"] == facts["open"] > 0
    assert set(facts["public_pages"].values()) == {200}, facts
    assert set(facts["admin_pages"].values()) == {200}, facts

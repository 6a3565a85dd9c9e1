"""What a restore refuses, before it has changed anything."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from nexus.backup import schema, targets
from nexus.backup.errors import BackupError
from nexus.backup.filing import MARKER, every_file
from nexus.core.storages import private_storage
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(shelf: Path) -> Path:
    path = shelf / "one.backup"
    call_command("backup", path, stdout=io.StringIO(), stderr=io.StringIO())
    return path


@pytest.fixture
def unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a new database is begun."""

    def begin() -> None:
        raise AssertionError("the restore has begun")

    monkeypatch.setattr(targets, "new_database", begin)


def assert_refused(path: Path, match: str, **options: object) -> None:
    before = list(every_file())
    with pytest.raises(CommandError, match=match):
        call_command("restore", path, stdout=io.StringIO(), **options)
    assert list(every_file()) == before
    assert not private_storage().exists(MARKER)


def test_a_fresh_database_counts_as_empty() -> None:
    assert not User.objects.exists()
    assert targets.tables_with_rows() in ([], ["core_backuprecord"])


@pytest.mark.usefixtures("unchanged")
class TestRefusals:
    def test_damage(self, archive: Path) -> None:
        altered = bytearray(archive.read_bytes())
        altered[len(altered) // 2] ^= 1
        archive.write_bytes(altered)

        assert_refused(archive, "damaged")

    def test_what_was_cut(self, archive: Path) -> None:
        archive.write_bytes(archive.read_bytes()[:-100])

        assert_refused(archive, "damaged")

    def test_another_key(self, archive: Path, settings: Settings) -> None:
        settings.BACKUP_KEYS = ["another"]

        assert_refused(archive, "BACKUP_KEYS")

    def test_no_file(self, shelf: Path) -> None:
        assert_refused(shelf / "nothing.backup", "cannot be read")

    def test_other_encryption_keys(self, archive: Path, settings: Settings) -> None:
        settings.ENCRYPTION_KEYS = ["another"]

        assert_refused(archive, "ENCRYPTION_KEYS")

    def test_a_database_in_use(self, archive: Path, make_user: Callable[..., User]) -> None:
        make_user()

        assert_refused(archive, "database is not empty")
        assert User.objects.count() == 1

    def test_a_storage_in_use(self, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(targets, "tables_with_rows", list)
        private_storage().save("cv.pdf", ContentFile(b"a CV"))

        assert_refused(archive, "storage is not empty")

    def test_a_newer_release(self, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = list(cursor.fetchall())
        with pytest.raises(BackupError, match=r"newer release.*jobs\.9999_future"):
            schema.leaves_of([*applied, ("jobs", "9999_future")])

    def test_a_replacement_that_nobody_confirms(self, archive: Path) -> None:
        assert_refused(archive, "not the database's name", replace=True, confirm="something")


def test_tables_of_an_older_state_are_those_of_then() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        # Those of our own apps that build on it went later.
        later = {"core": "0009", "people": "0020", "hiring": "0017", "jobs": "0010"}
        applied = [(app, name) for app, name in cursor.fetchall() if name < later.get(app, "~")]

    names = {table.name for table in schema.tables_of(applied)}

    assert "core_backuprecord" not in names
    assert "core_outgoingmail" in names

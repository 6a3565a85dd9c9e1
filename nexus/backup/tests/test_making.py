"""Making backups: whole whatever happens meanwhile, or not there at all."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from nexus.backup import making
from nexus.backup import shelf as shelves
from nexus.backup.archive import lines_of
from nexus.backup.making import write_backup
from nexus.backup.reading import opened
from nexus.backup.schema import Table, tables_of
from nexus.backup.values import NULL, unescape
from nexus.core.backup_record import last_good_backup
from nexus.core.storages import delete_after_commit, private_storage, saved_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from hiring.models import Application
    from people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def give_cv(person: User, content: bytes = b"%PDF-1.4 a CV") -> str:
    """Give somebody another CV, as the site does: the old file goes after the commit."""
    profile = person.profile
    old = profile.resume.name
    with (
        transaction.atomic(),
        saved_file(private_storage(), "profiles/cv.pdf", ContentFile(content)) as stored,
    ):
        profile.resume = stored
        profile.save(update_fields=["resume"])
        delete_after_commit(private_storage(), old)
    return stored


def contents(path: Path) -> tuple[dict[str, list[list[str]]], dict[tuple[str, str], bytes]]:
    """Return the rows of each table and the files of an archive."""
    rows: dict[str, list[list[str]]] = {}
    files: dict[tuple[str, str], bytes] = {}
    with opened(path) as archive:
        for section in archive.sections():
            if section.kind == "file":
                place = section.about["storage"], section.about["name"]
                files[place] = b"".join(section.blocks())
            elif section.kind == "table":
                rows[section.about["name"]] = [
                    line[:-1].decode().split("\t") for line in lines_of(section.blocks())
                ]
            elif section.kind == "withdrawn":
                for line in lines_of(section.blocks()):
                    alias, name = line[:-1].decode().split("\t")
                    del files[alias, unescape(name)]
    return rows, files


def tables() -> list[Table]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return tables_of(list(cursor.fetchall()))


def references() -> list[tuple[str, str, str, str]]:
    """Return every foreign key of the database: table, column, and what they refer to."""
    with connection.cursor() as cursor:
        return [
            (table.name, column, *found["foreign_key"])
            for table in tables()
            for found in connection.introspection.get_constraints(cursor, table.name).values()
            if found["foreign_key"]
            for column in found["columns"]
        ]


def assert_whole(path: Path) -> None:
    """Every row that a row names is there, and every file."""
    rows, files = contents(path)
    known = {table.name: table for table in tables()}

    def column(table: str, name: str) -> list[str]:
        position = [c.name for c in known[table].columns].index(name)
        return [fields[position] for fields in rows[table] if fields[position] != NULL]

    for table, name, target, key in references():
        if target in known:
            assert set(column(table, name)) <= set(column(target, key)), (table, name)
    for one in known.values():
        for naming in one.columns:
            if naming.files:
                for stored in column(one.name, naming.name):
                    assert not stored or (naming.files, unescape(stored)) in files, stored


def test_rows_and_files_are_in_it(
    shelf: Path, make_application: Callable[..., Application], candidate: User
) -> None:
    application = make_application(applicant=candidate, cover_letter="Dear all,\n\tme")
    stored = give_cv(candidate)
    said = io.StringIO()

    call_command("backup", shelf / "one.backup", stdout=said)
    call_command("backup", shelf / "one.backup", verify=True, stdout=said)

    rows, files = contents(shelf / "one.backup")
    assert [row[0] for row in rows["hiring_application"]] == [str(application.pk)]
    assert files["private", stored] == b"%PDF-1.4 a CV"
    assert "was read back" in said.getvalue()
    assert "is whole" in said.getvalue()
    assert_whole(shelf / "one.backup")
    assert (shelf / "one.backup").stat().st_mode & 0o777 == 0o600
    noted = last_good_backup()
    assert noted is not None
    assert (noted.size, noted.files) == ((shelf / "one.backup").stat().st_size, len(files))


def test_every_table_of_every_app_is_in_it(shelf: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_job")  # SQLite keeps what it learns in a table of its own
    call_command("backup", shelf / "one.backup", stdout=io.StringIO(), stderr=io.StringIO())

    rows, _files = contents(shelf / "one.backup")
    left = {
        name
        for name in connection.introspection.table_names()
        if not name.startswith(("wagtailsearch_indexentry", "core_scratch", "sqlite_"))
    }
    assert set(rows) == left
    assert len(rows["django_migrations"]) > 100


def test_it_is_whole_however_much_changes_meanwhile(
    shelf: Path,
    make_user: Callable[..., User],
    make_application: Callable[..., Application],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making, "_SETTLED", making._SETTLED * -1)
    people = [make_user() for _number in range(3)]
    job = make_application().job
    for person in people:
        give_cv(person)
    steps: list[str] = []

    def go_on(part: str, _bytes: int) -> None:
        """Whatever was just read: somebody applies, and somebody has another CV."""
        steps.append(part)
        if part == "files" and len(steps) % 2:
            return
        if len(steps) % 3 == 0:
            make_application(job=job, applicant=(person := make_user()))
            give_cv(person, b"of somebody new")
        give_cv(people[len(steps) % 3], b"another")

    with (shelf / "one.backup").open("wb") as target:
        made = write_backup(target, "a backup key", on_progress=go_on)

    assert {"files", "hiring_application", "people_profile"} <= set(steps)
    assert made.missing == []
    assert_whole(shelf / "one.backup")


def test_a_file_that_was_replaced_before_the_moment_is_withdrawn(
    shelf: Path, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_SETTLED", making._SETTLED * -1)
    old = give_cv(candidate, b"old")

    def replace_once(part: str, _bytes: int) -> None:
        if part == "files" and candidate.profile.resume.name == old:
            give_cv(candidate, b"new")

    with (shelf / "one.backup").open("wb") as target:
        made = write_backup(target, "a backup key", on_progress=replace_once)

    _rows, files = contents(shelf / "one.backup")
    assert list(files.values()) == [b"new"]
    assert made.files == 1


def test_a_file_that_came_after_the_moment_is_no_part_of_it(shelf: Path, candidate: User) -> None:
    give_cv(candidate, b"before")

    def add_late(part: str, _bytes: int) -> None:
        if part == "files" and not private_storage().exists("late.pdf"):
            private_storage().save("late.pdf", ContentFile(b"late"))
            private_storage().save("profiles/zz-late.pdf", ContentFile(b"late"))

    with (shelf / "one.backup").open("wb") as target:
        write_backup(target, "a backup key", on_progress=add_late)

    assert list(contents(shelf / "one.backup")[1].values()) == [b"before"]


def test_a_lost_file_is_told_by_its_row_and_not_by_its_name(shelf: Path, candidate: User) -> None:
    private_storage().delete(give_cv(candidate))

    with pytest.raises(CommandError) as refused:
        call_command("backup", shelf / "one.backup", stdout=io.StringIO())

    assert refused.value.returncode == 3
    assert f"people_profile.resume of {candidate.profile.pk}" in str(refused.value)
    assert "profiles/" not in str(refused.value)
    assert (shelf / "one.backup").exists()


def test_without_a_key_nothing_is_written(shelf: Path, settings: Settings) -> None:
    settings.BACKUP_KEYS = []

    with pytest.raises(CommandError, match="BACKUP_KEYS"):
        call_command("backup", shelf)

    assert list(shelf.iterdir()) == []


def test_nothing_is_written_over(shelf: Path) -> None:
    (shelf / "one.backup").write_text("something")

    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", shelf / "one.backup")

    assert (shelf / "one.backup").read_text() == "something"


def test_a_folder_that_is_not_there_is_told(shelf: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", shelf / "nowhere" / "one.backup")


def test_a_full_disk_leaves_nothing(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(target: Any, *_arguments: Any, **_options: Any) -> None:
        target.write(b"some of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shelves, "write_backup", write)

    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", shelf / "one.backup")

    assert list(shelf.iterdir()) == []


def test_what_does_not_read_back_is_no_backup(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(target: Any, *arguments: Any, **options: Any) -> Any:
        made = write_backup(target, *arguments, **options)
        target.seek(-20, os.SEEK_END)
        target.write(b"x")
        return made

    monkeypatch.setattr(shelves, "write_backup", write)

    with pytest.raises(CommandError, match="damaged"):
        call_command("backup", shelf / "one.backup")

    assert list(shelf.iterdir()) == []
    assert last_good_backup() is None


_KILLED = """
import fcntl, os, sys, time
part = open(sys.argv[1], "xb")
fcntl.flock(part, fcntl.LOCK_EX)
part.write(b"half of it")
part.flush()
print("writing", flush=True)
time.sleep(600)
"""


def test_what_a_killed_backup_left_goes_and_what_is_being_written_stays(shelf: Path) -> None:
    part = shelf / "nexus-20260101T000000Z.backup.part"
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(part)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        shelves._remove_leftovers(shelf)
        assert part.exists()
        other.send_signal(signal.SIGKILL)
    with pytest.raises(CommandError):
        call_command("backup", part, verify=True)
    shelves._remove_leftovers(shelf)

    assert not part.exists()


def test_the_newest_are_kept(shelf: Path) -> None:
    for day in ("20260101", "20260102", "20260103"):
        (shelf / f"nexus-{day}T000000Z.backup").write_text("old")
    (shelf / "by-hand.backup").write_text("mine")

    call_command("backup", shelf, keep=2, stdout=io.StringIO())

    kept = sorted(path.name for path in shelf.iterdir())
    assert kept[:2] == ["by-hand.backup", "nexus-20260103T000000Z.backup"]
    assert len(kept) == 3


def test_only_a_folder_is_rotated(shelf: Path) -> None:
    with pytest.raises(CommandError, match="directory"):
        call_command("backup", shelf / "one.backup", keep=2)

"""manage.py backup: the database and the files in one encrypted archive."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from nexus.backup.bar import bar
from nexus.backup.errors import BackupError
from nexus.backup.reading import verify
from nexus.backup.shelf import keep_newest, make, path_for
from nexus.core.backup_record import note_good_backup

FILES_MISSING = 3


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("it must be a number from 1.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Write the database and all files, as they were at one moment, into one encrypted archive,"
        " and read it back. The site may run meanwhile. Ends with status 1 where no backup was"
        " made, and with 3 where one was made and files are missing that rows name."
    )
    # A tool for bad days: what is wrong elsewhere must not stand in its way.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="a file, or a directory to add one to")
        parser.add_argument("--verify", action="store_true", help="check a backup, write nothing")
        parser.add_argument(
            "--keep", type=_number, metavar="N", help="then remove all but the newest N from there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["target"]
        if options["keep"] and not target.is_dir():
            raise CommandError("--keep needs a directory, whose backups are named by their time.")
        try:
            if options["verify"]:
                self._verify(target)
            else:
                self._make(target, options["keep"])
        except (BackupError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error

    def _verify(self, path: Path) -> None:
        with bar("Verifying") as on_progress:
            told = verify(path, on_progress=on_progress).manifest
        self.stdout.write(
            f"{path} is whole: {told['rows']:,} rows of {len(told['tables'])} tables and"
            f" {told['files']:,} files, as of {told['taken_at']}."
        )

    def _make(self, target: Path, keep: int | None) -> None:
        path = path_for(target)
        with bar("Backing up") as on_progress:
            made = make(path, on_progress=on_progress)
        size = path.stat().st_size
        try:
            note_good_backup(
                taken_at=made.taken_at,
                size=size,
                rows=made.rows,
                files=made.files,
                missing=made.missing_number,
            )
        except DatabaseError:
            # Before an update is migrated its table may not be there, and the backup is all the same.
            self.stderr.write("The backup could not be noted in the database.")
        self.stdout.write(
            f"{path} holds {made.rows:,} rows of {len(made.tables)} tables and {made.files:,}"
            f" files ({size:,} bytes), and was read back."
        )
        if made.left_out:
            self.stderr.write(f"Left out, being no tables of Nexus: {', '.join(made.left_out)}.")
        for old in keep_newest(target, keep) if keep else ():
            self.stdout.write(f"Removed {old}.")
        if made.missing_number:
            places = "".join(f"\n  {place}" for place in made.missing)
            more = made.missing_number - len(made.missing)
            raise CommandError(
                f"The backup was made, but {made.missing_number} files were not in the storage that"
                f" rows name:{places}" + (f"\n  and {more} more" if more else ""),
                returncode=FILES_MISSING,
            )

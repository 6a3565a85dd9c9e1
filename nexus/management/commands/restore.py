"""manage.py restore: the database and the files of a backup, into an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from nexus.backup.bar import bar
from nexus.backup.errors import BackupError
from nexus.backup.restoring import restore
from nexus.backup.targets import database_name


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and empty storage; an older one is migrated. It is"
        " read whole before anything is written, and compared row by row and file by file at the"
        " end. Stop the site and its workers first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="the backup")
        parser.add_argument(
            "--replace", action="store_true", help="lose what database and storage hold now"
        )
        parser.add_argument(
            "--confirm",
            default="",
            metavar="NAME",
            help="the database's name, instead of typing it",
        )
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="restore although ENCRYPTION_KEYS do not open its personal data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["replace"]:
            self._confirm(options["confirm"])
        try:
            with bar("Restoring") as on_progress:
                restored = restore(
                    options["source"],
                    replace=options["replace"],
                    other_keys=options["other_keys"],
                    on_progress=on_progress,
                )
        except (BackupError, ImproperlyConfigured, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored {restored.rows:,} rows and {restored.files:,} files as of"
            f" {restored.taken_at}; all are what the backup holds."
        )
        if restored.missing_number:
            self.stderr.write(
                f"{restored.missing_number} files were missing when the backup was made:"
                + "".join(f"\n  {place}" for place in restored.missing)
            )
        if restored.not_rebuilt:
            raise CommandError(f"To be run by hand: {', '.join(restored.not_rebuilt)}.")

    def _confirm(self, typed: str) -> None:
        name = database_name()
        if not typed:
            self.stdout.write(f"What {name} and the storage hold now will be lost.")
            try:
                typed = input(f"Type {name} to go on: ")
            except EOFError:
                typed = ""
        if typed.strip() != name:
            raise CommandError("That is not the database's name; nothing was changed.")

"""`manage.py await_database`: wait for the database, and for its tables to fit this code."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Wait until the database answers. Applies no migration, whatever is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=60, help="how long at most")
        parser.add_argument(
            "--migrated", action="store_true", help="wait for all migrations to be applied, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        deadline = time.monotonic() + options["seconds"]
        told = ""
        while missing := self._missing(migrated=options["migrated"]):
            if time.monotonic() >= deadline:
                raise CommandError(f"{missing} Gave up after {options['seconds']:g} seconds.")
            if missing != told:
                self.stderr.write(f"{missing} Waiting for up to {options['seconds']:g} seconds.")
                told = missing
            time.sleep(1)

    def _missing(self, *, migrated: bool) -> str:
        """Return what is waited for in a sentence, or nothing."""
        try:
            connection.ensure_connection()
            plan = self._plan() if migrated else []
        except DatabaseError as exc:
            connection.close()
            return f"The database does not answer ({str(exc).strip().splitlines()[0]})."
        if plan:
            return f"{len(plan)} migrations are missing: run `migrate` once."
        return ""

    def _plan(self) -> list[Any]:
        executor = MigrationExecutor(connection)
        return executor.migration_plan(executor.loader.graph.leaf_nodes())

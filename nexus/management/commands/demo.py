"""Loads a demo market into an empty database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jobs.models import Job
from nexus.demo.loading import DemoRefused, load_demo
from nexus.demo.logins import print_logins

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Load a demo market (companies, jobs, people, applications, pages) into an empty database,"
        " with one login for each role. Only where DEBUG is on: everybody knows its password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, and succeed, where the database has jobs already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo has logins whose password everybody knows, so it is not loaded while"
                " DEBUG is off."
            )
        if options["if_empty"] and Job.objects.exists():
            self.stdout.write("The database has jobs already; the demo is not loaded.")
            return
        try:
            loaded = load_demo()
        except DemoRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Loaded {loaded.companies} companies with {loaded.jobs} jobs ({loaded.open_jobs}"
            f" open, {loaded.features} featured), {loaded.people} candidates and"
            f" {loaded.applications} applications."
        )
        print_logins(self.stdout)

"""`manage.py load_postings FILE…`: brings in postings from JSON Lines."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from tqdm import tqdm

from jobs.importing.loader import Report, load
from jobs.importing.reader import Source
from jobs.search import apply_now
from nexus.core.errors import Conflict


class Command(BaseCommand):
    help = (
        "Load postings from JSON Lines, plain or gzip. Loading a file again updates what has "
        "changed and doubles nothing. The server may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="“-” reads standard input")
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="move the dates into the last 60 days, with deadlines ahead",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names: list[str] = options["files"]
        if names.count("-") > 1:
            raise CommandError("The standard input can be read only once.")
        sources = [Source(name) for name in names]
        if complaints := [source.complaint() for source in sources if source.complaint()]:
            raise CommandError(" ".join(complaints))

        began = time.perf_counter()
        try:
            report = self._load(sources, fresh=options["fresh"], dry_run=options["dry_run"])
        except (OperationalError, ProgrammingError) as exc:
            raise CommandError(f"The database does not answer as it should: {exc}") from exc
        except Conflict as exc:
            raise CommandError(exc.message) from exc
        self._summarise(report, time.perf_counter() - began, dry_run=options["dry_run"])
        if not report.good:
            raise CommandError("Nothing could be loaded.")

    def _load(self, sources: list[Source], *, fresh: bool, dry_run: bool) -> Report:
        sizes = [source.size for source in sources]
        passes = 2 if fresh else 1
        total = None if None in sizes else passes * sum(size or 0 for size in sizes)
        with tqdm(
            total=total,
            unit="B",
            unit_scale=True,
            desc="Postings",
            file=self.stderr._out,
            disable=None,
        ) as bar:

            def complain(file: str, line: int, reason: str) -> None:
                bar.clear()
                self.stderr.write(f"{file}, line {line}: {reason}")

            return load(
                sources,
                now=timezone.now(),
                fresh=fresh,
                dry_run=dry_run,
                complain=complain,
                advance=bar.update,
                announce=apply_now,
            )

    def _summarise(self, report: Report, seconds: float, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{report.created} {would}added, {report.updated} {would}updated, "
            f"{report.unchanged} unchanged, {report.bad} bad; {seconds:.1f} s."
        )
        if report.repeated:
            self.stdout.write(f"{report.repeated} came twice; the later row counts.")
        for warning, count in report.warnings.most_common():
            self.stdout.write(f"Warning, {count} times: {warning}.")

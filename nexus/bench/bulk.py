"""Puts rows into a table as fast as the database takes them: COPY, or one big transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

# What COPY calls for in its text format.
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_NULL = b"\\N"


def copied(value: Any) -> bytes:
    """Return a value in the text format of COPY."""
    if value is None:
        return _NULL
    if isinstance(value, str):
        return value.translate(_ESCAPES).encode()
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, datetime):
        return value.isoformat().encode()
    return str(value).encode()


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that come one at a time; a value that is bytes is in COPY's format already.

    On PostgreSQL the columns' order is that of the values, and several columns may come as one
    value, joined by tabs.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write(
                    b"\t".join(v if isinstance(v, bytes) else copied(v) for v in row) + b"\n"
                )
        return
    marks = ", ".join("?" for _ in columns)
    with transaction.atomic():
        connection.cursor().cursor.executemany(  # past Django, which would rewrite the statement
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608  # our own names
            (tuple(_for_sqlite(value) for value in row) for row in rows),
        )


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return float(value) if isinstance(value, Decimal) else value


def drop_indexes(table: str) -> list[str]:
    """Drop what PostgreSQL would keep up row by row; return the statements that make it anew.

    The primary key stays. On SQLite nothing is dropped.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x"
            " JOIN pg_class i ON i.oid = x.indexrelid"
            " LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid"
            " WHERE x.indrelid = %s::regclass AND c.oid IS NULL",
            [table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def run_all(statements: Iterable[str]) -> None:
    """Run statements one after the other, each by itself."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def finish(table: str, *, highest_id: int | None = None) -> None:
    """Let the database learn what the table holds, and count ids on from the highest."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if highest_id is not None:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, highest_id]
                )
            cursor.execute(f'VACUUM (ANALYZE) "{table}"')
        else:
            cursor.execute(f'ANALYZE "{table}"')

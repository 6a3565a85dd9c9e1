"""The rows of one moment, read while others go on writing.

On SQLite a transaction that only reads sees the database as it was at its first read (WAL); on
PostgreSQL one at REPEATABLE READ does, from which COPY reads. No program of PostgreSQL's is needed,
so that no version has to match, and the rows can go into another engine.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from django.db import connection

from nexus.backup.schema import MIGRATIONS
from nexus.backup.values import NULL, rework, sqlite_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    from nexus.backup.schema import Applied, Table

_ROWS_AT_ONCE = 500


class Snapshot(Protocol):
    """One moment of a database."""

    def applied(self) -> Applied:
        """Return the migrations that were applied."""

    def names(self) -> list[str]:
        """Return every table there is."""

    def rows(self, table: Table) -> Iterator[bytes]:
        """Yield whole lines, one or more at a time, in the order of the key."""

    def highest_number(self, table: Table) -> int:
        """Return the highest number that the database gave to a row, whether or not it is there."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open one by a connection of its own, and yield it."""
    if connection.vendor == "postgresql":
        with _postgres() as other:
            yield PostgresSnapshot(other)
    else:
        with _sqlite(str(connection.settings_dict["NAME"])) as other:
            yield SqliteSnapshot(other)


@contextmanager
def rows_as_they_are() -> Iterator[Snapshot]:
    """Yield what reads by Django's own connection, within its transaction."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        yield PostgresSnapshot(connection)
    else:
        yield SqliteSnapshot(connection.connection)


class SqliteSnapshot:
    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def applied(self) -> Applied:
        return list(self._raw.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id"))  # noqa: S608

    def names(self) -> list[str]:
        rows = self._raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [name for (name,) in rows if not name.startswith("sqlite_")]

    def rows(self, table: Table) -> Iterator[bytes]:
        encoders: list[Callable[[Any], str]] = [
            sqlite_encoder(column.kind, column.places) for column in table.columns
        ]
        cursor = self._raw.execute(_select(table))
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            lines = (
                "\t".join(
                    [
                        NULL if value is None else encode(value)
                        for encode, value in zip(encoders, row, strict=True)
                    ]
                )
                for row in rows
            )
            yield ("\n".join(lines) + "\n").encode()

    def highest_number(self, table: Table) -> int:
        found = self._raw.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]
        ).fetchone()
        return int(found[0]) if found else 0


class PostgresSnapshot:
    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self._wrapper = wrapper

    def applied(self) -> Applied:
        with self._wrapper.cursor() as cursor:
            cursor.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id")  # noqa: S608
            return list(cursor.fetchall())

    def names(self) -> list[str]:
        return self._wrapper.introspection.table_names()

    def rows(self, table: Table) -> Iterator[bytes]:
        jsons, floats = table.positions("json"), table.positions("float")
        # What COPY writes depends on these.
        settings = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, MDY'; SET bytea_output = 'hex'"
        with self._wrapper.cursor() as cursor:
            cursor.execute(settings)
            with cursor.copy(f"COPY ({_select(table)}) TO STDOUT") as lines:
                # One row at a time, as the server sends them.
                for line in lines:
                    data = bytes(line)
                    yield rework(data, jsons, floats) if jsons or floats else data

    def highest_number(self, table: Table) -> int:
        with self._wrapper.cursor() as cursor:
            cursor.execute(
                "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)",
                [f'"{table.name}"', table.key],
            )
            return int(cursor.fetchone()[0])


def _select(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}" ORDER BY "{table.key}"'  # noqa: S608  # our names


@contextmanager
def _sqlite(path: str) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(Path(path).absolute()))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=20)) as raw:
        raw.execute("PRAGMA query_only = ON")
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it stands still
        yield raw


@contextmanager
def _postgres() -> Iterator[BaseDatabaseWrapper]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT 1")  # from here on it stands still
        yield other
    finally:
        other.close()

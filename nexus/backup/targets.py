"""Where a restore builds the new database, so that until its end the old one is as it was.

On PostgreSQL everything happens in one transaction, the tables' making included. On SQLite a
second file is filled and takes the place of the first.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, IntegrityError

from nexus.backup.errors import BackupError
from nexus.backup.schema import leaves_of
from nexus.backup.values import NULL, sqlite_decoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nexus.backup.schema import Applied, Table

_ROWS_AT_ONCE = 500
# What a fresh `migrate` and the first request write; a database with rows in these alone is empty.
WRITTEN_BY_MIGRATE = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "careers_companyindexpage",
        "careers_featuredjobindexpage",
        "careers_homepage",
        "core_workerbeat",
        "django_content_type",
        "django_migrations",
        "django_q_schedule",
        "taxonomy_categoryindexpage",
    }
)


def database_name() -> str:
    """Return what is typed to confirm that the database may be replaced."""
    return Path(str(connection.settings_dict["NAME"])).name


def tables_with_rows() -> list[str]:
    """Return the tables that hold more than `migrate` has written."""
    with connection.cursor() as cursor:
        found = []
        for name in connection.introspection.table_names(cursor):
            if name in WRITTEN_BY_MIGRATE or name.startswith(
                ("sqlite_", "wagtail", "jobs_preparedreply")
            ):
                continue
            cursor.execute(f'SELECT 1 FROM "{name}" LIMIT 1')  # noqa: S608  # our own names
            if cursor.fetchone():
                found.append(name)
        return found


@contextmanager
def new_database() -> Iterator[None]:
    """Within it, the default connection has an empty database that takes over at the end.

    After an error the old one is as it was.
    """
    ContentType.objects.clear_cache()
    try:
        with _on_postgres() if connection.vendor == "postgresql" else _on_sqlite():
            yield
    finally:
        ContentType.objects.clear_cache()


def migrate_to(applied: Applied) -> None:
    """Migrate an empty database as far as the archive's was."""
    executor = MigrationExecutor(connection)
    executor.migrate(leaves_of(applied))


def empty(tables: list[Table]) -> None:
    """Remove what the migrations have written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608  # our own names


def load(table: Table, lines: Iterator[bytes]) -> None:
    """Write rows into an empty table. Raises BackupError where the database refuses one."""
    try:
        if connection.vendor == "postgresql":
            _copy(table, lines)
        else:
            _insert(table, lines)
    except DatabaseError as error:
        # Not what the database says in full: it quotes the row.
        raise BackupError(f"{table.name} does not take a row: {_told(error)}.") from error


def check_references() -> None:
    """Raise BackupError where a row refers to one that is not there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            try:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except IntegrityError as error:
                raise BackupError(
                    f"A row refers to one that is not there: {_told(error)}."
                ) from error
            return
        cursor.execute("PRAGMA foreign_key_check")
        if found := cursor.fetchone():
            raise BackupError(f"A row of {found[0]} refers to one of {found[2]} that is not there.")
        cursor.execute("PRAGMA foreign_keys = ON")


def set_next_number(table: Table, highest: int) -> None:
    """Have the database go on after `highest`, the highest number it ever gave."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), GREATEST(%s, m, 1), GREATEST(%s, m) > 0)"  # noqa: S608
                f' FROM (SELECT COALESCE(MAX("{table.key}"), 0) AS m FROM "{table.name}") AS t',
                [f'"{table.name}"', table.key, highest, highest],
            )
            return
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        row = cursor.fetchone()
        if row is None and highest:
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.name, highest])
        elif row is not None and row[0] != highest:
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s",
                [highest, table.name],
            )


@contextmanager
def _on_postgres() -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '10s'")
                _drop_everything(cursor)
                # Events that wait for the commit would keep the next migration from a table.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":
            raise BackupError(
                "Somebody still uses the database: stop the site and its workers first."
            ) from error
        raise


def _drop_everything(cursor: Any) -> None:
    # Tables that an extension has brought along stay with it.
    cursor.execute(
        "SELECT quote_ident(c.relname) FROM pg_class c"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    )
    if names := [name for (name,) in cursor.fetchall()]:
        cursor.execute(f"DROP TABLE {', '.join(names)} CASCADE")


@contextmanager
def _on_sqlite() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    path = Path(name)
    building = path.with_name(f"{path.name}.restoring")
    _remove_sqlite(building)
    _refuse_company(path)
    connection.close()
    connection.settings_dict["NAME"] = str(building)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")  # one file again
        connection.close()
        with building.open("rb") as written:
            os.fsync(written.fileno())
        _refuse_company(path)
        building.replace(path)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        _remove_sqlite(building)


def _refuse_company(path: Path) -> None:
    """Raise BackupError where another process has the database open; close its journal."""
    if not path.exists():
        return
    connection.close()
    with closing(sqlite3.connect(path, timeout=2)) as old:
        try:
            old.execute("PRAGMA journal_mode = DELETE")  # needs the file for itself
        except sqlite3.OperationalError as error:
            raise BackupError(
                "Somebody still uses the database: stop the site and its workers first."
            ) from error


def _remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copy(table: Table, lines: Iterator[bytes]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'; SET datestyle = 'ISO, MDY'")
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for line in lines:
                copy.write(line)


def _insert(table: Table, lines: Iterator[bytes]) -> None:
    decoders: list[Callable[[str], Any]] = [sqlite_decoder(c.kind) for c in table.columns]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _column in table.columns)
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608

    def rows() -> Iterator[list[Any]]:
        for line in lines:
            fields = line[:-1].decode().split("\t")
            yield [
                None if text == NULL else decode(text)
                for decode, text in zip(decoders, fields, strict=True)
            ]

    with transaction.atomic(), connection.wrap_database_errors:
        connection.connection.executemany(statement, rows())


def _told(error: DatabaseError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(diagnosis.message_primary if diagnosis is not None else error)

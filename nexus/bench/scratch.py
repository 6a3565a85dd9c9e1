"""The database and the folder of a run, which are thrown away afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from nexus.bench.options import Options


@contextmanager
def scratch_place(options: Options) -> Iterator[bool]:
    """Make the database and folder of a run; yield whether they were kept from an earlier one."""
    kept = options.keep and (options.data_dir / "complete").is_file() and _exists(options)
    if not kept:
        _remove(options)
        options.data_dir.mkdir(parents=True)
        if options.uses_postgres:
            _execute(options, f'CREATE DATABASE "{options.database_name}"')
    try:
        yield kept
    finally:
        if not options.keep:
            _remove(options)


def mark_complete(options: Options) -> None:
    """Note that the market is loaded, so that a later run with KEEP=1 may use it."""
    (options.data_dir / "complete").touch()


def _remove(options: Options) -> None:
    shutil.rmtree(options.data_dir, ignore_errors=True)
    if options.uses_postgres:
        _execute(options, f'DROP DATABASE IF EXISTS "{options.database_name}" WITH (FORCE)')


def _exists(options: Options) -> bool:
    if not options.uses_postgres:
        return True
    names = _execute(options, "SELECT datname FROM pg_database")
    return (options.database_name,) in names


def _execute(options: Options, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the server, from a database that is always there."""
    import psycopg

    parts = urlsplit(options.server_url)
    url = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

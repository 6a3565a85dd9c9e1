"""The system check that the configured keys open what the database holds."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from nexus.core import crypto
from nexus.core.crypto import Seal
from nexus.core.encrypted_tables import EncryptedTable, encrypted_tables

_SAMPLE = 50


@checks.register(checks.Tags.database)
def check_encryption_keys(
    *,
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None,
    **kwargs: Any,
) -> list[checks.CheckMessage]:
    """Run `verify_keys_open_data` where a command checks databases, as migrate does."""
    return verify_keys_open_data(databases or ())


def verify_keys_open_data(
    databases: Iterable[str] = (DEFAULT_DB_ALIAS,),
) -> list[checks.CheckMessage]:
    """Return an error for each encrypted column of which a sampled value is under a foreign key.

    Samples the first and the last 50 rows of each table, since the oldest rows are what a key
    dropped too early leaves behind. A value that is damaged gives a warning only: it says nothing
    about the keys. Tables and columns that do not exist yet are passed over. One query a
    table and one introspection query a database.
    """
    try:
        crypto.seal("a key that writes")
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="nexus.E001")]
    messages: list[checks.CheckMessage] = []
    for using in databases:
        try:
            tables = encrypted_tables(using)
        except DatabaseError:  # it cannot be reached, which others say better
            continue
        for table in tables:
            messages += _verify(table, using)
    return messages


def _verify(table: EncryptedTable, using: str) -> list[checks.CheckMessage]:
    messages: list[checks.CheckMessage] = []
    for column, stored in zip(
        table.columns, zip(*_sample(table, using), strict=True), strict=False
    ):
        texts = [text for text in stored if text]
        if column in table.embedding:
            texts = [token for text in texts for token in crypto.tokens_in(text)]
        seals = [crypto.inspect(text) for text in texts]
        where = f"{len(seals)} sampled values of {table.label(column)}"
        if foreign := seals.count(Seal.UNKNOWN_KEY):
            messages.append(
                checks.Error(
                    f"{foreign} of {where} cannot be decrypted: no configured key wrote them.",
                    hint=(
                        "Add the key that wrote them to ENCRYPTION_KEYS (for tokens that begin"
                        " with gAAAAA: set SALT_KEY and SECRET_KEY_FALLBACKS). Until then these"
                        " values show as empty; nothing is lost."
                    ),
                    obj=table.model,
                    id="nexus.E001",
                )
            )
        if damaged := seals.count(Seal.DAMAGED):
            messages.append(
                checks.Warning(
                    f"{damaged} of {where} cannot be decrypted: they were altered or cut.",
                    hint="Restore them from a backup; manage.py rotate_encryption names others.",
                    obj=table.model,
                    id="nexus.W001",
                )
            )
    return messages


def _sample(table: EncryptedTable, using: str) -> list[tuple[str | None, ...]]:
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    ends = [
        f"SELECT {columns} FROM (SELECT {columns} FROM {quote(table.name)} ORDER BY "  # noqa: S608
        + ", ".join(f"{quote(key)} {direction}" for key in table.key)
        + f" LIMIT {_SAMPLE}) AS sample_{direction}"
        for direction in ("ASC", "DESC")
    ]
    # A failing query would break an open transaction; opening one for nothing would lock SQLite.
    savepoint = transaction.atomic(using) if connection.in_atomic_block else nullcontext()
    try:
        with savepoint, connection.cursor() as cursor:
            cursor.execute(" UNION ".join(ends))  # which counts rows once that are at both ends
            rows: list[tuple[str | None, ...]] = cursor.fetchall()
    except DatabaseError:  # a column that a migration has yet to add
        return []
    return rows

"""Which columns of the database are encrypted, and how to read them as they are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models, router

from nexus.core.fields import EncryptedField

_embedding: set[tuple[str, str]] = set()


@dataclass(frozen=True)
class EncryptedTable:
    """A table with its primary key and its encrypted columns, all names unquoted.

    `embedding` are those of the columns whose text or JSON has tokens among other things.
    """

    model: type[models.Model]
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    embedding: frozenset[str] = frozenset()

    def label(self, column: str) -> str:
        """Return `app.Model.column` for messages."""
        return f"{self.model._meta.label}.{column}"


def encrypted_tables(using: str) -> list[EncryptedTable]:
    """Return the tables with encrypted columns that exist in the database `using`.

    A column is listed once, at the model that declares it. One introspection query.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    return [
        table
        for model in apps.get_models(include_auto_created=True)
        if (table := _table(model)).columns
        and table.name in existing
        and router.allow_migrate_model(using, model)
    ]


def register_embedding(model_label: str, field_name: str) -> None:
    """Have the tokens inside a text or JSON field that is not an encrypted one kept up as well.

    For fields of other packages in which we seal parts, such as the secrets of second factors:
    register_embedding("mfa.Authenticator", "data"), from `AppConfig.ready`.
    """
    _embedding.add((model_label.lower(), field_name))


def _table(model: type[models.Model]) -> EncryptedTable:
    meta = model._meta
    fields = [] if meta.proxy else meta.local_concrete_fields
    embedding = [field for field in fields if (meta.label_lower, field.name) in _embedding]
    encrypted = [field for field in fields if isinstance(field, EncryptedField)]
    return EncryptedTable(
        model=model,
        name=meta.db_table,
        key=_columns(meta.pk_fields),
        columns=_columns([*encrypted, *embedding]),
        embedding=frozenset(_columns(embedding)),
    )


def _columns(fields: "Sequence[models.Field[Any, Any]]") -> tuple[str, ...]:
    return tuple(field.column for field in fields if field.column)

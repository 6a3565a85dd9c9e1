"""Which tables and columns a database has by the migrations that were applied to it.

The models as they were then are asked, not those of today: a backup may be made before an update
is migrated, and restored long after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.migrations.loader import MigrationLoader

from nexus.backup.errors import BackupError
from nexus.backup.values import KINDS
from nexus.core.storages import WithoutAddress

if TYPE_CHECKING:
    from collections.abc import Collection

type Applied = list[tuple[str, str]]

MIGRATIONS = "django_migrations"
# Made anew after a restore: its columns differ from engine to engine.
DERIVED = frozenset({"wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"})


@dataclass(frozen=True, slots=True)
class Column:
    """`places` are the digits behind the point of a decimal; `files` is the storage it names."""

    name: str
    kind: str
    places: int = 0
    files: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns; rows are read in the order of `key`."""

    name: str
    key: str
    columns: tuple[Column, ...]
    counts: bool  # whether the database numbers its rows

    def positions(self, kind: str) -> list[int]:
        return [n for n, column in enumerate(self.columns) if column.kind == kind]


def leaves_of(applied: Applied) -> Applied:
    """Return the last ones of `applied`, up to which a database is migrated.

    Raises BackupError for migrations that this release does not know.
    """
    loader = MigrationLoader(None)
    disk: Collection[tuple[str, str]] = loader.disk_migrations
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    unknown = [f"{app}.{name}" for app, name in applied if (app, name) not in {*disk, *replaced}]
    if unknown:
        raise BackupError(
            f"It is of a newer release of Nexus, with {len(unknown)} migrations that this one does"
            f" not know ({', '.join(unknown[:3])}): install that release first."
        )
    nodes = loader.graph.node_map
    there = {key for key in applied if key in nodes}
    return sorted(
        key
        for key in there
        if not any(child.key in there and child.key[0] == key[0] for child in nodes[key].children)
    )


def tables_of(applied: Applied) -> list[Table]:
    """Return every table that holds something to keep, by name. The first call takes a second."""
    return list(_tables_of(tuple(applied)))


@lru_cache(maxsize=2)
def _tables_of(applied: tuple[tuple[str, str], ...]) -> tuple[Table, ...]:
    state = MigrationLoader(None).project_state(leaves_of(list(applied)))
    found = {MIGRATIONS: _MIGRATIONS_TABLE}
    for model in state.apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table not in DERIVED:
            found[meta.db_table] = _table(model)
    return tuple(found[name] for name in sorted(found))


_MIGRATIONS_TABLE = Table(
    MIGRATIONS,
    "id",
    (
        Column("id", "integer"),
        Column("app", "text"),
        Column("name", "text"),
        Column("applied", "datetime"),
    ),
    counts=True,
)


def _table(model: type[models.Model]) -> Table:
    meta = model._meta
    if meta.pk is None:
        raise BackupError(f"{meta.db_table} has no primary key.")
    return Table(
        meta.db_table,
        str(meta.pk.column),
        tuple(_column(field) for field in meta.local_concrete_fields if not field.generated),
        counts=isinstance(meta.pk, models.AutoField),
    )


def _column(field: models.Field[Any, Any]) -> Column:
    base: models.Field[Any, Any] = field
    while isinstance(base, models.ForeignKey):
        base = base.target_field
    kind = KINDS.get(base.get_internal_type())
    if kind is None:
        raise BackupError(f"No backup can be made of {field}: its type is not known.")
    files = ""
    if isinstance(field, models.FileField):
        files = "private" if isinstance(field.storage, WithoutAddress) else "default"
    places = base.decimal_places if isinstance(base, models.DecimalField) else 0
    return Column(str(field.column), kind, places or 0, files)

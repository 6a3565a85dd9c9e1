"""Tables whose rows are only ever added: neither Python nor the database changes one.

The database refuses by triggers, whoever asks. Rows that are old enough to go leave by `purging`,
and by nothing else; what empties a whole table at once (TRUNCATE) is for whoever owns the
database.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import connection, models, transaction
from django.db.migrations import RunPython

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

_PURGED: ContextVar[str] = ContextVar("purged", default="")
# What the triggers ask: a function of ours on SQLite, a setting of the transaction on PostgreSQL.
_FUNCTION, _SETTING = "nexus_purging", "nexus.purging"

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION nexus_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('{setting}', true) = TG_TABLE_NAME THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Rows of % are only ever added.', TG_TABLE_NAME USING ERRCODE = '23000';
END $$;
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION nexus_only_added();
"""
_SQLITE = (
    """
CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'Rows of {table} are only ever added.'); END
""",
    """
CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table} WHEN {function}() <> '{table}'
BEGIN SELECT RAISE(ABORT, 'Rows of {table} are only ever added.'); END
""",
)


class OnlyAdded(TypeError):
    """Somebody tried to change or delete what is only ever added."""

    def __init__(self) -> None:
        super().__init__("These rows are only ever added.")


class AppendOnlyQuerySet[M: models.Model](models.QuerySet[M]):
    """Reads and adds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise OnlyAdded

    def delete(self) -> NoReturn:
        raise OnlyAdded

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAdded

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAdded


class AppendOnlyModel(models.Model):
    """A row that can be saved once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise OnlyAdded
        super().save(force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAdded


class KeepRows(RunPython):
    """The migration that has the database keep the rows of `table`.

    SQLite makes a table anew to change it and forgets its triggers: a migration that alters the
    table ends with this one again.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self._keep, self._let_go)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table], {}

    def _keep(self, apps: Any, schema_editor: Any) -> None:
        self._let_go(apps, schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            statements = [_POSTGRESQL]
        else:
            statements = [*_SQLITE]
        words = {"table": self.table, "setting": _SETTING, "function": _FUNCTION}
        for statement in statements:
            schema_editor.execute(statement.format(**words), params=None)

    def _let_go(self, apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_only_added ON {self.table}")
            return
        for name in ("not_changed", "not_deleted"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_{name}")


@contextmanager
def purging(model: type[AppendOnlyModel]) -> Iterator[models.QuerySet[Any]]:
    """Within one transaction, let rows of `model` be deleted, and yield the rows that can be.

    For the retention of old rows, which a command of the installation's keeper asks for.
    """
    table = model._meta.db_table
    with transaction.atomic(), _open(connection, table):
        yield models.QuerySet(model)


@contextmanager
def emptying(table: str) -> Iterator[None]:
    """On SQLite, let a table be emptied; elsewhere TRUNCATE does it and asks no trigger."""
    token = _PURGED.set(table)
    try:
        yield
    finally:
        _PURGED.reset(token)


def teach_purging(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new connection to SQLite what the triggers ask; receives `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 0, _PURGED.get)


@contextmanager
def _open(connection: Any, table: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        with emptying(table):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, table])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [_SETTING])

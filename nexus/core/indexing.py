"""Indexes and checks that are added while the site runs."""

from typing import Any

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db.migrations import AddConstraint, AddIndex


class AddIndexBeside(AddIndexConcurrently):
    """Adds an index on PostgreSQL without keeping anybody from writing.

    For a migration of its own with `atomic = False`. Other engines add it plainly, and so does a
    migration that runs inside a transaction, as in a restore: nobody else sees its tables.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if _is_alone(schema_editor):
            AddIndex.database_forwards(self, app_label, schema_editor, *states)
        else:
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if _is_alone(schema_editor):
            AddIndex.database_backwards(self, app_label, schema_editor, *states)
        else:
            super().database_backwards(app_label, schema_editor, *states)


class AddCheckBeside(AddConstraintNotValid):
    """Adds a check on PostgreSQL that holds at once for what is written, and then reads the rows.

    Nobody is kept out meanwhile. As with `AddIndexBeside`, for a migration with `atomic = False`.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if _is_alone(schema_editor):
            AddConstraint.database_forwards(self, app_label, schema_editor, *states)
            return
        super().database_forwards(app_label, schema_editor, *states)
        validate = ValidateConstraint(self.model_name, self.constraint.name)
        validate.database_forwards(app_label, schema_editor, *states)


def _is_alone(schema_editor: Any) -> bool:
    """Tell whether nobody else can be kept waiting, or what keeps nobody waiting cannot be had."""
    connection = schema_editor.connection
    return bool(connection.vendor != "postgresql" or connection.in_atomic_block)

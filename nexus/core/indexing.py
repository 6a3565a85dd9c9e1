"""Indexes that are added while the site runs."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex


class AddIndexBeside(AddIndexConcurrently):
    """Adds an index on PostgreSQL without keeping anybody from writing.

    For a migration of its own with `atomic = False`. Other engines add it plainly, and so does a
    migration that runs inside a transaction, as in a restore: nobody else sees its tables.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            AddIndex.database_forwards(self, app_label, schema_editor, *states)
        else:
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            AddIndex.database_backwards(self, app_label, schema_editor, *states)
        else:
            super().database_backwards(app_label, schema_editor, *states)

"""What holds for every migration of ours."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader

from nexus.bench.migrations import OURS
from nexus.core.indexing import AddCheckBeside, AddIndexBeside

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "migrations.md"


def test_every_migration_has_its_line_among_the_measured_ones() -> None:
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations if app in OURS}
    listed = re.findall(r"^\| `([^`]+)` \|", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert len(listed) == len(set(listed))
    assert ours == set(listed), "Measure it with `make bench-migrations` and add its line."


@pytest.mark.parametrize(
    ("vendor", "is_inside", "how"),
    [
        ("sqlite", False, {}),
        ("postgresql", True, {}),
        ("postgresql", False, {"concurrently": True}),
    ],
)
def test_an_index_is_added_beside_others_where_that_can_be(
    vendor: str, is_inside: bool, how: dict[str, bool]
) -> None:
    editor, state = MagicMock(), MagicMock()
    editor.connection = MagicMock(vendor=vendor, in_atomic_block=is_inside, alias="default")
    index = models.Index(fields=["title"], name="an_index")
    operation = AddIndexBeside("job", index)
    operation.allow_migrate_model = MagicMock(return_value=True)  # type: ignore[method-assign]

    operation.database_forwards("jobs", editor, state, state)

    editor.add_index.assert_called_once_with(state.apps.get_model(), index, **how)


@pytest.mark.parametrize(
    ("vendor", "is_inside", "is_beside"),
    [("sqlite", False, False), ("postgresql", True, False), ("postgresql", False, True)],
)
def test_rows_are_checked_beside_others_where_that_can_be(
    vendor: str, is_inside: bool, is_beside: bool
) -> None:
    editor, state = MagicMock(), MagicMock()
    editor.connection = MagicMock(vendor=vendor, in_atomic_block=is_inside, alias="default")
    check = MagicMock(spec=models.CheckConstraint)
    check.name = "a_check"
    check.create_sql.return_value = "ALTER TABLE t ADD CHECK (true)"
    operation = AddCheckBeside("job", check)
    operation.allow_migrate_model = MagicMock(return_value=True)  # type: ignore[method-assign]

    operation.database_forwards("jobs", editor, state, state)

    said = [str(call.args[0]) for call in editor.execute.call_args_list]
    assert editor.add_constraint.called is not is_beside
    assert len(said) == (2 if is_beside else 0)
    if is_beside:
        assert said[0].endswith(" NOT VALID")
        assert "VALIDATE CONSTRAINT" in said[1]

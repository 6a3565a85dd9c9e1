"""The names under which columns are found: our own, other usual ones, and those of our exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from nexus.core.transfers.columns import fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nexus.core.exporting.resources import ExportResource
    from nexus.core.transfers.columns import Column

# Labels of all languages, made once for each kind.
_headings: dict[Any, dict[str, str]] = {}


def columns_by_heading(
    columns: Iterable[Column], exported: type[ExportResource] | None
) -> dict[str, Column]:
    """Return the columns by all their names, folded; one of ours counts before one of an export."""
    known = list(columns)
    found: dict[str, Column] = {}
    for column in known:
        for name in (column.column_name, *column.aliases):
            found.setdefault(fold_header(name), column)
    by_name = {column.column_name: column for column in known}
    for heading, name in headings_of(exported).items():
        if name in by_name:
            found.setdefault(heading, by_name[name])
    return found


def headings_of(exported: type[ExportResource] | None) -> dict[str, str]:
    """Return the names of an export's columns by what each is called, folded, in any language.

    Programs call them by the names themselves.
    """
    if exported is None:
        return {}
    if exported in _headings:
        return _headings[exported]
    found: dict[str, str] = {}
    for name in exported.columns():
        found.setdefault(fold_header(name), name)
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, column in exported.columns().items():
                found.setdefault(fold_header(str(column.label)), name)
    _headings[exported] = found
    return found

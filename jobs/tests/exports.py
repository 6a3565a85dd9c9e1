"""What tests of exports share: asking for one, taking its file, and reading it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from nexus.core.exporting.formats import ExportFormat, unescape_xlsx
from nexus.core.exporting.kinds import ExportKind, kind_named
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.services import Choice, begin_export, read_export

if TYPE_CHECKING:
    from nexus.core.models import ExportRun
    from people.models import User


def kind_of(name: str) -> ExportKind:
    kind = kind_named(name)
    assert kind is not None
    return kind


def asked_for(
    user: User,
    *,
    kind: str = "jobs",
    format: ExportFormat = ExportFormat.JSON,
    columns: tuple[str, ...] = ("id", "title"),
    query: str = "",
    ids: tuple[int, ...] = (),
    company: int | None = None,
) -> ExportRun:
    asked = Asked(query, ids, company)
    return begin_export(kind_of(kind), asked, Choice(format, columns), by=user)


def bytes_of(user: User, run: ExportRun) -> bytes:
    return b"".join(read_export(user, run.pk)[1])


def rows_in(raw: bytes, format: ExportFormat = ExportFormat.JSON) -> list[dict[str, Any]]:
    """Return the rows of a file as they stand in it, by the names of its columns."""
    if format == ExportFormat.JSON:
        found: list[dict[str, Any]] = json.loads(raw)
        return found
    if format == ExportFormat.XLSX:
        lines = list(load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True))
        names = [str(name) for name in lines[0]]
        return [
            {
                n: unescape_xlsx(v) if isinstance(v, str) else v
                for n, v in zip(names, line, strict=True)
            }
            for line in lines[1:]
        ]
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def rows_for(user: User, **asked: Any) -> list[dict[str, Any]]:
    """Export, and return what came of it."""
    run = asked_for(user, **asked)
    return rows_in(bytes_of(user, run), asked.get("format", ExportFormat.JSON))

"""Rows of the first sheet of a workbook. What unpacks to more than it may is refused unopened."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from nexus.core.exporting.formats import unescape_xlsx
from nexus.core.exporting.guard import unguard
from nexus.core.transfers import limits
from nexus.core.transfers.sheet_errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRINGS = "xl/sharedStrings.xml"
_SHEETS = "xl/worksheets/"


def check_xlsx(file: IO[bytes]) -> None:
    """Raise FileRefused unless `file` is a workbook that can be opened without harm.

    Nothing is unpacked: the sizes that an archive claims bound what is ever read of it.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(_damaged()) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise FileRefused(_("This is not an Excel workbook (.xlsx). Save it as XLSX or CSV."))
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("The workbook is protected by a password. Remove it and try again."))
    unpacked = sum(part.file_size for part in parts)
    is_too_large = (
        len(parts) > limits.MOST_PARTS
        or unpacked > limits.MOST_BYTES_UNPACKED
        or any(part.file_size > _most_of(part.filename) for part in parts)
    )
    if is_too_large:
        raise FileRefused(
            _(
                "The workbook unpacks to more than can be read. Save the sheet as CSV, or divide it"
                " into several files."
            )
        )


def xlsx_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[Any], str]]:
    """Yield number, values and complaint of each row of the first sheet. `stream` is sought in."""
    check_xlsx(stream)
    stream.seek(0)
    try:
        # Values that were computed, never formulas; nothing outside of the file.
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise FileRefused(_damaged()) from error
    try:
        sheet = next(iter(book.worksheets), None)
        if sheet is None:
            raise FileRefused(_("The workbook has no sheet."))
        sheet.reset_dimensions()
        number = 0
        try:
            for number, cells in enumerate(
                sheet.iter_rows(max_col=limits.MOST_COLUMNS + 1, values_only=True), 1
            ):
                yield number, [_meant(cell) for cell in cells], ""
        except GeneratorExit:
            raise
        except Exception:  # noqa: BLE001  # whatever a broken part makes the reader raise
            yield number + 1, [], _("The workbook is damaged from here on.")
    finally:
        book.close()


def _meant(cell: Any) -> Any:
    return unguard(unescape_xlsx(cell)) if isinstance(cell, str) else cell


def _most_of(name: str) -> int:
    if name == _STRINGS:
        return limits.MOST_BYTES_OF_STRINGS
    if name.startswith((_SHEETS, "xl/media/")):
        return limits.MOST_BYTES_UNPACKED
    return limits.MOST_BYTES_OF_OTHER_PARTS


def _damaged() -> str:
    return _("The workbook is damaged and cannot be opened. Save it anew and try again.")

"""Whether a cell says what we ourselves would write of a value: then nothing is to change."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nexus.core.exporting.formats import as_text
from nexus.core.exporting.resources import plain
from nexus.core.transfers.columns import ABSENT

if TYPE_CHECKING:
    from nexus.core.exporting.formats import Value


def says(cell: Any, value: Any) -> bool:
    """Tell whether `cell`, of whichever format, is what an export has for `value`.

    Never of ABSENT, which is a value that nobody knows.
    """
    if value is ABSENT:
        return False
    told: Value = plain(value)
    if cell is None or cell == "":
        return as_text(told) == ""
    if isinstance(cell, str):
        return _lines(cell) == _lines(as_text(told))
    if isinstance(cell, bool) or isinstance(told, bool):
        return cell is told
    if isinstance(cell, int | float | Decimal) and isinstance(told, int | float | Decimal):
        return float(cell) == float(told)
    return bool(cell == told)


def _lines(text: str) -> str:
    # Spreadsheets keep no other ends of lines than one, and XML none at all.
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()

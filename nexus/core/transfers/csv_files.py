"""Rows of CSV files as people really have them: any delimiter, any line end, broken ones too."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from nexus.core.exporting.guard import unguard
from nexus.core.transfers import limits
from nexus.core.transfers.lent import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Lines:
    """The lines of a text, none longer than a row may be; `was_cut` tells that one was."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self.was_cut = False

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(limits.MOST_CHARACTERS_OF_ROW):
            if len(line) == limits.MOST_CHARACTERS_OF_ROW and line[-1] not in "\r\n":
                self.was_cut = True
                rest = line
                while rest and rest[-1] not in "\r\n":
                    rest = self._text.readline(limits.MOST_CHARACTERS_OF_ROW)
                line += "\n"
            yield line


def csv_rows(
    stream: IO[bytes], encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str], str]]:
    """Yield number, cells and complaint of each row; the row of names is the first.

    Numbers count as a spreadsheet does, whose rows may hold several lines.
    """
    text = text_of(stream, encoding, newline="")
    lines = _Lines(text)
    rows = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        lines.was_cut = False
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, [], _in_words(str(error))
            continue
        if lines.was_cut:
            yield number, [], _too_long()
            continue
        if cells and number == 1:
            cells[0] = cells[0].removeprefix("\ufeff")
        yield number, [unguard(cell) for cell in cells], ""


def _in_words(error: str) -> str:
    if "unexpected end" in error:
        return _(
            "A quotation mark is opened here and never closed, so that nothing after it can be read."
        )
    if "field limit" in error:
        return _(
            "A cell holds more than %(most)s characters. Perhaps a quotation mark is missing."
        ) % {"most": f"{limits.MOST_CHARACTERS_OF_CELL:,}"}
    return _(
        "A quotation mark stands in the middle of a cell. Double it, and put the whole cell in"
        " quotation marks."
    )


def _too_long() -> str:
    return _("It is longer than %(most)s characters.") % {
        "most": f"{limits.MOST_CHARACTERS_OF_ROW:,}"
    }

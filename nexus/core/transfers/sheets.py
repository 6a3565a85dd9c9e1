"""What a file is and what it holds: told from its content, read row by row in little memory."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.transfers import limits
from nexus.core.transfers.columns import fold_header
from nexus.core.transfers.csv_files import csv_rows
from nexus.core.transfers.json_files import json_rows
from nexus.core.transfers.rows import SheetRow, storable
from nexus.core.transfers.sheet_errors import FileRefused
from nexus.core.transfers.xlsx_files import check_xlsx, xlsx_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nexus.core.transfers.columns import Column

__all__ = ["FileRefused", "Header", "RawRow", "Reading", "look_at", "read_header", "read_rows"]

_SAMPLE = 64 * 1024
_DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that Windows-1252 leaves undefined, and Latin-1 does not.
_NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_NAMES_OF_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
_NAMES_OF_DELIMITERS = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("vertical bars"),
}
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", gettext_lazy("This is an Excel file of the old kind (.xls). Save it as .xlsx.")),
    (b"%PDF", gettext_lazy("This is a PDF. Upload a CSV, XLSX or JSON file.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. `format` is csv, xlsx or json."""

    format: str
    encoding: str = ""
    delimiter: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    def in_words(self) -> str:
        """Return how the file was understood, for the person to see that it was right."""
        if self.format == "xlsx":
            return _("an Excel workbook")
        encoding = _NAMES_OF_ENCODINGS.get(self.encoding, self.encoding)
        if self.format == "json":
            return _("JSON in %(encoding)s") % {"encoding": encoding}
        parted = str(_NAMES_OF_DELIMITERS.get(self.delimiter, self.delimiter))
        return _("CSV in %(encoding)s, parted by %(delimiter)s") % {
            "encoding": encoding,
            "delimiter": parted,
        }


class RawRow(NamedTuple):
    """A row as it stands in the file; `cells` are a list, or an object of JSON."""

    number: int
    cells: Any
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Which columns a file has: by their place, or for JSON by their name."""

    columns: tuple[str | None, ...]
    by_name: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def look_at(file: IO[bytes], *, known: Mapping[str, Column]) -> Reading:
    """Return how `file`, which can be sought in, is to be read; its end is read as well.

    Raises FileRefused, with a sentence for whoever chose it, for what cannot be imported at all.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    sample = file.read(_SAMPLE)
    if not sample.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(_("The file is empty."))
    for signature, sentence in _SIGNATURES:
        if sample.startswith(signature):
            raise FileRefused(str(sentence))
    if sample.startswith(b"PK\x03\x04"):
        if size > limits.MOST_BYTES_OF_XLSX:
            raise FileRefused(
                _("A workbook may have at most %(most)s MB. Save it as CSV, which may be larger.")
                % {"most": limits.MOST_BYTES_OF_XLSX // limits.MEGABYTE}
            )
        check_xlsx(file)
        return Reading("xlsx")
    if size > limits.MOST_BYTES:
        raise FileRefused(
            _("The file may have at most %(most)s MB. Divide it into several.")
            % {"most": limits.MOST_BYTES // limits.MEGABYTE}
        )
    encoding = _encoding_of(file, sample)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    _refuse_what_is_no_text(text)
    if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        return Reading("json", encoding)
    return Reading("csv", encoding, _delimiter_of(text, known))


def read_rows(stream: IO[bytes], reading: Reading) -> Iterator[RawRow]:
    """Yield the rows of a file in order, the names of its columns first where it has them.

    A row that cannot be read comes with a complaint. Memory stays within a few rows; a workbook
    costs that of its strings, and has to be sought in.
    """
    if reading.format == "xlsx":
        rows: Iterator[Any] = xlsx_rows(stream)
    elif reading.format == "json":
        rows = json_rows(stream, reading.encoding)
    else:
        rows = csv_rows(stream, reading.encoding, reading.delimiter)
    for number, cells, complaint in rows:
        yield RawRow(number, cells, complaint)


def read_header(rows: Iterator[RawRow], reading: Reading, known: Mapping[str, Column]) -> Header:
    """Take the names of the columns off `rows`. Raises FileRefused where they do not fit."""
    if reading.format == "json":
        return Header((), {})
    first = next((row for row in rows if row.complaint or any(map(_text, row.cells))), None)
    if first is None:
        raise FileRefused(_("The file is empty."))
    if first.complaint:
        raise FileRefused(
            _("The first row, which names the columns, cannot be read: %(why)s")
            % {"why": first.complaint}
        )
    names = [storable(_text(cell)) for cell in first.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.MOST_COLUMNS:
        raise FileRefused(
            _("A file may have at most %(most)s columns.") % {"most": limits.MOST_COLUMNS}
        )
    found: list[str | None] = []
    unknown: list[str] = []
    seen: dict[str, str] = {}
    for name in names:
        column = known.get(fold_header(name))
        if column is None:
            unknown.append(name[:60] or "–")
            found.append(None)
            continue
        if column.column_name in seen:
            earlier = seen[column.column_name]
            raise FileRefused(
                _("The column “%(name)s” comes twice. Remove one of them.") % {"name": name}
                if fold_header(earlier) == fold_header(name)
                else _("The columns “%(one)s” and “%(other)s” mean the same. Remove one of them.")
                % {"one": earlier, "other": name}
            )
        seen[column.column_name] = name
        found.append(column.column_name)
    if not seen:
        raise FileRefused(
            _(
                "None of the columns is known: %(names)s. The first row has to name them; the"
                " template shows how."
            )
            % {"names": ", ".join(unknown[:8])}
        )
    return Header(tuple(found), seen, tuple(unknown), missing_columns(seen, known))


def missing_columns(seen: Any, known: Mapping[str, Column]) -> tuple[str, ...]:
    """Return the needed columns that a file does not have."""
    needed = {c.column_name: None for c in known.values() if c.is_required}
    return tuple(name for name in needed if name not in seen)


def as_sheet_row(row: RawRow, header: Header, known: Mapping[str, Column]) -> SheetRow | None:
    """Return a row by the names of our columns; None for one in which nothing stands."""
    if row.complaint:
        return SheetRow(row.number, {}, row.complaint)
    if isinstance(row.cells, dict):
        cells: dict[str, Any] = {}
        for name, value in row.cells.items():
            column = known.get(fold_header(name))
            if column is not None:
                cells.setdefault(column.column_name, value)
        if not cells:
            return SheetRow(row.number, {}, _("It has none of the known columns."))
        return SheetRow(row.number, cells)
    values = list(row.cells)
    while values and not _text(values[-1]):
        values.pop()
    if not values:
        return None
    if len(values) > len(header.columns):
        return SheetRow(
            row.number,
            {},
            _(
                "It has %(cells)s cells, but there are only %(columns)s columns. A text that holds"
                " the delimiter has to stand in quotation marks."
            )
            % {"cells": len(values), "columns": len(header.columns)},
        )
    values += [""] * (len(header.columns) - len(values))
    return SheetRow(
        row.number,
        {name: value for name, value in zip(header.columns, values, strict=True) if name},
    )


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _encoding_of(file: IO[bytes], sample: bytes) -> str:
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    if sample.count(0) > len(sample) // 4:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return "utf-16-le" if odd > even else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    seen: set[int] = set()
    is_utf8 = True
    while block := file.read(limits.MEGABYTE):
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
        seen |= _NOT_WINDOWS & set(block)
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return "utf-8"
    return "latin-1" if seen else "cp1252"


def _refuse_what_is_no_text(text: str) -> None:
    odd = sum(1 for c in text if c < " " and c not in "\t\r\n\x00\x0b\x0c\x1a")
    if odd * 20 > len(text):
        raise FileRefused(_("This is not a CSV, XLSX or JSON file."))


def _delimiter_of(text: str, known: Mapping[str, Column]) -> str:
    """Return what parts the names of the columns: as many of them as possible are known then."""
    best, most = ",", (-1, -1)
    lines = text.lstrip("\ufeff\r\n").splitlines(keepends=True)
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader(iter(lines), delimiter=delimiter), [])
        except csv.Error:
            continue
        found = (sum(1 for name in names if fold_header(name) in known), len(names))
        if found > most:
            best, most = delimiter, found
    return best

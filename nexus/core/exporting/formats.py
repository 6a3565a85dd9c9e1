"""The formats in which tables go out, each written row by row into a file that need not be sought.

Nothing but the row at hand is in memory, and nothing lies on a disk meanwhile: whoever calls may
seal what is written. (openpyxl's own writer keeps the sheet in a temporary file, in clear.)
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.errors import Refused
from nexus.core.exporting.guard import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

type Value = str | int | float | Decimal | bool | list[str] | None

# What a sheet of Excel holds at most.
MOST_ROWS_OF_SHEET = 1_048_575
MOST_CHARACTERS_OF_CELL = 32_767


class ExportFormat(models.TextChoices):
    """`csv` begins with the mark by which Excel knows UTF-8; `csv_plain` does without."""

    CSV = "csv", gettext_lazy("CSV for spreadsheets")
    CSV_PLAIN = "csv_plain", gettext_lazy("CSV for other programs")
    XLSX = "xlsx", gettext_lazy("Excel workbook")
    JSON = "json", gettext_lazy("JSON")


EXPLAINED = {
    ExportFormat.CSV: gettext_lazy(
        "UTF-8 with a byte order mark, by which Excel and LibreOffice know it."
    ),
    ExportFormat.CSV_PLAIN: gettext_lazy(
        "UTF-8 without a byte order mark, columns by their names in the API."
    ),
    ExportFormat.XLSX: gettext_lazy("Opens everywhere as it is, numbers as numbers."),
    ExportFormat.JSON: gettext_lazy("A list of objects, every text exactly as it is here."),
}
EXTENSIONS = {
    ExportFormat.CSV: "csv",
    ExportFormat.CSV_PLAIN: "csv",
    ExportFormat.XLSX: "xlsx",
    ExportFormat.JSON: "json",
}
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.CSV_PLAIN: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSON: "application/json",
}


class CannotHold(Refused):
    """The format has no room for what there is."""


class TableWriter:
    """Writes one table: `row` for each, and `close` at the end.

    Rows can be written elsewhere first, piece by piece (`encode`, with `between` in between), and
    handed over as bytes (`splice`): long work is done in parts so.
    """

    # Whether columns are called by what people call them, or by their names in programs.
    is_for_people: ClassVar[bool] = True
    between: ClassVar[bytes] = b""

    def __init__(self, target: IO[bytes], columns: Sequence[str], title: str) -> None:
        raise NotImplementedError

    @classmethod
    def encode(cls, columns: Sequence[str], values: Sequence[Value]) -> bytes:
        """Return the bytes of one row. Raises CannotHold."""
        raise NotImplementedError

    def row(self, values: Sequence[Value]) -> None:
        raise NotImplementedError

    def splice(self, pieces: Iterable[bytes], rows: int) -> None:
        """Write the bytes of so many rows, at least one, made by `encode`. Raises CannotHold."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what ends the file. The target stays open."""


class CsvWriter(TableWriter):
    begins_with: ClassVar[bytes] = b"\xef\xbb\xbf"

    def __init__(self, target: IO[bytes], columns: Sequence[str], title: str) -> None:
        target.write(self.begins_with)
        self._target = target
        self.row(columns)

    @classmethod
    def encode(cls, columns: Sequence[str], values: Sequence[Value]) -> bytes:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([_cell(value) for value in values])
        return line.getvalue().encode()

    def row(self, values: Sequence[Value]) -> None:
        self._target.write(self.encode((), values))

    def splice(self, pieces: Iterable[bytes], rows: int) -> None:
        for piece in pieces:
            self._target.write(piece)


class PlainCsvWriter(CsvWriter):
    begins_with = b""
    is_for_people = False


class JsonWriter(TableWriter):
    is_for_people = False
    between = b",\n"

    def __init__(self, target: IO[bytes], columns: Sequence[str], title: str) -> None:
        self._target, self._columns = target, columns
        self._before = b"[\n"

    @classmethod
    def encode(cls, columns: Sequence[str], values: Sequence[Value]) -> bytes:
        item = dict(zip(columns, map(_plain, values), strict=True))
        return json.dumps(item, ensure_ascii=False).encode()

    def row(self, values: Sequence[Value]) -> None:
        self.splice([self.encode(self._columns, values)], 1)

    def splice(self, pieces: Iterable[bytes], rows: int) -> None:
        self._target.write(self._before)
        for piece in pieces:
            self._target.write(piece)
        self._before = self.between

    def close(self) -> None:
        self._target.write(b"[]\n" if self._before != self.between else b"\n]\n")


class XlsxWriter(TableWriter):
    """A workbook of one sheet. Each text is typed as a text, so that none is a formula."""

    def __init__(self, target: IO[bytes], columns: Sequence[str], title: str) -> None:
        # Packed lightly: what is long has to be through before a worker's time is over.
        self._book = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=2)
        for name, part in _PARTS.items():
            self._book.writestr(name, part.replace("{title}", _escape(_sheet_name(title))))
        self._sheet = self._book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._rows = 0
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{_width(name)}" customWidth="1"/>'
            for n, name in enumerate(columns, 1)
        )
        self._sheet.write(_SHEET_BEGINS.replace("{widths}", widths).encode())
        self._sheet.write(_xlsx_row(columns, style=' s="1"'))

    @classmethod
    def encode(cls, columns: Sequence[str], values: Sequence[Value]) -> bytes:
        return _xlsx_row(values)

    def row(self, values: Sequence[Value]) -> None:
        self.splice([_xlsx_row(values)], 1)

    def splice(self, pieces: Iterable[bytes], rows: int) -> None:
        self._rows += rows
        if self._rows > MOST_ROWS_OF_SHEET:
            raise CannotHold(
                _("A sheet of Excel has no room for so many rows. Choose CSV or JSON.")
            )
        for piece in pieces:
            self._sheet.write(piece)

    def close(self) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._book.close()


WRITERS: dict[ExportFormat, type[TableWriter]] = {
    ExportFormat.CSV: CsvWriter,
    ExportFormat.CSV_PLAIN: PlainCsvWriter,
    ExportFormat.XLSX: XlsxWriter,
    ExportFormat.JSON: JsonWriter,
}


def _cell(value: Value) -> str:
    text = as_text(value)
    return guard(text) if isinstance(value, str | list) else text


def as_text(value: Value) -> str:
    """Return a value as CSV has it, before it is guarded."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case list():
            # The bar at the end says of a single text with a comma in it that it is one.
            return " | ".join(value) + (
                " |" if len(value) == 1 and _PARTS_TEXTS.search(value[0]) else ""
            )
    return str(value)


_PARTS_TEXTS = re.compile(r"[,;\n]")


def _plain(value: Value) -> Any:
    if not isinstance(value, Decimal):
        return value
    # Whole numbers without a fraction, others as they are written, which a float keeps as well.
    return int(value) if value == value.to_integral_value() else float(value)


# --- the parts of a workbook -------------------------------------------------------------------

_MARKED = ' s="2"'  # Excel's own sign that a text is one, however it begins


def _xlsx_row(values: Sequence[Value], style: str = "") -> bytes:
    return f"<row>{''.join(_xlsx_cell(value, style) for value in values)}</row>".encode()


def _xlsx_cell(value: Value, style: str) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"<c{style}><v>{as_text(value)}</v></c>"
    text = as_text(value)
    if not text:
        return f"<c{style}/>"
    guarded = guard(text, is_typed=True)
    if len(guarded) > MOST_CHARACTERS_OF_CELL:
        raise CannotHold(
            _(
                "A text is longer than the 32,767 characters for which a cell of Excel has room."
                " Choose CSV or JSON, which hold it whole."
            )
        )
    if not style and guard(text) != text:
        style = _MARKED
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{_escape(guarded)}</t></is></c>'


def unescape_xlsx(text: str) -> str:
    """Return a text of a workbook as it is meant: with the characters that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# White space that XML turns into other white space, and what it does not allow at all.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def _escape(text: str) -> str:
    text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def _sheet_name(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]']", " ", title).strip()[:31] or "Sheet"


def _width(name: str) -> int:
    return min(40, max(14, len(name) + 4))


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>""",
    "_rels/.rels": f"""{_XML}<Relationships xmlns="{_RELATIONS}">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">\
<sheets><sheet name="{{title}}" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""{_XML}<Relationships xmlns="{_RELATIONS}">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    # Plain, bold for the names of the columns, and with the sign of a text.
    "xl/styles.xml": f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>""",
}
_SHEET_BEGINS = f"""{_XML}<worksheet xmlns="{_MAIN}">\
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" \
state="frozen"/></sheetView></sheetViews><cols>{{widths}}</cols><sheetData>"""

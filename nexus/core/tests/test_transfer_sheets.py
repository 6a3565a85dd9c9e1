"""Files as people have them: which format, encoding and delimiter, and what each row holds."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nexus.core.transfers import limits
from nexus.core.transfers.columns import Column
from nexus.core.transfers.rows import SheetRow
from nexus.core.transfers.sheets import (
    FileRefused,
    Reading,
    as_sheet_row,
    look_at,
    read_header,
    read_rows,
)
from nexus.core.transfers.widgets import TextWidget

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    name: Column(name, widget=TextWidget(), is_required=name == "title")
    for name in ("title", "company", "location", "description", "salary_min", "salary_max")
}


def read(data: bytes) -> tuple[Reading, list[SheetRow]]:
    file = io.BytesIO(data)
    reading = look_at(file, known=KNOWN)
    file.seek(0)
    rows = read_rows(file, reading)
    header = read_header(rows, reading, KNOWN)
    found = [as_sheet_row(row, header, KNOWN) for row in rows]
    return reading, [row for row in found if row is not None]


TEXT = "title;company\r\nÉlectricien;Société\r\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_told_from_the_file(encoding: str, delimiter: str) -> None:
    reading, rows = read(TEXT.replace(";", delimiter).encode(encoding))

    assert rows == [SheetRow(2, {"title": "Électricien", "company": "Société"})]
    assert reading.delimiter == delimiter


def test_a_late_letter_of_windows_decides_the_encoding() -> None:
    data = b"title,company\n" + b"plain,ascii\n" * 200_000 + "Größe,x\n".encode("cp1252")

    _reading, rows = read(data)

    assert rows[-1].cells["title"] == "Größe"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"Engineer,Acme\n", "None of the columns is known: Engineer, Acme"),
        (b"title,title\nA,B\n", "“title” comes twice"),
        (b"%PDF-1.4 ...", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(200), "old kind"),
        (bytes(range(1, 32)) * 50, "not a CSV, XLSX or JSON"),
        (b"PK\x03\x04 nothing else", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        read(data)


def test_rows_that_cannot_be_read_have_a_complaint_and_leave_the_others_alone() -> None:
    data = b"title,company\nA,B,C\n\nB\n" + b"x" * 200_000 + b",y\n" + b'C"D,"E"F\nG,H\n"I,J\nK,L\n'

    _reading, rows = read(data)

    told = {row.number: row.complaint or row.cells["title"] for row in rows}
    assert "3 cells, but there are only 2 columns" in told[2]
    assert told[4] == "B"
    assert "more than 131,072 characters" in told[5]
    assert "middle of a cell" in told[6]
    assert told[7] == "G"
    assert "never closed" in told[8]
    assert set(told) == {2, 4, 5, 6, 7, 8}


def test_json_is_read_as_a_list_and_line_by_line() -> None:
    items = [{"title": f"Job {n}", "Company": "Ä" * 3000, "other": [n]} for n in range(400)]
    whole, lines = json.dumps(items), "\n".join(map(json.dumps, items))
    for text in (whole, lines, json.dumps(items, indent=2, ensure_ascii=False)):
        reading, rows = read(text.encode())
        assert reading.format == "json"
        assert [row.cells["title"] for row in rows] == [item["title"] for item in items]
        assert rows[7] == SheetRow(8, {"title": "Job 7", "company": "Ä" * 3000})

    _reading, rows = read(b'[{"title": "A"}, 7, {"nothing": 1}, {"title": "B", ]')
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [bool(row.complaint) for row in rows] == [False, True, True, True]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, size: int) -> bytes:
    """Return the archive with another part of so many bytes that pack to next to nothing."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size))
    return target.getvalue()


def test_a_workbook_is_read_and_one_that_unpacks_to_too_much_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = workbook([["title", "salary_min", None], ["Nurse", 30000, None], [], ["Cook", 1.5, ""]])
    _reading, rows = read(data)
    assert [(row.number, row.cells) for row in rows] == [
        (2, {"title": "Nurse", "salary_min": 30000}),
        (4, {"title": "Cook", "salary_min": 1.5}),
    ]

    monkeypatch.setattr(limits, "MOST_BYTES_UNPACKED", 20 * limits.MEGABYTE)
    bomb = with_part(data, "xl/worksheets/more.xml", limits.MOST_BYTES_UNPACKED + 1)
    assert len(bomb) < limits.MEGABYTE
    with pytest.raises(FileRefused, match="unpacks to more"):
        read(bomb)

    # What every sheet shares is held in memory whole.
    monkeypatch.setattr(limits, "MOST_BYTES_OF_STRINGS", limits.MEGABYTE)
    assert read(with_part(data, "xl/sharedStrings.xml", limits.MEGABYTE))
    with pytest.raises(FileRefused, match="unpacks to more"):
        read(with_part(data, "xl/sharedStrings.xml", limits.MEGABYTE + 1))


def test_a_workbook_of_another_kind_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(FileRefused, match="not an Excel workbook"):
        read(other.getvalue())


def test_every_malformed_file_is_read_or_refused_in_words(shared_data: Path) -> None:
    seen = 0
    for path in sorted((shared_data / "adversarial" / "csv").iterdir()):
        try:
            _reading, rows = read(path.read_bytes())
            told = [row.complaint or next(iter(row.cells.values())) for row in rows]
        except FileRefused as refused:
            told = [refused.message]
        assert told or path.name == "bad_header_only.csv", path.name
        seen += 1
    assert seen >= 16

"""Files that go out: read back as they were, and opened by a spreadsheet without anything running."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nexus.core.exporting.formats import (
    MOST_CHARACTERS_OF_CELL,
    WRITERS,
    CannotHold,
    ExportFormat,
    XlsxWriter,
    unescape_xlsx,
)
from nexus.core.exporting.guard import guard, unguard
from nexus.core.files.sealed import SealingWriter
from nexus.core.tests.test_export_guard import HONEST, HOSTILE, RUN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nexus.core.exporting.formats import Value

# What a spreadsheet takes for a number of its own accord, and how it writes it then.
NUMBERS = {"+4940123456": "4940123456", "-1e5": "-100000", "-5.50": "-5.5", "-5": "-5"}
SOFFICE = shutil.which("soffice")
STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def written(format: ExportFormat, rows: Sequence[Sequence[Value]], columns: int = 2) -> bytes:
    target = io.BytesIO()
    writer = WRITERS[format](target, [f"column {n}" for n in range(columns)], "Jobs")
    for row in rows:
        writer.row(row)
    writer.close()
    return target.getvalue()


def read(format: ExportFormat, raw: bytes) -> list[list[str]]:
    """Return the rows below the names of the columns as the import reads them."""
    if format == ExportFormat.JSON:
        return [list(item.values()) for item in json.loads(raw)]
    if format == ExportFormat.XLSX:
        sheet = load_workbook(io.BytesIO(raw), read_only=True).worksheets[0]
        return [
            [unguard(unescape_xlsx(cell or "")) for cell in row]
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    return [[unguard(cell) for cell in row] for row in list(csv.reader(text))[1:]]


@pytest.mark.parametrize("format", ExportFormat)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.tuples(STORABLE, STORABLE), min_size=1, max_size=5))
def test_every_text_comes_back_as_it_was(
    format: ExportFormat, texts: list[tuple[str, str]]
) -> None:
    assert read(format, written(format, texts)) == [list(row) for row in texts]


@pytest.mark.parametrize("format", ExportFormat)
def test_texts_that_are_hard_to_write_come_back(format: ExportFormat) -> None:
    texts = [
        *RUN,
        *HONEST,
        "a\r\nb",
        "\r",
        "\x01\x1f",
        "_x000D_",
        "\ufffe",
        'a "b", <c> & d',
        " x ",
    ]

    assert [row[0] for row in read(format, written(format, [[t] for t in texts], 1))] == texts


def test_csv_says_what_it_is_and_numbers_stay_numbers() -> None:
    rows: list[list[Value]] = [["Ærø", Decimal("-5.50")], [None, True], [["a", "b"], 7]]

    assert written(ExportFormat.CSV, rows).startswith(b"\xef\xbb\xbfcolumn 0,column 1\r\n")
    assert written(ExportFormat.CSV_PLAIN, rows).decode() == (
        "column 0,column 1\r\nÆrø,-5.50\r\n,yes\r\na | b,7\r\n"
    )


def test_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    raw = written(ExportFormat.XLSX, [[text, Decimal("-5.50")] for text in RUN])

    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    assert sheet.title == "Jobs"
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert {cell.value for cell in sheet["B"][1:]} == {-5.5}
    assert all(cell.quotePrefix for cell in sheet["A"][1:])
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_json_is_untouched() -> None:
    rows: list[list[Value]] = [["=1+1", Decimal("5.50")], ["\x01", ["a", "b"]], [None, False]]

    assert json.loads(written(ExportFormat.JSON, rows)) == [
        {"column 0": "=1+1", "column 1": 5.5},
        {"column 0": "\x01", "column 1": ["a", "b"]},
        {"column 0": None, "column 1": False},
    ]
    assert json.loads(written(ExportFormat.JSON, [])) == []


def test_workbook_refuses_what_it_would_have_to_cut() -> None:
    with pytest.raises(CannotHold):
        written(ExportFormat.XLSX, [["x" * (MOST_CHARACTERS_OF_CELL + 1)]], 1)


def test_workbook_refuses_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nexus.core.exporting.formats.MOST_ROWS_OF_SHEET", 3)
    assert len(read(ExportFormat.XLSX, written(ExportFormat.XLSX, [["x"]] * 3, 1))) == 3

    with pytest.raises(CannotHold):
        written(ExportFormat.XLSX, [["x"]] * 4, 1)


def test_workbook_is_written_into_what_cannot_be_sought() -> None:
    target = io.BytesIO()
    with SealingWriter(target) as sealing:
        writer = XlsxWriter(sealing, ["one"], "Jobs")  # type: ignore[arg-type]
        writer.row(["Pia Person"])
        writer.close()

    assert sealing.size > 0
    assert b"Pia Person" not in target.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("format", [ExportFormat.CSV, ExportFormat.CSV_PLAIN, ExportFormat.XLSX])
def test_libreoffice_runs_nothing_and_shows_what_is_honest(
    format: ExportFormat, tmp_path: Path
) -> None:
    hostile = json.loads(HOSTILE.read_text()) if HOSTILE.exists() else []
    texts = [*RUN, *HONEST, *hostile]
    raw = written(format, [[number, text] for number, text in enumerate(texts)])

    shown = opened_by_libreoffice(raw, format, tmp_path)
    is_typed = format == ExportFormat.XLSX

    assert [int(row[0]) for row in shown] == list(range(len(texts)))
    for text, (_number, cell) in zip(texts, shown, strict=True):
        if text in NUMBERS and format != ExportFormat.XLSX:
            assert cell in {text, NUMBERS[text]}
            continue
        # As it was, whatever it is; only what would have run has its mark in front.
        assert unguard(cell).replace("\r", "\n") == text.replace("\r", "\n"), text
        assert (cell == text) is (guard(text, is_typed=is_typed) == text), text


def opened_by_libreoffice(raw: bytes, format: ExportFormat, folder: Path) -> list[list[str]]:
    """Return the rows below the names, as LibreOffice shows them."""
    name, kind = "export.csv", "csv"  # read and written in the same encoding
    if format == ExportFormat.XLSX:
        name, kind = "export.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"
    (folder / name).write_bytes(raw)
    subprocess.run(  # our own file, by a program that is installed
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / "out"),
            str(folder / name),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(folder)},
    )
    text = (folder / "out/export.csv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]

"""Whole exports opened by LibreOffice: no cell is a formula, and honest texts are as they were."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jobs.tests.exports import asked_for, bytes_of
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.guard import unguard

if TYPE_CHECKING:
    from people.models import Company, User

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
HONEST = [
    "- remote (not a formula)",
    "+44 20 7946 0000 (a phone, must survive)",
    "@nexus (a handle, must survive)",
    "-5 °C cold store operative",
    "Ærø 日本 👩‍💻",
    'says "hello", a; b, c | d',
]


def converted(file: Path, kind: str) -> Path:
    """Return what LibreOffice makes of the file in another format."""
    subprocess.run(  # our own file, by a program that is installed
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{file.parent}/profile",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(file.parent / "out"),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(file.parent)},
    )
    return file.parent / "out" / f"{file.stem}.{kind.partition(':')[0]}"


def rows_and_formulas(file: Path) -> tuple[int, list[str]]:
    """Return how many rows LibreOffice finds, and each formula that it would compute."""
    opened = ET.parse(converted(file, "fods"))
    cells = opened.iter(f"{TABLE}table-cell")
    formulas = [found for cell in cells if (found := cell.get(f"{TABLE}formula"))]
    return len(list(opened.iter(f"{TABLE}table-row"))), formulas


def test_what_is_not_guarded_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "bare.csv"
    file.write_text("title\n=1+1\nhonest\n")

    assert rows_and_formulas(file)[1] == ["of:=1+1"]


@pytest.mark.parametrize("format", [ExportFormat.CSV, ExportFormat.CSV_PLAIN, ExportFormat.XLSX])
def test_export_opened_by_libreoffice_holds_no_formula_and_honest_text_unharmed(
    format: ExportFormat,
    shared_data: Path,
    tmp_path: Path,
    owner: User,
    company: Company,
    make_job: Callable[..., Any],
) -> None:
    hostile = shared_data / "adversarial" / "strings" / "csv_injection.json"
    texts = [*json.loads(hostile.read_text()), *HONEST]
    jobs = {make_job(company=company, title=text, location=text).pk: text for text in texts}
    run = asked_for(owner, format=format, columns=("id", "title", "location"))
    ending = "xlsx" if format == ExportFormat.XLSX else "csv"
    file = tmp_path / f"export.{ending}"
    file.write_bytes(bytes_of(owner, run))

    rows, formulas = rows_and_formulas(file)
    # In UTF-8 both ways, as whoever opens such a file chooses.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76" if ending == "xlsx" else "csv"
    text = converted(file, kind).read_text("utf-8-sig")

    assert rows >= len(texts) + 1
    assert formulas == []
    shown = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(shown) == len(texts)
    for number, title, location in shown:
        meant = jobs[int(number)]
        for cell in (title, location):
            if meant in HONEST:
                assert cell == meant
            assert unguard(cell).replace("\r", "\n") == meant.replace("\r", "\n")

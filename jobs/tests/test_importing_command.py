"""`manage.py load_postings` as an operator sees it."""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from jobs.importing.mapping import posting_of
from jobs.importing.reader import Source, read_rows
from jobs.models import Job

GOOD: dict[str, Any] = {
    "source": "board",
    "title": "Cook",
    "company": "Green Kitchen",
    "location": "Rome",
    "description_text": "You cook.",
    "posted_at": "2026-01-10",
}
# Each line and what is said of it.
FAULTS: list[tuple[bytes, str]] = [
    (b'{"id": "board:x", "title": ', "not JSON"),
    (b"[1, 2]", "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b"null", "not a JSON object"),
    (b'{"id": "board:x\xff"}', "not UTF-8"),
    (b'{"id": "board:x", "n": ' + b"9" * 5000 + b"}", "too many digits"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"pad": "' + b"x" * 1_000_000 + b'"}', "longer than"),
] + [
    (json.dumps({**GOOD, "id": "board:x", **fault}).encode(), reason)
    for fault, reason in (
        ({"title": None}, "no title"),
        ({"title": ["Cook"]}, "“title” must be a text"),
        ({"title": "Co\x00ok"}, "NUL"),
        ({"title": "Cook \ud800"}, "surrogate"),
        ({"description_text": " "}, "no description"),
        ({"description_text": {"html": "x"}}, "“description_text” must be a text"),
        ({"posted_at": "last week"}, "“posted_at” is not a date"),
        ({"posted_at": "0000-00-00"}, "“posted_at” is not a date"),
        ({"posted_at": "1970-01-01"}, "cannot be meant"),
        ({"valid_through": "2026-02-31"}, "“valid_through” is not a date"),
        ({"id": None}, "no id"),
        ({"id": "board:" + "y" * 300}, "id is longer"),
    )
]


def good_line(number: int) -> bytes:
    return json.dumps({**GOOD, "id": f"board:{number}"}).encode()


def run(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_postings", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_each_of_twenty_planted_faults_is_told_and_the_rest_is_loaded(
    db: None, tmp_path: Path
) -> None:
    assert len(FAULTS) == 20
    lines = [part for n, (bad, _) in enumerate(FAULTS) for part in (good_line(n), bad)]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join([*lines, good_line(99)]))

    out, err = run(str(path))

    assert "21 added, 0 updated, 0 unchanged, 20 bad" in out
    assert Job.objects.count() == 21
    for told, (number, (_, reason)) in zip(err.splitlines(), enumerate(FAULTS), strict=True):
        assert f"line {2 * number + 2}:" in told
        assert reason in told


def test_file_without_a_good_row_fails(db: None, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("nothing\n")

    with pytest.raises(CommandError, match="Nothing could be loaded"):
        run(str(path))


def test_missing_file_fails_before_anything_is_loaded(db: None, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(good_line(1))

    with pytest.raises(CommandError, match="no file"):
        run(str(path), str(tmp_path / "nowhere"))

    assert not Job.objects.exists()


def test_standard_input_is_read_for_a_dash(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "rows").open("w+b") as file:
        file.write(good_line(1))
        file.seek(0)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(file))

        out, _ = run("-", "--fresh")

    assert "1 added" in out


def test_warnings_are_counted_by_kind(db: None, tmp_path: Path) -> None:
    rows = [
        {**GOOD, "id": f"board:{n}", "salary_min": 9_000, "salary_max": 8_000} for n in range(3)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))

    out, _ = run(str(path))

    assert "Warning, 3 times: inverted salary range swapped." in out


@pytest.mark.slow
def test_loading_all_real_postings_costs_a_few_times_what_reading_them_does(
    db: None, shared_data: Path
) -> None:
    path = shared_data / "postings" / "dev.jsonl.gz"
    # Not the clock on the wall, and beside what this machine takes for the same rows: seconds
    # alone would measure the machine, and what else it does.
    began = time.process_time()
    for read in read_rows(Source(str(path))):
        posting_of(read.row or {}, now=timezone.now())
    reading = time.process_time() - began

    began = time.process_time()
    out, err = run(str(path), "--fresh")
    loading = time.process_time() - began

    assert "4349 added, 0 updated, 0 unchanged, 0 bad" in out
    assert err == ""
    assert Job.objects.open().count() == 4349
    assert loading < 4 * reading

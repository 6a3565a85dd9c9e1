"""Rows of a file, whatever was done to it."""

import gzip
from pathlib import Path

import pytest

from jobs.importing.reader import MAX_LINE_BYTES, Source, read_rows


def rows_of(path: Path) -> list[tuple[int, object]]:
    return [(read.line, read.row or read.reason) for read in read_rows(Source(str(path)))]


@pytest.mark.parametrize("compress", [False, True])
def test_plain_and_gzip_are_told_apart_by_content(tmp_path: Path, compress: bool) -> None:
    data = b'{"a": 1}\n\n{"a": 2}'
    path = tmp_path / "rows.txt"
    path.write_bytes(gzip.compress(data) if compress else data)

    assert rows_of(path) == [(1, {"a": 1}), (3, {"a": 2})]


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n')

    assert rows_of(path) == [(1, {"a": 1})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": ', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a":' * 200_000, "longer than"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_bad_line_is_reported_and_the_next_one_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = tmp_path / "rows"
    path.write_bytes(line + b'\n{"a": 1}\n')

    (first, told), following = rows_of(path)

    assert first == 1
    assert reason in str(told)
    assert following == (2, {"a": 1})


def test_cut_off_gzip_gives_its_rows_and_then_the_reason(tmp_path: Path) -> None:
    lines = b"".join(b'{"a": %d}\n' % number for number in range(50_000))
    path = tmp_path / "rows.gz"
    path.write_bytes(gzip.compress(lines)[:-2000])

    rows = rows_of(path)

    assert len(rows) > 1000
    assert "damaged or cut off" in str(rows[-1][1])


def test_gzip_of_one_endless_line_is_one_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(30):
            file.write(b"x" * MAX_LINE_BYTES)

    assert [line for line, _ in rows_of(path)] == [1]


def test_progress_counts_the_bytes_of_the_file_as_stored(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 10_000))
    counts: list[int] = []

    list(read_rows(Source(str(path)), advanced=counts.append))

    assert sum(counts) == path.stat().st_size


def test_missing_file_is_complained_about_by_name(tmp_path: Path) -> None:
    assert "nowhere" in Source(str(tmp_path / "nowhere")).complaint()

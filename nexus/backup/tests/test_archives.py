"""The archive itself: what is altered, cut or sealed with another key is told and never read."""

from __future__ import annotations

import io
import os
import uuid
from typing import TYPE_CHECKING

import pytest

from nexus.backup.archive import ArchiveReader, ArchiveWriter, lines_of
from nexus.backup.errors import BackupError, Damaged, NotABackup, WrongKey
from nexus.backup.sealing import PIECE_BYTES
from nexus.backup.values import (
    canonical_json,
    escape,
    rework,
    sqlite_decoder,
    sqlite_encoder,
    unescape,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT = os.urandom(PIECE_BYTES + 5)


@pytest.fixture(scope="module")
def archive() -> bytes:
    target = io.BytesIO()
    writer = ArchiveWriter(target, "key", {"archive": "1"})
    writer.section({"kind": "file", "name": "a"}, iter([CONTENT]))
    writer.section({"kind": "file", "name": "empty"}, iter(()))
    writer.section({"kind": "table", "name": "t"}, iter([b"1\tx\n2\t", b"y\n"]))
    writer.finish({"rows": 2})
    return target.getvalue()


def read(data: bytes, *keys: str) -> dict[str, bytes]:
    reader = ArchiveReader(io.BytesIO(data), keys or ("key",))
    found = {s.about["name"]: b"".join(s.blocks()) for s in reader.sections()}
    assert reader.manifest == {"rows": 2}
    return found


def test_what_was_written_is_read(archive: bytes) -> None:
    assert read(archive) == {"a": CONTENT, "empty": b"", "t": b"1\tx\n2\ty\n"}


def test_sections_may_be_passed_over(archive: bytes) -> None:
    reader = ArchiveReader(io.BytesIO(archive), ["key"])

    assert [section.about["name"] for section in reader.sections()] == ["a", "empty", "t"]


def test_nothing_of_the_content_is_readable(archive: bytes) -> None:
    assert CONTENT[:32] not in archive
    assert b"kind" not in archive


def test_every_key_that_is_configured_reads(archive: bytes) -> None:
    assert read(archive, "new key", "key")["t"]


def test_another_key_is_told_from_damage(archive: bytes) -> None:
    with pytest.raises(WrongKey):
        read(archive, "another key")


@pytest.mark.parametrize("length", [0, 10, 62, 63, 66, 1000, PIECE_BYTES + 90, -1])
def test_a_cut_archive_is_refused(archive: bytes, length: int) -> None:
    with pytest.raises(BackupError):
        read(archive[:length])


def test_pieces_that_end_where_a_piece_ended_are_refused(archive: bytes) -> None:
    first = 63 + 4 + int.from_bytes(archive[63:67], "big")

    with pytest.raises(Damaged, match="end is missing"):
        read(archive[:first])


@pytest.mark.parametrize("at", [0, 13, 20, 40, 64, 70, 5000, PIECE_BYTES + 100, -3])
def test_an_altered_byte_is_noticed(archive: bytes, at: int) -> None:
    altered = bytearray(archive)
    altered[at] ^= 1

    with pytest.raises(BackupError):
        read(bytes(altered))


def test_what_follows_the_end_is_noticed(archive: bytes) -> None:
    with pytest.raises(Damaged):
        read(archive + b"\0")


def test_pieces_of_another_archive_do_not_fit(archive: bytes) -> None:
    target = io.BytesIO()
    ArchiveWriter(target, "key", {"archive": "2"}).finish({})

    with pytest.raises(Damaged):
        read(archive[:63] + target.getvalue()[63:])


@pytest.mark.parametrize("data", [b"", b"PK\3\4" + b"\0" * 100, b"x" * 500])
def test_something_else_is_no_backup(data: bytes) -> None:
    with pytest.raises(NotABackup):
        read(data)


def test_an_absurd_cost_of_the_key_is_not_paid(archive: bytes) -> None:
    with pytest.raises(NotABackup):
        read(archive[:14] + b"\x30" + archive[15:])


def test_memory_does_not_grow_with_a_section() -> None:
    class Sink(io.RawIOBase):
        largest = 0

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.largest = max(self.largest, len(data))
            return len(data)

    def blocks() -> Iterator[bytes]:
        for _number in range(20):
            yield CONTENT

    sink = Sink()
    ArchiveWriter(sink, "key", {}).section({}, blocks())  # type: ignore[arg-type]

    assert sink.largest < PIECE_BYTES + 100


def test_lines_are_parted_wherever_blocks_end() -> None:
    assert list(lines_of(iter([b"a\nb", b"", b"c\n", b"d\n"]))) == [b"a\n", b"bc\n", b"d\n"]
    with pytest.raises(Damaged):
        list(lines_of(iter([b"a"])))


@pytest.mark.parametrize("text", ["", "\\N", "a\tb\nc\\d\re\bf\fg\vh", "Zürich 🚀", "\\x"])
def test_any_text_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not set("\t\n") & set(escape(text))


@pytest.mark.parametrize(
    ("kind", "stored", "neutral"),
    [
        ("boolean", 1, "t"),
        ("boolean", 0, "f"),
        ("datetime", "2026-11-26 20:43:34.120000", "2026-11-26 20:43:34.12+00"),
        ("datetime", "2026-11-26 20:43:30", "2026-11-26 20:43:30+00"),
        ("date", "2026-11-26", "2026-11-26"),
        ("time", "20:43:34.000100", "20:43:34.0001"),
        ("uuid", "12345678123456781234567812345678", str(uuid.UUID("12345678" * 4))),
        ("float", 52.52, "52.52"),
        ("integer", -7, "-7"),
        ("json", '{"a": [1, null], "b": "x\\\\ny"}', '{"a": [1, null], "b": "x\\\\\\\\ny"}'),
        ("binary", b"\x00\xff", "\\\\x00ff"),
        ("text", "a\tb", "a\\tb"),
    ],
)
def test_values_of_sqlite_have_a_neutral_form(kind: str, stored: object, neutral: str) -> None:
    assert sqlite_encoder(kind, 0)(stored) == neutral
    assert sqlite_decoder(kind)(neutral) == stored


@pytest.mark.parametrize(("stored", "neutral"), [(5, "5.00"), (52.1, "52.10"), (0.07, "0.07")])
def test_decimals_have_their_digits(stored: float, neutral: str) -> None:
    assert sqlite_encoder("decimal", 2)(stored) == neutral


def test_json_has_one_form_whoever_wrote_it() -> None:
    assert canonical_json('{"b":1e20,"a":"ü"}') == canonical_json(
        '{"a": "\\u00fc", "b": 100000000000000000000}'
    )


def test_lines_of_postgresql_are_brought_into_the_one_form() -> None:
    line = b'1\t{"b": 1, "a": "x\\\\\\\\y"}\t52.50\t\\N\n'

    assert rework(line, [1, 3], [2]) == b'1\t{"a": "x\\\\\\\\y", "b": 1}\t52.5\t\\N\n'

"""Sealed files: what is written comes back, and nothing else does."""

from __future__ import annotations

import io
import zipfile

import pytest

from nexus.core.crypto import CannotOpen
from nexus.core.files.sealed import PIECE_BYTES, SealingWriter, read_sealed


def sealed(data: bytes) -> bytes:
    target = io.BytesIO()
    with SealingWriter(target) as writer:
        writer.write(data)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1])
def test_what_is_written_comes_back(size: int) -> None:
    data = b"\xffab" * (size // 3) + b"c" * (size % 3)

    stored = sealed(data)

    assert b"".join(read_sealed(io.BytesIO(stored))) == data
    # A byte or none is found in anything: what was written must be long enough to be told.
    assert len(data) < PIECE_BYTES - 1 or data[:40] not in stored


def test_zip_can_be_written_into_it() -> None:
    target = io.BytesIO()
    with SealingWriter(target) as writer, zipfile.ZipFile(writer, "w") as archive:
        archive.writestr("one.txt", "first")
        with archive.open("two.bin", "w") as entry:
            entry.write(b"\0" * 3 * PIECE_BYTES)

    plain = io.BytesIO(b"".join(read_sealed(io.BytesIO(target.getvalue()))))

    assert writer.size == len(plain.getvalue())
    assert zipfile.ZipFile(plain).testzip() is None
    assert zipfile.ZipFile(plain).read("one.txt") == b"first"


def test_other_keys_do_not_open_it(settings: object) -> None:
    stored = sealed(b"secret")
    settings.ENCRYPTION_KEYS = ["another-key"]  # type: ignore[attr-defined]

    with pytest.raises(CannotOpen):
        list(read_sealed(io.BytesIO(stored)))


def test_after_a_rotation_the_older_key_still_opens_it(settings: object) -> None:
    stored = sealed(b"secret")
    settings.ENCRYPTION_KEYS = ["newer-key", "test-encryption-key"]  # type: ignore[attr-defined]

    assert list(read_sealed(io.BytesIO(stored))) == [b"secret"]


def test_altered_cut_and_reordered_files_are_refused() -> None:
    stored = sealed(b"x" * (2 * PIECE_BYTES + 5))
    piece = 4 + PIECE_BYTES + 32
    first, second, rest = stored[:piece], stored[piece : 2 * piece], stored[2 * piece :]

    for broken in (
        b"",
        stored[:-1],
        first,
        first + second,
        second + first + rest,
        first + rest,
        stored[:100] + b"!" + stored[101:],
        stored + b"more",
    ):
        with pytest.raises(CannotOpen):
            list(read_sealed(io.BytesIO(broken)))

"""Finds the rows of a JSON Lines file, plain or gzip, in bounded memory."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

# The longest real postings have some 30,000 bytes a line.
MAX_LINE_BYTES = 1_000_000
_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line: an object, or the reason why it is none."""

    line: int
    row: dict[str, Any] | None
    reason: str = ""


class Source:
    """A file to load: by its path, or the standard input for `-`, which can be read once."""

    def __init__(self, name: str) -> None:
        self.name = "standard input" if name == "-" else name
        self._path = None if name == "-" else Path(name)
        self._spool: IO[bytes] | None = None

    @property
    def size(self) -> int | None:
        """The bytes to read, or None where that cannot be known."""
        if self._spool is not None:
            return self._spool.seek(0, io.SEEK_END)
        return self._path.stat().st_size if self._path is not None else None

    def keep(self) -> None:
        """Make the standard input readable more than once, by way of a temporary file."""
        if self._path is not None or self._spool is not None:
            return
        spool = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=16 * 2**20))  # noqa: SIM115
        while block := sys.stdin.buffer.read(2**20):
            spool.write(block)
        self._spool = spool

    def complaint(self) -> str:
        """Return why the file cannot be opened, or ""."""
        if self._path is None:
            return ""
        if not self._path.is_file():
            return f"There is no file {self.name}."
        try:
            with self._path.open("rb"):
                return ""
        except OSError as exc:
            return f"{self.name} cannot be opened: {exc.strerror}."

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        if self._spool is not None:
            self._spool.seek(0)
            yield self._spool
        elif self._path is None:
            yield sys.stdin.buffer
        else:
            with self._path.open("rb") as file:
                yield file


def read_rows(
    source: Source, *, advanced: Callable[[int], None] = lambda _: None
) -> Iterator[ReadRow]:
    """Yield the rows of a file in order, and the lines that are none with the reason.

    Empty lines are passed over. `advanced` is told how many bytes of the file as stored have
    been read since it was told last. A damaged gzip file ends with a reason at the line where
    the damage begins. Memory stays below a few times MAX_LINE_BYTES.
    """
    with source.open() as raw:
        counted = _Counted(raw, advanced)
        buffered = io.BufferedReader(counted, 2**16)
        number = 0
        stream: IO[bytes] = buffered
        if buffered.peek(2)[:2] == _GZIP_MAGIC:
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=buffered))
        try:
            while line := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    _skip_rest_of_line(stream, line)
                    yield ReadRow(number, None, f"It is longer than {MAX_LINE_BYTES:,} bytes.")
                    continue
                if number == 1:
                    line = line.removeprefix(_BOM)
                if line.strip():
                    yield _parsed(number, line)
        except (EOFError, gzip.BadGzipFile, zlib.error, OSError):
            yield ReadRow(
                number + 1, None, "The compressed file is damaged or cut off from here on."
            )


def _parsed(number: int, line: bytes) -> ReadRow:
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        return ReadRow(number, None, "It is not UTF-8.")
    except json.JSONDecodeError as exc:
        return ReadRow(number, None, f"It is not JSON: {exc.msg} at character {exc.pos + 1}.")
    except RecursionError:
        return ReadRow(number, None, "It is nested too deeply.")
    except ValueError:
        return ReadRow(number, None, "It holds a number with too many digits.")
    if not isinstance(row, dict):
        return ReadRow(number, None, "It is not a JSON object.")
    return ReadRow(number, row)


def _skip_rest_of_line(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE_BYTES)


class _Counted(io.RawIOBase):
    """Passes bytes through and tells how many."""

    def __init__(self, raw: IO[bytes], advanced: Callable[[int], None]) -> None:
        super().__init__()
        self._raw = raw
        self._advanced = advanced

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._advanced(len(data))
        return len(data)

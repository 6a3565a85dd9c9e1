"""Reading text from a stream that belongs to somebody else, who closes it."""

from __future__ import annotations

import io
from typing import IO, Any


class Lent(io.RawIOBase):
    """Passes on what `stream` holds, and leaves it open when it is closed itself."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def text_of(stream: IO[bytes], encoding: str, *, newline: str | None = None) -> io.TextIOWrapper:
    """Return the text in `stream`; what is no text in this encoding becomes U+FFFD."""
    buffered = io.BufferedReader(Lent(stream), 256 * 1024)
    return io.TextIOWrapper(buffered, encoding, errors="replace", newline=newline)

"""Files that lie encrypted in their storage, written and read piece by piece.

Each piece is sealed by itself, bound to its number and to whether it is the last one: pieces cannot
change places, and a file that was cut short cannot be read to its end.
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

from nexus.core import crypto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

PIECE_BYTES = 256 * 1024
_LENGTH = struct.Struct(">I")


class SealingWriter:
    """Seals what is written to it into `target`; to be used as a context.

    It cannot be sought in, which a ZIP file does not need. `size` counts the plain bytes.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._waiting = bytearray()
        self._pieces = 0
        self.size = 0

    def __enter__(self) -> SealingWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # After an error the end is missing, by which nobody takes the file for whole.
        if error is None:
            self.close()

    def write(self, data: bytes) -> int:
        self._waiting += data
        self.size += len(data)
        # More than one piece, so that the last one, which is marked, is never empty by accident.
        while len(self._waiting) > PIECE_BYTES:
            self._put(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def flush(self) -> None:
        """Do nothing: a piece is written when it is full, or when all is."""

    def close(self) -> None:
        """Write the last piece. The target stays open."""
        self._put(bytes(self._waiting), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        raw = crypto.seal_bytes(piece, bound_to=_place(self._pieces, is_last))
        self._target.write(_LENGTH.pack(len(raw)) + raw)
        self._pieces += 1


def read_sealed(source: IO[bytes]) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file, a piece at a time.

    Raises CannotOpen where no configured key opens it, or it was altered or cut.
    """
    number = 0
    head = source.read(_LENGTH.size)
    while True:
        if len(head) < _LENGTH.size:
            raise crypto.CannotOpen(crypto.Seal.DAMAGED)
        raw = source.read(min(_LENGTH.unpack(head)[0], 2 * PIECE_BYTES))
        head = source.read(_LENGTH.size)
        is_last = not head
        yield crypto.unseal_bytes(raw, bound_to=_place(number, is_last))
        if is_last:
            return
        number += 1


def _place(number: int, is_last: bool) -> bytes:
    return f"{number}:{'last' if is_last else 'more'}".encode()

"""A stream that is compressed and encrypted piece by piece, and read back with bounded memory.

The file begins with its kind, its version, the cost of its key derivation, a salt and 32 bytes that
commit to the key. scrypt makes both the key and these bytes of the passphrase and the salt, so
that each archive has a key of its own and a wrong one is told from damage. Then come pieces of at
most 1 MiB, each under AES-256-GCM: the nonce is the number of the piece and whether it is the
last one, and the beginning of the file is bound to every piece (the STREAM construction). Pieces
cannot change places, come from another archive or be missing at the end.
"""

from __future__ import annotations

import hmac
import os
import struct
import zlib
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from nexus.backup.errors import Damaged, NotABackup, WrongKey

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE_BYTES = 1024 * 1024
_MAGIC = b"NEXUS-BACKUP\n"
VERSION = 1
_COST = 15  # scrypt's N is 2 to this: 32 MiB, a tenth of a second
_MOST_COST = 20
_HEAD = struct.Struct(">13sBB16s32s")
_LENGTH = struct.Struct(">I")
_RAW, _DEFLATED = b"\0", b"\1"


def _derive(passphrase: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    material = Scrypt(salt=salt, length=64, n=2**cost, r=8, p=1).derive(passphrase.encode())
    return material[:32], material[32:]


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealedWriter:
    """Encrypts what is written to it into `target`. Without `close` it cannot be read back."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        self._target = target
        salt = os.urandom(16)
        key, commitment = _derive(passphrase, salt, _COST)
        self._cipher = AESGCM(key)
        self._head = _HEAD.pack(_MAGIC, VERSION, _COST, salt, commitment)
        self._waiting = bytearray()
        self._number = 0
        target.write(self._head)

    def write(self, data: bytes) -> None:
        self._waiting += data
        # More than one piece, so that the last one, which is marked, is never empty by accident.
        while len(self._waiting) > PIECE_BYTES:
            self._put(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]

    def close(self) -> None:
        """Write the last piece. The target stays open."""
        self._put(bytes(self._waiting), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        small = zlib.compress(piece, 1)
        plain = _DEFLATED + small if len(small) < len(piece) else _RAW + piece
        nonce = _nonce(self._number, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, plain, self._head)
        self._target.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class SealedReader:
    """Reads what a `SealedWriter` wrote.

    Raises NotABackup, WrongKey where none of `passphrases` opens it, Damaged for what is altered
    or cut; nothing is returned before it is known to be whole.
    """

    def __init__(self, source: IO[bytes], passphrases: Sequence[str]) -> None:
        self._source = source
        self._head = source.read(_HEAD.size)
        if len(self._head) < _HEAD.size:
            raise NotABackup
        magic, version, cost, salt, commitment = _HEAD.unpack(self._head)
        if magic != _MAGIC or not 1 <= cost <= _MOST_COST:
            raise NotABackup
        if version != VERSION:
            raise Damaged(f"its format has the number {version}, and this release knows {VERSION}")
        for passphrase in passphrases:
            key, found = _derive(passphrase, salt, cost)
            if hmac.compare_digest(found, commitment):
                self._cipher = AESGCM(key)
                break
        else:
            raise WrongKey
        self._length = source.read(_LENGTH.size)
        self._number = 0
        self._plain = b""
        self._at = 0
        self._is_done = False

    def read(self, size: int) -> bytes:
        """Return exactly `size` bytes. Raises Damaged where there are fewer."""
        parts = []
        while size:
            if self._at == len(self._plain):
                self._next()
            part = self._plain[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def end(self) -> None:
        """Raise Damaged where anything follows."""
        if not self._is_done or self._at < len(self._plain):
            raise Damaged("something follows its end")

    def _next(self) -> None:
        if self._is_done or len(self._length) < _LENGTH.size:
            raise Damaged("its end is missing")
        (length,) = _LENGTH.unpack(self._length)
        if length > 2 * PIECE_BYTES:
            raise Damaged("a piece of it is too long")
        sealed = self._source.read(length)
        if len(sealed) < length:
            raise Damaged("its end is missing")
        self._length = self._source.read(_LENGTH.size)
        self._is_done = not self._length
        try:
            plain = self._cipher.decrypt(
                _nonce(self._number, is_last=self._is_done), sealed, self._head
            )
        except InvalidTag:
            raise Damaged(
                "its end is missing"
                if self._is_done
                else f"piece {self._number + 1} of it was altered"
            ) from None
        self._number += 1
        self._plain = plain[1:]
        if plain[:1] == _DEFLATED:
            self._plain = zlib.decompressobj().decompress(plain[1:], PIECE_BYTES)
        self._at = 0

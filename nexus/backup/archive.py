"""What an archive holds: a head, a section for each file and each table, and a manifest at the end.

Each section says afterwards how much it was and what its SHA-256 is; the reader compares. A
table's section holds its rows as lines in the text form of PostgreSQL's COPY (see `values`).
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from nexus.backup.errors import Damaged
from nexus.backup.sealing import SealedReader, SealedWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECORD = struct.Struct(">cI")
_HEAD, _BEGIN, _DATA, _END, _MANIFEST = b"H", b"B", b"D", b"E", b"M"
_BLOCK_BYTES = 256 * 1024
_MOST_BYTES = 64 * 1024 * 1024

type Words = dict[str, Any]


class ArchiveWriter:
    """Writes an archive into `target`: the head, sections, and `finish`."""

    def __init__(self, target: IO[bytes], passphrase: str, head: Words) -> None:
        self._sealed = SealedWriter(target, passphrase)
        self._say(_HEAD, head)

    def section(self, about: Words, blocks: Iterator[bytes]) -> Words:
        """Write a section of `blocks`, and return its length, lines and hash."""
        self._say(_BEGIN, about)
        digest, length, lines = hashlib.sha256(), 0, 0
        waiting = bytearray()
        for block in blocks:
            digest.update(block)
            length += len(block)
            lines += block.count(b"\n")
            waiting += block
            if len(waiting) >= _BLOCK_BYTES:
                self._put(_DATA, bytes(waiting))
                waiting.clear()
        if waiting:
            self._put(_DATA, bytes(waiting))
        end = {"bytes": length, "lines": lines, "sha256": digest.hexdigest()}
        self._say(_END, end)
        return end

    def finish(self, manifest: Words) -> None:
        self._say(_MANIFEST, manifest)
        self._sealed.close()

    def _say(self, kind: bytes, words: Words) -> None:
        self._put(kind, json.dumps(words).encode())

    def _put(self, kind: bytes, payload: bytes) -> None:
        for start in range(0, len(payload) or 1, _MOST_BYTES):
            part = payload[start : start + _MOST_BYTES]
            self._sealed.write(_RECORD.pack(kind, len(part)) + part)


@dataclass
class Section:
    """One file or table, whose blocks are read once, in order; `end` is known after that."""

    about: Words
    _records: Iterator[tuple[bytes, bytes]]
    end: Words = field(default_factory=dict)

    def blocks(self) -> Iterator[bytes]:
        """Yield the content. Raises Damaged at its end where that is not what was written."""
        if self.end:
            return
        digest, length, lines = hashlib.sha256(), 0, 0
        while not self.end:
            kind, payload = next(self._records, (b"", b""))
            if kind == _DATA:
                digest.update(payload)
                length += len(payload)
                lines += payload.count(b"\n")
                yield payload
            elif kind == _END:
                self.end = json.loads(payload)
            else:
                raise Damaged("a section of it has no end")
        found = {"bytes": length, "lines": lines, "sha256": digest.hexdigest()}
        if found != self.end:
            raise Damaged(f"a section of it ({self.kind}) is not what was written")

    @property
    def kind(self) -> str:
        return str(self.about.get("kind", ""))


class ArchiveReader:
    """Reads an archive from `source`. `manifest` is known once all sections have been read."""

    def __init__(self, source: IO[bytes], passphrases: Sequence[str]) -> None:
        self._sealed = SealedReader(source, passphrases)
        kind, payload = self._record()
        if kind != _HEAD:
            raise Damaged("it has no head")
        self.head: Words = json.loads(payload)
        self.manifest: Words = {}

    def sections(self) -> Iterator[Section]:
        """Yield each section; what of it is not read is passed over, and compared all the same."""
        records = iter(self._record, None)
        for kind, payload in records:
            if kind == _MANIFEST:
                self.manifest = json.loads(payload)
                self._sealed.end()
                return
            if kind != _BEGIN:
                raise Damaged("its sections are out of order")
            section = Section(json.loads(payload), records)
            yield section
            for _block in section.blocks():
                pass

    def _record(self) -> tuple[bytes, bytes]:
        kind, length = _RECORD.unpack(self._sealed.read(_RECORD.size))
        if length > _MOST_BYTES:
            raise Damaged("a record of it is too long")
        return kind, self._sealed.read(length)


def lines_of(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines that blocks hold, each with its end."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line + b"\n"
    if rest:
        raise Damaged("a row of it has no end")

"""DOC: the directory of a compound file (MS-CFB), and Word's XML form of 2003."""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from nexus.core.quarantine.refused import Refused
from nexus.core.quarantine.xml import scan

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAX_ENTRIES = 10_000
_ENTRY_SIZE = 128
_LAST_SECTOR = 0xFFFFFFFA
# The first word of the file information block (MS-DOC 2.5.2): Word 97 and later, Word 6 and 95.
_FIB_MAGIC = (0xA5EC, 0xA5DC)
_FIB_ENCRYPTED = 0x0100
_MINI_STREAM_BELOW = 4096

_MACRO_STORAGES = ("macros", "_vba_project", "_vba_project_cur")

_WORDML = "http://schemas.microsoft.com/office/word/2003/wordml"


class _Entry(NamedTuple):
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


def check(data: bytes) -> None:
    """Raise Refused unless this compound file is a Word document that opens without a password.

    Codes: `wrong_type` (a workbook, a mail, an installer), `unreadable`, `password` (an encrypted
    DOCX is such a file too), `macros`. What is read is the directory, the allocation of the text
    and its first block.
    """
    try:
        entries = list(_directory(data))
        streams = _top_level(entries)
        if "encryptedpackage" in streams:
            raise Refused("password")
        document = streams.get("worddocument")
        if document is None:
            raise Refused("wrong_type")
        if document.size < _MINI_STREAM_BELOW:
            raise Refused("unreadable")
        block = _sector(data, document.start)
        _check_chain(data, document)
        magic, flags = struct.unpack_from("<H", block)[0], struct.unpack_from("<H", block, 10)[0]
    except struct.error as error:
        raise Refused("unreadable") from error
    if magic not in _FIB_MAGIC:
        raise Refused("unreadable")
    if flags & _FIB_ENCRYPTED:
        raise Refused("password")
    # At any depth: an embedded workbook may carry them as well.
    if any(entry.name.lower() in _MACRO_STORAGES for entry in entries):
        raise Refused("macros")


def check_xml(data: bytes) -> None:
    """Raise Refused unless this is Word's single-file XML of 2003, which travels as .doc."""
    first = True

    def judge(element: str, attributes: dict[str, str]) -> None:
        nonlocal first
        if first:
            first = False
            if element != f"{_WORDML} wordDocument":
                raise Refused("wrong_type")
            if attributes.get(f"{_WORDML} macrosPresent", "no") != "no":
                raise Refused("macros")
        elif element == f"{_WORDML} docSuppData":
            raise Refused("macros")

    scan(BytesIO(data), judge)


def _sector_size(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise Refused("unreadable")
    return 1 << shift


def _sector(data: bytes, number: int) -> bytes:
    size = _sector_size(data)
    start = (number + 1) * size
    block = data[start : start + size]
    if not block:
        raise Refused("unreadable")
    return block


def _next_sector(data: bytes, number: int) -> int:
    """Follow the allocation table. Its first 109 sectors are listed in the header, which covers
    files of up to 6.8 MB with small sectors; further ones form a chain of their own."""
    per_sector = _sector_size(data) // 4
    index, offset = divmod(number, per_sector)
    if index < 109:
        table: int = struct.unpack_from("<I", data, 76 + 4 * index)[0]
    else:
        hop, place = divmod(index - 109, per_sector - 1)
        sector: int = struct.unpack_from("<I", data, 68)[0]
        for _ in range(hop):
            sector = struct.unpack_from("<I", _sector(data, sector), 4 * (per_sector - 1))[0]
        table = struct.unpack_from("<I", _sector(data, sector), 4 * place)[0]
    following: int = struct.unpack_from("<I", _sector(data, table), 4 * offset)[0]
    return following


def _check_chain(data: bytes, stream: _Entry) -> None:
    """Raise Refused unless every byte of the stream is in the file: an upload may be cut short."""
    sector, missing = stream.start, stream.size
    while missing > 0:
        if sector >= _LAST_SECTOR:
            raise Refused("unreadable")
        held = len(_sector(data, sector))
        if held < min(missing, _sector_size(data)):
            raise Refused("unreadable")
        missing -= held
        sector = _next_sector(data, sector)


def _directory(data: bytes) -> Iterator[_Entry]:
    sector: int = struct.unpack_from("<I", data, 48)[0]
    seen: set[int] = set()
    count = 0
    while sector < _LAST_SECTOR:
        if sector in seen or count > _MAX_ENTRIES:
            raise Refused("unreadable")
        seen.add(sector)
        block = _sector(data, sector)
        for offset in range(0, len(block) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            count += 1
            length: int = struct.unpack_from("<H", block, offset + 64)[0]
            in_use = block[offset + 66] != 0 and 2 <= length <= 64
            stop = offset + length - 2 if in_use else offset
            yield _Entry(
                block[offset:stop].decode("utf-16-le", "replace"),
                *struct.unpack_from("<III", block, offset + 68),
                *struct.unpack_from("<II", block, offset + 116),
            )
        sector = _next_sector(data, sector)


def _top_level(entries: list[_Entry]) -> dict[str, _Entry]:
    """Return the streams of the file itself, by lower-case name, without those of embedded files.

    The entries of a storage form a binary tree whose top the storage names.
    """
    found: dict[str, _Entry] = {}
    seen: set[int] = set()
    pending = [entries[0].child] if entries else []
    while pending:
        index = pending.pop()
        if index < len(entries) and index not in seen:
            seen.add(index)
            entry = entries[index]
            found[entry.name.lower()] = entry
            pending += (entry.left, entry.right)
    return found

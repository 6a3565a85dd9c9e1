"""Writes small PDF files in Helvetica, with text that can be selected and extracted.

Only what a demo CV needs: A4, two sizes of type, line breaks and page breaks.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass

_PAGE = (595, 842)
_MARGIN = 62
_LEADING = 1.42
# Widths of Helvetica in thousandths of the size, from space to tilde, as Adobe published them.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
    722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,
    500, 334, 260, 334, 584,
)  # fmt: skip
_MARKS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "circumflex",
    "\u0303": "tilde",
    "\u0304": "macron",
    "\u0306": "breve",
    "\u0307": "dotaccent",
    "\u0308": "dieresis",
    "\u030a": "ring",
    "\u030b": "hungarumlaut",
    "\u030c": "caron",
    "\u0327": "cedilla",
    "\u0328": "ogonek",
}
_GLYPHS = {
    "ł": "lslash", "Ł": "Lslash", "ø": "oslash", "Ø": "Oslash", "ß": "germandbls", "æ": "ae",
    "ı": "dotlessi", "đ": "dcroat", "–": "endash", "—": "emdash", "•": "bullet", "“": "quotedblleft",
    "”": "quotedblright", "‘": "quoteleft", "’": "quoteright", "…": "ellipsis", "€": "Euro",
    "·": "periodcentered", "„": "quotedblbase",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of one style, broken into as many printed lines as it needs."""

    text: str
    size: float = 10.5
    bold: bool = False
    space_before: float = 0.0
    indent: float = 0.0


def glyph_name(letter: str) -> str | None:
    """Return Adobe's name of a letter outside ASCII, or None where Helvetica has no such glyph."""
    if letter in _GLYPHS:
        return _GLYPHS[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in _MARKS:
        return parts[0] + _MARKS[parts[1]]
    return None


def can_print(text: str) -> bool:
    return all(letter.isascii() or glyph_name(letter) for letter in text)


def write_pdf(lines: list[Line], *, title: str) -> bytes:
    """Return a PDF of `lines`. Letters that Helvetica does not have are printed as question marks."""
    codes = _codes("".join(line.text for line in lines))
    pages = [_stream(page, codes) for page in _laid_out(lines)]
    return _file(pages, codes, title)


def _codes(text: str) -> dict[str, int]:
    """Give each letter outside ASCII a code of its own, from 128 on."""
    foreign = sorted({letter for letter in text if not letter.isascii() and glyph_name(letter)})
    return {letter: 128 + n for n, letter in enumerate(foreign[:127])}


def _width(text: str, size: float) -> float:
    total = 0
    for letter in text:
        place = ord(unicodedata.normalize("NFD", letter)[0]) - 32
        total += _WIDTHS[place] if 0 <= place < len(_WIDTHS) else 556
    return total * size / 1000


def _broken(line: Line) -> list[str]:
    room = _PAGE[0] - 2 * _MARGIN - line.indent
    rows: list[str] = []
    row = ""
    for word in line.text.split():
        longer = f"{row} {word}".strip()
        if row and _width(longer, line.size) > room:
            rows.append(row)
            row = word
        else:
            row = longer
    return [*rows, row]


type _Placed = tuple[float, float, float, bool, str]


def _laid_out(lines: list[Line]) -> list[list[_Placed]]:
    """Place every printed line as (x, y, size, bold, text), page by page."""
    pages: list[list[_Placed]] = [[]]
    height = float(_PAGE[1] - _MARGIN)
    for line in lines:
        height -= line.space_before
        for row in _broken(line):
            height -= line.size * _LEADING
            if height < _MARGIN:
                pages.append([])
                height = _PAGE[1] - _MARGIN - line.size * _LEADING
            pages[-1].append((_MARGIN + line.indent, height, line.size, line.bold, row))
    return pages


def _stream(page: list[_Placed], codes: dict[str, int]) -> bytes:
    out = [b"BT"]
    for x, y, size, bold, text in page:
        font = "F2" if bold else "F1"
        out.append(f"/{font} {size:g} Tf 1 0 0 1 {x:g} {y:.2f} Tm".encode())
        out.append(b"(" + _escaped(text, codes) + b") Tj")
    out.append(b"ET")
    return b"\n".join(out)


def _escaped(text: str, codes: dict[str, int]) -> bytes:
    plain = bytes(codes.get(c, ord(c) if c.isascii() else ord("?")) for c in text)
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(pages: list[bytes], codes: dict[str, int], title: str) -> bytes:
    names = " ".join(f"/{glyph_name(letter)}" for letter in codes)
    differences = f"/Differences [128 {names}]" if codes else ""
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding 5 0 R >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(pages)))
    heading = (b"\xfe\xff" + title.encode("utf-16-be")).hex()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *fonts,
        f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding {differences} >>".encode(),
        f"<< /Title <{heading}> /Producer (Nexus demo) >>".encode(),
    ]
    for number, stream in enumerate(pages):
        packed = zlib.compress(stream)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE[0]} {_PAGE[1]}]"
            f" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            f" /Contents {8 + 2 * number} 0 R >>".encode()
        )
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        body += f"{offset:010d} 00000 n \n".encode()
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\n".encode()
    body += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(body)

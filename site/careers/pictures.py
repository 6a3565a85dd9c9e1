"""The picture of a job that messengers and networks show where somebody shares it."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from careers.fonts import BOLD, REGULAR, is_legible, runs, width_of
from jobs.pay_words import pay_line

if TYPE_CHECKING:
    from jobs.models import Job

SIZE = (1200, 630)

# Raise it with every change of the drawing: pictures are kept by what they show.
_VERSION = "1"
_MARGIN = 72
_INNER = SIZE[0] - 2 * _MARGIN
# The tokens of the light scheme.
_PAPER, _INK, _SOFT, _RULE, _ACCENT = "#fcfcfa", "#1c1e21", "#565b62", "#d9d9d3", "#0b5a4b"
_TITLE_SIZES = (76, 64, 54)
_TITLE_LINES = 3
_COLOURS = 64


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says."""

    title: str
    company: str
    place: str
    pay: str
    site: str

    @property
    def digest(self) -> str:
        """Return what stands for this picture and no other."""
        said = "\x1f".join((_VERSION, *astuple(self)))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def card_of(job: Job, site: str) -> Card:
    """Return what the picture of a job says. No query if the company is loaded."""
    texts = (job.title, job.company.name, job.location, pay_line(job), site)
    return Card(*(" ".join(text.encode("utf-8", "replace").decode().split()) for text in texts))


def draw(card: Card) -> bytes:
    """Return the picture as a small PNG. Takes some 50 ms."""
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 12), fill=_ACCENT)
    _write(pen, card.site, _MARGIN, 92, 34, BOLD, _ACCENT)
    titled = is_legible(card.title)
    headline, under = (card.title, card.company) if titled else (card.company, "")
    size, lines = _headline(headline)
    y = 170 + size
    for line in lines:
        _write(pen, line, _MARGIN, y, size, BOLD, _INK)
        y += round(size * 1.22)
    _write(pen, _cut(under, 38, REGULAR), _MARGIN, y + 6, 38, REGULAR, _SOFT)
    pen.line((_MARGIN, 496, SIZE[0] - _MARGIN, 496), fill=_RULE, width=2)
    _write(pen, _cut(card.pay, 36, BOLD), _MARGIN, 552, 36, BOLD, _INK)
    _write(pen, _cut(card.place, 30, REGULAR), _MARGIN, 600, 30, REGULAR, _SOFT)
    out = BytesIO()
    image.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _headline(text: str) -> tuple[int, list[str]]:
    """Return the largest size in which `text` fits, and its lines; the last may be cut."""
    for size in _TITLE_SIZES:
        lines = _wrapped(text, size)
        if len(lines) <= _TITLE_LINES:
            return size, lines
    kept = lines[: _TITLE_LINES - 1]
    return size, [*kept, _cut(" ".join(lines[_TITLE_LINES - 1 :]), size, BOLD)]


def _wrapped(text: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size, BOLD) <= _INNER:
            lines[-1] = joined
        else:
            lines += _broken(word, size)
    return lines


def _broken(word: str, size: int) -> list[str]:
    """Cut a word that is longer than a line, as of scripts that part no words."""
    if width_of(word, size, BOLD) <= _INNER:
        return [word]
    pieces = [""]
    for letter in word:
        if width_of(pieces[-1] + letter, size, BOLD) > _INNER:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(text: str, size: int, weight: int) -> str:
    if width_of(text, size, weight) <= _INNER:
        return text
    while text and width_of(f"{text}…", size, weight) > _INNER:
        text = text[:-1].rstrip()
    return f"{text}…"


def _write(
    pen: ImageDraw.ImageDraw, text: str, x: float, y: float, size: int, weight: int, colour: str
) -> None:
    """Write one line whose letters stand on `y`."""
    for piece, font in runs(text, size, weight):
        pen.text((x, y), piece, fill=colour, font=font, anchor="ls")
        x += font.getlength(piece)

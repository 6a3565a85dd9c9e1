"""The letters in which pictures are written: Noto Sans, script by script.

Chinese, Japanese and Korean come with the extra `cjk`. A letter that no font has is left out: a
box in its place would tell nothing either.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from io import BytesIO

from PIL import ImageFont

REGULAR, BOLD = 400, 700

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_FIRST = "NotoSans[wght].ttf"
_LEFT_OUT = ("Italic", "Emoji")
# No font has a letter here, so this is what a missing one looks like.
_NO_LETTER = "\U0010ffff"
_JOINING = {"Mn", "Mc", "Me", "Cf"}

type Font = ImageFont.FreeTypeFont
type Run = tuple[str, Font]


def runs(text: str, size: int, weight: int) -> list[Run]:
    """Return `text` cut into pieces, each with the font that has its letters."""
    found: list[Run] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter == " " or unicodedata.category(letter) in _JOINING:
            if found:
                found[-1] = (found[-1][0] + letter, found[-1][1])
            continue
        number = _number_of(letter)
        if number is None:
            continue
        font = _font(number, size, weight)
        if found and found[-1][1] is font:
            found[-1] = (found[-1][0] + letter, font)
        else:
            found.append((letter, font))
    return found


def width_of(text: str, size: int, weight: int) -> float:
    """Return how many pixels `text` takes on a line."""
    return sum(font.getlength(piece) for piece, font in runs(text, size, weight))


def is_legible(text: str) -> bool:
    """Tell whether at least half of the letters can be written."""
    letters = [letter for letter in text if letter.isalnum()]
    known = [letter for letter in letters if _number_of(letter) is not None]
    return bool(known) and 2 * len(known) >= len(letters)


@lru_cache(maxsize=20_000)
def _number_of(letter: str) -> int | None:
    """Return which font has a letter: the first that draws anything else than a missing one."""
    if unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}:
        return None
    for number in range(len(_faces())):
        font = _font(number, 20, REGULAR)
        if bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER)) or letter.isspace():
            return number
    return None


@lru_cache(maxsize=200)
def _font(number: int, size: int, weight: int) -> Font:
    font = ImageFont.truetype(BytesIO(_faces()[number]), size)
    with suppress(OSError):  # of those that come in one weight
        font.set_variation_by_axes([weight])
    return font


@cache
def _faces() -> list[bytes]:
    """Return the files of all fonts, the one of the Latin letters first."""
    found: dict[str, bytes] = {}
    for package in filter(find_spec, _PACKAGES):
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            is_font = entry.name.endswith((".ttf", ".otf", ".ttc"))
            if is_font and not any(part in entry.name for part in _LEFT_OUT):
                with as_file(entry) as path:
                    found[entry.name] = path.read_bytes()
    return [found.pop(_FIRST), *found.values()]

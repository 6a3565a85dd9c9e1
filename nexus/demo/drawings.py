"""Draws the logos of the demo's companies and the portraits of its people: flat shapes only."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    type Box = tuple[float, float, float, float]
    type Colour = tuple[int, int, int]

LOGO_SIZE = 256
PORTRAIT_SIZE = 320
# Drawn larger and scaled down, which is how Pillow gets smooth edges.
_OVERSAMPLING = 3

# Ground, figure, accent.
_PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((28, 54, 84), (239, 232, 216), (222, 143, 74)),
    ((240, 233, 220), (38, 77, 66), (196, 90, 62)),
    ((94, 48, 62), (244, 226, 210), (219, 164, 90)),
    ((232, 238, 236), (31, 61, 92), (86, 148, 138)),
    ((44, 62, 50), (232, 226, 202), (190, 196, 96)),
    ((247, 240, 226), (108, 62, 36), (224, 166, 64)),
    ((52, 48, 78), (228, 224, 240), (200, 120, 140)),
    ((226, 234, 242), (36, 42, 60), (206, 92, 72)),
    ((20, 84, 92), (236, 244, 238), (240, 190, 96)),
    ((244, 228, 222), (120, 40, 52), (60, 96, 112)),
)


def logo(index: int) -> bytes:
    """Return the PNG of the `index`-th company's mark; neighbours differ in form and colour."""
    ground, figure, accent = _PALETTES[(index * 3) % len(_PALETTES)]
    size = LOGO_SIZE * _OVERSAMPLING
    image = Image.new("RGB", (size, size), ground)
    _MARKS[index % len(_MARKS)](ImageDraw.Draw(image), size, figure, accent)
    if (index // len(_MARKS)) % 2:
        image = image.transpose(Image.Transpose.ROTATE_90)
    return _png(image, LOGO_SIZE)


def portrait(initials: str, rng: Random) -> bytes:
    """Return the PNG of a portrait made of shapes, with these initials in its corner."""
    ground, figure, accent = rng.choice(_PALETTES)
    skin = _between(figure, ground, rng.uniform(0.3, 0.45))
    size = PORTRAIT_SIZE * _OVERSAMPLING
    image = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(image)
    unit = size / 20
    shoulders = rng.uniform(6.2, 8.4) * unit
    centre = size / 2
    head, top = rng.uniform(2.9, 3.5) * unit, rng.uniform(4.6, 5.4) * unit
    _hair(draw, centre, top, head, accent, rng)
    draw.rounded_rectangle(
        (centre - 1.3 * unit, 9 * unit, centre + 1.3 * unit, 15 * unit), fill=skin
    )
    draw.ellipse((centre - shoulders, 13 * unit, centre + shoulders, 27 * unit), fill=figure)
    draw.rounded_rectangle(
        (centre - head, top, centre + head, top + 2.5 * head), radius=head, fill=skin
    )
    if rng.random() < 0.6:
        fringe = rng.uniform(0.9, 1.2) * head
        draw.chord((centre - head, top, centre + head, top + fringe), 180, 360, fill=accent)
    font = ImageFont.load_default(1.7 * unit)
    draw.text((size - unit, unit), initials, fill=figure, font=font, anchor="rt")
    return _png(image, PORTRAIT_SIZE)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def initials_of(first: str, last: str) -> str:
    """Return two plain capitals, whatever the accents."""
    letters = (unicodedata.normalize("NFD", name)[:1].upper() for name in (first, last))
    return "".join(letters)


def _png(image: Image.Image, size: int) -> bytes:
    small = image.resize((size, size), Image.Resampling.BOX)
    out = BytesIO()
    small.quantize(64, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _hair(
    draw: ImageDraw.ImageDraw, centre: float, top: float, head: float, colour: Colour, rng: Random
) -> None:
    kind = rng.randrange(4)
    if kind == 0:
        return
    wide, long = head * rng.uniform(1.15, 1.4), head * rng.uniform(1.6, 3.4)
    box = (centre - wide, top - 0.35 * head, centre + wide, top + long)
    if kind == 1:
        draw.rounded_rectangle(box, radius=wide * 0.9, fill=colour)
    elif kind == 2:
        draw.ellipse(
            (centre - wide, top - 0.5 * head, centre + wide, top + 1.6 * head), fill=colour
        )
    else:
        draw.rounded_rectangle(box, radius=wide * 0.4, fill=colour)
        bun = head * 0.55
        draw.ellipse((centre - bun, top - 1.2 * head, centre + bun, top - 0.1 * head), fill=colour)


def _scaled(size: float, *corners: float) -> Box:
    """Turn corners given in hundredths into pixels."""
    left, upper, right, lower = (corner * size / 100 for corner in corners)
    return (left, upper, right, lower)


def _sunrise(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    draw.pieslice(_scaled(size, 22, 26, 78, 82), 180, 360, fill=accent)
    for height in (58, 66, 74):
        draw.rectangle(_scaled(size, 22, height, 78, height + 4), fill=figure)


def _rings(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    width = int(size * 0.06)
    draw.ellipse(_scaled(size, 18, 32, 56, 70), outline=figure, width=width)
    draw.ellipse(_scaled(size, 44, 32, 82, 70), outline=accent, width=width)


def _stairs(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    for step in range(4):
        left = 22 + step * 14
        colour = accent if step == 3 else figure
        draw.rectangle(_scaled(size, left, 68 - step * 14, left + 13, 78), fill=colour)


def _leaf(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    draw.pieslice(_scaled(size, 20, 0, 100, 80), 90, 180, fill=figure)
    draw.pieslice(_scaled(size, 0, 20, 80, 100), 270, 360, fill=accent)


def _tower(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    draw.polygon(
        [(size * x, size * y) for x, y in ((0.4, 0.3), (0.6, 0.3), (0.68, 0.8), (0.32, 0.8))],
        fill=figure,
    )
    draw.ellipse(_scaled(size, 41, 16, 59, 34), fill=accent)


def _waves(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    width = int(size * 0.065)
    for row, colour in ((28, figure), (46, accent), (64, figure)):
        for left, start in ((18, 180), (50, 0)):
            draw.arc(
                _scaled(size, left, row - 8, left + 32, row + 24),
                start,
                start + 180,
                fill=colour,
                width=width,
            )


def _tiles(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    for number, (left, top) in enumerate(((24, 24), (52, 24), (24, 52), (52, 52))):
        box = _scaled(size, left, top, left + 24, top + 24)
        if number == 1:
            draw.ellipse(box, fill=accent)
        else:
            draw.rectangle(box, fill=figure)


def _kite(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    points = ((0.5, 0.16), (0.78, 0.46), (0.5, 0.84), (0.22, 0.46))
    draw.polygon([(size * x, size * y) for x, y in points], fill=figure)
    draw.polygon(
        [(size * x, size * y) for x, y in (points[0], points[1], (0.5, 0.46))], fill=accent
    )


def _gate(draw: ImageDraw.ImageDraw, size: float, figure: Colour, accent: Colour) -> None:
    width = int(size * 0.07)
    for inset, colour in ((20, figure), (33, accent)):
        box = _scaled(size, inset, inset, 100 - inset, 180 - inset * 2)
        draw.arc(box, 180, 360, fill=colour, width=width)
    draw.rectangle(_scaled(size, 18, 80, 82, 86), fill=figure)


_MARKS: tuple[Callable[[ImageDraw.ImageDraw, float, Colour, Colour], None], ...] = (
    _sunrise,
    _rings,
    _stairs,
    _leaf,
    _tower,
    _waves,
    _tiles,
    _kite,
    _gate,
)

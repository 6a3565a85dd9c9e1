"""The canvas on which scenes are drawn, and the tones they are drawn in."""

from __future__ import annotations

from io import BytesIO
from math import sin
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

    type Colour = tuple[int, int, int]

SIZE = (1600, 1000)
# Scenes are drawn on a grid of this many units, and twice as large as they are kept.
WIDTH, HEIGHT = 160, 100
_OVERSAMPLING = 2


class Tones(NamedTuple):
    """From the lightest to the darkest, and one that stands out."""

    paper: Colour
    far: Colour
    middle: Colour
    near: Colour
    accent: Colour


TONES = {
    "morning": Tones(
        (240, 233, 220), (216, 215, 198), (148, 167, 150), (38, 77, 66), (217, 136, 70)
    ),
    "dusk": Tones((236, 223, 214), (208, 188, 188), (138, 120, 142), (54, 49, 80), (222, 138, 98)),
    "sea": Tones((230, 238, 235), (190, 212, 211), (106, 150, 156), (25, 64, 83), (224, 120, 84)),
    "field": Tones((243, 238, 216), (217, 216, 166), (150, 163, 94), (45, 63, 51), (222, 164, 62)),
    "brick": Tones((243, 231, 220), (225, 192, 170), (182, 112, 88), (82, 45, 45), (62, 98, 114)),
    "night": Tones((58, 70, 98), (78, 92, 122), (40, 50, 74), (22, 28, 46), (238, 196, 112)),
}


class Sheet:
    """A canvas whose unit is a hundredth of its height."""

    def __init__(self, tones: Tones) -> None:
        self.tones = tones
        size = (SIZE[0] * _OVERSAMPLING, SIZE[1] * _OVERSAMPLING)
        self._unit = size[1] / HEIGHT
        self._image = Image.new("RGB", size, tones.paper)
        self._pen = ImageDraw.Draw(self._image)

    def box(
        self, x: float, y: float, wide: float, high: float, colour: Colour, *, round: float = 0
    ) -> None:
        unit = self._unit
        corners = (x * unit, y * unit, (x + wide) * unit - 1, (y + high) * unit - 1)
        self._pen.rounded_rectangle(corners, radius=round * unit, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        unit = self._unit
        corners = (x - radius, y - radius, x + radius, y + radius)
        self._pen.ellipse([corner * unit for corner in corners], fill=colour)

    def arch(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Draw a box with a half circle on top, all of it `high`."""
        radius = min(wide / 2, high)
        unit = self._unit
        corners = (x * unit, y * unit, (x + wide) * unit - 1, (y + 2 * radius) * unit - 1)
        self._pen.pieslice(corners, 180, 360, fill=colour)
        self.box(x, y + radius - 0.1, wide, max(high - radius, 0) + 0.1, colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self._pen.polygon([(x * self._unit, y * self._unit) for x, y in points], fill=colour)

    def line(self, points: Sequence[tuple[float, float]], wide: float, colour: Colour) -> None:
        scaled = [(x * self._unit, y * self._unit) for x, y in points]
        self._pen.line(scaled, fill=colour, width=round(wide * self._unit), joint="curve")

    def png(self) -> bytes:
        out = BytesIO()
        small = self._image.resize(SIZE, Image.Resampling.BOX)
        small.save(out, "PNG", compress_level=6)
        return out.getvalue()


def wave(x: float, seed: float) -> float:
    """Return a gentle swing between -1 and 1 that differs with `seed`."""
    return 0.6 * sin(x / 17 + seed) + 0.4 * sin(x / 9 + 2 * seed)

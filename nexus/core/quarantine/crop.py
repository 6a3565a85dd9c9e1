"""Which square of a photo is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ZOOM = 4.0


class Crop(NamedTuple):
    """A square of the upright picture.

    `zoom` says how many times its side goes into the picture's shorter one, from 1 to MAX_ZOOM;
    `across` and `down` where it lies in the room that is left, from 0 (left, top) to 1.
    """

    across: float = 0.5
    down: float = 0.5
    zoom: float = 1.0


def crop_from_words(words: Sequence[str]) -> Crop | None:
    """Return the crop that three numbers describe, and None for no words at all."""
    if not words:
        return None
    across, down, zoom = map(float, words)
    return Crop(_within(across, 0, 1), _within(down, 0, 1), _within(zoom, 1, MAX_ZOOM))


def square(size: tuple[int, int], crop: Crop) -> tuple[int, int, int, int]:
    """Return the left, top, right and bottom of the square, in pixels of a picture of `size`."""
    side = max(1, round(min(size) / crop.zoom))
    left = round((size[0] - side) * crop.across)
    top = round((size[1] - side) * crop.down)
    return left, top, left + side, top + side


def _within(number: float, least: float, most: float) -> float:
    # Written so that what is not a number becomes the least.
    return min(number, most) if number > least else least

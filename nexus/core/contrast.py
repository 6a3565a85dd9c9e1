"""How well two colours can be told apart, as WCAG 2.2 measures it."""

from __future__ import annotations

import re

ENOUGH_FOR_TEXT = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")

type Rgb = tuple[int, int, int]


def parse_colour(text: str) -> Rgb | None:
    """Return red, green and blue of "#rrggbb"; None for anything else."""
    lowered = text.strip().lower()
    if not _COLOUR.fullmatch(lowered):
        return None
    return int(lowered[1:3], 16), int(lowered[3:5], 16), int(lowered[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, from 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def nearest_readable(colour: str, grounds: tuple[str, ...], *, towards: str) -> str:
    """Return what `colour` becomes, mixed with `towards`, as soon as it is readable on `grounds`."""
    start, end = parse_colour(colour), parse_colour(towards)
    if start is None or end is None:
        return towards
    for percent in range(0, 101, 2):
        mixed = "#" + "".join(
            f"{round(a + (b - a) * percent / 100):02x}" for a, b in zip(start, end, strict=True)
        )
        if all(contrast(mixed, ground) >= ENOUGH_FOR_TEXT for ground in grounds):
            return mixed
    return towards


def _luminance(colour: str) -> float:
    rgb = parse_colour(colour)
    if rgb is None:
        raise ValueError(f"{colour!r} is no colour.")
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # The bound and the curve of WCAG's definition of relative luminance.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

"""Where bars and lines lie in a chart. The drawing is a template's; nothing here knows of SVG.

Each figure of a chart stands in the table beside it as well: a chart is for the eye alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_BARS = 15


class Bar(NamedTuple):
    """A value with its name, as a share of the longest bar in percent, and one to compare with."""

    name: str
    shown: str
    percent: float
    before: float | None = None


@dataclass(frozen=True)
class Bars:
    """Bars from left to right, one above the other."""

    bars: Sequence[Bar]
    has_before: bool = False
    template: ClassVar[str] = "admin/statistics/bars.html"


class Line(NamedTuple):
    """A series: `points` are "x,y" in hundredths of the width and height, y downwards."""

    name: str
    shown: str
    points: str


@dataclass(frozen=True)
class Lines:
    """Series over time, with what is written at the lower and the upper end, first and last."""

    lines: Sequence[Line]
    lowest: str
    highest: str
    first: str
    last: str
    template: ClassVar[str] = "admin/statistics/lines.html"


type Chart = Bars | Lines


def bars(
    rows: Sequence[tuple[str, str, float, float | None]], *, longest: float | None = None
) -> Bars | None:
    """Return bars for name, words, value, and the value before; None where there is nothing.

    Of more than can be taken in at a glance, it is the first ones.
    """
    rows = rows[:MOST_BARS]
    whole = longest or max((max(value, before or 0) for _n, _s, value, before in rows), default=0)
    if not whole:
        return None
    drawn = [
        Bar(name, shown, _share(value, whole), None if before is None else _share(before, whole))
        for name, shown, value, before in rows
    ]
    return Bars(drawn, any(one.before is not None for one in drawn))


def line(
    name: str, shown: str, values: Sequence[tuple[int, float]], *, steps: int, top: float
) -> Line:
    """Return the line through values, each at its place among `steps` and below a `top`."""
    width = max(steps - 1, 1)
    points = [f"{100 * step / width:.2f},{100 - 100 * value / top:.2f}" for step, value in values]
    return Line(name, shown, " ".join(points))


def _share(value: float, whole: float) -> float:
    return round(100 * value / whole, 2)

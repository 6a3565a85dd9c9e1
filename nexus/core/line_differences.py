"""What differs between two texts, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

# Beyond it, lines are not matched with each other any more: the effort grows with the square.
_MOST_LINES = 400

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, and on which side of the difference it is."""

    kind: Kind
    text: str


def compare_lines(before: list[str], after: list[str]) -> Iterator[Line]:
    """Yield the lines of both texts in order, each with its side."""
    if max(len(before), len(after)) > _MOST_LINES:
        yield from (Line("removed", line) for line in before)
        yield from (Line("added", line) for line in after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line("same", line) for line in before[a_from:a_to])
        else:
            yield from (Line("removed", line) for line in before[a_from:a_to])
            yield from (Line("added", line) for line in after[b_from:b_to])

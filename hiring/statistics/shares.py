"""Shares and percentiles, told only of enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW = 5
"""Of fewer than so many no share, no median and no pay is told."""


def share(part: int, whole: int) -> float | None:
    """Return how many of a hundred that is, None of too few."""
    return 100 * part / whole if whole >= FEW else None


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """Return the least value that at least `percent` in a hundred do not exceed, None of too few.

    `counts` says how often each value occurs.
    """
    number = sum(counts.values())
    if number < FEW:
        return None
    rank = -(-number * percent // 100)
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    return None

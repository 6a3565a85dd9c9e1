"""Pay, as exact as it is told."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = 3


def shown_pay(lowest: Decimal | None, highest: Decimal | None) -> int | None:
    """Return the middle of a range in hundredths, rounded down to three digits; None without pay."""
    ends = [end for end in (lowest, highest) if end is not None]
    if not ends:
        return None
    hundredths = int(sum(ends) * 100 / len(ends))
    unit: int = 10 ** max(len(str(hundredths)) - _DIGITS, 0)
    return hundredths // unit * unit


def word_of(currency: str, period: str, level: str) -> str:
    """Return what a fact about pay says beside its amount."""
    return f"{currency} {period} {level}"

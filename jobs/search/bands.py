"""Bands of yearly pay, by which people narrow jobs: each in one money, "EUR-40000" from 40,000.

A job is in every band that its pay touches, so that a wide range is found from both its ends.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

_EDGES = (0, 25_000, 40_000, 60_000, 80_000, 100_000, 150_000)
# Where money has smaller units, the bands are as many times wider: rounded, for they only part.
_SCALES = {
    "AED": 4, "ARS": 1_000, "BRL": 4, "CLP": 1_000, "CNY": 5, "COP": 4_000, "CZK": 20,
    "DKK": 10, "EGP": 50, "ETB": 50, "HKD": 10, "HUF": 400, "IDR": 15_000, "ILS": 4,
    "INR": 50, "ISK": 100, "JPY": 100, "KES": 100, "KRW": 1_000, "MXN": 20, "MYR": 4,
    "NGN": 1_000, "NOK": 10, "PHP": 50, "PKR": 200, "PLN": 4, "RON": 4, "SEK": 10,
    "THB": 40, "TRY": 40, "TWD": 30, "UAH": 40, "VND": 25_000, "ZAR": 20,
}  # fmt: skip


class Band(NamedTuple):
    """Pay a year from `lowest` to just below `beyond`, which is None at the top."""

    currency: str
    lowest: int
    beyond: int | None

    @property
    def value(self) -> str:
        return f"{self.currency}-{self.lowest}"


def bands_in(currency: str) -> list[Band]:
    """Return all bands of a currency, the lowest first."""
    scale = _SCALES.get(currency, 1)
    edges = [edge * scale for edge in _EDGES]
    return [Band(currency, low, high) for low, high in zip(edges, [*edges[1:], None], strict=True)]


def bands_of(lowest: Decimal | None, highest: Decimal | None, currency: str) -> list[Band]:
    """Return the bands that yearly pay touches; a bound that is not known counts as the other."""
    known = [amount for amount in (lowest, highest) if amount is not None]
    if not known or not currency:
        return []
    low, high = min(known), max(known)
    return [
        band
        for band in bands_in(currency)
        if high >= band.lowest and (band.beyond is None or low < band.beyond)
    ]


def band_named(value: str) -> Band | None:
    """Return the band of this name, None where there is none."""
    currency, _, _ = value[:20].partition("-")
    return next((band for band in bands_in(currency) if band.value == value), None)

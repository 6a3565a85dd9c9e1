"""What a job pays where, in the figures and the period people there would write."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from nexus.core.money import YEARLY_FACTOR

if TYPE_CHECKING:
    from random import Random

    from nexus.demo.content.kinds import City

WORKING_DAYS_OF_A_CONTRACTOR = 220
CONTRACT_SURCHARGE = 1.25


class Pay(NamedTuple):
    """A range; None where a posting does not say."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    period: str


def pay_in(
    city: City, dollars: tuple[float, float], *, hourly: bool, daily: bool, rng: Random
) -> Pay:
    """Return the range for work that pays `dollars` a year in an average American city.

    It never lies below what is usual there for full-time work at the least.
    """
    mood = rng.uniform(0.95, 1.06)
    low = max(dollars[0] * city.pay * mood, city.floor * rng.uniform(1.01, 1.07))
    high = max(dollars[1] * city.pay * mood, low * rng.uniform(1.07, 1.16))
    if daily:
        share = CONTRACT_SURCHARGE / WORKING_DAYS_OF_A_CONTRACTOR
        return Pay(_round(low * share), _round(high * share), city.currency, "day")
    period = "month" if city.month else "hour" if hourly else "year"
    factor = YEARLY_FACTOR[period]
    return Pay(_round(low / factor), _round(high / factor), city.currency, period)


def _round(amount: float) -> Decimal:
    """Round as people do: 43,500 and not 43,527; 18.60 and not 18.57."""
    magnitude = 10 ** floor(log10(amount))
    step = magnitude / (50 if amount < 2 * magnitude else 20)
    cents = round(round(amount / step) * step, 2)
    return Decimal(f"{cents:.2f}")

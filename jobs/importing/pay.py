"""Salaries as posted, made into an amount, a currency and a period we know."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from jobs.choices import SalaryPeriod
from jobs.importing.posting import Pay
from jobs.importing.values import Row, amount_of, one_line
from nexus.core.money import CURRENCIES

_CENT = Decimal("0.01")
# More than this is a phone number or a slip of the hand, in any currency and by any period.
_ABSURD = Decimal(10**9)
# A real range is rarely wider than tenfold; a misplaced decimal point makes it a hundredfold.
_WIDEST_SWAPPED = 10
_WIDEST = 100
# What names no period is meant by the year, and less than this in a year is not: it may be by the
# hour or in thousands, and which of them nobody can tell.
_LEAST_YEARLY = 1_000
# Two weeks are no period of ours: what is paid 26 times a year is stored by the year.
_FACTOR = {"biweekly": 26}
_PERIOD = {
    "hour": SalaryPeriod.HOUR,
    "day": SalaryPeriod.DAY,
    "week": SalaryPeriod.WEEK,
    "biweekly": SalaryPeriod.YEAR,
    "month": SalaryPeriod.MONTH,
    "year": SalaryPeriod.YEAR,
}


def pay_of(row: Row, *, default_currency: str, warnings: list[str]) -> Pay:
    """Return the salary of a row, and add to `warnings` what had to be dropped or mended.

    Bounds in the wrong order are swapped where they lie within a factor of ten. Negative,
    absurd (a thousand million and more) and unreadable amounts are dropped, and so is a range
    whose ends lie more than a hundredfold apart, and what is too little for the year that is
    taken for granted. Zero means that nothing was said.
    """
    currency = one_line(row, "currency").upper()
    if currency and currency not in CURRENCIES:
        warnings.append("unknown currency, the default was taken")
    if currency not in CURRENCIES:
        currency = default_currency

    name = one_line(row, "salary_period").lower()
    if name and name not in _PERIOD:
        warnings.append("unknown salary period, the salary was dropped")
        return Pay(None, None, currency, SalaryPeriod.YEAR)
    period = _PERIOD.get(name, SalaryPeriod.YEAR)

    low = _bound(row, "salary_min", warnings)
    high = _bound(row, "salary_max", warnings)
    if low is not None and high is not None:
        low, high = _in_order(low, high, warnings)
    most = high if high is not None else low
    if not name and most is not None and most < _LEAST_YEARLY:
        warnings.append("small salary without a period dropped")
        low = high = None
    factor = _FACTOR.get(name, 1)
    return Pay(_scaled(low, factor), _scaled(high, factor), currency, period)


def _bound(row: Row, name: str, warnings: list[str]) -> Decimal | None:
    try:
        amount = amount_of(row, name)
    except ValueError:
        warnings.append("unreadable salary dropped")
        return None
    if amount is None or amount == 0:
        return None
    if amount < 0:
        warnings.append("negative salary dropped")
        return None
    if amount >= _ABSURD:
        warnings.append("absurdly high salary dropped")
        return None
    return amount


def _in_order(
    low: Decimal, high: Decimal, warnings: list[str]
) -> tuple[Decimal | None, Decimal | None]:
    if max(low, high) > _WIDEST * min(low, high):
        warnings.append("salary range wider than a hundredfold dropped")
        return None, None
    if low <= high:
        return low, high
    if low <= _WIDEST_SWAPPED * high:
        warnings.append("inverted salary range swapped")
        return high, low
    warnings.append("inverted salary range dropped")
    return None, None


def _scaled(amount: Decimal | None, factor: int) -> Decimal | None:
    if amount is None:
        return None
    return (amount * factor).quantize(_CENT, rounding=ROUND_HALF_UP)

"""Amounts, periods and currencies."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from nexus.core.money import (
    CURRENCIES,
    YEARLY_FACTOR,
    money_string,
    validate_currency,
    yearly,
)


@pytest.mark.parametrize(
    ("period", "total"),
    [
        ("year", "15.50"),
        ("month", "186.00"),
        ("week", "806.00"),
        ("day", "4030.00"),
        ("hour", "32240.00"),
    ],
)
def test_yearly_amount_follows_the_period(period: str, total: str) -> None:
    assert yearly(Decimal("15.50"), period) == Decimal(total)


def test_yearly_amount_of_unknown_period_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="year, month, week, day, hour, not biweekly"):
        yearly(Decimal(1), "biweekly")


def test_yearly_factors_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        YEARLY_FACTOR["year"] = 2  # type: ignore[index]  # the refusal is what is tested


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("80000", "80000.00"),
        ("0", "0.00"),
        ("12.5", "12.50"),
        ("12.345", "12.35"),
        ("12.344999", "12.34"),
        ("1E+5", "100000.00"),
        ("-3.1", "-3.10"),
    ],
)
def test_money_string_has_two_places(amount: str, text: str) -> None:
    assert money_string(Decimal(amount)) == text


def test_money_string_of_nothing_is_nothing() -> None:
    assert money_string(None) is None


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_money_string_of_no_number_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money"):
        money_string(Decimal(amount))


@pytest.mark.parametrize("code", ["EUR", "USD", "GBP", "ETB", "CHF", "JPY", "XCG", "ZWG"])
def test_currency_in_use_is_valid(code: str) -> None:
    validate_currency(code)

    assert code in CURRENCIES


@pytest.mark.parametrize("code", ["eur", "EURO", "", "XXX", "XAU", "DEM", "HRK", "BGN", " EUR"])
def test_anything_else_is_no_currency(code: str) -> None:
    with pytest.raises(ValidationError, match="three-letter code"):
        validate_currency(code)


def test_currencies_are_three_capitals() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)

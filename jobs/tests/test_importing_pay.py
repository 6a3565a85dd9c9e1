"""Salaries of a file in our terms, and what is not believed."""

from decimal import Decimal
from typing import Any

import pytest

from jobs.importing.pay import pay_of
from jobs.importing.posting import Pay


def read(**row: Any) -> tuple[Pay, list[str]]:
    warnings: list[str] = []
    return pay_of(row, default_currency="USD", warnings=warnings), warnings


def test_pay_as_posted_is_kept() -> None:
    pay, warnings = read(
        salary_min=30000.0, salary_max=40000.5, currency="GBP", salary_period="year"
    )

    assert pay == Pay(Decimal("30000.00"), Decimal("40000.50"), "GBP", "year")
    assert warnings == []


def test_pay_every_two_weeks_is_stored_by_the_year() -> None:
    pay, _ = read(salary_min=1000, salary_max=1500, salary_period="biweekly")

    assert pay == Pay(Decimal("26000.00"), Decimal("39000.00"), "USD", "year")


def test_inverted_pay_within_tenfold_is_swapped() -> None:
    pay, warnings = read(salary_min=50000, salary_max=40000)

    assert (pay.minimum, pay.maximum) == (Decimal("40000.00"), Decimal("50000.00"))
    assert warnings == ["inverted salary range swapped"]


def test_inverted_pay_beyond_tenfold_is_dropped() -> None:
    pay, warnings = read(salary_min=50000, salary_max=4000)

    assert (pay.minimum, pay.maximum) == (None, None)
    assert warnings == ["inverted salary range dropped"]


@pytest.mark.parametrize("amount", [-1, 10**9, 1e30, "plenty", float("nan"), True, [1]])
def test_unbelievable_amount_is_dropped_with_a_warning(amount: object) -> None:
    pay, warnings = read(salary_min=amount, salary_max=40000)

    assert (pay.minimum, pay.maximum) == (None, Decimal("40000.00"))
    assert len(warnings) == 1


def test_range_with_a_lost_decimal_point_is_dropped() -> None:
    pay, warnings = read(salary_min=31365, salary_max=37890000)

    assert (pay.minimum, pay.maximum) == (None, None)
    assert warnings == ["salary range wider than a hundredfold dropped"]


def test_zero_means_that_nothing_was_said() -> None:
    pay, warnings = read(salary_min=0, salary_max=0)

    assert (pay.minimum, pay.maximum, warnings) == (None, None, [])


def test_unknown_currency_becomes_the_default_with_a_warning() -> None:
    pay, warnings = read(salary_min=10_000, currency="XYZ")

    assert pay.currency == "USD"
    assert warnings == ["unknown currency, the default was taken"]


def test_unknown_period_drops_the_amounts_it_belongs_to() -> None:
    pay, warnings = read(salary_min=10, salary_period="fortnight")

    assert pay.minimum is None
    assert warnings == ["unknown salary period, the salary was dropped"]


@pytest.mark.parametrize(
    "amounts",
    [
        {"salary_min": 17, "salary_max": 20},
        {"salary_min": 500},
        {"salary_max": 999.99},
    ],
)
def test_amount_too_small_for_a_year_is_dropped_unless_its_period_is_named(
    amounts: dict[str, float],
) -> None:
    pay, warnings = read(**amounts)
    named, _ = read(**amounts, salary_period="hour")

    assert (pay.minimum, pay.maximum) == (None, None)
    assert warnings == ["small salary without a period dropped"]
    assert (named.minimum, named.maximum) != (None, None)


def test_amount_without_a_period_is_meant_by_the_year() -> None:
    pay, warnings = read(salary_min=1000)

    assert (pay.minimum, pay.period) == (Decimal("1000.00"), "year")
    assert warnings == []

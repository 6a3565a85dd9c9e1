"""What cells of imported files may hold, and what is said of those that may not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from jobs.choices import EmploymentType
from nexus.core.transfers.amounts import NumberWidget, WholeNumberWidget
from nexus.core.transfers.widgets import (
    ChoiceWidget,
    ListWidget,
    MomentWidget,
    NaturalKeyWidget,
    TextWidget,
    YesNoWidget,
)
from people.models import Company


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("45000", "45000"),
        (" 45000.5 ", "45000.50"),
        ("1,000", "1000"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567", "1234567"),
        ("1.234,50", "1234.50"),
        ("99,5", "99.50"),
        ("12 000", "12000"),
        ("1'000", "1000"),
        (45000, "45000"),
        (45000.1, "45000.10"),
        (0.1 + 0.2, "0.30"),
        ("", None),
        (None, None),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: Any, number: str | None) -> None:
    read = NumberWidget(least=0).clean(cell)

    assert read == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2.000", "two ways. Write 2000 or 2.00"),
        ("1e9", "not a number"),
        ("NaN", "not a number"),
        ("Infinity", "not a number"),
        ("-5", "0 or more"),
        ("about 50k", "not a number"),
        ("1.234.5", "not a number"),
        ("10.005", "two ways"),
        ("1000.005", "at most 2 decimal places"),
        ("99999999999", "1000000 or less"),
        ("9" * 40, "too large"),
        ([1], "not a number"),
        (True, "not a number"),
        ("1\x00", "NUL"),
    ],
)
def test_what_is_no_number_is_said_in_words(cell: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told.replace(".", r"\.")):
        NumberWidget(least=0, most=1_000_000).clean(cell)


def test_whole_numbers_have_no_fraction() -> None:
    assert WholeNumberWidget().clean("14") == 14
    with pytest.raises(ValueError, match="whole number"):
        WholeNumberWidget().clean("14.5")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2027-03-31", datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),
        ("31.3.2027", datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),
        ("2027-03-31T12:00:00+02:00", datetime(2027, 3, 31, 10, tzinfo=UTC)),
        (datetime(2027, 3, 31), datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),  # noqa: DTZ001
        (date(2027, 3, 31), datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),
        ("", None),
    ],
)
def test_days_and_times_are_read(cell: Any, moment: datetime | None) -> None:
    assert MomentWidget(end_of_day=True).clean(cell) == moment


@pytest.mark.parametrize(
    "cell",
    ["31/02/2026", "2026-13-01", "02/03/26", "0000-00-00", "9999-12-31", "tomorrow", "45000"],
)
def test_what_is_no_day_is_said_in_words(cell: str) -> None:
    with pytest.raises(ValueError, match=r"not a date\. Write it as|cannot be meant"):
        MomentWidget().clean(cell)


def test_a_choice_is_known_by_value_label_and_other_words() -> None:
    widget = ChoiceWidget(EmploymentType, words={"temporary": "contract"})

    assert [widget.clean(word) for word in ("full_time", "Full time", "TEMPORARY", "")] == [
        "full_time",
        "full_time",
        "contract",
        "",
    ]
    with pytest.raises(ValueError, match="Write one of these: full_time, part_time"):
        widget.clean("sometimes")


def test_texts_lists_and_truths() -> None:
    assert TextWidget(max_length=20).clean("  two \n lines ") == "two lines"
    assert TextWidget().clean(12.0) == "12"
    assert ListWidget(most=3, max_length=10).clean("a | b|A||c") == ["a", "b", "c"]
    assert ListWidget(most=3, max_length=10).clean("a, b; c") == ["a", "b", "c"]
    assert [YesNoWidget().clean(word) for word in ("Yes", "nein", "1", "")] == [
        True,
        False,
        True,
        None,
    ]
    for widget, cell, told in (
        (TextWidget(max_length=3), "long", "4 characters long; at most 3"),
        (TextWidget(), "a\x00b", "NUL"),
        (TextWidget(), "\ud800", "half of a character"),
        (TextWidget(), {"a": 1}, "not a list or an object"),
        (ListWidget(most=1, max_length=10), "a,b", "At most 1"),
        (ListWidget(most=1, max_length=2), "abc", "longer than 2"),
        (YesNoWidget(), "perhaps", "yes or no"),
    ):
        with pytest.raises(ValueError, match=told):
            widget.clean(cell)


@pytest.mark.django_db
def test_names_of_other_rows_are_looked_up_once_for_a_chunk(
    make_company: Any, django_assert_num_queries: Any
) -> None:
    acme = make_company("Acme Works", slug="acme")
    widget = NaturalKeyWidget(
        Company, ("name", "slug"), find=lambda names: Company.objects.filter(name="Acme Works")
    )

    with django_assert_num_queries(1):
        widget.prefetch(["ACME works", "acme", "Nobody", "nobody", "", None])
        assert widget.clean(" acme  WORKS ") == acme
        assert widget.clean("acme") == acme
        assert widget.clean("") is None
        with pytest.raises(ValueError, match="none called “Nobody”"):
            widget.clean("Nobody")

"""Single values of a row: dates, numbers, texts."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from jobs.importing.posting import BadRow
from jobs.importing.values import amount_of, cut_at_word, moment_of, text_of, truth_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-17", datetime(2026, 6, 17, tzinfo=UTC)),
        ("2020-11-29T23:59:59+0000", datetime(2020, 11, 29, 23, 59, 59, tzinfo=UTC)),
        ("2026-06-17T10:00:00Z", datetime(2026, 6, 17, 10, tzinfo=UTC)),
        ("2026-06-17T10:00:00+02:00", datetime(2026, 6, 17, 8, tzinfo=UTC)),
        ("2026-06-17T10:00:00", datetime(2026, 6, 17, 10, tzinfo=UTC)),
    ],
)
def test_moment_in_iso_form_is_read_in_utc(text: str, moment: datetime) -> None:
    assert moment_of({"at": text}, "at") == moment


def test_moment_of_a_day_as_deadline_is_its_last_second() -> None:
    found = moment_of({"at": "2026-06-17"}, "at", end_of_day=True)

    assert found == datetime(2026, 6, 17, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    ["soon", "2026-13-40", "17/06/2026", 202606, ["2026-06-17"], "0001-01-01", "9999-12-31"],
)
def test_moment_that_is_none_is_refused_by_name(value: object) -> None:
    with pytest.raises(BadRow, match="at"):
        moment_of({"at": value}, "at")


@pytest.mark.parametrize("value", [None, "", "   "])
def test_moment_not_given_is_none(value: object) -> None:
    assert moment_of({"at": value}, "at") is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [(80000.0, "80000.0"), (12, "12"), ("80,000", "80000"), ("19.50", "19.50")],
)
def test_amount_as_number_or_digits_is_read(value: object, amount: str) -> None:
    assert amount_of({"pay": value}, "pay") == Decimal(amount)


@pytest.mark.parametrize("value", ["plenty", True, [], float("nan"), float("inf"), "NaN"])
def test_amount_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="pay"):
        amount_of({"pay": value}, "pay")


@pytest.mark.parametrize("value", ["a\x00b", "half \ud800 pair", ["a"], {"a": 1}, True])
def test_text_that_cannot_be_stored_is_refused(value: object) -> None:
    with pytest.raises(BadRow, match="title"):
        text_of({"title": value}, "title")


def test_cut_long_text_ends_with_a_whole_word() -> None:
    assert cut_at_word("one two three, four", 15) == "one two three"


def test_cut_one_endless_word_keeps_its_beginning() -> None:
    assert cut_at_word("x" * 50, 10) == "x" * 10


@pytest.mark.parametrize(
    ("value", "truth"), [(True, True), (False, False), ("yes", True), (0, False), ("hm", None)]
)
def test_truth_in_any_usual_form_is_understood(value: object, truth: bool | None) -> None:
    assert truth_of({"remote": value}, "remote") is truth

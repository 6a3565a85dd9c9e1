"""Comparing in any case, on both databases."""

from __future__ import annotations

import sqlite3

import pytest

from nexus.core.sqlite import like
from people.models import Company
from people.services import create_company

pytestmark = pytest.mark.django_db

NAME = "Éclat Überlingen ΟΔΟΣ ЖУК 100% a_b"


@pytest.fixture
def company() -> Company:
    return create_company(NAME, by=None)


@pytest.mark.parametrize(
    "lookup",
    [
        {"name__iexact": "éCLAT ÜBERLINGEN οδοσ жук 100% A_B"},
        {"name__icontains": "überlingen"},
        {"name__icontains": "жУК"},
        {"name__icontains": "100%"},
        {"name__istartswith": "éclat ü"},
        {"name__iendswith": "A_B"},
    ],
)
def test_letters_of_every_script_are_compared_in_any_case(
    company: Company, lookup: dict[str, str]
) -> None:
    assert Company.objects.get(**lookup) == company


@pytest.mark.parametrize(
    "lookup",
    [
        {"name__iexact": "eclat"},
        {"name__icontains": "1_0%"},
        {"name__icontains": "a%b"},
        {"name__istartswith": "überlingen"},
        {"name__iendswith": "éclat"},
    ],
)
def test_other_letters_and_wildcards_match_nothing(
    company: Company, lookup: dict[str, str]
) -> None:
    assert not Company.objects.filter(**lookup).exists()


def test_nothing_is_compared_with_null() -> None:
    assert like(None, "x") is None
    assert like("x", None) is None


@pytest.mark.parametrize(
    "pattern", ["", "%", "%%", "a%", "%a", "%a%", "a%c", "a_c", "_", "\\%", "a\\_c"]
)
@pytest.mark.parametrize("value", ["", "a", "A", "abc", "aC", "a_c", "%", "ab\nc", "7"])
def test_patterns_mean_what_they_mean_to_sqlite(pattern: str, value: str) -> None:
    question = "SELECT ? LIKE ? ESCAPE '\\', ? LIKE ?"
    with_escape, without = (
        sqlite3.connect(":memory:").execute(question, [value, pattern] * 2).fetchone()
    )

    assert like(pattern, value, "\\") == bool(with_escape)
    assert like(pattern, value) == bool(without)


def test_numbers_are_compared_as_texts() -> None:
    assert like("1%", 12) is True

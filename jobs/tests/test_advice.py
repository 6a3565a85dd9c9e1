"""What is said of a posting before it is published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from jobs.advice import Advice, warnings_for
from jobs.models import Job

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
_GOOD = "You plan the week with two colleagues and see to it that the ovens are clean. " * 8


def advice(*, skills: tuple[str, ...] = ("Bread",), **fields: Any) -> list[Advice]:
    """Return what is said of a posting that is good but for `fields`; no database is asked."""
    values: dict[str, Any] = {
        "title": "Baker",
        "description": f"<p>{_GOOD}</p>",
        "benefits": "<p>Bread for free.</p>",
        "salary_min": Decimal(40000),
        "salary_max": Decimal(50000),
        "application_deadline": NOW + timedelta(days=30),
    }
    return warnings_for(Job(**{**values, **fields}), skills=skills, now=NOW)


def codes(**fields: Any) -> list[tuple[str, str]]:
    return [(found.code, found.about) for found in advice(**fields)]


def test_good_posting_is_left_in_peace() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"salary_min": None, "salary_max": None}, ("no_pay", "salary_min")),
        ({"salary_min": Decimal(20000)}, ("wide_pay", "salary_max")),
        ({"benefits": ""}, ("no_benefits", "benefits")),
        ({"skills": ()}, ("no_skills", "skills")),
        ({"description": "<p>Come and bake.</p>"}, ("short", "description")),
        ({"description": f"<p>{_GOOD * 20}</p>"}, ("long", "description")),
        ({"title": "BAKER WANTED"}, ("shouting", "title")),
        (
            {"description": f"<p>{_GOOD} APPLY TODAY DEAR FRIENDS</p>"},
            ("shouting", "description"),
        ),
        ({"description": f"<p>{_GOOD}!!!!</p>"}, ("exclaiming", "description")),
        (
            {"application_deadline": NOW + timedelta(days=6, hours=23)},
            ("near_deadline", "application_deadline"),
        ),
    ],
)
def test_each_fault_is_told_beside_its_field(
    fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert codes(**fields) == [expected]


@pytest.mark.parametrize(
    "fields",
    [
        {"salary_min": None},
        {"salary_min": Decimal(25000)},
        {"title": "QA"},
        {"application_deadline": NOW + timedelta(days=7)},
        {"description": f"<p>{_GOOD} We use AWS, SQL, REST and HTML. Really!</p>"},
        {"description": f"<p>{_GOOD} Experience with django-ninja and the gurukul method.</p>"},
    ],
)
def test_what_only_looks_like_a_fault_is_not_told(fields: dict[str, Any]) -> None:
    assert codes(**fields) == []


@pytest.mark.parametrize(
    ("sentence", "code", "word"),
    [
        ("We look for a Rock Star.", "swagger", "Rock Star"),
        ("Our salesmen travel.", "gendered", "salesmen"),
        ("You join a young team.", "age", "young team"),
        ("Nicht älter als, also bis 35 Jahre.", "age", "bis 35 Jahre"),
        ("Only native speakers.", "origin", "native speakers"),
        ("We work hard, play hard.", "pressure", "work hard, play hard"),
        ("Sie sind belastbar.", "pressure", "belastbar"),
        ("A competitive salary awaits.", "empty", "competitive salary"),
    ],
)
def test_words_that_put_people_off_are_named_as_written(
    sentence: str, code: str, word: str
) -> None:
    found = advice(description=f"<p>{_GOOD}{sentence}</p>")

    assert [(one.code, one.words) for one in found] == [(code, [word])]


def test_words_are_told_once_each_and_not_all_of_many() -> None:
    many = "ninja guru ninja wizard unicorn rockstar rainmaker superhero"

    (found,) = advice(description=f"<p>{_GOOD}{many}</p>")

    assert found.words == ["ninja", "guru", "wizard", "unicorn", "rockstar", "rainmaker"]


_GERMAN = (
    "Sie planen die Woche mit zwei Kollegen und sorgen für saubere Öfen in der Backstube. " * 8
)


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("Bäcker", True),
        ("Bäcker (m/w/d)", False),
        ("Bäcker*in", False),
        ("Bäcker/-in", False),
        ("Pflegefachkraft", False),
        ("Küchenhilfe", False),
    ],
)
def test_german_title_that_means_men_only_is_told(title: str, is_told: bool) -> None:
    found = codes(title=title, description=f"<p>{_GERMAN}</p>")

    assert found == ([("for_all", "title")] if is_told else [])


def test_long_hostile_text_takes_no_time() -> None:
    text = "work hard " * 20_000 + "A" * 50_000

    found = {one.code for one in advice(description=f"<p>{text}</p>")}

    assert "long" in found

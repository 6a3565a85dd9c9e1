"""Types, levels, workplaces and categories of the outside world in ours."""

import pytest

from jobs.importing.categories import CATEGORY_NAMES, OTHER, category_of
from jobs.importing.vocabulary import employment_type_of, experience_level_of, workplace_of


@pytest.mark.parametrize(
    ("given", "title", "expected"),
    [
        ("full_time", "Summer intern", "full_time"),
        ("temporary", "Cook", "contract"),
        ("volunteer", "Steward", "part_time"),
        ("other", "Cook", "full_time"),
        ("other", "Internship in research", "internship"),
        ("", "Part-time cook", "part_time"),
        ("", "Locum consultant", "contract"),
        ("", "International sales", "full_time"),
        ("unheard of", "Cook", "full_time"),
    ],
)
def test_employment_type_is_given_or_guessed(given: str, title: str, expected: str) -> None:
    assert employment_type_of(given, title) == expected


@pytest.mark.parametrize(
    ("given", "title", "expected"),
    [
        ("intern", "Cook", "entry"),
        ("apprentice", "Cook", "entry"),
        ("associate", "Cook", "entry"),
        ("mid_senior", "Cook", "mid"),
        ("lead", "Cook", "senior"),
        ("manager", "Cook", "senior"),
        ("director", "Cook", "executive"),
        ("not_applicable", "Senior cook", "senior"),
        ("", "Junior manager", "entry"),
        ("", "Assistant Director", "executive"),
        ("", "Account Executive", "mid"),
        ("", "Executive Assistant", "entry"),
        ("", "Cook", "mid"),
    ],
)
def test_experience_level_is_given_or_guessed(given: str, title: str, expected: str) -> None:
    assert experience_level_of(given, title) == expected


@pytest.mark.parametrize(
    ("remote", "title", "place", "expected"),
    [
        (True, "Cook", "Rome", "remote"),
        (True, "Cook (hybrid)", "Rome", "hybrid"),
        (False, "Cook", "Hamburg (Hybrid)", "hybrid"),
        (None, "Cook", "Remote, EU", "remote"),
        (False, "Remote sensing analyst", "Rome", "on_site"),
        (None, "Cook", "Rome", "on_site"),
    ],
)
def test_workplace_follows_flag_then_words(
    remote: bool | None, title: str, place: str, expected: str
) -> None:
    found = workplace_of(remote=remote, employment_type="", title=title, place=place)

    assert found == expected


@pytest.mark.parametrize(
    ("title", "category", "function", "industry", "expected"),
    [
        ("Staff Nurse", "Nursing & Midwifery", "", "Healthcare", "Nursing & Care"),
        ("Senior .NET Developer", "", "", "", "Software Engineering"),
        ("Budget Analyst", "", "Staff Analyst", "Public Administration", "Finance & Accounting"),
        (
            "Assistant Civil Engineer",
            "Engineering, Architecture, & Planning Building Operations & Maintenance",
            "Assistant Civil Engineer",
            "Public Administration",
            "Architecture & Civil Engineering",
        ),
        (
            "Program Manager",
            "Administration & Human Resources Finance, Accounting, & Procurement Legal Affairs",
            "Procurement Analyst",
            "",
            "Purchasing & Contracts",
        ),
        ("Analytics Engineer", "Data & Analytics", "", "", "Data & Analytics"),
        ("Zzz", "", "", "", OTHER),
        ("Zzz", "Other", "", "", OTHER),
    ],
)
def test_category_is_the_one_most_texts_speak_of(
    title: str, category: str, function: str, industry: str, expected: str
) -> None:
    found = category_of(title=title, category=category, function=function, industry=industry)

    assert found == expected


def test_category_names_are_few_distinct_and_fit_the_column() -> None:
    assert len(CATEGORY_NAMES) == len({name.lower() for name in CATEGORY_NAMES}) <= 40
    assert max(map(len, CATEGORY_NAMES)) <= 100


def test_category_of_a_hostile_text_is_found_in_bounded_time() -> None:
    assert category_of(title="(" * 100_000, category="a" * 10**6, function="", industry="") == OTHER

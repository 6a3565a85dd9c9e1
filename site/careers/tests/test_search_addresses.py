"""What the addresses of searches mean."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from careers.job_search.facets import label_of
from careers.job_search.parameters import Search, read_search
from careers.job_search.vocabulary import CategoryName, Vocabulary

VOCABULARY = Vocabulary({"care": CategoryName(7, "care", "Nursing & Care")})


def read(query: str) -> tuple[Search, list[str]]:
    return read_search(QueryDict(query), VOCABULARY)


def test_an_address_is_read_and_written_the_same() -> None:
    query = (
        "q=nurse+%26+more&location=Bath&company=Acme&category=care&workplace=hybrid"
        "&workplace=remote&pay=EUR-40000&posted_within=7&sort=closing&page=3"
    )

    search, notices = read(query)

    assert not notices
    assert search.address("/jobs/", page=3) == f"/jobs/?{query}"


def test_a_change_begins_on_the_first_page_again() -> None:
    search, _ = read("q=nurse&page=3")

    assert search.address("/jobs/") == "/jobs/?q=nurse"
    assert search.address("/jobs/", text="") == "/jobs/"
    assert search.without("q").address("/jobs/") == "/jobs/"


def test_values_lose_their_order_and_their_doubles() -> None:
    assert read("workplace=remote&workplace=hybrid&workplace=remote") == read(
        "workplace=hybrid&workplace=remote"
    )


def test_one_value_of_several_can_be_dropped() -> None:
    search, _ = read("workplace=remote&workplace=hybrid&category=care")

    assert search.without("workplace", "remote").address("/") == "/?category=care&workplace=hybrid"
    assert search.without("workplace").address("/") == "/?category=care"


def test_a_category_may_be_named_by_its_id() -> None:
    assert read("category=7") == read("category=care")


@pytest.mark.parametrize(
    "query",
    [
        "category=nope",
        "workplace=%00",
        "employment_type=x" + "y" * 500,
        "experience_level=Senior",
        "pay=EUR-1",
        "posted_within=-1",
        "posted_within=%C2%B2",
        "sort=created_at;drop",
        "page=0",
        "page=-3",
        "page=1e9",
        "page=" + "9" * 500,
        "page=%C2%B2",
        "page=501",
        "q=" + "x" * 201,
    ],
)
def test_what_is_not_understood_is_said_and_left_out(query: str) -> None:
    search, notices = read(query)

    assert len(notices) == 1
    assert len(notices[0]) < 200
    assert search.page in (1, 500)
    assert not any(search.chosen.values())


def test_so_many_values_count_and_no_more() -> None:
    search, notices = read("&".join(f"category={n}" for n in range(1_000)))

    assert search.chosen == {"category": ("care",)}
    assert len(notices) == 20


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("category", "care", "Nursing & Care"),
        ("workplace", "on_site", "On site"),
        ("posted_within", "1", "Last 24 hours"),
        ("posted_within", "7", "Last 7 days"),
        ("pay", "EUR-0", "below 25,000 EUR"),
        ("pay", "EUR-40000", "40,000 – 60,000 EUR"),
        ("pay", "EUR-150000", "from 150,000 EUR"),
    ],
)
def test_values_have_names(name: str, value: str, expected: str) -> None:
    assert label_of(name, value, VOCABULARY) == expected

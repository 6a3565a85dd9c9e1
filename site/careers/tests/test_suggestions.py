"""Completions of what somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from careers.tests.search_pages import page

if TYPE_CHECKING:
    from django.test import Client

    from taxonomy.models import Category

Make = Callable[..., Any]


@pytest.mark.django_db
def test_suggestions_complete_titles_companies_places_and_categories(
    client: Client, make_job: Make, make_company: Make, make_category: Make
) -> None:
    make_job(
        title="Hamster keeper",
        company=make_company("Hammer & Sons"),
        category=make_category("Home & Hammocks"),
        location="Hamburg",
    )
    make_category("Hamlets without jobs")

    found = client.get("/jobs/suggestions/?q=hAm").json()["suggestions"]

    assert {(one["kind"], one["text"], one["url"]) for one in found} == {
        ("Category", "Home & Hammocks", "/jobs/?category=home-hammocks"),
        ("Title", "Hamster keeper", "/jobs/?q=Hamster+keeper"),
        ("Company", "Hammer & Sons", "/jobs/?company=Hammer+%26+Sons"),
        ("Place", "Hamburg", "/jobs/?location=Hamburg"),
    }
    assert all(one["count"] == 1 for one in found)


@pytest.mark.django_db
def test_suggestions_of_places_complete_the_field_and_are_nothing_else(
    client: Client, make_job: Make
) -> None:
    make_job(title="Hamster keeper", location="Hamburg")
    make_job(location="hamburg")
    make_job(location="Hamm, Westfalen")

    found = client.get("/jobs/suggestions/?q=Häm&of=place").json()["suggestions"]

    assert [(one["kind"], one["count"], one["url"]) for one in found] == [
        ("Place", 2, ""),
        ("Place", 1, ""),
    ]
    assert [one["text"].lower() for one in found] == ["hamburg", "hamm, westfalen"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " ", "%00", "%ff", "x" * 5_000, "%22", "%F0%9F%98%80"])
@pytest.mark.parametrize("of", ["", "&of=place"])
def test_suggestions_for_what_begins_nothing_are_none(client: Client, typed: str, of: str) -> None:
    response = client.get(f"/jobs/suggestions/?q={typed}{of}")

    assert response.status_code == 200
    assert response.json() == {"suggestions": []}


@pytest.mark.django_db
def test_suggestions_may_be_kept_by_caches(client: Client, make_job: Make) -> None:
    make_job()

    response = client.get("/jobs/suggestions/?q=jo")

    assert "public" in response["Cache-Control"]
    assert "max-age=60" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_pages_of_the_cms_lead_to_the_search(
    client: Client, make_job: Make, category: Category
) -> None:
    make_job()

    assert 'action="/jobs/"' in page(client, path="/")
    assert 'href="/jobs/"' in page(client, path="/categories/")

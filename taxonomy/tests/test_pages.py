"""The pages of categories on the site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from taxonomy.models import Category
from taxonomy.services import create_category

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def many_pages(make_category: Make, make_job: Make) -> Category:
    category: Category = make_category("Law")
    for n in range(30):
        make_job(category=category, title=f"Lawyer {n}")
    return category


@pytest.mark.parametrize(("page", "shown"), [("", 25), ("2", 5), ("99", 5), ("x", 25)])
def test_category_page_shows_its_open_jobs_in_pages(
    client: Client, many_pages: Category, make_job: Make, page: str, shown: int
) -> None:
    make_job(category=many_pages, status="closed", title="Closed lawyer")

    html = client.get(many_pages.get_absolute_url(), {"page": page}).content.decode()

    assert html.count('class="job-row"') == shown
    assert "Closed lawyer" not in html


def test_page_of_an_inactive_category_is_404(client: Client, make_category: Make) -> None:
    category = make_category("Law", is_active=False)

    assert client.get(category.get_absolute_url()).status_code == 404


def test_category_index_page_lists_active_categories(client: Client, make_category: Make) -> None:
    make_category("Law")
    make_category("Gone", is_active=False)

    html = client.get("/categories/").content.decode()

    assert "Law" in html
    assert "Gone" not in html


def test_page_of_a_new_category_is_served_at_once(client: Client) -> None:
    category = create_category(name="Health care")

    assert client.get(category.get_absolute_url()).status_code == 200

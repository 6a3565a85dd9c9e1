"""What visitors get: featured pages while the job is open, and the site's own errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from careers.models import FeaturedJobPage
from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
Feature = Callable[..., FeaturedJobPage]


def test_featured_page_shows_its_story_while_the_job_is_open(
    client: Client, make_job: Make, feature: Feature
) -> None:
    page = feature(make_job(), hero="Come in.", body=[("text", "<p>The story.</p>")])

    html = client.get(page.get_url()).content.decode()

    assert "Come in." in html
    assert "The story." in html


def test_featured_page_of_a_closed_job_is_gone(
    client: Client, make_job: Make, feature: Feature
) -> None:
    page = feature(make_job(status="closed"))

    assert client.get(page.get_url()).status_code == 410


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_featured_page_of_a_job_that_is_not_published_yet_is_not_there(
    client: Client, make_job: Make, feature: Feature, status: str
) -> None:
    page = feature(make_job(title="Secret nurse", status=status))

    response = client.get(page.get_url())

    assert response.status_code == 404
    assert "Secret nurse" not in response.content.decode()


def test_featured_index_lists_open_jobs_in_the_editors_order(
    client: Client, make_job: Make, feature: Feature
) -> None:
    first, second = feature(make_job(), title="First"), feature(make_job(), title="Second")
    feature(make_job(status="closed"), title="Closed one")
    second.move(first, pos="left")

    html = client.get("/featured/").content.decode()

    assert html.index("Second") < html.index("First")
    assert "Closed one" not in html


def test_unknown_address_gets_the_sites_own_page(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_home_page_can_be_previewed_by_editors(cms: Client, admin_user: User) -> None:
    from careers.services import ensure_site_tree

    home = ensure_site_tree().home

    assert cms.get(f"/cms/pages/{home.pk}/view_draft/").status_code == 200

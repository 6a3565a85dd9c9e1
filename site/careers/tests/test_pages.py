"""The page types: what may lie where, what they show, when they come and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django_q.models import Schedule

from careers.blocks import PageBlock
from careers.models import (
    CompanyIndexPage,
    CompanyPage,
    ContentPage,
    FeaturedJobIndexPage,
    FeaturedJobPage,
    HomePage,
)
from careers.services import ensure_site_tree, publish_scheduled
from nexus.core.schedules import write_schedules
from taxonomy.models import Category, CategoryIndexPage

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
Feature = Callable[..., FeaturedJobPage]

TYPES = [
    HomePage,
    CategoryIndexPage,
    Category,
    FeaturedJobIndexPage,
    FeaturedJobPage,
    CompanyIndexPage,
    CompanyPage,
    ContentPage,
]
PLACES = {
    (HomePage, CategoryIndexPage),
    (HomePage, FeaturedJobIndexPage),
    (HomePage, CompanyIndexPage),
    (HomePage, ContentPage),
    (CategoryIndexPage, Category),
    (FeaturedJobIndexPage, FeaturedJobPage),
    (CompanyIndexPage, CompanyPage),
}


@pytest.mark.parametrize("parent", TYPES)
@pytest.mark.parametrize("child", TYPES)
def test_pages_lie_where_they_make_sense_and_nowhere_else(parent: Any, child: Any) -> None:
    allowed = child in parent.allowed_subpage_models()

    assert allowed == ((parent, child) in PLACES)


@pytest.mark.parametrize(
    "kind", [HomePage, CategoryIndexPage, FeaturedJobIndexPage, CompanyIndexPage]
)
def test_fixed_pages_exist_once(kind: Any) -> None:
    tree = ensure_site_tree()

    assert not kind.can_create_at(tree.home)


@pytest.mark.parametrize("slug", ["accounts", "de", "en", "admin", "cms", "swagger"])
def test_a_page_cannot_hide_behind_another_address(slug: str) -> None:
    home = ensure_site_tree().home
    page = ContentPage(title="Lost", slug=slug)

    with pytest.raises(ValidationError):
        home.add_child(instance=page)


@pytest.mark.parametrize("name", PageBlock().child_blocks)
def test_every_block_is_described_previewed_and_rendered(name: str) -> None:
    block = PageBlock().child_blocks[name]

    html = block.render(block.get_preview_value())

    assert block.label
    assert block.meta.description
    assert block.is_previewable
    assert "style=" not in html


def test_a_company_without_a_page_of_an_editor_has_one_all_the_same(
    client: Client, make_job: Make, make_company: Make
) -> None:
    company = make_company("Acme", slug="acme", description="We make things.")
    make_job(company=company, title="Smith")

    html = client.get("/companies/acme/").content.decode()

    assert "We make things." in html
    assert "Smith" in html
    assert client.get("/companies/nobody/").status_code == 404


def test_what_an_editor_publishes_of_a_company_stands_at_the_same_address(
    client: Client, make_company: Make
) -> None:
    company = make_company("Acme", slug="acme")
    page = CompanyPage(company=company, tagline="Things that last.")
    ensure_site_tree().companies.add_child(instance=page)

    shown = client.get("/companies/acme/").content.decode()
    page.unpublish()

    assert "Things that last." in shown
    assert "Things that last." not in client.get("/companies/acme/").content.decode()


def test_the_index_lists_companies_that_hire_and_finds_them_by_name(
    client: Client, make_job: Make, make_company: Make
) -> None:
    make_job(company=make_company("Acme"))
    make_job(company=make_company("Bolt"), status="closed")

    everybody = client.get("/companies/").content.decode()
    nobody = client.get("/companies/", {"q": "zz\x00%", "page": "abc"}).content.decode()

    assert "Acme" in everybody
    assert "Bolt" not in everybody
    assert "Acme" not in nobody


def test_home_page_costs_at_most_12_queries_at_any_number_of_jobs(
    client: Client,
    make_job: Make,
    feature: Feature,
    django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from jobs import search

    for _number in range(10):
        feature(make_job())
    answers = search.search(search.JobQuery(), limit=8)
    counts = search.open_counts_by_category()
    # A running site asks its index, which costs no query; the suite's reads the database first.
    monkeypatch.setattr(search, "search", lambda *args, **kwargs: answers)
    monkeypatch.setattr("taxonomy.pages.open_job_counts", lambda: counts)
    client.get("/")
    from django.core.cache import cache

    cache.clear()

    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/categories/", "/companies/", "/featured/"])
def test_a_second_view_of_a_page_is_answered_with_304(client: Client, path: str) -> None:
    first = client.get(path)

    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert not first.cookies
    assert "Vary" not in first.headers


def test_a_featured_job_comes_and_goes_at_its_hour(
    client: Client, make_job: Make, feature: Feature
) -> None:
    job = make_job(title="Keeper of the light")
    page = feature(job, title="Keep the light", live=False)
    now = timezone.now()
    page.go_live_at, page.expire_at = now + timedelta(minutes=1), now + timedelta(minutes=10)
    page.save_revision().publish()

    seen = {}
    for minutes in (0, 2, 11):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            publish_scheduled()
            seen[minutes] = _shows(client, "Keep the light")

    assert seen == {0: [False, False], 2: [True, True], 11: [False, False]}


def _shows(client: Client, title: str) -> list[bool]:
    home = client.get("/").content.decode()
    return [title in home, bool(client.get("/api/jobs/featured/").json()["results"])]


def test_pages_are_published_each_minute() -> None:
    write_schedules()

    schedule = Schedule.objects.get(func="careers.services.publish_scheduled")

    assert schedule.minutes == 1


def test_an_unpublished_category_leaves_site_and_api(client: Client, make_category: Make) -> None:
    category = make_category("Law")

    Category.objects.get(pk=category.pk).unpublish()

    assert "Law" not in client.get("/").content.decode()
    assert client.get("/categories/law/").status_code == 404
    assert client.get(f"/api/categories/{category.pk}/").status_code == 404

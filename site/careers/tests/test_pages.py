"""The page types: what may lie where, what they show, when they come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from careers.blocks import PageBlock
from careers.models import (
    CompanyIndexPage,
    CompanyPage,
    ContentPage,
    FeaturedJobIndexPage,
    FeaturedJobPage,
    HomePage,
)
from careers.services import ensure_site_tree
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


def test_a_second_view_of_a_page_of_any_type_is_answered_with_304(
    client: Client, pages: list[str], make_company: Make
) -> None:
    unwritten = make_company("Bolt", slug="bolt")

    for path in [*pages, f"/companies/{unwritten.slug}/", "/de/featured/law-of-the-sea/"]:
        first = client.get(path)
        second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

        assert (path, first.status_code, second.status_code) == (path, 200, 304)
        assert not second.content
        assert not first.cookies
        assert "Vary" not in first.headers


@pytest.mark.parametrize("place", ["categories/law", "featured/law-of-the-sea", "how"])
def test_a_view_after_a_change_is_answered_with_the_change(
    client: Client, pages: list[str], place: str
) -> None:
    path = f"/{place}/"
    first = client.get(path)
    page = Page.objects.get(slug=path.split("/")[-2]).specific
    page.search_description = "Said anew."
    page.save_revision().publish()

    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert path in pages
    assert second.status_code == 200
    assert "Said anew." in second.content.decode()


def test_an_unpublished_category_leaves_site_and_api(client: Client, make_category: Make) -> None:
    category = make_category("Law")

    Category.objects.get(pk=category.pk).unpublish()

    assert "Law" not in client.get("/").content.decode()
    assert client.get("/categories/law/").status_code == 404
    assert client.get(f"/api/categories/{category.pk}/").status_code == 404

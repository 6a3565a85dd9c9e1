"""Previews in the CMS: what is typed and not saved, as it would stand on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from careers.models import CompanyPage, ContentPage
from careers.services import ensure_site_tree

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
WORDS = "Words that nobody has saved"
PROMOTED = {"seo_title": "", "search_description": "", "go_live_at": "", "expire_at": ""}
COMMENTS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
STORY = streamfield([("text", rich_text(f"<p>{WORDS}</p>"))])
# What is typed into each kind of page; its new words stand in one field, or in its story.
TYPED: dict[str, dict[str, Any]] = {
    "home": {"headline": WORDS, "lead": "", "picture": "", "body": streamfield([])},
    "categories": {},
    "featured": {"introduction": rich_text(f"<p>{WORDS}</p>")},
    "companies": {"introduction": rich_text(f"<p>{WORDS}</p>")},
    "category": {
        "name": "Law",
        "description": "",
        "introduction": rich_text(f"<p>{WORDS}</p>"),
        "picture": "",
        "body": streamfield([]),
    },
    "featured job": {"hero": "", "picture": "", "body": STORY},
    "closed featured job": {"hero": WORDS, "picture": "", "body": streamfield([])},
    "company": {"tagline": WORDS, "picture": "", "body": streamfield([])},
    "content": {"lead": "", "picture": "", "body": STORY},
}


@pytest.fixture
def saved(make_job: Make, make_company: Make, make_category: Make, feature: Make) -> Make:
    """Return how to make, or find, the saved page of a kind."""
    tree = ensure_site_tree()
    job = make_job(company=make_company("Acme", slug="acme"), category=make_category("Law"))

    def page_of(kind: str) -> Page:
        made: dict[str, Callable[[], Page]] = {
            "category": lambda: job.category,
            "featured job": lambda: feature(job),
            "closed featured job": lambda: feature(make_job(status="closed")),
            "company": lambda: tree.companies.add_child(instance=CompanyPage(company=job.company)),
            "content": lambda: tree.home.add_child(instance=ContentPage(title="How", slug="how")),
        }
        return made[kind]() if kind in made else getattr(tree, kind)

    return page_of


def _form(page: Page, **typed: Any) -> dict[str, Any]:
    fixed = {"title": page.title, "slug": page.slug, **PROMOTED, "comments": COMMENTS}
    for name in ("job", "company"):
        if related := getattr(page, f"{name}_id", None):
            fixed[name] = related
    form: dict[str, Any] = nested_form_data({**fixed, **typed})
    return form


@pytest.mark.parametrize("kind", TYPED)
def test_the_preview_of_a_page_shows_what_is_typed_and_saves_nothing(
    cms: Client, client: Client, saved: Make, kind: str
) -> None:
    page = saved(kind)
    # The title of the list of categories is all that it has of an editor's.
    typed = TYPED[kind] or {"title": WORDS}
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    taken = cms.post(path, _form(page, **typed)).json()
    shown = cms.get(path)

    assert taken == {"is_valid": True, "is_available": True}
    assert shown.status_code == 200
    assert WORDS in shown.content.decode()
    assert shown.headers.get("Cache-Control") != "public"
    assert not page.revisions.exists()
    assert WORDS not in Client().get(page.url).content.decode()


@pytest.mark.parametrize(
    ("kind", "app", "model", "parent"),
    [
        ("category", "taxonomy", "category", "categories"),
        ("featured job", "careers", "featuredjobpage", "featured"),
        ("company", "careers", "companypage", "companies"),
        ("content", "careers", "contentpage", "home"),
    ],
)
def test_the_preview_of_a_page_that_does_not_exist_yet_shows_what_is_typed(
    cms: Client, make_job: Make, make_company: Make, kind: str, app: str, model: str, parent: str
) -> None:
    place = getattr(ensure_site_tree(), parent)
    path = reverse("wagtailadmin_pages:preview_on_add", args=[app, model, place.pk])
    job = make_job(company=make_company("Bolt", slug="bolt"))
    names = {"title": "New", "slug": "new", "job": job.pk, "company": job.company_id}

    form = nested_form_data({**names, **PROMOTED, "comments": COMMENTS, **TYPED[kind]})
    taken = cms.post(path, form).json()
    shown = cms.get(path)

    assert taken == {"is_valid": True, "is_available": True}
    assert shown.status_code == 200
    assert WORDS in shown.content.decode()
    assert not place.get_children().filter(slug="new").exists()


def test_a_preview_is_for_those_who_may_edit(
    client: Client, candidate: Any, make_job: Make, feature: Make
) -> None:
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[feature(make_job()).pk])
    strangers = client.get(path)
    client.force_login(candidate)

    assert strangers.status_code == 302
    assert client.get(path).status_code in {302, 403}


@pytest.mark.parametrize(
    ("app", "model", "parent"),
    [
        ("taxonomy", "category", "categories"),
        ("careers", "featuredjobpage", "featured"),
        ("careers", "companypage", "companies"),
        ("careers", "contentpage", "home"),
    ],
)
@pytest.mark.parametrize("title", ["", "New"])
def test_the_preview_of_a_page_that_is_not_about_anything_yet_fails_nowhere(
    cms: Client, app: str, model: str, parent: str, title: str
) -> None:
    place = getattr(ensure_site_tree(), parent)
    path = reverse("wagtailadmin_pages:preview_on_add", args=[app, model, place.pk])
    names = {"title": title, "slug": "", "name": title, "job": "", "company": ""}
    form = {**names, "body": streamfield([]), "comments": COMMENTS, **PROMOTED}

    told = cms.post(path, nested_form_data(form))
    shown = cms.get(path)

    assert (told.status_code, shown.status_code) == (200, 200)
    is_refused = "wagtailadmin/generic/preview_error.html" in {t.name for t in shown.templates}
    assert is_refused is not told.json()["is_available"]

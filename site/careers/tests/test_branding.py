"""The site's settings: they restyle every page, and refuse colours that cannot be read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careers.branding import frame
from careers.models import ContentPage, SiteSettings
from careers.services import ensure_site_tree
from nexus.core.contrast import contrast, nearest_readable

pytestmark = pytest.mark.django_db


def _edit() -> str:
    pk = SiteSettings.load().pk
    return reverse("wagtailsettings:edit", args=["careers", "sitesettings", pk])


def _form(**fields: str) -> dict[str, str]:
    return {
        "name": "Harbour Jobs",
        "logo": "",
        "accent_light": "#7a1f2b",
        "accent_dark": "#f0a0a8",
        "footer_text": "null",
        "footer_links-count": "0",
        "social_picture": "",
        **fields,
    }


def _stylesheet(html: str) -> str:
    found = re.search(r"/theme/[0-9a-f]{16}\.css", html)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5a4b", "#0b5a4b", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_the_colour_offered_instead_is_readable() -> None:
    offered = nearest_readable("#8fd0c0", ("#fcfcfa",), towards="#000000")

    assert contrast(offered, "#fcfcfa") >= 4.5


@pytest.mark.parametrize(
    ("field", "colour", "told"),
    [
        ("accent_light", "#8fd0c0", "contrast of 1.5"),
        ("accent_dark", "#203040", "contrast of 1."),
        ("accent_light", "green", "#0b5a4b"),
        ("accent_light", "#0b5a4", "#0b5a4b"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_its_ratio(
    field: str, colour: str, told: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        SiteSettings(**{field: colour}).full_clean()

    assert told in refusal.value.message_dict[field][0]


def test_the_form_of_the_cms_tells_the_ratio_and_keeps_the_old_colour(cms: Client) -> None:
    response = cms.post(_edit(), _form(accent_light="#8fd0c0"))

    assert "needs at least 4.5 to 1" in response.content.decode()
    assert not SiteSettings.objects.filter(accent_light="#8fd0c0").exists()


def test_settings_restyle_every_page_through_a_stylesheet(cms: Client, client: Client) -> None:
    before = Client().get("/").content.decode()

    assert cms.post(_edit(), _form()).status_code == 302

    for path in ("/", "/categories/", "/accounts/login/", "/no-such-page/"):
        html = Client().get(path).content.decode()
        assert "Harbour Jobs" in html
        assert "style=" not in html
        css = Client().get(_stylesheet(html))
        assert "light-dark(#7a1f2b,#f0a0a8)" in css.content.decode()
        assert "immutable" in css.headers["Cache-Control"]
    assert _stylesheet(before) == ""


def test_the_address_of_an_earlier_stylesheet_gives_the_colours_of_now(client: Client) -> None:
    SiteSettings(accent_light="#7a1f2b").save()

    response = client.get("/theme/0123456789abcdef.css")

    assert "#7a1f2b" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_the_foot_shows_its_links_in_the_language_of_the_page(client: Client) -> None:
    page = ensure_site_tree().home.add_child(instance=ContentPage(title="About", slug="about"))
    link = {"label": "About us", "page": page, "address": ""}
    SiteSettings(footer_links=[("link", link)]).save()

    assert 'href="/de/about/"' in client.get("/de/").content.decode()
    assert 'href="/about/"' in client.get("/").content.decode()


def test_pages_put_into_menus_are_in_the_navigation_while_they_are_live(client: Client) -> None:
    page = ContentPage(title="How we hire", slug="how-we-hire", show_in_menus=True)
    ensure_site_tree().home.add_child(instance=page)
    page.save_revision().publish()
    shown = client.get("/").content.decode()

    page.unpublish()

    assert "/how-we-hire/" in shown
    assert "/how-we-hire/" not in client.get("/").content.decode()


def test_the_frame_costs_no_query_while_it_is_known(django_assert_num_queries: Any) -> None:
    frame()

    with django_assert_num_queries(0):
        frame()

"""The heads of public pages: one address, every language, and what a shared link shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from careers.heads import one_line
from careers.models import ContentPage, FeaturedJobPage, SiteSettings
from careers.services import ensure_site_tree

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
SITE = "http://testserver"


class Head:
    """What a page says of itself in its head."""

    def __init__(self, html: str) -> None:
        head = html.partition("</head>")[0]
        self.told = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head))
        self.canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', head)
        self.languages = dict(
            re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', head)
        )
        self.texts = re.findall(r'content="([^"]*)"', head)


@pytest.fixture
def head_of(client: Client) -> Callable[[str], Head]:
    return lambda address: Head(client.get(address).content.decode())


def test_every_page_has_one_address_and_names_it_in_each_language(
    pages: list[str], head_of: Callable[[str], Head]
) -> None:
    for path in pages:
        english, german = head_of(f"{path}?utm_source=mail"), head_of(f"/de{path}")

        assert english.canonical == [SITE + path]
        assert german.canonical == [f"{SITE}/de{path}"]
        assert english.languages == german.languages
        assert english.languages == {
            "en": SITE + path,
            "de": f"{SITE}/de{path}",
            "x-default": SITE + path,
        }
        assert english.told["og:url"] == SITE + path
        assert english.told["og:title"]
        assert "robots" not in english.told
        assert "Nexus" not in english.told["og:title"]


@pytest.mark.parametrize(
    "path", ["/jobs/?q=smith", "/companies/?q=acme", "/companies/?page=2", "/companies/idle/"]
)
def test_pages_that_search_engines_leave_out_have_no_address_for_them(
    path: str, head_of: Callable[[str], Head], make_company: Make
) -> None:
    make_company("Idle", slug="idle")

    head = head_of(path)

    assert head.told["robots"] == "noindex"
    assert not head.canonical
    assert not head.languages


def test_description_is_what_the_editor_wrote_for_it_else_the_sentence_below_the_title(
    head_of: Callable[[str], Head],
) -> None:
    page = ContentPage(title="How", slug="how", lead='In a "week" & a\nday')
    ensure_site_tree().home.add_child(instance=page)

    lead = head_of("/how/")
    page.search_description = "All of it."
    page.save()
    written = head_of("/how/")

    assert lead.told["description"] == "In a &quot;week&quot; &amp; a day"
    assert lead.told["og:description"] == lead.told["description"]
    assert written.told["description"] == "All of it."


def test_a_shared_link_shows_the_pages_picture_else_the_sites(
    head_of: Callable[[str], Head], make_job: Make, feature: Callable[..., FeaturedJobPage]
) -> None:
    image = get_image_model()
    own = image.objects.create(title="own", file=get_test_image_file("own.png", size=(1400, 700)))
    of_site = image.objects.create(title="site", file=get_test_image_file("of-site.png"))
    page = feature(make_job(), slug="pictured")

    bare = head_of("/featured/pictured/")
    SiteSettings.objects.update_or_create(pk=1, defaults={"social_picture": of_site})
    from careers.branding import forget_frame

    forget_frame()
    shared = head_of("/featured/pictured/")
    page.picture = own
    page.save()
    pictured = head_of("/featured/pictured/")

    assert "og:image" not in bare.told
    assert bare.told["twitter:card"] == "summary"
    assert re.match(SITE + r"/media/images/of-site.*\.jpg$", shared.told["og:image"])
    assert re.match(SITE + r"/media/images/own.*\.jpg$", pictured.told["og:image"])
    assert pictured.told["twitter:card"] == "summary_large_image"
    assert (pictured.told["og:image:width"], pictured.told["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n two ", "one two"),
        ("", ""),
        ("word " * 100, "word " * 60 + "…"),
        ("x" * 400, "x" * 300 + " …"),
    ],
)
def test_descriptions_are_one_line_of_bounded_length(text: str, line: str) -> None:
    assert one_line(text) == line

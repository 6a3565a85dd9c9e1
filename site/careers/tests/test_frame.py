"""The frame of every page: navigation, icons, and the language that the address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from careers.icons import NoSuchIcon, icon_svg
from careers.templatetags.frame import language_links
from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def test_the_root_is_the_home_page(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert response.context["page"].specific_class.__name__ == "HomePage"


@pytest.mark.parametrize("path", ["/", "/categories/", "/featured/"])
def test_pages_speak_the_language_of_their_address_and_no_other(client: Client, path: str) -> None:
    english = client.get(path, headers={"Accept-Language": "de"})
    german = client.get(f"/de{path}", headers={"Accept-Language": "en"})

    assert english.headers["Content-Language"] == "en"
    assert german.headers["Content-Language"] == "de"
    assert '<html lang="de">' in german.content.decode()
    assert 'href="/de/categories/"' in german.content.decode()
    assert "Vary" not in english.headers


def test_links_to_jobs_and_categories_stay_in_the_language(client: Client, make_job: Make) -> None:
    job = make_job(title="Nurse")

    html = client.get(f"/de{job.category.get_absolute_url()}").content.decode()

    assert f'href="/de/jobs/{job.pk}-nurse/"' in html


def test_a_job_has_an_address_in_each_language(client: Client, make_job: Make) -> None:
    job = make_job(title="Nurse")

    assert client.get(f"/de/jobs/{job.pk}-nurse/").status_code == 200
    assert client.get(f"/de/jobs/{job.pk}/")["Location"] == f"/de/jobs/{job.pk}-nurse/"


@pytest.mark.parametrize("path", ["/en/", "/en/categories/", "/fr/", "/de-at/", "/de/de/"])
def test_an_address_in_a_language_that_has_none_is_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_api_speaks_english_whatever_is_asked_for(client: Client, make_job: Make) -> None:
    make_job(title="Nurse")

    answer = client.get("/api/jobs/", headers={"Accept-Language": "de"})

    assert "Vary" not in answer.headers or "Accept-Language" not in answer.headers["Vary"]
    assert "/jobs/" in answer.json()["results"][0]["url"]
    assert "/de/" not in answer.json()["results"][0]["url"]


def test_a_request_in_german_leaves_no_german_behind(client: Client) -> None:
    client.get("/de/")

    assert translation.get_language() == "en"


def test_the_switch_leads_to_the_same_page_with_the_same_question() -> None:
    request = RequestFactory().get("/de/jobs/?q=nurse&page=2")
    with translation.override("de"):
        links = language_links({"request": request})

    assert [(link.code, link.url, link.is_spoken) for link in links] == [
        ("en", "/jobs/?q=nurse&page=2", False),
        ("de", "/de/jobs/?q=nurse&page=2", True),
    ]


def test_who_is_signed_in_has_no_switch_on_personal_pages(candidate: User) -> None:
    request = RequestFactory().get("/accounts/email/")
    request.user = candidate

    assert language_links({"request": request}) == []


def test_visitors_can_switch_the_language_of_account_pages() -> None:
    request = RequestFactory().get("/accounts/login/?next=/de/my/")
    request.user = AnonymousUser()

    assert [(link.code, link.url) for link in language_links({"request": request})] == [
        ("en", "/accounts/login/?next=/de/my/&language=en"),
        ("de", "/accounts/login/?next=/de/my/&language=de"),
    ]


def test_the_navigation_marks_where_one_is(client: Client, make_category: Make) -> None:
    category = make_category("Law")

    on_the_page = client.get("/categories/").content.decode()
    below_it = client.get(category.get_absolute_url()).content.decode()

    assert 'href="/categories/" aria-current="page"' in on_the_page
    assert 'href="/categories/" aria-current="true"' in below_it


def test_icons_are_drawings_that_readers_skip() -> None:
    html = Template('{% load frame %}{% icon "map-pin" %}').render(Context())

    assert html.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in html
    assert "<path" in html
    assert "style=" not in html


def test_an_icon_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchIcon):
        icon_svg("no-such-icon")


def test_every_page_names_its_icon(client: Client) -> None:
    html = client.get("/").content.decode()

    assert '<link rel="icon" type="image/svg+xml" href="/static/careers/favicon.svg">' in html
    assert finders.find("careers/favicon.svg")

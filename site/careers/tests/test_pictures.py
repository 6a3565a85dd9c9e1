"""The pictures of jobs: what they say, when they are drawn, in which letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client
from PIL import Image

from careers import picture_views
from careers.branding import frame
from careers.fonts import BOLD, REGULAR, is_legible, runs, width_of
from careers.picture_views import picture_path
from careers.pictures import SIZE, Card, card_of, draw

Make = Callable[..., Any]

CARD = Card("Baker", "Tallow & Finch", "Bristol", "12.80 – 14.20 GBP an hour", "Nexus")


def pixels(card: Card) -> Image.Image:
    image = Image.open(BytesIO(draw(card)))
    assert image.format == "PNG"
    assert image.size == SIZE
    return image.convert("L")


@pytest.mark.parametrize(
    "title",
    [
        "Baker",
        "W" * 200,
        "Student trainee (life science/environmental engineering) " * 3,
        "የሽያጭ ሠራተኛ",
        "مهندس برمجيات",
        "हिन्दी अनुवादक",
        "大阪",
        "🗽",
        "\x00\ud800\u200d",
        "",
    ],
)
def test_picture_of_any_title_is_drawn_within_its_margins(title: str) -> None:
    image = pixels(replace(CARD, title=title, place=title, company=title))

    margin = image.crop((SIZE[0] - 40, 20, *SIZE))
    assert len(set(margin.tobytes())) == 1
    assert len(draw(replace(CARD, title=title))) < 60_000


@pytest.mark.parametrize(
    "text", ["Bäcker – €", "Пекарь", "የሽያጭ", "مهندس", "אופה", "हिन्दी", "นักบัญชี"]
)
def test_letters_of_most_scripts_are_drawn_and_none_is_a_box(text: str) -> None:
    assert is_legible(text)
    assert "".join(piece for piece, _ in runs(text, 40, BOLD)) == text


def test_letters_that_no_font_has_are_left_out() -> None:
    assert runs("🗽 \x00\U0010ffff", 40, REGULAR) == []
    assert "".join(piece for piece, _ in runs("\U0010ffffBaker", 40, REGULAR)) == "Baker"
    assert not is_legible("\U0010ffff")
    assert width_of("", 40, REGULAR) == 0


def test_picture_of_a_title_in_unknown_letters_names_the_company_instead() -> None:
    unknown = replace(CARD, title="\U00012000\U00012001")

    assert pixels(unknown) == pixels(replace(CARD, title=CARD.company, company=""))


def test_digest_changes_with_all_that_is_said() -> None:
    others = [
        replace(CARD, title="Cook"),
        replace(CARD, company="Tallow"),
        replace(CARD, place="Bath"),
        replace(CARD, pay=""),
        replace(CARD, site="Jobs"),
    ]

    assert len({CARD.digest, *(other.digest for other in others)}) == 6


@pytest.mark.django_db
def test_picture_is_drawn_once_and_kept_by_caches_for_good(
    client: Client, make_job: Make, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    drawing = Mock(side_effect=draw)
    monkeypatch.setattr(picture_views, "draw", drawing)
    job = make_job(title="Baker of many loaves")

    frame()  # which caches keep
    for _ in range(3):
        with django_assert_num_queries(1):
            response = client.get(picture_path(job))

    drawing.assert_called_once_with(card_of(job, "Nexus"))
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert Image.open(BytesIO(response.content)).size == SIZE


@pytest.mark.django_db
def test_no_picture_is_drawn_but_what_the_job_says_now(
    client: Client, make_job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job(title="Baker")
    monkeypatch.setattr(picture_views, "draw", lambda card: pytest.fail("drawn"))

    response = client.get(f"/jobs/{job.pk}/picture-{'0' * 16}.png")

    assert response.status_code == 302
    assert response["Location"] == picture_path(job)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "archived"])
def test_picture_of_a_job_that_is_not_open_is_not_found(
    client: Client, make_job: Make, status: str
) -> None:
    job = make_job(status=status)

    assert client.get(picture_path(job)).status_code == 404


@pytest.mark.django_db
def test_too_many_at_once_are_asked_to_come_back(
    client: Client, make_job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_views, "_PATIENCE_SECONDS", 0.0)
    job = make_job(title="Baker at the queue")
    with picture_views._pens, picture_views._pens:
        refused = client.get(picture_path(job))

    assert refused.status_code == 503
    assert refused["Retry-After"]
    assert client.get(picture_path(job)).status_code == 200


@pytest.mark.django_db
def test_page_of_a_job_shows_its_picture_to_networks(client: Client, make_job: Make) -> None:
    job = make_job(title="Baker & cook")

    html = client.get(job.get_absolute_url()).content.decode()

    told = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:_]+)" content="([^"]*)"', html)
    )
    assert told["og:title"] == f"Baker &amp; cook – {job.company.name}"
    assert told["og:url"] == f"http://testserver{job.get_absolute_url()}"
    assert told["og:image"] == f"http://testserver{picture_path(job)}"
    assert told["twitter:card"] == "summary_large_image"
    assert "50,000 – 60,000 EUR a year" in told["og:description"]
    assert f'<link rel="canonical" href="{told["og:url"]}">' in html
    german = f'hreflang="de" href="http://testserver/de{job.get_absolute_url()}"'
    assert german in html
    assert german in client.get(f"/de{job.get_absolute_url()}").content.decode()


@pytest.mark.django_db
def test_card_says_what_the_page_says(make_job: Make) -> None:
    job = make_job(title="  Baker \n now", location="Bristol")

    assert card_of(job, "Nexus") == Card(
        "Baker now", job.company.name, "Bristol", "50,000 – 60,000 EUR a year", "Nexus"
    )

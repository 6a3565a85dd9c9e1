"""Pictures in AVIF and WebP with a fallback, of which no request makes more than one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image, Rendition

from careers.models import SiteSettings
from careers.services import ensure_site_tree
from careers.tasks import make_renditions

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
Queued = list[tuple[int, list[str]]]


def upload(name: str, size: tuple[int, int] = (1200, 900)) -> Image:
    buffer = BytesIO()
    Pillow.linear_gradient("L").resize(size).convert("RGB").save(buffer, "JPEG")
    image: Image = Image.objects.create(
        title=name, file=ImageFile(BytesIO(buffer.getvalue()), name=f"{name}.jpg")
    )
    return image


@pytest.fixture
def queued() -> Iterator[Queued]:
    """Take what is given to the queue, and run nothing of it."""
    taken: Queued = []
    waiting = Mock(enqueue=lambda pk, specs: taken.append((pk, specs)))
    with patch("careers.tasks.make_renditions", waiting):
        yield taken


@pytest.fixture
def home() -> Any:
    """A home page with a picture at its head."""
    page = ensure_site_tree().home
    page.picture = upload("harbour")
    page.save_revision().publish()
    return page


def test_no_request_makes_more_than_one_picture(
    client: Client, home: Any, queued: Queued, make_job: Make, feature: Make
) -> None:
    for number in range(3):
        feature(make_job(), picture=upload(f"featured-{number}"))
    SiteSettings.objects.create(logo=upload("logo"), social_picture=upload("social"))
    made = 0
    for _ in range(4):
        answer = client.get("/")
        assert answer.status_code == 200
        assert Rendition.objects.count() <= made + 1
        made = Rendition.objects.count()

    assert made >= 1
    assert len(queued) == len({(pk, tuple(specs)) for pk, specs in queued})


def test_a_picture_is_seen_before_the_queue_has_made_any_format(
    client: Client, home: Any, queued: Queued
) -> None:
    page = client.get("/").content.decode()

    shown = re.search(r'<picture>.*?class="hero__picture".*?</picture>', page)
    assert shown
    assert "<source" not in shown[0]
    assert re.search(r'src="/media/[^"]+\.jpg"', shown[0])
    assert re.search(r'width="\d+" height="\d+"', shown[0])


def test_all_formats_are_offered_as_soon_as_they_are_there(
    client: Client, home: Any, queued: Queued
) -> None:
    client.get("/")
    for image_id, specs in queued:
        make_renditions.func(image_id, specs)

    page = client.get("/").content.decode()

    shown = re.search(r'<picture>.*?class="hero__picture".*?</picture>', page)
    assert shown
    kinds = re.findall(r'<source type="([^"]+)" srcset="([^"]+)" sizes="[^"]+">', shown[0])
    assert [kind for kind, _ in kinds] == ["image/avif", "image/webp"]
    for kind, srcset in kinds:
        assert re.fullmatch(rf"\S+\.{kind[6:]} 640w, \S+\.{kind[6:]} 960w", srcset), srcset
        first = srcset.split()[0]
        with Pillow.open(BytesIO(b"".join(client.get(first)))) as picture:
            assert f"image/{(picture.format or '').lower()}" == kind
            assert picture.size == (640, 560)
    assert 'loading="eager" fetchpriority="high"' in shown[0]


def test_pictures_below_the_fold_are_waited_for(
    client: Client, queued: Queued, make_job: Make, feature: Make
) -> None:
    feature(make_job(), picture=upload("featured"))

    page = client.get("/").content.decode()

    shown = re.search(r'<picture>.*?class="feature__picture".*?</picture>', page)
    assert shown
    assert 'loading="lazy" decoding="async"' in shown[0]
    assert "fetchpriority" not in shown[0]


def test_what_is_missing_is_asked_of_the_queue_once(
    client: Client, home: Any, queued: Queued, settings: Any
) -> None:
    settings.KEPT_ANSWERS_MB = 0
    for _ in range(3):
        client.get("/")

    formats = [specs for pk, specs in queued if any("avif" in spec for spec in specs)]
    assert len(formats) <= 2  # with the fallback that the first request made, and without it


def test_a_picture_that_is_gone_is_not_made(queued: Queued) -> None:
    make_renditions.func(999_999, ["width-640"])

    assert not Rendition.objects.exists()

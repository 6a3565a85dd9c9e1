"""What the demo's editor has written and what is drawn for it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from careers.blocks import PageBlock
from nexus.demo.content.catalogue import COMPANIES
from nexus.demo.content.categories import CATEGORIES
from nexus.demo.content.company_pages import COMPANY_PAGES
from nexus.demo.content.introductions import INTRODUCTIONS
from nexus.demo.content.pictures import (
    CATEGORY_PICTURES,
    FEATURE_PICTURES,
    HOME_PICTURE,
    Picture,
)
from nexus.demo.content.working import WORKING
from nexus.demo.scenes import SCENES, SIZE, TONES, scene


def pictures_in(value: Any) -> list[Picture]:
    if isinstance(value, Picture):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [one for part in value for one in pictures_in(part)] if _has_parts(value) else []


def _has_parts(value: Any) -> bool:
    return isinstance(value, list | tuple)


def test_every_field_of_work_is_introduced() -> None:
    assert INTRODUCTIONS.keys() == {category.key for category in CATEGORIES}


def test_pages_are_written_about_companies_that_there_are() -> None:
    assert len(COMPANY_PAGES) >= 6
    assert COMPANY_PAGES.keys() <= {company.name for company in COMPANIES}


def test_one_page_uses_every_block_there_is() -> None:
    assert {name for name, _ in WORKING} == set(PageBlock().child_blocks)


def test_every_picture_can_be_drawn_and_is_described() -> None:
    pictures = pictures_in(
        [HOME_PICTURE, CATEGORY_PICTURES, FEATURE_PICTURES, WORKING, list(COMPANY_PAGES.values())]
    )

    assert len(pictures) > 30
    for picture in pictures:
        assert picture.scene in SCENES
        assert picture.tones in TONES
        assert picture.shows


@pytest.mark.parametrize("kind", SCENES)
def test_scenes_are_small_and_always_the_same(kind: str) -> None:
    drawn = scene(kind, "sea")

    assert drawn == scene(kind, "sea")
    assert drawn != scene(kind, "dusk")
    assert len(drawn) < 60_000
    assert Image.open(BytesIO(drawn)).size == SIZE

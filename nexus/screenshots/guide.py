"""`python -m nexus.screenshots guide`: the pictures in the guides for HR staff and editors."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from nexus.devserver import BASE_DIR
from nexus.screenshots.pages import PageType
from nexus.screenshots.shooting import Visitors, arrive

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from nexus.screenshots.markets import Addresses

PICTURES = BASE_DIR / "docs" / "pictures"
_SIZE = {"width": 1100, "height": 720}
_OWNER, _EDITOR = "employer", "editor"


def _first_of_the_list(page: Page) -> None:
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("main td.title .title-wrapper a").first.click()


def _into_the_first(page: Page) -> None:
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("main tbody tr").first.locator("a").last.click()


def _cv_as_text(page: Page) -> None:
    """A browser without a window draws no PDF."""
    page.get_by_text("Text", exact=True).first.click()
    page.wait_for_load_state("networkidle")


GUIDE_PAGES = (
    PageType("hr-home", "/admin/", _OWNER),
    PageType("hr-jobs", "/admin/jobs/job/", _OWNER),
    PageType("hr-job", "/admin/jobs/job/add/", _OWNER),
    PageType("hr-applications", "/admin/hiring/application/", _OWNER),
    PageType("hr-board", "/admin/hiring/application/board/?job={office_busy}", _OWNER),
    PageType(
        "hr-application",
        "/admin/hiring/application/{office_application}/change/",
        _OWNER,
        act=_cv_as_text,
    ),
    PageType("hr-team", "{team}", _OWNER),
    PageType("editor-home", "/cms/", _EDITOR),
    PageType("editor-pages", "/cms/pages/", _EDITOR, act=_into_the_first),
    PageType("editor-page", "/cms/pages/", _EDITOR, act=_first_of_the_list),
)


def shoot_guide(browser: Browser, base_url: str, addresses: Addresses) -> int:
    """Save what of each page fits on a screen as docs/pictures/NAME.webp; return how many."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    visitors = Visitors(browser, base_url)
    for page_type in GUIDE_PAGES:
        path = page_type.path(addresses)
        assert path is not None, page_type.name  # noqa: S101  # the demo has all of them
        page = visitors.page_for(page_type.visitor)
        page.set_viewport_size(_SIZE)  # type: ignore[arg-type]  # two whole numbers
        arrive(page, page_type, path)
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            picture.save(PICTURES / f"{page_type.name}.webp", quality=80, method=6)
        page.close()
    visitors.leave()
    return len(GUIDE_PAGES)

"""Going from page to page in a browser.

A click is over before the page it leads to is there, and what is asked at once is asked of the one
before: on a quick machine nobody notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def follow(target: Locator) -> None:
    """Click on what leads to another page, and wait until that is loaded."""
    with target.page.expect_navigation():
        target.click()


def arrive(page: Page, end: str) -> None:
    """Wait until a page is loaded whose path ends in `end`."""
    page.wait_for_url(lambda url: urlsplit(url).path.endswith(end))

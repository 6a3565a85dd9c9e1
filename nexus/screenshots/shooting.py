"""Drives a browser over the pages of a market and keeps what it sees."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nexus.demo.logins import DEMO_PASSWORD
from nexus.screenshots.pages import PageType, pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser, BrowserContext, Page

    from nexus.screenshots.markets import Addresses

    type Scheme = Literal["light", "dark"]

WIDTHS = (390, 768, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 900


class NoBrowser(Exception):
    """There is no Chromium on this machine; the message says what to do."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise NoBrowser("Chromium is not installed; `apt-get install chromium` brings it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class PageBroken(Exception):
    """The server failed where a page should have been."""


class Visitors:
    """Contexts of a browser by who is signed in there; nobody is, by the name ''."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._contexts: dict[str, BrowserContext] = {}

    def page_for(self, username: str) -> Page:
        """Return a new page of somebody, who is signed in first."""
        if username not in self._contexts:
            self._contexts[username] = context = self._browser.new_context(base_url=self._base_url)
            if username:
                _sign_in(context.new_page(), username)
        return self._contexts[username].new_page()

    def leave(self) -> None:
        for context in self._contexts.values():
            context.close()


def arrive(page: Page, page_type: PageType, path: str) -> None:
    """Load a page and bring it into the state that is meant, with all pictures there.

    Raises PageBroken where the server fails instead.
    """
    answer = page.goto(path)
    if answer is None or answer.status >= 500:
        raise PageBroken(f"{path} could not be shown: {page.title()}")
    if page_type.act is not None:
        page_type.act(page)
    page.evaluate(
        "document.querySelectorAll('[loading]').forEach(one => { one.loading = 'eager'; })"
    )
    page.wait_for_load_state("networkidle")


def shoot(
    browser: Browser, base_url: str, state: str, addresses: Addresses, folder: Path, only: str = ""
) -> int:
    """Save the pages of a market below `folder` as NAME-WIDTH-SCHEME.png, and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    visitors = Visitors(browser, base_url)
    number = 0
    for page_type, path in pages_of(state, addresses):
        if only and only not in page_type.name:
            continue
        page = visitors.page_for(page_type.visitor)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        arrive(page, page_type, path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                name = f"{page_type.name}-{width}-{scheme}.png"
                page.screenshot(path=folder / name, full_page=True)
                number += 1
        page.close()
    visitors.leave()
    return number


def _sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(username)
    page.locator("main [name=password]").fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.close()


# Playwright's own event loop makes the ORM believe that it is called from async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

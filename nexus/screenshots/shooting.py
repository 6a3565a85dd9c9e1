"""Drives a browser over the pages of a market and keeps what it sees."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from nexus.demo.logins import DEMO_PASSWORD
from nexus.screenshots.office import office_pages_of
from nexus.screenshots.pages import PageType, pages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser, BrowserContext, Page

    from nexus.screenshots.markets import Addresses

    type Scheme = Literal["light", "dark"]

WIDTHS = (390, 768, 1280)
OFFICE_WIDTHS = (768, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 900


# Waiting for a silent network instead takes half a second on every page.
_ALL_THERE = """async () => {
  document.querySelectorAll("[loading]").forEach((one) => { one.loading = "eager"; });
  const there = (picture) => picture.complete || new Promise((resolve) => {
    picture.addEventListener("load", resolve);
    picture.addEventListener("error", resolve);
  });
  await Promise.all([...document.images].map(there));
  await document.fonts.ready;
}"""


class Look(NamedTuple):
    """A language in which the pages of a market are looked at, and how."""

    language: str
    widths: tuple[int, ...] = WIDTHS
    schemes: tuple[Scheme, ...] = SCHEMES
    is_office: bool = False


_OFFICE = Look("en", OFFICE_WIDTHS, is_office=True)
# Colours and layout are those of English; what German does to them are its longer words.
LOOKS = {
    "demo": (Look("en"), Look("de", (390, 1280), ("light",)), _OFFICE),
    "empty": (Look("en"), _OFFICE),
    "messy": (Look("en"), _OFFICE),
}


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

    def __init__(self, browser: Browser, base_url: str, language: str = "en") -> None:
        self._browser = browser
        self._base_url = base_url
        self._language = language
        self._contexts: dict[str, BrowserContext] = {}

    def page_for(self, username: str) -> Page:
        """Return a new page of somebody, who is signed in first."""
        if username not in self._contexts:
            self._contexts[username] = context = self._browser.new_context(
                base_url=self._base_url, locale=self._language
            )
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
    # What was pressed last is not to look as if somebody still pointed at it.
    page.mouse.move(0, 0)
    if page_type.act is not None:
        # What was pressed may have asked for more.
        page.wait_for_load_state("networkidle")
    settle(page)


def settle(page: Page) -> None:
    """Wait until all pictures of a page, those further down too, and its fonts are there."""
    page.evaluate(_ALL_THERE)


def shoot(
    browser: Browser, base_url: str, state: str, addresses: Addresses, folder: Path, only: str = ""
) -> int:
    """Save the pages of a market below `folder` as NAME-WIDTH-SCHEME.png, and return how many.

    Those in another language than English have it behind their name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return sum(
        _shoot_look(browser, base_url, _pages(state, addresses, look), look, folder, only)
        for look in LOOKS[state]
    )


def _pages(state: str, addresses: Addresses, look: Look) -> Iterable[tuple[PageType, str]]:
    if look.is_office:
        return office_pages_of(state, addresses)
    return pages_of(state, addresses, look.language)


def _shoot_look(
    browser: Browser,
    base_url: str,
    pages: Iterable[tuple[PageType, str]],
    look: Look,
    folder: Path,
    only: str,
) -> int:
    visitors = Visitors(browser, base_url, look.language)
    suffix = "" if look.language == "en" else f".{look.language}"
    number = 0
    for page_type, path in pages:
        if only and only not in page_type.name:
            continue
        page = visitors.page_for(page_type.visitor_in(look.language))
        page.set_viewport_size({"width": look.widths[0], "height": HEIGHT})
        arrive(page, page_type, path)
        for width in look.widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            # Another width may want other pictures.
            settle(page)
            for scheme in look.schemes:
                page.emulate_media(color_scheme=scheme)
                name = f"{page_type.name}{suffix}-{width}-{scheme}.png"
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

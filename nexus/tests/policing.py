"""Hears what browsers say of the content security policy, whether scripts run in them or not."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

violations_seen: list[str] = []
_POLICY = "Content Security Policy"
_STYLE = "inline style"
MAKERS_LOGO = "cdn.redoc.ly/redoc/logo-mini.svg"
"""ReDoc asks for it; the policy stops that before it leaves the browser, and is meant to."""
_styled_by_axe: WeakKeyDictionary[Page, str] = WeakKeyDictionary()


def listen_for_violations(browser: Browser) -> None:
    """Add to `violations_seen` what is said of the policy in any context of `browser`."""
    new_context: Callable[..., BrowserContext] = browser.new_context
    new_page: Callable[..., Page] = browser.new_page

    @wraps(new_context)
    def heard_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("console", _hear)
        return context

    @wraps(new_page)
    def heard_page(**options: Any) -> Page:
        page = new_page(**options)
        page.context.on("console", _hear)
        return page

    browser.new_context = heard_context  # type: ignore[method-assign]  # of this one browser
    browser.new_page = heard_page  # type: ignore[method-assign]


def let_axe_style(page: Page) -> None:
    """Hear no more of styles on this page: axe styles what it looks at, as no page of ours may."""
    _styled_by_axe[page] = page.url


def _hear(said: ConsoleMessage) -> None:
    page = said.page
    if page is not None and _styled_by_axe.get(page) == page.url and _STYLE in said.text:
        return
    if _POLICY in said.text and MAKERS_LOGO not in said.text:
        violations_seen.append(f"{page and page.url}: {said.text}")

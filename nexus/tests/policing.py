"""Hears what browsers say of the content security policy, whether scripts run in them or not."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

violations_seen: list[str] = []
_POLICY = "Content Security Policy"


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


def _hear(said: ConsoleMessage) -> None:
    if _POLICY in said.text:
        violations_seen.append(f"{said.page and said.page.url}: {said.text}")

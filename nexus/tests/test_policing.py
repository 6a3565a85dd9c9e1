"""That a violation of the policy in a browser test does not go unheard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from careers.services import ensure_site_tree

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("way", ["context", "page"])
def test_a_violation_is_heard(
    way: str, browser: Browser, live_server: Any, violations: list[str]
) -> None:
    ensure_site_tree()
    page = browser.new_page() if way == "page" else browser.new_context().new_page()
    page.goto(live_server.url)
    assert violations == []

    with page.expect_console_message():
        page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'http://elsewhere/'}))"
        )
    page.context.close()

    assert len(violations) == 1
    assert "img-src" in violations[0]
    violations.clear()

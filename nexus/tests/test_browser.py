"""The API's pages in a real browser: they work, and they call nobody but us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nexus.tests.policing import MAKERS_LOGO

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "sign_of_life"), [("/swagger/", ".opblock"), ("/redoc/", "[role=menuitem]")]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_documents_render_without_another_host(
    path: str, sign_of_life: str, width: int, browser: Browser, live_server: Any
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("response", lambda r: None if _ours(r.url, live_server.url) else foreign.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(live_server.url + path)
    page.locator(sign_of_life).first.wait_for(state="attached", timeout=60_000)

    assert page.locator(sign_of_life).count() > 20
    assert foreign == []
    assert [text for text in complaints if MAKERS_LOGO not in text] == []
    page.close()


def _ours(url: str, server: str) -> bool:
    return url.startswith((server, "data:", "blob:"))

"""Every kind of page in a real browser, filled, empty and overfull: nothing may be wrong with any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from nexus.screenshots.markets import STATES, fill
from nexus.screenshots.pages import pages_of
from nexus.screenshots.shooting import Visitors, arrive

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import Settings

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 150_000
MOST_SHIFT = 0.01
# The two widths and the two schemes, each of them once.
NARROW, WIDE = 390, 1280

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Gives the focus to everything that can have it, and returns what looks as it did without it.
FIND_HIDDEN_FOCUS = """() => {
  const look = (element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join("|");
  };
  const isOnScreen = ({ top, bottom, left, right }) =>
    bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const hidden = [];
  for (const element of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (element.tabIndex < 0 || element.disabled || !element.checkVisibility()) continue;
    document.activeElement.blur();
    const before = look(element);
    element.focus();
    if (document.activeElement !== element) continue;
    if (look(element) === before || !isOnScreen(element.getBoundingClientRect())) {
      hidden.push(element.outerHTML.slice(0, 120));
    }
  }
  return hidden;
}"""


class Complaints:
    """What a page does that it should not, heard from its first byte on."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.said: list[str] = []
        self.bytes = 0
        self._base_url = base_url
        self._pictures: set[str] = set()
        page.add_init_script(WATCH_SHIFTS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._look)
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        # Each page is weighed as if it were the first that somebody sees.
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.responseReceived", self._tell_apart)
        wire.on("Network.loadingFinished", self._weigh)

    def _hear(self, message: Any) -> None:
        # An answer of 404 is said to be an error, and is what some of the pages are.
        if message.type == "error" and "status of 4" not in message.text:
            self.said.append(message.text)

    def _look(self, request: Any) -> None:
        if not request.url.startswith((self._base_url, "data:")):
            self.said.append(f"asked another host: {request.url}")

    def _tell_apart(self, event: Any) -> None:
        if event["type"] == "Image":
            self._pictures.add(event["requestId"])
        if event["type"] == "Document":
            self.bytes = 0

    def _weigh(self, event: Any) -> None:
        if event["requestId"] not in self._pictures:
            self.bytes += int(event["encodedDataLength"])


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.mark.urls("nexus.screenshots.urls")
def test_every_page_is_accessible_light_still_and_within_the_policy(
    state: str, browser: Browser, live_server: Any, settings: Settings
) -> None:
    settings.REQUIRE_MFA = False
    addresses = fill(state)
    visitors = Visitors(browser, live_server.url)
    faults: list[str] = []

    for page_type, path in pages_of(state, addresses):
        page = visitors.page_for(page_type.visitor)
        page.set_viewport_size({"width": NARROW, "height": 900})
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        complaints = Complaints(page, live_server.url)
        arrive(page, page_type, path)
        found = [
            *complaints.said,
            *_too_much(page, complaints),
            *_hidden_focus(page),
            *_broken_rules(page),
        ]
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found += _broken_rules(page)
        faults += [f"{page_type.name}: {fault}" for fault in found]
        page.close()
    visitors.leave()

    assert not faults, "\n".join(faults)


def _too_much(page: Page, complaints: Complaints) -> list[str]:
    found = []
    if complaints.bytes > MOST_BYTES:
        found.append(f"weighs {complaints.bytes} bytes")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("is wider than the screen")
    if (shifted := page.evaluate("window.shifted")) >= MOST_SHIFT:
        found.append(f"shifts by {shifted}")
    return found


def _hidden_focus(page: Page) -> list[str]:
    """Return what does not show that it has the focus."""
    # Whatever has the focus after a key has been pressed is shown to have it.
    page.keyboard.press("Tab")
    return [f"hides its focus: {element}" for element in page.evaluate(FIND_HIDDEN_FOCUS)]


def _broken_rules(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in violations for node in rule["nodes"]]

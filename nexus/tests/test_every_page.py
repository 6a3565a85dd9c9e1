"""Every kind of page in a real browser, filled, empty and overfull: nothing may be wrong with any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from nexus.screenshots.markets import STATES, fill
from nexus.screenshots.pages import pages_of
from nexus.screenshots.shooting import Visitors, arrive
from nexus.tests.accessibility import broken_rules
from nexus.tests.looks import EVERY_LOOK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import Settings

    from nexus.screenshots.pages import PageType

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 150_000
MOST_SHIFT = 0.01
NARROW, WIDE = 390, 1280
# Each market is seen in one look, and in the other as well where every look is asked for.
_FIRST: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "demo": (NARROW, "dark"),
    "messy": (NARROW, "light"),
    "empty": (NARROW, "light"),
}
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Returns what is pressed and lower than a finger, links within sentences aside.
FIND_SMALL_TARGETS = """() => {
  const words = (element) => element.textContent.replace(/\\s+/g, " ").trim();
  const stands_in_text = (element) => {
    const block = element.closest("p, li, dd, td, h1, h2, h3, label, legend, blockquote, div");
    return element.matches("a") && block !== null && words(block).length > words(element).length;
  };
  const found = [];
  for (const element of document.querySelectorAll("a, button, summary, select, input")) {
    if (!element.checkVisibility() || element.closest("[hidden], .visually-hidden")) continue;
    if (element.matches(".skip-link, [type=checkbox], [type=radio], [type=hidden]")) continue;
    if (element.closest(".prose, .job__text, .card-profile") || stands_in_text(element)) continue;
    const after = getComputedStyle(element, "::after");
    const height = element.getBoundingClientRect().height;
    if (height < 43.5 && after.position !== "absolute") {
      found.push(Math.round(height) + ": " + element.outerHTML.slice(0, 120));
    }
  }
  return found;
}"""
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
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("Network.enable")
        # Each page is weighed as if it were the first that somebody sees.
        self._wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._wire.on("Network.responseReceived", self._tell_apart)
        self._wire.on("Network.loadingFinished", self._weigh)

    def weigh_no_more(self) -> None:
        """Let what has been loaded be taken from the browser's cache from now on."""
        self._wire.send("Network.setCacheDisabled", {"cacheDisabled": False})

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
    width, scheme = _FIRST[state]

    for page_type, path in pages_of(state, addresses):
        if page_type.medium == "paper":
            continue
        page = visitors.page_for(page_type.visitor)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        complaints = Complaints(page, live_server.url)
        arrive(page, page_type, path)
        if page_type.medium == "mailbox":
            faults += [f"{page_type.name}: {fault}" for fault in _unreadable(page)]
            page.close()
            continue
        found = [
            *complaints.said,
            *_too_much(page, complaints),
            *(f"is too low to press: {one}" for one in _small_targets(page, width)),
            *_hidden_focus(page),
            *broken_rules(page),
        ]
        if EVERY_LOOK:
            found += _seen_otherwise(page, page_type, path, width, scheme, complaints)
        faults += [f"{page_type.name}: {fault}" for fault in found]
        page.close()
    visitors.leave()

    assert not faults, "\n".join(faults)


def _seen_otherwise(
    page: Page, page_type: PageType, path: str, width: int, scheme: str, complaints: Complaints
) -> list[str]:
    """Return what is wrong in the other width and the other scheme."""
    page.set_viewport_size({"width": WIDE if width == NARROW else NARROW, "height": 900})
    page.emulate_media(
        color_scheme="light" if scheme == "dark" else "dark", reduced_motion="reduce"
    )
    if page_type.act is None:
        # What is wide moves otherwise than what is narrow; a page that is acted on stays.
        complaints.weigh_no_more()
        page.goto(path)
    # How a page is built was seen in the first look, but for what is drawn of it.
    return [*_too_wide_or_moving(page), *broken_rules(page, ["color-contrast", "target-size"])]


def _too_much(page: Page, complaints: Complaints) -> list[str]:
    found = []
    if complaints.bytes > MOST_BYTES:
        found.append(f"weighs {complaints.bytes} bytes")
    return found + _too_wide_or_moving(page)


def _unreadable(page: Page) -> list[str]:
    """Return what is wrong with a mail, which is no page: it has neither landmarks nor headings."""
    found = _too_wide_or_moving(page)
    for scheme in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += broken_rules(page, ["color-contrast"])
    return found


def _too_wide_or_moving(page: Page) -> list[str]:
    found = []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("is wider than the screen")
    if (shifted := page.evaluate("window.shifted")) >= MOST_SHIFT:
        found.append(f"shifts by {shifted}")
    return found


def _small_targets(page: Page, width: int) -> list[str]:
    """Return what a finger would miss; on a wide screen there is a pointer."""
    found: list[str] = page.evaluate(FIND_SMALL_TARGETS) if width == NARROW else []
    return found


def _hidden_focus(page: Page) -> list[str]:
    """Return what does not show that it has the focus."""
    # Whatever has the focus after a key has been pressed is shown to have it.
    page.keyboard.press("Tab")
    return [f"hides its focus: {element}" for element in page.evaluate(FIND_HIDDEN_FOCUS)]

"""The pages that editors shape, in a real browser: accessible, light, and within the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from careers.services import ensure_site_tree
from nexus.demo.loading.load import load_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIXED = ["/", "/categories/", "/companies/", "/featured/"]
WRITTEN = [
    "/about/",
    "/how-we-hire/",
    "/questions/",
    "/companies/tallow-finch/",
    "/categories/software-engineering/",
]
LOOKS: list[tuple[int, Any]] = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
MOST_BYTES = 150_000


@pytest.mark.parametrize("filled", [True, False], ids=["demo", "empty"])
def test_pages_are_accessible_light_and_within_the_policy(
    filled: bool, browser: Browser, live_server: Any
) -> None:
    if filled:
        load_demo()
    else:
        ensure_site_tree()
    for width, scheme in LOOKS:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        for path in [*FIXED, *WRITTEN] if filled else FIXED:
            page = context.new_page()
            complaints, sizes = _heard_on(page)

            page.goto(path)
            page.wait_for_load_state("networkidle")

            assert [text for text in complaints if "Content Security Policy" in text] == []
            assert sum(sizes) <= MOST_BYTES, path
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found] == [], path
            page.close()
        context.close()


def _heard_on(page: Any) -> tuple[list[str], list[int]]:
    """Return what the console will say and how large each answer but pictures will be."""
    complaints: list[str] = []
    sizes: list[int] = []

    def weigh(answer: Any) -> None:
        if answer.request.resource_type != "image":
            sizes.append(len(answer.body()))

    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", weigh)
    return complaints, sizes

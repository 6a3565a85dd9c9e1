"""Every page of the back office in a real browser, found by walking its addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.conf import settings

from nexus.backoffice.addresses import addresses
from nexus.screenshots.shooting import settle
from nexus.tests.accessibility import broken_rules
from nexus.tests.backoffice_samples import parameters_of
from nexus.tests.looks import EVERY_LOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from nexus.tests.backoffice_samples import World
    from people.models import Company

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Each of the two widths and of the two schemes once.
LOOKS = [(1280, "light"), (768, "dark")]
# The pages of others are those of administrators and owners with less on them.
SEEN_BY = [("admin", LOOKS[0]), ("owner", LOOKS[1])]
if EVERY_LOOK:
    SEEN_BY = [(role, look) for role in ("admin", "owner", "viewer") for look in LOOKS]


class Stage(NamedTuple):
    """A browser of somebody who is signed in, and what it has complained of."""

    page: Page
    complaints: list[str]

    def open(self, path: str) -> None:
        # Of axe's own styles on the page before, which the policy forbids, word comes late.
        self.page.goto("about:blank")
        self.complaints.clear()
        self.page.goto(path)
        settle(self.page)
        assert self.complaints == [], path
        self.check(path)

    def check(self, path: str) -> None:
        """Hold what is seen to the width of the screen and to axe's rules."""
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert broken_rules(self.page) == [], path


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def stage(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Stage]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield Stage(page, complaints)
    context.close()


def enter(stage: Stage, live_server: Any, client: Any) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    stage.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )


def is_page(answer: Any) -> bool:
    """Tell whether it is a page of ours, and neither a file nor a mail in which no script may run."""
    headers = answer.headers
    return (
        answer.status_code == 200
        and headers.get("Content-Type", "").startswith("text/html")
        and not headers.get("Content-Disposition")
        and "sandbox" not in headers.get("Content-Security-Policy", "")
    )


@pytest.mark.parametrize(
    ("role", "stage"),
    SEEN_BY,
    indirect=["stage"],
    ids=[f"{role}-{width}-{scheme}" for role, (width, scheme) in SEEN_BY],
)
def test_every_page_keeps_to_axe_to_the_policy_and_to_the_screen(
    role: str, world: World, stage: Stage, live_server: Any
) -> None:
    client = world.client(role)
    enter(stage, live_server, client)
    seen = 0
    for address in addresses():
        path = address.filled(parameters_of(address, world.ours))
        answer = client.get(path)
        if not is_page(answer):
            continue
        stage.open(path)
        seen += 1

    assert seen >= 3


@pytest.mark.parametrize(
    ("role", "stage"),
    [("admin_user", LOOKS[1]), ("owner", LOOKS[0]), ("viewer", LOOKS[1])],
    indirect=["stage"],
    ids=["admin", "owner", "viewer"],
)
def test_every_list_without_a_row_is_accessible_and_says_what_belongs_there(
    role: str,
    stage: Stage,
    live_server: Any,
    client: Any,
    company: Company,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))
    enter(stage, live_server, client)
    for address in addresses():
        path = address.filled({}) if not address.parameters else ""
        if not path or not address.name.endswith(("_changelist", "index")):
            continue
        if client.get(path).status_code == 200:
            stage.open(path)


@pytest.mark.parametrize("stage", [(390, "dark")], indirect=True, ids=["390-dark"])
def test_rows_of_every_list_are_cards_on_a_phone(
    world: World, stage: Stage, live_server: Any
) -> None:
    client = world.client("admin")
    enter(stage, live_server, client)
    seen = 0
    for address in addresses():
        path = address.filled({}) if not address.parameters else ""
        if not path or not address.name.endswith("_changelist"):
            continue
        if 'id="result_list"' not in client.get(path).content.decode():
            continue
        stage.open(path)
        table = stage.page.locator("#result_list")
        assert table.evaluate("table => table.scrollWidth <= table.clientWidth"), path
        row = stage.page.get_by_role("row").nth(1)
        assert row.get_by_role("rowheader").count() == 1, path
        cells = row.locator("td[data-label]:not(:empty)")
        for cell in cells.all():
            box = cell.bounding_box()
            assert box is None or box["x"] + box["width"] <= 390, path
        seen += 1

    assert seen >= 5


def test_menu_and_filters_are_drawers_on_a_narrow_screen(
    world: World, stage: Stage, live_server: Any
) -> None:
    enter(stage, live_server, world.client("admin"))
    stage.open("/admin/people/user/")
    page = stage.page
    menu = page.get_by_role("navigation", name="Main")
    filters = page.get_by_role("search", name="Filter")
    width = (page.viewport_size or {"width": 0})["width"]
    if width >= 1280:
        assert menu.is_visible()
        assert filters.is_visible()
        return
    assert not menu.is_visible()
    assert not filters.is_visible()

    page.get_by_role("button", name="Menu").click()
    assert menu.is_visible()
    stage.check("menu")
    page.keyboard.press("Escape")
    assert not menu.is_visible()

    page.get_by_role("button", name="Filter").click()
    assert filters.is_visible()
    stage.check("filters")


def test_actions_appear_with_the_first_row_that_is_ticked(
    world: World, stage: Stage, live_server: Any
) -> None:
    enter(stage, live_server, world.client("admin"))
    stage.open("/admin/people/user/")
    page = stage.page
    action = page.get_by_role("button", name="Deactivate")
    assert not action.is_visible()

    page.locator(".action-select").first.check()

    assert action.is_visible()
    stage.check("ticked")

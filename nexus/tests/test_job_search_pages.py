"""The job search in a real browser: by keyboard, without scripts, back and forth, and for axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from jobs.models import Job
from jobs.places.loading import load_cities, place_jobs
from nexus.demo.content.positions import POSITIONS
from nexus.demo.loading.load import load_demo
from nexus.tests.accessibility import broken_rules
from nexus.tests.walking import follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Make = Callable[..., Any]
LOOKS = [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")]
RESULTS = "[data-search-total]"
# What hears the complaints of a page until axe is let in.
LISTENERS: dict[Page, Callable[[ConsoleMessage], None]] = {}


@pytest.fixture
def market(make_job: Make, make_company: Make, make_category: Make) -> None:
    """Three jobs that differ, and one with the longest and oddest of everything."""
    load_cities(POSITIONS)
    make_job(title="Night nurse", category=make_category("Care"), location="Leeds")
    make_job(title="Nurse educator", workplace="remote", location="Remote (EMEA)")
    make_job(title="Baker", company=make_company("Nutmeg Bakery"), employment_type="part_time")
    make_job(
        title="W" * 120 + " " + "Very long and winding words " * 2,
        location="#" * 60 + ", " + "אבגד " * 20,
        salary_period="hour",
        salary_currency="NGN",
    )


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What a browser complains about: errors of scripts, breaches of the policy. None may remain."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, market: None, complaints: list[str]
) -> Iterator[Make]:
    contexts = []

    def make(width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def hear(said: ConsoleMessage) -> None:
            if "Policy" in said.text:
                complaints.append(said.text)

        LISTENERS[page] = hear
        page.on("console", hear)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Make) -> Page:
    found: Page = open_page()
    return found


def audit(page: Page, complaints: list[str]) -> None:
    """Hold the page to axe's rules; the policy refuses axe's own styles, which is no complaint."""
    assert complaints == []
    page.remove_listener("console", LISTENERS.pop(page))
    assert broken_rules(page) == []


def titles(page: Page) -> list[str]:
    return page.locator(".job-row__title").all_inner_texts()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_state_is_accessible_and_fits_the_screen(
    open_page: Make, complaints: list[str], width: int, scheme: str
) -> None:
    for query in ("", "?q=nurse&workplace=remote&sort=pay", "?q=nurze&workplace=hybrid&sort=zz"):
        page = open_page(width, color_scheme=scheme)
        page.goto(f"/jobs/{query}")
        if width == 390:
            page.locator("#filters > summary").click()
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        audit(page, complaints)


def test_a_search_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/jobs/")
    page.get_by_label("Title, skill, company or place").focus()
    page.keyboard.type("nurse")
    page.keyboard.press("Enter")
    expect(page.locator(RESULTS)).to_have_text("2 jobs for “nurse”")

    remote = page.get_by_role("checkbox", name=re.compile("^Remote 1"))
    remote.first.focus()
    page.keyboard.press("Space")

    expect(page.locator(RESULTS)).to_have_text("1 job for “nurse”")
    expect(page.locator("#workplace-remote")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("1 job for “nurse”")
    assert page.url.endswith("/jobs/?q=nurse&workplace=remote")

    page.locator(".chip").focus()
    page.keyboard.press("Enter")

    expect(page.locator(RESULTS)).to_have_text("2 jobs for “nurse”")
    expect(page.locator(RESULTS)).to_be_focused()
    assert page.url.endswith("/jobs/?q=nurse")


def test_back_and_forth_show_what_was_seen(page: Page) -> None:
    page.goto("/jobs/")
    page.locator("#workplace-remote").check()
    expect(page.locator(RESULTS)).to_have_text("1 job")
    page.locator("#posted_within-7").check()
    expect(page.locator(".chip")).to_have_count(2)

    page.go_back()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(RESULTS)).to_have_text("4 jobs")
    expect(page.locator("#workplace-remote")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#workplace-remote")).to_be_checked()

    page.locator(".job-row__title a").first.click()
    page.wait_for_url("**/jobs/*-nurse-educator/")
    page.go_back()
    expect(page.locator("#workplace-remote")).to_be_checked()
    expect(page.locator(RESULTS)).to_have_text("1 job")


def test_without_scripts_the_form_and_its_links_do_the_same(open_page: Make) -> None:
    page = open_page(390, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("nurse")
    follow(page.get_by_role("button", name="Search jobs"))
    assert page.url.endswith("/jobs/?q=nurse")
    page.locator("#filters > summary").click()
    page.locator("#workplace-remote").check()
    follow(page.get_by_role("button", name="Show jobs"))

    assert page.url.endswith("/jobs/?q=nurse&workplace=remote")
    assert titles(page) == ["Nurse educator"]

    follow(page.locator(".chip"))
    follow(page.get_by_role("link", name="Newest"))

    assert page.url.endswith("/jobs/?q=nurse&sort=newest")
    assert titles(page) == ["Nurse educator", "Night nurse"]


@pytest.mark.parametrize("path", ["/", "/jobs/"])
def test_suggestions_are_chosen_by_keys_and_closed_by_escape(
    page: Page, complaints: list[str], path: str
) -> None:
    page.goto(path)
    box = page.get_by_role("combobox", name="Title, skill, company or place")
    box.press_sequentially("nu")
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    audit(page, complaints)

    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("nu")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    where = chosen.get_attribute("data-url") or ""
    box.press("Enter")

    page.wait_for_url(f"**{where}")
    expect(page.locator(RESULTS)).to_contain_text("1 job")


def test_a_place_is_completed_by_keys_and_the_words_stay(page: Page, complaints: list[str]) -> None:
    page.goto("/jobs/?q=nurse")
    box = page.get_by_role("combobox", name="City, region or country")
    box.press_sequentially("lee")
    expect(page.get_by_role("option", name="Leeds")).to_be_visible()
    audit(page, complaints)
    box.press("ArrowDown")
    box.press("Enter")

    expect(page.locator(RESULTS)).to_have_text("1 job for “nurse”")
    assert page.url.endswith("/jobs/?q=nurse&location=Leeds")
    assert titles(page) == ["Night nurse"]


def test_a_suggestion_can_be_clicked(page: Page) -> None:
    page.goto("/jobs/")
    page.get_by_label("Title, skill, company or place").press_sequentially("nutmeg")

    page.get_by_role("option", name="Nutmeg Bakery").click()

    page.wait_for_url("**/jobs/?company=Nutmeg+Bakery")
    assert titles(page) == ["Baker"]


def test_nothing_found_leads_on_without_a_reload(page: Page) -> None:
    page.goto("/jobs/?q=nurze&employment_type=full_time")
    page.get_by_role("link", name="nurse").click()

    expect(page.locator(RESULTS)).to_have_text("2 jobs for “nurse”")
    expect(page.get_by_label("Title, skill, company or place")).to_have_value("nurse")


def test_near_a_city_a_map_shows_where_and_the_nearest_come_first(
    open_page: Make, complaints: list[str]
) -> None:
    jobs = list(Job.objects.order_by("pk"))
    for job, location in zip(jobs, ("London", "Manchester", "Leeds", "Bristol"), strict=True):
        Job.objects.filter(pk=job.pk).update(location=location)
    place_jobs()
    page = open_page(390, color_scheme="dark")
    page.goto("/jobs/")
    page.get_by_label("City, region or country").fill("Leeds")
    page.get_by_label("Within").select_option("200")
    expect(page.locator(RESULTS)).to_have_text("2 jobs")
    page.get_by_role("link", name="Nearest").click()
    expect(page.locator(".job-row__distance")).to_have_text("57 km away")
    assert titles(page) == ["Baker", "Nurse educator"]

    page.goto("/jobs/")
    page.get_by_text("Where these jobs are").click()
    expect(page.get_by_role("img", name=re.compile("^Map of the cities"))).to_be_visible()
    audit(page, complaints)
    page.locator(".map__places").get_by_role("link", name="Bristol, GB").click()
    expect(page.locator(RESULTS)).to_have_text("1 job")


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:2])
def test_the_whole_demo_is_accessible_with_everything_unfolded_and_with_no_result(
    browser: Browser, live_server: Any, width: int, scheme: Any
) -> None:
    load_demo()
    for query in ("", "?q=nurse&location=Leeds&within=200", "?q=nurse&workplace=remote&pay=NGN-0"):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        page = context.new_page()
        page.goto(f"/jobs/{query}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert broken_rules(page) == []
        context.close()

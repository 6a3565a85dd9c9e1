"""The page of a job in a real browser: usable by everybody, quiet, and good on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from conftest import PASSWORD
from nexus.tests.accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Make = Callable[..., Any]

_REPORT_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation',"
    " event => console.error(event.violatedDirective))"
)
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
_MESSY = (
    "<h1>WE ARE HIRING!!!</h1><div><ul><li>One<ul><li>Two<ul><li>Three</li></ul></li></ul></li></ul>"
    "<table><tr><th>Hours</th><td>38.5</td><td>" + "x" * 90 + "</td></tr></table>"
    "<pre>a   b</pre><blockquote>Said once</blockquote><hr><p>" + "Donaudampfschiff" * 20 + "</p>"
    '<p><a href="https://example.com/'
    + "a" * 200
    + '">https://example.com/'
    + "a" * 200
    + "</a></p></div>"
)


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, live_server: Any) -> Page:
    """A page that notes in `complaints` what the browser reports and calls to other hosts."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Browsers ask for an icon of the site by themselves.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            complaints.append(request.url)

    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", hear)
    opened.on("request", watch)
    opened.add_init_script(_REPORT_VIOLATIONS)
    opened.complaints = complaints  # type: ignore[attr-defined]  # for the tests below
    return opened


@pytest.fixture
def messy_job(make_job: Make, company: Company) -> Job:
    company.description, company.website = "Works of all kinds. " * 30, "https://acme.example"
    company.location = "Hamburg, Germany"
    company.save()
    for number in range(3):
        make_job(title=f"Pflegefachkraft {number}")
    job: Job = make_job(
        company=company,
        title=("Pflegefachkraft/Krankenpfleger:in مهندس " * 6)[:200].strip(),
        description=_MESSY,
        requirements="<p>Much.</p>",
        company_description="<p>Who we are.</p>",
        location="Universitätsklinikum Hamburg-Eppendorf, Martinistraße 52, 20251 Hamburg",
        salary_period="hour",
        skills=["Triage", "C++", "Sehr-lange-Fähigkeit-" * 3],
    )
    return job


def check(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).count() == 1
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert broken_rules(page) == []


def look(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def test_job_page_is_accessible_in_every_look(page: Page, messy_job: Job) -> None:
    for width, scheme in LOOKS:
        look(page, width, scheme)
        page.goto(messy_job.get_absolute_url())
        check(page)


def test_policy_and_browser_have_no_complaints(
    page: Page, messy_job: Job, violations: list[str]
) -> None:
    page.goto(messy_job.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert page.complaints == []  # type: ignore[attr-defined]
    # What would break the policy is heard of.
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")
    assert page.complaints  # type: ignore[attr-defined]
    assert violations
    violations.clear()


def test_first_screen_of_a_phone_tells_pay_place_and_deadline(page: Page, make_job: Make) -> None:
    job = make_job(title="Ward nurse", salary_period="month", location="Hamburg, Germany")
    look(page, 390, "light")
    page.goto(job.get_absolute_url())

    for label in ("Pay", "Place", "Type", "Level", "Apply by", "Posted", "Applied"):
        box = page.locator("dt", has_text=label).bounding_box()
        assert box
        assert box["y"] + box["height"] < 900


def test_previews_and_closed_pages_are_accessible(
    page: Page, make_job: Make, company: Company, owner: User
) -> None:
    draft = make_job(company=company, status="draft")
    closed = make_job(status="closed")
    for width, scheme in LOOKS[1:3]:
        look(page, width, scheme)
        page.goto(closed.get_absolute_url())
        check(page)
    page.goto(f"/accounts/login/?next={draft.get_absolute_url()}")
    page.locator("[name=login]").fill(owner.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    for width, scheme in LOOKS[1:3]:
        look(page, width, scheme)
        check(page)

    assert "the job is a draft" in page.get_by_role("status").first.inner_text()


def test_keyboard_copies_the_link_and_hears_of_it(page: Page, make_job: Make) -> None:
    job = make_job(title="Ward nurse")
    page.goto(job.get_absolute_url())
    button = page.get_by_role("button", name="Copy the link")
    button.wait_for()

    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    assert button.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")

    page.get_by_text("The link has been copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(job.get_absolute_url())


def test_paper_holds_the_posting_and_none_of_the_buttons(page: Page, messy_job: Job) -> None:
    page.goto(messy_job.get_absolute_url())
    page.emulate_media(media="print")

    for gone in (".site-nav", ".share", ".similar", ".site-footer"):
        assert not page.locator(gone).is_visible()
    for kept in ("h1", ".job-facts", ".job__text"):
        assert page.locator(kept).is_visible()


def test_page_without_scripts_offers_what_works_without_them(
    browser: Browser, live_server: Any, make_job: Make
) -> None:
    job = make_job(title="Ward nurse", application_deadline=timezone.now() + timedelta(days=12))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(job.get_absolute_url())

    assert page.get_by_text("12 days left").is_visible()
    assert page.get_by_role("link", name="Send by e-mail").is_visible()
    for name in ("Share", "Copy the link", "Print"):
        assert not page.get_by_role("button", name=name).is_visible()
    context.close()

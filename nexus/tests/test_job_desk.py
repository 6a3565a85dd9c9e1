"""A recruiter writes, looks, publishes, posts again and features, in a real browser, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from careers.models import FeaturedJobPage
from careers.services import ensure_site_tree
from conftest import PASSWORD
from jobs.models import Job
from jobs.services import update_job
from nexus.tests.accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIST = "/admin/jobs/job/"
LOOKS = [(1280, "light"), (768, "dark")]
_REPORT_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation',"
    " event => console.error(event.violatedDirective))"
)
_TEXT = "You plan the week with two colleagues and keep the ovens clean. " * 10


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    ensure_site_tree()


@pytest.fixture
def page(browser: Browser, live_server: Any, company: Company, owner: User) -> Iterator[Page]:
    """The owner's page, signed in; `complaints` are errors of its scripts and of the policy."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    opened.add_init_script(_REPORT_VIOLATIONS)
    opened.goto("/accounts/login/?next=/admin/jobs/job/")
    opened.locator("input[name=login]").fill(owner.username)
    opened.locator("input[name=password]").fill(PASSWORD)
    opened.keyboard.press("Enter")
    opened.get_by_role("heading", name="Jobs", level=1).wait_for()
    opened.complaints = complaints  # type: ignore[attr-defined]  # for the tests below
    yield opened
    context.close()


def test_job_is_written_with_its_page_beside_it_and_published_with_a_warning(
    page: Page, make_category: Callable[..., Any]
) -> None:
    make_category("Food")
    page.goto(f"{LIST}add/")
    page.get_by_label("Title").fill("Baker")
    page.get_by_label("Category").select_option(label="Food")
    page.get_by_role("textbox", name="Place").fill("Hamburg")
    page.get_by_label("Employment type").select_option("full_time")
    page.get_by_label("Experience").select_option("mid")
    page.get_by_role("button", name="Preview").press("Enter")
    frame = page.frame_locator("[data-preview-frame]")
    frame.get_by_role("heading", name="Baker", level=1).wait_for()

    editor = page.get_by_role("textbox", name="Description")
    editor.focus()
    page.keyboard.press("Control+b")
    page.keyboard.type("Bread. ")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text(_TEXT)
    frame.locator("strong", has_text="Bread.").wait_for()

    page.get_by_role("button", name="Save and publish").press("Enter")
    page.get_by_role("heading", name="Worth a look before it goes online").wait_for()
    assert Job.objects.get().status == "draft"
    page.get_by_role("button", name="Publish anyway").press("Enter")
    page.get_by_text("“Baker” is on the site.").wait_for()

    job = Job.objects.get()
    assert job.status == "open"
    assert job.description.startswith("<p><strong>Bread.")
    assert page.complaints == []  # type: ignore[attr-defined]


def test_last_year_s_job_is_posted_again_and_featured_by_keyboard(
    page: Page, make_job: Callable[..., Job], company: Company
) -> None:
    then = timezone.now() - timedelta(days=365)
    old = make_job(
        company=company,
        title="Baker",
        description=f"<p>{_TEXT}</p>",
        benefits="<p>Bread.</p>",
        skills=["Bread"],
        status="closed",
        application_deadline=then,
        published_at=then - timedelta(days=30),
        closed_at=then,
    )
    page.goto(f"{LIST}{old.pk}/change/")
    page.get_by_role("link", name="Post again …").press("Enter")
    day = (timezone.localdate() + timedelta(days=45)).isoformat()
    page.get_by_label("New deadline").fill(day)
    page.get_by_label("New deadline").press("Enter")
    page.get_by_role("button", name="Save and publish").press("Enter")
    page.get_by_text("“Baker” is on the site.").wait_for()
    copy = Job.objects.exclude(pk=old.pk).get()
    assert (copy.status, timezone.localtime(copy.application_deadline).date().isoformat()) == (
        "open",
        day,
    )

    page.get_by_role("button", name="Feature").press("Enter")
    page.get_by_text("The editors have a draft of the page now").wait_for()
    assert FeaturedJobPage.objects.get().job == copy
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_of_jobs_is_usable_by_everybody(
    page: Page,
    make_job: Callable[..., Job],
    company: Company,
    owner: User,
    width: int,
    scheme: Any,
) -> None:
    job = make_job(company=company, title="Donaudampfschifffahrtsgesellschaft " * 5)
    make_job(company=company, status="draft", salary_min=None, salary_max=None)
    update_job(job, by=owner, description="<p>One.</p><table><tr><td>2</td></tr></table>")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    draft = Job.objects.get(status="draft")

    for path in (
        "",
        "?status__exact=draft",
        "?q=nothing",
        "add/",
        f"{job.pk}/change/",
        f"{job.pk}/history/",
        f"close/?ids={job.pk}",
        f"copy/?ids={job.pk}",
        f"publish/?ids={draft.pk}",
    ):
        page.goto(LIST + path)
        page.wait_for_load_state("networkidle")
        assert broken_rules(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path

"""From the page of a job to one's own applications, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from conftest import PASSWORD
from hiring.models import Application
from hiring.tests.conftest import PDF
from nexus.core.models import OutgoingMail
from nexus.tests.accessibility import broken_rules
from nexus.tests.walking import arrive, follow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CV = {"name": "ada.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse " + "for a very long title " * 8)


@pytest.fixture
def plain_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    yield context.new_page()
    context.close()


def mailed_code() -> str:
    mail = OutgoingMail.objects.filter(kind="application_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text_body, re.MULTILINE)
    assert found
    return found[1]


def check(page: Page) -> None:
    """Hold the page to axe's rules and to the width of the screen."""
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert broken_rules(page) == []


def test_on_a_phone_that_loses_the_answer_and_mistypes_there_is_one_application(
    plain_page: Page, job: Job
) -> None:
    page = plain_page
    page.goto(job.get_absolute_url())
    follow(page.get_by_role("link", name="Apply", exact=True).first)
    page.get_by_label("Name").fill("Ada Byron")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("CV").set_input_files(CV)  # type: ignore[arg-type]
    page.get_by_label("I have read").check()
    lost: list[int] = []

    def lose_the_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    page.route("**/apply/", lose_the_first_answer)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("chrome-error://**")
    assert lost == [302]
    page.goto(f"{job.get_absolute_url()}apply/")
    assert page.get_by_label("Name").input_value() == "Ada Byron"
    assert page.get_by_text("ada.pdf").count() == 1
    follow(page.get_by_role("button", name="Continue"))
    page.get_by_label("Code").fill("000000 no")
    follow(page.get_by_role("button", name="Send application"))
    assert page.get_by_text("This is not the code").count() == 1
    page.get_by_label("Code").fill(mailed_code())
    follow(page.get_by_role("button", name="Send application"))
    application = Application.objects.get()
    assert application.resume_name == "ada.pdf"
    with application.resume.open("rb") as file:
        assert file.read() == PDF
    assert page.get_by_text(application.reference).count() == 1
    follow(page.get_by_role("link", name="See my application"))
    assert page.get_by_role("heading", level=1).inner_text() == job.title.strip()


def test_the_keyboard_alone_leads_from_a_job_to_my_area(
    page: Page, job: Job, candidate: User
) -> None:
    page.goto("/accounts/login/?next=" + job.get_absolute_url())
    page.locator("main [name=login]").fill(candidate.username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, job.get_absolute_url())

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            here = page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            )
            if here.startswith(name):
                return
        raise AssertionError(f"{name} is not reached by Tab")

    tab_to("Apply")
    page.keyboard.press("Enter")
    arrive(page, "/apply/")
    tab_to("CV")
    page.locator("[name=resume]").set_input_files(CV)  # type: ignore[arg-type]
    tab_to("Letter")
    page.keyboard.type("Dear all")
    tab_to("I have read")
    page.keyboard.press("Space")
    tab_to("Send application")
    page.keyboard.press("Enter")
    arrive(page, "/apply/sent/")
    check(page)
    tab_to("My area")
    page.keyboard.press("Enter")
    arrive(page, "/my/")
    tab_to("Ward nurse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/applications/*/")
    page.wait_for_load_state()
    assert page.get_by_text("Dear all").count() == 1
    check(page)
    tab_to("Withdraw")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take the withdrawal back").wait_for()
    check(page)


def test_every_page_is_accessible_empty_and_with_errors(
    page: Page, job: Job, candidate: User
) -> None:
    apply = f"{job.get_absolute_url()}apply/"
    page.goto(apply)
    check(page)
    page.get_by_label("Letter").fill("Unbreakable" * 200)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Not sent yet").wait_for()
    check(page)
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("CV").set_input_files(CV)  # type: ignore[arg-type]
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Continue").click()
    arrive(page, "/code/")
    check(page)
    page.get_by_label("Code").fill(mailed_code())
    page.get_by_role("button", name="Send application").click()
    arrive(page, "/sent/")
    for path in ("/my/", "/my/saved/", "/my/searches/", "/my/searches/?query=q%3Da"):
        page.goto(path)
        check(page)
    page.goto(f"/jobs/{job.pk}/save/")
    check(page)
    page.goto(apply)
    check(page)

"""From the search to one's own applications in a real browser, whatever happens on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from hiring.models import Application
from hiring.tests.conftest import PDF
from nexus.core.models import OutgoingMail
from nexus.tests.walking import arrive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# What shows where the focus is: a ring around the element, or around the label of a box.
FOCUS = """() => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
  const { width, height, top, bottom } = here.getBoundingClientRect();
  return {
    name: (here.labels?.[0] ?? here).textContent.trim().replace(/\\s+/g, " "),
    isShown: (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    isThere: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    tag: here.tagName,
  };
}"""


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    make_job(company=company, title="Baker")
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    path = tmp_path / "ada.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def make_context(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    contexts = []

    def make(**options: Any) -> BrowserContext:
        # Without motion scrolling is over at once, and what has the focus is where it will stay.
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def phone(request: pytest.FixtureRequest, make_context: Callable[..., BrowserContext]) -> Page:
    viewport = {"width": 390, "height": 844}
    return make_context(java_script_enabled=request.param, viewport=viewport).new_page()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def desk(request: pytest.FixtureRequest, make_context: Callable[..., BrowserContext]) -> Page:
    viewport = {"width": 1280, "height": 900}
    return make_context(java_script_enabled=request.param, viewport=viewport).new_page()


def mailed_code() -> str:
    mail = OutgoingMail.objects.filter(kind="application_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text_body, re.MULTILINE)
    assert found
    return found[1]


def has_scripts(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is there; on the whole way it must be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert focus["isShown"], focus
        assert focus["isThere"], focus
        if focus["name"].startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def fill(page: Page, cv: Path) -> None:
    page.get_by_label("Name").fill("Ada Byron")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("CV").set_input_files(cv)
    page.get_by_label("Letter").fill("Dear all")
    page.get_by_label("I have read").check()


def sign_in(page: Page, user: User) -> None:
    page.locator("main [name=login]").fill(user.username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def assert_sent_once(letter: str = "Dear all") -> Application:
    application = Application.objects.get()
    assert application.cover_letter == letter
    assert application.resume_name == "ada.pdf"
    with application.resume.open("rb") as file:
        assert file.read() == PDF
    return application


def test_the_keyboard_alone_leads_from_the_search_to_my_area(
    desk: Page, job: Job, cv: Path
) -> None:
    page = desk
    # The first listener makes the browser report choosers; asked for only at the key press, that
    # may come too late for it.
    page.on("filechooser", lambda _: None)
    page.goto("/")
    tab_to(page, "Title, skill, company or place")
    page.keyboard.type("nurse")
    page.keyboard.press("Enter")
    arrive(page, "/jobs/")
    tab_to(page, job.title)
    page.keyboard.press("Enter")
    arrive(page, job.get_absolute_url())
    tab_to(page, "Apply")
    page.keyboard.press("Enter")
    arrive(page, "/apply/")
    tab_to(page, "Name")
    page.keyboard.type("Ada Byron")
    tab_to(page, "E-mail address")
    page.keyboard.type("ada@example.com")
    tab_to(page, "CV")
    if has_scripts(page):
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(cv)
    else:
        # Choosers are not reported where scripts are off.
        page.locator(":focus").set_input_files(cv)
    tab_to(page, "Letter")
    page.keyboard.type("Dear all")
    tab_to(page, "I have read")
    page.keyboard.press("Space")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    arrive(page, "/code/")
    tab_to(page, "Code")
    page.keyboard.type(mailed_code())
    page.keyboard.press("Enter")
    arrive(page, "/sent/")
    application = assert_sent_once()
    tab_to(page, "See my application")
    page.keyboard.press("Enter")
    arrive(page, f"/my/applications/{application.reference}/")
    tab_to(page, "Applications")
    page.keyboard.press("Enter")
    arrive(page, "/my/")
    tab_to(page, job.title)


def test_a_job_is_saved_from_a_list_by_keyboard(
    desk: Page, job: Job, candidate: User, client: Client
) -> None:
    client.force_login(candidate)
    session = client.cookies["sessionid"].value
    page = desk
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    page.goto("/jobs/?q=nurse")
    tab_to(page, "Save Ward nurse")
    page.keyboard.press("Enter")

    saved = page.get_by_role("button", name="Saved Ward nurse: remove from saved jobs")
    expect(saved).to_be_visible()
    assert urlsplit(page.url).query == "q=nurse"
    if not has_scripts(page):
        assert urlsplit(page.url).fragment == f"list-1-{job.pk}"
    page.goto("/my/saved/")
    expect(page.get_by_role("link", name="Ward nurse")).to_be_visible()


@pytest.mark.parametrize("is_answer", [True, False], ids=["answer-lost", "form-lost"])
def test_a_lost_connection_and_a_mistyped_code_end_with_one_application(
    phone: Page, job: Job, cv: Path, is_answer: bool
) -> None:
    page = phone
    page.goto(f"{job.get_absolute_url()}apply/")
    fill(page, cv)
    lost: list[bool] = []

    def lose_once(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(is_answer)
            if is_answer:
                route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/apply/", lose_once)
    stays = has_scripts(page)
    page.get_by_role("button", name="Continue").click()
    if stays:
        expect(page.get_by_role("alert")).to_contain_text("the connection was lost")
        expect(page.get_by_label("Letter")).to_have_value("Dear all")
        page.get_by_role("button", name="Continue").click()
    else:
        page.wait_for_url("chrome-error://**")
        page.reload()
    assert lost == [is_answer]
    arrive(page, "/code/")
    wrong = "111111" if mailed_code() != "111111" else "222222"
    page.get_by_label("Code").fill(wrong)
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_text("This is not the code")).to_be_visible()
    page.get_by_label("Code").fill(mailed_code())
    page.get_by_role("button", name="Send application").click()
    arrive(page, "/sent/")
    assert_sent_once()


def test_the_back_button_brings_back_what_was_typed_and_chosen(
    phone: Page, job: Job, cv: Path
) -> None:
    page = phone
    page.goto(f"{job.get_absolute_url()}apply/")
    fill(page, cv)
    page.get_by_role("link", name=job.title).first.click()
    arrive(page, job.get_absolute_url())
    page.go_back()
    arrive(page, "/apply/")
    expect(page.get_by_label("Letter")).to_have_value("Dear all")
    page.get_by_role("button", name="Continue").click()
    arrive(page, "/code/")

    page.go_back()
    arrive(page, "/apply/")
    expect(page.get_by_label("Name")).to_have_value("Ada Byron")
    page.get_by_label("Letter").fill("Dear both")
    page.get_by_role("button", name="Continue").click()
    arrive(page, "/code/")
    page.get_by_label("Code").fill(mailed_code())
    page.get_by_role("button", name="Send application").click()
    arrive(page, "/sent/")
    assert_sent_once("Dear both")


def test_a_login_that_expires_meanwhile_loses_nothing(
    desk: Page, job: Job, cv: Path, candidate: User
) -> None:
    page = desk
    page.goto(f"/accounts/login/?next={job.get_absolute_url()}apply/")
    sign_in(page, candidate)
    arrive(page, "/apply/")
    page.get_by_label("CV").set_input_files(cv)
    page.get_by_label("Letter").fill("Dear all")
    page.get_by_label("I have read").check()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send application").click()

    expect(page.get_by_text("What you entered is kept.")).to_be_visible()
    expect(page.get_by_label("Letter")).to_have_value("Dear all")
    expect(page.get_by_text("ada.pdf")).to_be_visible()
    page.get_by_role("link", name="Or sign in and use your profile.").click()
    arrive(page, "/accounts/login/")
    sign_in(page, candidate)
    arrive(page, "/apply/")
    expect(page.get_by_label("Letter")).to_have_value("Dear all")
    page.get_by_role("button", name="Send application").click()
    arrive(page, "/sent/")
    assert assert_sent_once().applicant == candidate


def test_a_form_that_was_open_before_signing_in_elsewhere_still_sends(
    desk: Page, job: Job, cv: Path, candidate: User
) -> None:
    page = desk
    page.goto(f"{job.get_absolute_url()}apply/")
    fill(page, cv)
    other = page.context.new_page()
    other.goto("/accounts/login/?next=/my/")
    sign_in(other, candidate)
    arrive(other, "/my/")

    page.get_by_role("button", name="Continue").click()
    arrive(page, "/sent/")
    assert assert_sent_once().applicant == candidate

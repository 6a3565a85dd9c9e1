"""Applications by mouse and by key, in a browser: the board and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from hiring.models import Application, StatusChange
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = "/admin/hiring/application/"


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def three(
    make_application: Callable[..., Application], make_user: Callable[..., User], job: Job
) -> list[Application]:
    """The board shows them from the last to the first."""
    return [
        make_application(job=job, applicant=make_user(full_name=name))
        for name in ("Cem Third", "Bea Second", "Ada First")
    ]


@pytest.fixture
def at_work(page: Page, client: Client, recruiter: User, live_server: Any) -> Page:
    client.force_login(recruiter)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def in_column(page: Page, stage: str) -> list[str]:
    return page.locator(f"[data-stage={stage}] .board-card__name").all_inner_texts()


def arrive_at(page: Page, name: str) -> None:
    """Wait for the page of somebody's application, and for the script that knows its keys."""
    page.get_by_role("heading", name=name).wait_for()
    page.wait_for_load_state()


def statuses() -> dict[str, str]:
    rows = Application.objects.select_related("applicant")
    return {str(row.applicant.full_name): row.status for row in rows}


def test_board_is_worked_by_keys(at_work: Page, three: list[Application], job: Job) -> None:
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    at_work.keyboard.press("ArrowDown")
    at_work.keyboard.press("ArrowDown")

    at_work.keyboard.press("3")

    at_work.get_by_role("status").get_by_text("1 application moved to “Shortlisted”.").wait_for()
    assert in_column(at_work, "pending") == ["Ada First", "Cem Third"]
    assert in_column(at_work, "shortlisted") == ["Bea Second"]
    assert statuses()["Bea Second"] == "shortlisted"
    assert at_work.locator("[data-stage=shortlisted] [data-count]").inner_text() == "1"

    at_work.keyboard.press("z")

    at_work.get_by_role("status").get_by_text("Undone").wait_for()
    assert in_column(at_work, "pending") == ["Ada First", "Bea Second", "Cem Third"]
    assert statuses()["Bea Second"] == "pending"
    assert OutgoingMail.objects.get().state == MailState.CANCELLED


def test_board_takes_a_refusal_back_and_says_why(
    at_work: Page, three: list[Application], job: Job
) -> None:
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    Application.objects.filter(pk=three[-1].pk).update(status="hired")
    at_work.keyboard.press("ArrowDown")

    at_work.keyboard.press("2")

    at_work.get_by_text("There is no way from hired to reviewed.").wait_for()
    assert in_column(at_work, "pending") == ["Ada First", "Bea Second", "Cem Third"]
    assert in_column(at_work, "reviewed") == []


def test_board_is_worked_by_mouse(at_work: Page, three: list[Application], job: Job) -> None:
    at_work.goto(f"{ROOT}board/?job={job.pk}")

    at_work.locator(f"[data-card='{three[-1].pk}']").drag_to(
        at_work.locator("[data-stage=reviewed]")
    )

    at_work.get_by_text("1 application moved to “Reviewed”.").wait_for()
    assert in_column(at_work, "reviewed") == ["Ada First"]
    assert statuses()["Ada First"] == "reviewed"


def test_board_asks_for_the_reason_of_a_rejection(
    at_work: Page, three: list[Application], job: Job
) -> None:
    # So wide that both columns are on the screen.
    at_work.set_viewport_size({"width": 1280, "height": 900})
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    dialog = at_work.get_by_role("dialog", name="Reject Ada First?")
    at_work.locator(f"[data-card='{three[-1].pk}']").drag_to(
        at_work.locator("[data-stage=rejected]")
    )
    dialog.wait_for()
    assert statuses()["Ada First"] == "pending"

    at_work.keyboard.press("Escape")

    assert not dialog.is_visible()
    assert in_column(at_work, "rejected") == []
    assert in_column(at_work, "pending") == ["Ada First", "Bea Second", "Cem Third"]


def test_board_rejects_by_keys_alone(at_work: Page, three: list[Application], job: Job) -> None:
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    at_work.keyboard.press("ArrowDown")
    at_work.keyboard.press("4")
    at_work.get_by_role("dialog", name="Reject Ada First?").wait_for()
    at_work.keyboard.press("ArrowDown")

    at_work.keyboard.press("Enter")

    at_work.get_by_text("1 application moved to “Rejected”.").wait_for()
    assert in_column(at_work, "rejected") == ["Ada First"]
    assert StatusChange.objects.get(to_status="rejected").reason == "skills"
    focused = at_work.evaluate("document.activeElement.textContent.trim()")
    assert focused == "Bea Second"


def test_mail_of_a_rejection_is_written_on_a_page_of_its_own(
    at_work: Page, three: list[Application], job: Job
) -> None:
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    at_work.keyboard.press("ArrowDown")
    at_work.keyboard.press("4")

    at_work.get_by_role("button", name="Write the mail yourself …").click()

    at_work.get_by_role("heading", name="Reject", level=1).wait_for()
    assert "Ada First" in at_work.locator("main").inner_text()
    assert statuses()["Ada First"] == "pending"


def test_board_loads_more_cards_as_a_column_is_scrolled(
    at_work: Page, make_application: Callable[..., Application], job: Job
) -> None:
    for _number in range(60):
        make_application(job=job)
    at_work.goto(f"{ROOT}board/?job={job.pk}")
    cards = at_work.locator("[data-stage=pending] [data-card]")

    while (seen := cards.count()) < 60:
        cards.last.scroll_into_view_if_needed()
        expect(cards).not_to_have_count(seen)

    expect(cards).to_have_count(60)


def test_applications_are_read_and_shortlisted_by_keys(
    at_work: Page, three: list[Application], job: Job
) -> None:
    at_work.goto(f"{ROOT}?stage=pending")
    at_work.get_by_role("link", name="Ada First").click()
    arrive_at(at_work, "Ada First")
    for key, name in (("ArrowRight", "Bea Second"), ("j", "Cem Third"), ("k", "Bea Second")):
        at_work.keyboard.press(key)
        arrive_at(at_work, name)

    at_work.keyboard.press("s")

    at_work.get_by_text("1 application moved to “Shortlisted”.").first.wait_for()
    assert statuses()["Bea Second"] == "shortlisted"
    at_work.keyboard.press("ArrowRight")
    arrive_at(at_work, "Cem Third")
    at_work.keyboard.press("4")
    at_work.get_by_text("Your rating has been noted.").wait_for()
    assert Application.objects.get(pk=three[0].pk).rating == 4


def test_keys_are_left_to_whoever_writes_a_note(at_work: Page, three: list[Application]) -> None:
    at_work.goto(f"{ROOT}{three[0].pk}/change/")

    at_work.keyboard.press("n")
    at_work.keyboard.type("she is just right")

    assert at_work.locator("#note-text").input_value() == "she is just right"
    assert statuses()["Cem Third"] == "pending"


def test_keys_are_explained(at_work: Page, three: list[Application]) -> None:
    at_work.goto(f"{ROOT}{three[0].pk}/change/")

    at_work.keyboard.press("?")

    assert at_work.get_by_role("heading", name="Keys of this page").is_visible()

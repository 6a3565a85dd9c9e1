"""Menus of the back office, and what takes an act back, by keys in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from hiring.models import Application

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def at_work(page: Page, client: Any, recruiter: User, live_server: Any) -> Page:
    client.force_login(recruiter)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def test_escape_closes_the_menu_of_a_row_and_gives_the_focus_back(at_work: Page, job: Job) -> None:
    at_work.goto("/admin/jobs/job/")
    menu, opener = at_work.locator(".row-menu"), at_work.locator(".row-menu summary")
    opener.focus()
    at_work.keyboard.press("Enter")
    at_work.keyboard.press("Tab")
    assert menu.get_by_role("link").first.evaluate("one => one === document.activeElement")

    at_work.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert opener.evaluate("one => one === document.activeElement")


def test_menu_of_a_row_closes_when_the_focus_or_the_mouse_goes_elsewhere(
    at_work: Page, job: Job
) -> None:
    at_work.goto("/admin/jobs/job/")
    menu, opener = at_work.locator(".row-menu"), at_work.locator(".row-menu summary")
    opener.click()
    at_work.get_by_role("heading", name="Jobs", level=1).click()
    assert menu.get_attribute("open") is None

    opener.click()
    at_work.keyboard.press("Shift+Tab")

    assert menu.get_attribute("open") is None


def test_drawer_lies_over_nothing_once_the_window_has_room_for_it(at_work: Page, job: Job) -> None:
    at_work.set_viewport_size({"width": 768, "height": 900})
    at_work.goto("/admin/jobs/job/")
    at_work.get_by_role("button", name="Filter").click()
    filters = at_work.locator("#changelist-filter")
    expect(at_work.locator("#changelist-filter:popover-open")).to_have_count(1)

    at_work.set_viewport_size({"width": 1280, "height": 900})

    assert filters.is_visible()
    expect(at_work.locator("#changelist-filter:popover-open")).to_have_count(0)


def test_rejection_is_taken_back_by_a_key_and_its_rows_are_ticked(
    at_work: Page, make_application: Callable[..., Application], job: Job
) -> None:
    rejected = make_application(job=job)
    make_application(job=job)
    at_work.goto("/admin/hiring/application/")
    at_work.locator(f"input.action-select[value='{rejected.pk}']").check()
    at_work.get_by_role("button", name="Reject …").click()
    at_work.get_by_role("button", name="Reject", exact=True).click()
    at_work.get_by_text("1 application has been rejected.").wait_for()
    at_work.wait_for_load_state()

    at_work.keyboard.press("z")

    at_work.get_by_text("Undone for 1 application.").wait_for()
    rejected.refresh_from_db()
    assert rejected.status == "pending"
    boxes = at_work.locator("input.action-select:checked")
    assert boxes.evaluate_all("all => all.map((one) => one.value)") == [str(rejected.pk)]
    assert at_work.get_by_role("button", name="Reject …").is_visible()

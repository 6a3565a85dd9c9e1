"""The board in a browser, as others change it: when it asks for news, and when it holds still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from hiring.choices import ApplicationStatus
from hiring.services import move_application

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page, Request, Route

    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CARD = "[data-card]"
# How long a page waits before it asks again, with a margin.
A_PAUSE = 6_000
TRANSFER = "() => new DataTransfer()"
HIDE = """isHidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Board:
    """A board before somebody, whose clock runs as the test says."""

    def __init__(self, page: Page, job: Job) -> None:
        self.page = page
        self.asked: list[Request] = []
        page.on("request", self._begin)
        page.clock.install()
        page.goto(f"/admin/hiring/application/board/?job={job.pk}")
        page.wait_for_load_state()

    def _begin(self, request: Request) -> None:
        if "x-live" in request.headers:
            self.asked.append(request)

    def let_pass(self, milliseconds: int = A_PAUSE) -> None:
        self.page.clock.run_for(milliseconds)
        # What was sent in that time is heard of after it.
        self.page.evaluate("fetch('/healthz')")

    def hide(self, *, is_hidden: bool) -> None:
        self.page.evaluate(HIDE, is_hidden)

    def column(self, stage: str) -> Any:
        return self.page.locator(f"[data-stage={stage}] {CARD}")


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, title="Ward nurse")


@pytest.fixture
def application(make_application: Callable[..., Application], job: Job) -> Application:
    return make_application(job=job)


@pytest.fixture
def board(
    page: Page,
    client: Client,
    recruiter: User,
    live_server: Any,
    job: Job,
    application: Application,
) -> Board:
    client.force_login(recruiter)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return Board(page, job)


def test_what_a_colleague_does_is_seen_without_a_reload(
    board: Board, application: Application, owner: User
) -> None:
    expect(board.column("pending")).to_have_count(1)
    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)

    board.let_pass()

    expect(board.column("reviewed")).to_have_count(1)
    expect(board.column("pending")).to_have_count(0)


def test_a_hidden_board_does_not_ask_and_is_renewed_once_it_is_looked_at(
    board: Board, application: Application, owner: User
) -> None:
    board.hide(is_hidden=True)
    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)
    board.let_pass(60_000)
    assert board.asked == []

    board.hide(is_hidden=False)
    board.let_pass(100)

    expect(board.column("reviewed")).to_have_count(1)


def test_a_board_that_is_shown_again_while_it_asks_does_not_ask_twice_at_once(
    board: Board,
) -> None:
    held: list[Route] = []
    board.page.route("**/board/**", lambda route: held.append(route))
    board.let_pass()
    assert len(held) == 1

    for is_hidden in (True, False, True, False):
        board.hide(is_hidden=is_hidden)
    board.let_pass()
    assert len(board.asked) == 1

    held[0].fulfill(status=304)
    board.let_pass(100)
    board.let_pass()

    assert len(board.asked) == 2


def test_a_board_holds_still_while_a_card_is_dragged(
    board: Board, application: Application, owner: User
) -> None:
    card = board.column("pending")
    card.dispatch_event("dragstart", {"dataTransfer": board.page.evaluate_handle(TRANSFER)})
    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)
    board.let_pass(30_000)
    assert board.asked == []
    expect(card).to_have_count(1)

    card.dispatch_event("dragend", {"dataTransfer": board.page.evaluate_handle(TRANSFER)})
    board.let_pass()

    expect(board.column("reviewed")).to_have_count(1)


def test_a_board_holds_still_while_a_menu_or_a_dialog_is_open(
    board: Board, application: Application, owner: User
) -> None:
    board.column("pending").locator("summary").first.click()
    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)
    board.let_pass(30_000)
    assert board.asked == []

    board.column("pending").locator("summary").first.click()
    board.page.evaluate("document.body.appendChild(document.createElement('dialog')).showModal()")
    board.let_pass(30_000)
    assert board.asked == []

    board.page.evaluate("document.querySelector('dialog[open]').close()")
    board.let_pass()

    expect(board.column("reviewed")).to_have_count(1)

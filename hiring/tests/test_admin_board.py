"""The board of a job: its columns, what they load, and whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.branding import frame
from hiring.admin.board import PAGE
from hiring.models import Application

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

BOARD = "/admin/hiring/application/board/"


@pytest.fixture
def at_work(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def test_columns_count_what_is_live_and_load_a_page_each(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    for _number in range(PAGE + 2):
        make_application(job=job)
    make_application(job=job, status="hired")
    make_application(job=job, withdrawn_at=timezone.now())

    context = at_work.get(BOARD, {"job": job.pk}).context

    totals = {column.status: (column.total, len(column.cards)) for column in context["columns"]}
    assert totals == {
        "pending": (PAGE + 2, PAGE),
        "reviewed": (0, 0),
        "shortlisted": (0, 0),
        "rejected": (0, 0),
        "hired": (1, 1),
    }
    assert context["withdrawn"] == 1


def test_cards_go_on_where_the_column_ends(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    made = [make_application(job=job).pk for _number in range(PAGE + 2)]
    column = at_work.get(BOARD, {"job": job.pk}).context["columns"][0]

    piece = at_work.get(f"{BOARD}cards/?{column.more}")

    assert [card.pk for card in piece.context["column"].cards] == made[1::-1]
    assert not piece.context["column"].more
    assert "<html" not in piece.content.decode()


@pytest.mark.parametrize("path", ["?job=%d", "cards/?job=%d&stage=pending&after=1"])
def test_board_of_another_company_is_not_there(
    client: Client, job: Job, rival: User, rival_company: Company, path: str
) -> None:
    client.force_login(rival)

    assert client.get(BOARD + path % job.pk).status_code == 404


@pytest.mark.parametrize(
    "query", ["?job=x", "?job=0", "?job=99999999999999999999", "cards/?job=1&stage=x"]
)
def test_boards_of_nothing_are_404(at_work: Client, query: str) -> None:
    assert at_work.get(BOARD + query).status_code == 404


def test_jobs_to_choose_from_are_the_own_ones_with_what_waits(
    at_work: Client,
    application: Application,
    make_job: Callable[..., Job],
    rival_company: Company,
) -> None:
    make_job(company=rival_company)

    context = at_work.get(BOARD).context

    assert [(job.pk, waiting) for job, waiting in context["jobs"]] == [(application.job.pk, 1)]


def test_viewers_see_the_board_and_move_nothing(
    client: Client, application: Application, viewer: User
) -> None:
    client.force_login(viewer)

    page = client.get(BOARD, {"job": application.job.pk}).content.decode()

    assert f'data-card="{application.pk}"' in page
    assert 'draggable="true"' not in page
    assert f"{application.pk}/move/" not in page


def test_rejecting_from_a_card_without_scripts_asks_for_the_reason(
    at_work: Client, application: Application
) -> None:
    frame()
    page = at_work.get(BOARD, {"job": application.job.pk}).content.decode()
    card = re.search(rf'<li class="board-card" data-card="{application.pk}".*?</li>', page, re.S)
    assert card
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', card[0]))
    address = re.findall(r'formaction="([^"]+)"', card[0])[0]

    asked = at_work.post(address, {**fields, "stage": "rejected"})

    assert "Too little experience" in asked.content.decode()
    assert asked.context["back"] == f"{BOARD}?job={application.job.pk}"
    application.refresh_from_db()
    assert application.status == "pending"


def test_reason_and_note_of_a_rejection_on_the_board_are_kept(
    at_work: Client, application: Application
) -> None:
    sent = {"stage": "rejected", "reason": "skills", "note": "No welding."}
    path = f"/admin/hiring/application/{application.pk}/move/"

    answer = at_work.post(path, sent, headers={"Accept": "application/json"})

    assert answer.status_code == 200
    change = application.status_changes.get(to_status="rejected")
    assert (change.reason, change.note) == ("skills", "No welding.")


def test_reason_that_nobody_offers_is_refused(at_work: Client, application: Application) -> None:
    path = f"/admin/hiring/application/{application.pk}/move/"
    for sent in (
        {"stage": "rejected", "reason": "star sign"},
        {"stage": "reviewed", "reason": "skills"},
    ):
        answer = at_work.post(path, sent, headers={"Accept": "application/json"})
        assert answer.status_code == 409
        assert answer.json()["message"]
    application.refresh_from_db()
    assert application.status == "pending"


def test_cost_of_the_board_does_not_grow_with_its_cards(
    at_work: Client, make_application: Callable[..., Application], job: Job
) -> None:
    frame()
    costs = []
    for _round in range(2):
        for _number in range(10):
            for status in ("pending", "reviewed", "hired"):
                make_application(job=job, status=status)
        at_work.get(BOARD, {"job": job.pk})
        with CaptureQueriesContext(connection) as queries:
            at_work.get(BOARD, {"job": job.pk})
        costs.append(len(queries))

    assert costs[0] == costs[1]

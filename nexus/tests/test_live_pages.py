"""Pages that are looked at follow what is changed elsewhere, and cost next to nothing meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiring.choices import ApplicationStatus
from hiring.services import move_application, withdraw_application
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from hiring.models import Application
    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db

BOARD = "/admin/hiring/application/board/"


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company)


@pytest.fixture
def application(
    make_application: Callable[..., Application], job: Job, candidate: User
) -> Application:
    return make_application(job=job, applicant=candidate)


class Looker:
    """Somebody with a page before them, who asks whether there is news."""

    def __init__(self, client: Client, user: User, address: str) -> None:
        self.client, self.address = client, address
        client.force_login(user)
        self.version = self._version(client.get(address).content.decode())

    def _version(self, page: str) -> str:
        found = re.search(r'data-live="(\w+)"', page)
        assert found
        return found[1]

    def ask(self) -> Any:
        """Return the answer, and remember the version that is shown from now on."""
        headers = {"If-None-Match": f'"{self.version}"', "X-Live": "1"}
        answer = self.client.get(self.address, headers=headers)
        if answer.status_code == 200:
            self.version = self._version(answer.content.decode())
        return answer


def test_board_follows_what_colleagues_do(
    client: Client, recruiter: User, owner: User, job: Job, application: Application
) -> None:
    board = Looker(client, recruiter, f"{BOARD}?job={job.pk}")
    assert board.ask().status_code == 304

    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)

    news = board.ask()
    said = news.content.decode()
    assert news.status_code == 200
    assert "<html" not in said
    reviewed = said[said.index('data-stage="reviewed"') : said.index('data-stage="shortlisted"')]
    assert f'data-card="{application.pk}"' in reviewed
    assert board.ask().status_code == 304


@pytest.mark.parametrize("change", ["comes", "withdrawn", "rated", "erased"])
def test_board_has_news_of_every_change(
    client: Client,
    recruiter: User,
    job: Job,
    application: Application,
    make_application: Callable[..., Application],
    change: str,
) -> None:
    board = Looker(client, recruiter, f"{BOARD}?job={job.pk}")

    if change == "comes":
        make_application(job=job)
    elif change == "withdrawn":
        withdraw_application(application, by=application.applicant)
    elif change == "rated":
        type(application).objects.filter(pk=application.pk).update(rating=4)
    else:
        application.delete()

    assert board.ask().status_code == 200


def test_board_that_is_not_theirs_any_more_says_nothing(
    client: Client, recruiter: User, company: Company, job: Job, application: Application
) -> None:
    board = Looker(client, recruiter, f"{BOARD}?job={job.pk}")

    company.memberships.filter(user=recruiter).delete()

    assert board.ask().status_code in {403, 404}


def test_ones_applications_follow_those_who_read_them(
    client: Client, candidate: User, owner: User, application: Application
) -> None:
    page = Looker(client, candidate, "/my/")
    assert page.ask().status_code == 304

    move_application(application, to=ApplicationStatus.REVIEWED, by=owner)

    said = page.ask().content.decode()
    assert "<html" not in said
    assert "Read" in said
    assert page.ask().status_code == 304


@pytest.mark.parametrize(("is_board", "most"), [(True, 3), (False, 2)])
def test_without_news_an_answer_costs_what_it_costs_to_know_it(
    client: Client,
    recruiter: User,
    candidate: User,
    job: Job,
    make_application: Callable[..., Application],
    is_board: bool,
    most: int,
) -> None:
    for _number in range(12):
        make_application(job=job)
    make_application(job=job, applicant=candidate)
    looker = (
        Looker(client, recruiter, f"{BOARD}?job={job.pk}")
        if is_board
        else Looker(client, candidate, "/my/")
    )

    with CaptureQueriesContext(connection) as queries:
        assert looker.ask().status_code == 304

    about_people = ("people_", "django_session", "account_")
    own = [
        q["sql"] for q in queries if not any(f'FROM "{name}' in q["sql"] for name in about_people)
    ]
    assert len(own) <= most, own


def test_pages_without_the_header_are_whole(
    client: Client, candidate: User, application: Application
) -> None:
    page = Looker(client, candidate, "/my/")

    answer = client.get("/my/", headers={"If-None-Match": f'"{page.version}"'})

    assert answer.status_code == 200
    assert "<html" in answer.content.decode()

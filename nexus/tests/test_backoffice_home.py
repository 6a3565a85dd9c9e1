"""The home of the back office, as each kind of person finds it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from careers.branding import frame
from jobs.services.reporting import report_job
from people.models import Company

if TYPE_CHECKING:
    from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def home(client: Client, user: User) -> str:
    client.force_login(user)
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r'task__number">([^<]*)<', page)


@pytest.fixture
def busy(company: Company, make_job: Make, make_application: Make) -> None:
    job = make_job(company=company, title="Baker", application_deadline=now() + timedelta(days=3))
    make_job(company=company, status="in_review")
    for days in (0, 1, 20):
        make_application(job=job, applied_at=now() - timedelta(days=days))


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_members_see_what_waits_in_their_company(
    role: str, client: Client, request: pytest.FixtureRequest
) -> None:
    page = home(client, request.getfixturevalue(role))

    assert numbers(page) == ["3", "1", "1", "1"]
    assert "<h1>Acme Works</h1>" in page
    assert "New application for “Baker”" in page
    assert "Companies</span>" not in page  # of the market, for administrators


@pytest.mark.parametrize("role", ["owner", "admin_user"])
def test_administrators_alone_see_that_jobs_were_reported(
    role: str, client: Client, make_job: Make, company: Company, request: pytest.FixtureRequest
) -> None:
    report_job(make_job(company=company), reason="fraud", by=None, caller="192.0.2.1")

    page = home(client, request.getfixturevalue(role))

    assert ("Reported jobs" in page) == (role == "admin_user")


@pytest.mark.usefixtures("busy")
def test_another_company_and_what_it_has_are_not_there(
    client: Client, rival: User, rival_company: Company, make_job: Make
) -> None:
    make_job(company=rival_company)

    page = home(client, rival)

    assert numbers(page) == ["0", "0", "0", "0"]
    assert "Baker" not in page
    assert "Acme" not in page


@pytest.mark.usefixtures("busy")
def test_administrators_see_the_market(client: Client, admin_user: User) -> None:
    page = home(client, admin_user)

    assert numbers(page) == ["3", "1", "1", "1"]
    assert "<h1>The market</h1>" in page
    assert "Companies</span>" in page


@pytest.mark.parametrize(
    ("role", "sentence", "offers"),
    [("owner", "Publish your first job", True), ("viewer", "No jobs yet", False)],
)
def test_company_without_jobs_is_told_what_to_do_first(
    role: str,
    sentence: str,
    offers: bool,
    client: Client,
    company: Company,
    request: pytest.FixtureRequest,
) -> None:
    page = home(client, request.getfixturevalue(role))

    assert sentence in page
    assert numbers(page) == []
    assert ("/admin/jobs/job/add/" in page) <= offers


def test_lists_follow_the_company_that_is_chosen(
    client: Client, owner: User, company: Company, make_company: Make, make_job: Make
) -> None:
    second = make_company("Second Works", owner=owner)
    make_job(company=company, application_deadline=now() + timedelta(days=1))
    make_job(company=second, application_deadline=now() + timedelta(days=1))
    client.force_login(owner)
    assert numbers(client.get("/admin/").content.decode())[2] == "2"

    chosen = client.post("/admin/company/", {"company": second.pk, "next": "/admin/"}, follow=True)

    assert numbers(chosen.content.decode())[2] == "1"
    assert "<h1>Second Works</h1>" in chosen.content.decode()
    rows = client.get("/admin/people/company/").context["cl"].result_list
    assert [row.name for row in rows] == ["Second Works"]
    everything = client.post("/admin/company/", {"company": "", "next": "/admin/"}, follow=True)
    assert numbers(everything.content.decode())[2] == "2"


@pytest.mark.parametrize("wanted", ["rival", "999999", "x", "-1"])
def test_company_of_others_cannot_be_chosen(
    wanted: str, client: Client, owner: User, company: Company, rival_company: Company
) -> None:
    client.force_login(owner)

    sent = {"company": rival_company.pk if wanted == "rival" else wanted}

    assert client.post("/admin/company/", sent).status_code == 404


def test_choice_of_a_company_leads_to_no_other_site(
    client: Client, owner: User, company: Company
) -> None:
    client.force_login(owner)

    answer = client.post(
        "/admin/company/", {"company": company.pk, "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/admin/"


def test_home_costs_the_same_however_much_there_is(
    client: Client, owner: User, company: Company, make_job: Make, make_application: Make
) -> None:
    frame()
    spent = []
    for number in (10, 30):
        for _ in range(number):
            make_application(job=make_job(company=company))
        home(client, owner)
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        spent.append(len(queries))

    assert spent[0] == spent[1] <= 12


@pytest.mark.usefixtures("busy")
def test_waiting_job_leads_to_its_applications_that_wait_the_oldest_first(
    client: Client, owner: User, company: Company, make_job: Make, make_application: Make
) -> None:
    make_application(job=make_job(company=company, title="Cook"))
    page = home(client, owner)

    links = re.findall(r'class="waiting__link" href="([^"]+)">(\w+)<', page)

    assert [title for _url, title in links] == ["Baker", "Cook"]
    rows = client.get(html.unescape(links[0][0])).context["cl"].result_list
    assert [row.job.title for row in rows] == ["Baker"] * 3
    assert [row.applied_at for row in rows] == sorted(row.applied_at for row in rows)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("role", ["owner", "viewer", "admin_user"])
def test_every_number_leads_to_exactly_the_rows_that_it_counts(
    role: str,
    client: Client,
    request: pytest.FixtureRequest,
    company: Company,
    rival_company: Company,
    make_job: Make,
    make_application: Make,
) -> None:
    make_application(job=make_job(company=rival_company), applied_at=now() - timedelta(days=30))
    make_application(job=make_job(company=company), status="reviewed")
    make_job(company=company, status="closed", application_deadline=now() + timedelta(days=1))
    page = home(client, request.getfixturevalue(role))

    tasks = client.get("/admin/").context["tasks"]

    assert numbers(page) == [task.shown for task in tasks]
    led_to = {task.url: task.number for task in tasks if task.url}
    assert led_to
    listed = {url: client.get(url).context["cl"].result_count for url in led_to}
    assert listed == led_to

"""The pages of the statistics: whose they are, of which days, and that every table is a file too."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from hiring.admin.statistics.choosing import choose, span
from hiring.admin.statistics.tables import change, length, money, percent
from hiring.admin.statistics.views import PARTS
from hiring.choices import ApplicationStatus as Stage
from hiring.services import move_applications
from hiring.statistics.periods import Period, today
from hiring.statistics.upkeep import rebuild
from jobs.models import Job

if TYPE_CHECKING:
    from django.test import Client

    from hiring.models import Application
    from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
PAGE = "/admin/statistics/"
TABLES = {
    "applications": ["funnel", "sources", "categories"],
    "times": ["times", "to-review", "to-hire"],
    "pay": ["pay-levels", "pay-categories", "pay-over-time"],
    "demand": ["skills", "places"],
}


@pytest.fixture
def market(
    make_job: Make, make_application: Make, company: Company, rival_company: Company, owner: User
) -> Job:
    """Fill both companies: ours with six applications, of which three were reviewed, one hired."""
    job: Job = make_job(
        company=company, title="Our job", location="Ghent", salary_min=30_000, salary_max=50_000
    )
    applications = [make_application(job=job) for _ in range(6)]
    move(applications[:3], Stage.REVIEWED, owner)
    move(applications[:1], Stage.HIRED, owner)
    for _ in range(5):
        make_job(company=company, salary_min=40_000, salary_max=None, location="Ghent")
    their_job = make_job(company=rival_company, title="Their job", location="Lisbon")
    make_application(job=their_job)
    rebuild()
    return job


def move(applications: list[Application], stage: Stage, by: User) -> None:
    move_applications([one.pk for one in applications], to=stage, by=by)


def rows_of(client: Client, part: str, table: str, **asked: Any) -> list[list[str]]:
    answer = client.get(f"{PAGE}{part}/{table}.csv", asked)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_figures_are_those_of_ones_companies(client: Client, market: Job, owner: User) -> None:
    client.force_login(owner)

    rows = rows_of(client, "applications", "funnel")

    assert [row[:2] for row in rows[1:]] == [
        ["Received", "6"],
        ["Reviewed", "3"],
        ["Shortlisted", "1"],
        ["Hired", "1"],
        ["Rejected", "0"],
    ]
    html = client.get(PAGE).content.decode()
    assert "6" in html
    assert "50.0 %" in html


def test_administrators_see_the_market_a_company_and_a_job(
    client: Client, market: Job, admin_user: User, rival_company: Company
) -> None:
    client.force_login(admin_user)
    scopes: list[dict[str, Any]] = [{}, {"company": rival_company.pk}, {"job": market.pk}]
    received = [rows_of(client, "applications", "funnel", **asked)[1][1] for asked in scopes]

    assert received == ["7", "1", "6"]
    assert "Statistics: The market" in client.get(PAGE).content.decode()
    assert "Statistics: Our job" in client.get(PAGE, {"job": market.pk}).content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_theirs_is_not_there(
    client: Client, market: Job, part: str, rival: User, candidate: User, company: Company
) -> None:
    their_own = f"{PAGE}{part}/"
    foreign: list[dict[str, Any]] = [
        {"company": company.pk},
        {"job": market.pk},
        {"company": "x"},
        {"job": "9" * 30},
    ]
    client.force_login(rival)
    assert client.get(their_own).status_code == 200
    for asked in foreign:
        assert client.get(their_own, asked).status_code == 404
        assert client.get(f"{their_own}{TABLES[part][0]}.csv", asked).status_code == 404
    assert "Ghent" not in client.get(their_own).content.decode()

    client.force_login(candidate)
    assert client.get(their_own).status_code in {302, 403}
    client.logout()
    assert client.get(their_own).status_code == 302


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_everybody_in_a_company_reads_its_figures(
    client: Client, market: Job, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert rows_of(client, "applications", "funnel", job=market.pk)[1][1] == "6"


def test_each_table_of_a_page_is_a_file_too(client: Client, market: Job, admin_user: User) -> None:
    client.force_login(admin_user)
    for part, names in TABLES.items():
        html = client.get(f"{PAGE}{part}/", {"period": "365"}).content.decode()
        for name in names:
            assert f'id="stat-{name}"' in html
            rows = rows_of(client, part, name, period="365")
            assert all(len(row) == len(rows[0]) for row in rows), name
            shown = f"{PAGE}{part}/{name}.csv?period=365"
            assert (shown in html) == bool(rows[1:]), name
    assert client.get(f"{PAGE}pay/funnel.csv").status_code == 404
    assert client.get(f"{PAGE}nothing/").status_code == 404
    assert client.post(PAGE).status_code == 405


def test_pay_and_demand_are_told_of_enough_postings(
    client: Client, market: Job, owner: User
) -> None:
    client.force_login(owner)

    levels = rows_of(client, "pay", "pay-levels")
    places = rows_of(client, "demand", "places")

    assert levels[1][:2] == ["All levels", "6"]
    assert levels[1][3] == "40000"
    assert places[1][:3] == ["Ghent", "6", "100.0"]


def test_a_job_has_no_pay_and_no_demand_of_its_own(
    client: Client, market: Job, owner: User
) -> None:
    client.force_login(owner)
    for part in ("pay", "demand"):
        assert client.get(f"{PAGE}{part}/", {"job": market.pk}).status_code == 404
    html = client.get(PAGE, {"job": market.pk}).content.decode()
    assert "/statistics/pay/" not in html
    assert 'id="stat-categories"' not in html


def test_period_before_is_compared_with(
    client: Client, market: Job, owner: User, make_application: Make
) -> None:
    for _ in range(5):
        make_application(job=market, applied_at=now() - timedelta(days=40))
    rebuild()
    client.force_login(owner)

    rows = rows_of(client, "applications", "funnel", period="30")

    assert rows[0][-2:] == ["Before", "Change"]
    assert rows[1][-2:] == ["5", "20.0"]
    assert "+20.0 %" in client.get(PAGE, {"period": "30"}).content.decode()
    assert rows_of(client, "applications", "funnel", period="all")[0][-1] == "Of the stage before"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "days"}, "Choose the first day."),
        ({"period": "days", "first": "2026-13-45", "last": "2026-01-01"}, "Enter a valid date."),
        ({"period": "days", "first": "2026-02-01", "last": "2026-01-01"}, "lies before the first"),
        ({"period": "days", "first": "2026-02-01", "last": "2999-01-01"}, "still to come"),
        ({"period": "days", "first": "0001-01-01", "last": "2026-01-01"}, "after 1989"),
        ({"period": "fortnight"}, "is not one of the available choices"),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_their_field(
    client: Client, owner: User, company: Company, asked: dict[str, str], told: str
) -> None:
    client.force_login(owner)

    html = client.get(PAGE, asked).content.decode()

    assert told in html
    if asked.get("first", "").startswith("2026-02"):
        assert 'value="2026-02-01"' in html


def test_spans_mean_what_they_say() -> None:
    day = date(2026, 3, 15)
    assert span("30", day) == Period(date(2026, 2, 14), day)
    assert span("month", day) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert span("year", day) == Period(date(2026, 1, 1), day)
    assert span("last_year", day) == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert span("all", day) == Period(None, day)
    assert choose({}).period == span("90", today())
    chosen = choose({"first": "2026-01-05", "last": "2026-01-05"})
    assert chosen.period == Period(date(2026, 1, 5), date(2026, 1, 5))
    assert chosen.days == "5 January 2026"
    assert choose({"period": "last_year"}).query == "period=last_year"


def test_values_are_written_for_people_and_for_programs() -> None:
    assert percent(None) == (None, "–")
    assert percent(33.3333) == (33.3, "33.3 %")
    assert change(5, 10) == (-50.0, "−50.0 %")
    assert change(5, 4) == change(5, 0) == (None, "–")
    assert money(3_612_345, "EUR").shown == "36,123.45 EUR"
    assert money(3_600_000, "EUR").shown == "36,000 EUR"
    assert length(None).shown == "–"
    assert length(2 * 24 * 60).value == 2


def test_page_without_figures_says_so(client: Client, owner: User, company: Company) -> None:
    client.force_login(owner)

    assert "No application came in" in client.get(PAGE).content.decode()
    assert "told its pay" in client.get(f"{PAGE}pay/").content.decode()


def test_names_that_could_be_formulas_are_none_in_the_file(
    client: Client, owner: User, company: Company, make_job: Make
) -> None:
    for _ in range(5):
        make_job(company=company, location='=HYPERLINK("http://x")')
    rebuild()
    client.force_login(owner)

    assert rows_of(client, "demand", "places")[1][0] == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize("part", PARTS)
def test_pages_cost_the_same_with_10_and_40_jobs(
    client: Client,
    admin_user: User,
    make_job: Make,
    make_category: Make,
    make_application: Make,
    part: str,
) -> None:
    client.force_login(admin_user)
    spent = []
    for number in (10, 30):
        for _ in range(number):
            job = make_job(category=make_category(), salary_min=30_000, salary_max=50_000)
            make_application(job=job)
        rebuild()
        client.get(f"{PAGE}{part}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}{part}/")
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_lists_lead_to_the_statistics(
    client: Client, market: Job, owner: User, company: Company
) -> None:
    client.force_login(owner)

    job = client.get(f"/admin/jobs/job/{market.pk}/change/").content.decode()
    assert f"{PAGE}?job={market.pk}" in job
    its = client.get(f"/admin/people/company/{company.pk}/").content.decode()
    assert f"{PAGE}?company={company.pk}" in its
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()

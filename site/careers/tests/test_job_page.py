"""The page of a job: its one address, what it says, who sees it, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from careers.branding import frame
from careers.models import FeaturedJobPage
from careers.postings import closing_time, similar_jobs
from careers.templatetags.careers import salary
from careers.templatetags.job_page import time_left
from jobs.models import Job
from people.models import Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
Feature = Callable[..., FeaturedJobPage]


def test_job_page_shows_the_posting(client: Client, make_job: Make) -> None:
    job = make_job(title="Ward nurse", benefits="<p>A garden.</p>")

    html = client.get(job.get_absolute_url()).content.decode()

    for part in ("Ward nurse", job.company.name, "Hamburg", "Full time", "A garden."):
        assert part in html
    assert "50,000 – 60,000 EUR a year" in html


def test_job_page_escapes_and_sanitises_whatever_wrote_the_row(
    client: Client, make_job: Make
) -> None:
    job = make_job(title="<b>Nurse", description="<p onclick='x()'>Hi</p><script>x()</script>")

    html = client.get(job.get_absolute_url()).content.decode()

    assert "x()" not in html
    assert "onclick" not in html
    assert "&lt;b&gt;Nurse" in html


@pytest.mark.parametrize("tail", ["", "-", "-another-title", "-Ward-Nurse", "-wärd"])
def test_job_page_at_another_slug_leads_to_its_one_address(
    client: Client, make_job: Make, tail: str
) -> None:
    job = make_job(title="Ward nurse")

    response = client.get(f"/jobs/{job.pk}{tail}/", {"from": "mail"})

    assert response.status_code == 301
    assert response["Location"] == f"/jobs/{job.pk}-ward-nurse/?from=mail"


def test_job_page_of_a_title_without_latin_letters_has_an_address(
    client: Client, make_job: Make
) -> None:
    job = make_job(title="ነርስ")

    assert client.get(f"/jobs/{job.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("status", "expected"), [("closed", 410), ("draft", 404), ("in_review", 404), ("archived", 404)]
)
def test_job_page_of_a_job_that_is_not_open(
    client: Client, make_job: Make, status: str, expected: int
) -> None:
    job = make_job(status=status, title="Ward nurse")

    assert client.get(job.get_absolute_url()).status_code == expected


def test_job_page_past_its_deadline_is_gone_and_names_what_is_open(
    client: Client, make_job: Make
) -> None:
    job = make_job(title="Old job", application_deadline=timezone.now() - timedelta(seconds=1))
    make_job(title="New job")

    response = client.get(job.get_absolute_url())

    assert response.status_code == 410
    assert "New job" in response.content.decode()


def test_job_page_of_what_was_open_once_and_is_archived_is_gone_and_tells_nothing_of_it(
    client: Client, make_job: Make, make_company: Make
) -> None:
    company = make_company("Withdrawn & Sons")
    job = make_job(
        title="Ward nurse", company=company, status="archived", published_at=timezone.now()
    )
    make_job(title="Ward nurse, nights", company=make_company("Acme"))

    for path in (f"/jobs/{job.pk}/", job.get_absolute_url(), f"/de{job.get_absolute_url()}"):
        response = client.get(path)
        html = response.content.decode()

        assert response.status_code == 410
        assert "Withdrawn" not in html
        assert "<h1>Ward nurse" not in html
        assert "Ward nurse, nights" in html
        assert 'content="noindex"' in html


@pytest.mark.parametrize("id_", ["999999", "999999999999999999", "99999999999999999999"])
def test_job_page_of_an_unknown_job_is_404(client: Client, id_: str) -> None:
    response = client.get(f"/jobs/{id_}-x/")

    assert response.status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
@pytest.mark.parametrize(
    ("role", "expected"), [("viewer", 200), ("admin_user", 200), ("candidate", 404), ("rival", 404)]
)
def test_job_page_of_what_is_not_published_is_for_its_company_and_admins(
    client: Client,
    make_job: Make,
    company: Company,
    rival_company: Company,
    role: str,
    expected: int,
    status: str,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status=status, benefits="<p>A garden.</p>")
    client.force_login(request.getfixturevalue(role))

    response = client.get(job.get_absolute_url())

    assert response.status_code == expected
    if expected == 200:
        html = response.content.decode()
        assert "Only your company sees this page" in html
        assert "A garden." in html
        assert "noindex" in html
        assert "ld+json" not in html
        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response


def test_job_page_of_a_closed_job_is_whole_for_its_company(
    client: Client, make_job: Make, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="closed")
    client.force_login(owner)

    response = client.get(job.get_absolute_url())

    assert response.status_code == 200
    assert "Status of the job: closed" in response.content.decode()


def test_job_page_answers_304_until_something_on_it_changes(client: Client, make_job: Make) -> None:
    job = make_job(title="Ward nurse")
    first = client.get(job.get_absolute_url())

    again = client.get(job.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    Job.objects.filter(pk=job.pk).update(salary_max=Decimal(70_000))
    changed = client.get(job.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert first.status_code == changed.status_code == 200
    assert again.status_code == 304
    assert "public" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")


def test_job_page_says_at_a_glance_what_candidates_ask(
    client: Client, make_job: Make, make_application: Make
) -> None:
    now = timezone.now()
    job = make_job(
        salary_min=Decimal("14.5"),
        salary_max=Decimal(16),
        salary_currency="GBP",
        salary_period="hour",
        workplace="hybrid",
        application_deadline=now + timedelta(days=12),
        published_at=now - timedelta(days=3),
    )
    make_application(job=job)
    make_application(job=job)
    make_application(job=job, withdrawn_at=now)

    html = client.get(job.get_absolute_url()).content.decode()

    for fact in (
        "14.50 – 16 GBP an hour",
        "about 30,160 – 33,280 GBP a year",
        "Hybrid",
        "12 days left",
        "3 days ago",
        "2 people",
    ):
        assert fact in html


@pytest.mark.parametrize("title", ["W" * 200, "Krankenpfleger:in " * 11, "ነርስ " * 40, "🗽"])
def test_job_page_of_any_title_has_one_address_and_one_heading(
    client: Client, make_job: Make, title: str
) -> None:
    job = make_job(title=title.strip())

    response = client.get(f"/jobs/{job.pk}/", follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == job.get_absolute_url()
    assert response.content.decode().count("<h1") == 1


def test_job_page_lets_keys_scroll_tables_and_shows_no_bullet_of_a_bullet(
    client: Client, make_job: Make
) -> None:
    job = make_job(
        description="<table><tr><td>38.5 hours</td></tr></table><ul><li><ul><li>Tea</li></ul>",
        location="Wien, Austria",
    )

    html = client.get(job.get_absolute_url()).content.decode()

    assert 'tabindex="0" aria-label="Table"><table>' in html
    assert html.count("table-frame") == 1
    assert '<li class="bare"><ul><li>Tea' in html
    assert "</table></div>" in html


def test_job_page_leaves_no_gap_between_the_ranks_of_headings(
    client: Client, make_job: Make
) -> None:
    job = make_job(
        description="<h4>One</h4><h2>Two</h2><h5>Three</h5><h5>Four</h5><h3>Five</h3>",
        requirements="<h5>Six</h5>",
    )

    html = client.get(job.get_absolute_url()).content.decode()

    for heading in ("<h2>One</h2>", "<h2>Two</h2>", "<h3>Three</h3>", "<h3>Four</h3>"):
        assert heading in html
    assert "<h3>Five</h3>" in html
    assert "<h3>Six</h3>" in html


def test_job_page_offers_jobs_like_it(client: Client, make_job: Make) -> None:
    job = make_job(title="Ward nurse")
    other = make_job(title="Senior ward nurse")
    make_job(title="Nurse who left", status="closed")

    html = client.get(job.get_absolute_url()).content.decode()

    similar = html[html.index("Jobs like this one") : html.index("</main>")]
    assert other.get_absolute_url() in similar
    assert job.get_absolute_url() not in similar
    assert "Nurse who left" not in similar


def test_closed_job_says_when_it_closed(client: Client, make_job: Make) -> None:
    job = make_job(status="closed", closed_at=datetime(2026, 3, 9, 12, tzinfo=UTC))

    html = client.get(job.get_absolute_url()).content.decode()

    assert "This job closed on 9 March 2026" in html
    assert "noindex" in html


def test_closing_time_is_the_deadline_where_it_came_first(make_job: Make) -> None:
    deadline = timezone.now() - timedelta(days=2)
    job = make_job(status="closed", application_deadline=deadline)

    assert closing_time(job) == deadline


def test_job_page_for_visitors_costs_few_queries_and_sets_no_cookie(
    client: Client, make_job: Make, django_assert_max_num_queries: Any
) -> None:
    job = make_job(title="Nurse", skills=["Triage", "First aid"])
    for _ in range(12):
        make_job(title="Nurse", skills=["Triage"])

    # Three of the page, and four with which the tests' search catches up beforehand.
    frame()  # which caches keep
    similar_jobs(job)
    with django_assert_max_num_queries(7):
        response = client.get(job.get_absolute_url())

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_job_page_refuses_to_be_posted_to(client: Client, make_job: Make) -> None:
    assert client.post(make_job().get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "50,000 – 60,000 EUR a year"),
        ({"salary_max": None}, "from 50,000 EUR a year"),
        ({"salary_min": None}, "up to 60,000 EUR a year"),
        ({"salary_max": Decimal(50000)}, "50,000 EUR a year"),
        ({"salary_min": None, "salary_max": None}, ""),
        (
            {
                "salary_min": Decimal("14.5"),
                "salary_max": Decimal(16),
                "salary_currency": "GBP",
                "salary_period": "hour",
            },
            "14.50 – 16 GBP an hour",
        ),
    ],
)
def test_salary_is_one_line(make_job: Make, fields: dict[str, Any], expected: str) -> None:
    job: Job = make_job(**fields)

    assert salary(job) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=12), "12 days left"),
        (timedelta(hours=30), "closes tomorrow at 18:00"),
        (timedelta(hours=3), "closes today at 15:00"),
        (timedelta(0), ""),
    ],
)
@time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC), tick=False)
def test_time_left_is_counted_in_days_and_at_last_in_hours(left: timedelta, expected: str) -> None:
    assert time_left(timezone.now() + left) == expected

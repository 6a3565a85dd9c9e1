"""What visitors get: job pages at their one address, featured pages while the job is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from careers.models import FeaturedJobPage
from careers.templatetags.careers import salary
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

    assert "<script" not in html
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


@pytest.mark.parametrize("id_", ["999999", "999999999999999999", "99999999999999999999"])
def test_job_page_of_an_unknown_job_is_404(client: Client, id_: str) -> None:
    response = client.get(f"/jobs/{id_}-x/")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"), [("viewer", 200), ("admin_user", 200), ("candidate", 404)]
)
def test_job_page_of_a_draft_is_for_its_company_and_admins(
    client: Client,
    make_job: Make,
    company: Company,
    role: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status="draft")
    client.force_login(request.getfixturevalue(role))

    response = client.get(job.get_absolute_url())

    assert response.status_code == expected
    if expected == 200:
        assert "Only your company sees this page" in response.content.decode()


def test_job_page_for_visitors_costs_three_queries_and_sets_no_cookie(
    client: Client, make_job: Make, django_assert_max_num_queries: Any
) -> None:
    job = make_job()

    with django_assert_max_num_queries(3):
        response = client.get(job.get_absolute_url())

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_job_page_refuses_to_be_posted_to(client: Client, make_job: Make) -> None:
    assert client.post(make_job().get_absolute_url()).status_code == 405


def test_featured_page_shows_its_story_while_the_job_is_open(
    client: Client, make_job: Make, feature: Feature
) -> None:
    page = feature(make_job(), hero="Come in.", story="<p>The story.</p>")

    html = client.get(page.get_url()).content.decode()

    assert "Come in." in html
    assert "The story." in html


def test_featured_page_of_a_closed_job_is_gone(
    client: Client, make_job: Make, feature: Feature
) -> None:
    page = feature(make_job(status="closed"))

    assert client.get(page.get_url()).status_code == 410


def test_featured_index_lists_open_jobs_in_the_editors_order(
    client: Client, make_job: Make, feature: Feature
) -> None:
    first, second = feature(make_job(), title="First"), feature(make_job(), title="Second")
    feature(make_job(status="closed"), title="Closed one")
    second.move(first, pos="left")

    html = client.get("/featured/").content.decode()

    assert html.index("Second") < html.index("First")
    assert "Closed one" not in html


def test_unknown_address_gets_the_sites_own_page(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


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


def test_home_page_can_be_previewed_by_editors(cms: Client, admin_user: User) -> None:
    from careers.services import ensure_site_tree

    home = ensure_site_tree().home

    assert cms.get(f"/cms/pages/{home.pk}/view_draft/").status_code == 200

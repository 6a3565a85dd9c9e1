"""The list of jobs in the back office: whose rows, what each says, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job, JobViews

if TYPE_CHECKING:
    from people.models import Company, User

LIST = "/admin/jobs/job/"
MakeJob = Callable[..., Job]
Make = Callable[..., Any]


@pytest.fixture
def as_owner(client: Client, company: Company, owner: User) -> Client:
    client.force_login(owner)
    return client


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(LIST + query)
    assert response.status_code == 200, response
    return [job.title for job in response.context["cl"].result_list]


# --- Whose rows --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", ["Ours"]),
        ("recruiter", ["Ours"]),
        ("viewer", ["Ours"]),
        ("rival", ["Theirs"]),
        ("admin_user", ["Theirs", "Ours"]),
    ],
)
def test_list_shows_each_role_its_jobs(
    client: Client,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    role: str,
    expected: list[str],
    request: pytest.FixtureRequest,
) -> None:
    now = timezone.now()
    make_job(company=company, title="Ours", created_at=now - timedelta(days=1))
    make_job(company=rival_company, title="Theirs", created_at=now)
    make_job(company=company, title="Put away", status="archived")
    client.force_login(request.getfixturevalue(role))

    assert titles(client) == expected


@pytest.mark.parametrize("page", ["change/", "history/", "restore/", "preview/", "feature/"])
@pytest.mark.parametrize("role", ["rival", "candidate"])
def test_pages_of_another_company_s_job_are_not_there(
    client: Client,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    role: str,
    page: str,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company)
    client.force_login(request.getfixturevalue(role))
    ask = client.get if page in {"change/", "history/"} else client.post

    response = ask(f"{LIST}{job.pk}/{page}", {"number": "1"})

    assert response.status_code == (404 if role == "rival" else 403)


def test_viewer_reads_the_job_and_can_do_nothing_with_it(
    client: Client, make_job: MakeJob, company: Company, viewer: User
) -> None:
    job = make_job(
        company=company,
        description="<p>What there <strong>is</strong> to do.</p>",
        salary_min=76500,
        salary_max=90000,
        salary_currency="EUR",
        salary_period="year",
    )
    client.force_login(viewer)

    shown = client.get(f"{LIST}{job.pk}/change/").content.decode()
    refused = client.post(f"{LIST}close/", {"ids": job.pk, "reason": "filled"})
    changed = client.post(f"{LIST}{job.pk}/change/", {"title": "Mine"})

    assert "<strong>is</strong>" in shown
    assert "76,500 – 90,000 EUR a year" in shown
    assert "Close" not in shown.split("<main")[1]
    assert (refused.status_code, changed.status_code) == (404, 403)
    assert client.get(f"{LIST}add/").status_code == 403
    job.refresh_from_db()
    assert job.status == "open"


def test_page_that_waits_for_the_editors_is_told_to_the_company(
    as_owner: Client, make_job: MakeJob, company: Company, feature: Make
) -> None:
    job = make_job(company=company)
    page = feature(job, live=False)
    page.has_unpublished_changes = True
    page.save()
    address = f"{LIST}{job.pk}/change/"

    waiting = as_owner.get(address).content.decode()
    listed = as_owner.get(LIST).content.decode()
    page.live, page.has_unpublished_changes = True, False
    page.save()
    published = as_owner.get(address).content.decode()

    assert "A draft of its page waits for the editors." in waiting
    assert "To be featured" in listed
    assert "waits for the editors" not in published
    assert '<span class="tag">Featured</span>' in published


# --- What a row says ---------------------------------------------------------------------------
def test_row_says_applicants_by_stage_views_and_days(
    as_owner: Client, make_job: MakeJob, make_application: Make, company: Company, feature: Make
) -> None:
    now = timezone.now()
    job = make_job(company=company, published_at=now - timedelta(days=9, hours=2))
    for status in ("pending", "pending", "hired"):
        make_application(job=job, status=status)
    make_application(job=job, status="pending", withdrawn_at=now)
    JobViews.objects.create(job=job, day=date(2026, 1, 1), count=30)
    JobViews.objects.create(job=job, day=date(2026, 1, 2), count=12)
    feature(job)

    page = as_owner.get(LIST)

    (row,) = page.context["cl"].result_list
    assert [(str(label), n) for label, n in row.facts.stages] == [("Pending", 2), ("Hired", 1)]
    assert (row.facts.views, row.facts.is_featured, row.facts.applicants) == (42, True, 3)
    text = page.content.decode()
    assert '<span class="number">42</span>' in text
    assert '<span class="number">9</span>' in text
    assert "Featured" in text


def test_list_costs_as_many_queries_for_many_rows_as_for_few(
    as_owner: Client, make_job: MakeJob, make_application: Make, company: Company
) -> None:
    def cost(rows: int) -> int:
        for _ in range(rows):
            make_application(job=make_job(company=company))
        as_owner.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            response = as_owner.get(LIST)
        assert response.content.count(b"row-menu__open") == Job.objects.count()
        return len(asked)

    few, many = cost(10), cost(30)

    assert few == many
    assert many <= 14


def test_list_without_a_job_says_what_to_do(as_owner: Client) -> None:
    page = as_owner.get(LIST).content.decode()

    assert "No jobs yet" in page
    assert f'href="{LIST}add/"' in page


# --- Finding -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=bak", {"Baker", "Head baker"}),
        ("?q=head+BAKER", {"Head baker"}),
        ("?q=acme", {"Baker", "Head baker", "Clerk"}),
        ("?q=acme+clerk", {"Clerk"}),
        ("?q=%27%25_", set()),
        ("?status__exact=draft", {"Clerk"}),
        ("?status__exact=in_review", set()),
        ("?workplace__exact=remote", {"Head baker"}),
        ("?deadline=week", {"Baker"}),
        ("?deadline=past", set()),
        ("?category=abc", {"Baker", "Head baker", "Clerk"}),
        ("?category=999999999", set()),
    ],
)
def test_list_is_narrowed_by_words_and_filters(
    as_owner: Client, make_job: MakeJob, company: Company, query: str, expected: set[str]
) -> None:
    soon = timezone.now() + timedelta(days=3)
    make_job(company=company, title="Baker", application_deadline=soon)
    make_job(company=company, title="Head baker", workplace="remote")
    make_job(company=company, title="Clerk", status="draft", application_deadline=soon)

    assert set(titles(as_owner, query)) == expected


def test_job_is_found_by_its_number(as_owner: Client, make_job: MakeJob, company: Company) -> None:
    job = make_job(company=company, title="Baker")
    make_job(company=company, title="Clerk")

    assert titles(as_owner, f"?q={job.pk}") == ["Baker"]


@pytest.mark.parametrize("query", ["?company__memberships__user=1", "?posted_by__email=a@b.c"])
def test_columns_that_no_filter_names_cannot_be_asked_for(
    as_owner: Client, make_job: MakeJob, company: Company, query: str
) -> None:
    make_job(company=company)

    assert as_owner.get(LIST + query).status_code in {302, 400}


def test_suggestions_of_skills_and_places_begin_with_what_was_typed(
    as_owner: Client, make_job: MakeJob, company: Company
) -> None:
    from jobs.models import Place, PlaceName

    make_job(company=company, skills=["Python", "PyTorch", "Java"])
    for pk, name, people in ((1, "Hamburg", 1_800_000), (2, "Hamm", 180_000)):
        place = Place.objects.create(
            id=pk, name=name, country="DE", latitude=1, longitude=1, population=people
        )
        PlaceName.objects.create(place=place, folded=name.lower())

    skills = as_owner.get(f"{LIST}skills/", {"q": "py"}).json()
    places = as_owner.get(f"{LIST}places/", {"q": "Ham"}).json()

    assert skills == {"suggestions": ["PyTorch", "Python"]}
    assert [name.split(",")[0] for name in places["suggestions"]] == ["Hamburg", "Hamm"]
    assert as_owner.get(f"{LIST}places/").json() == {"suggestions": []}


def test_days_open_end_with_closing_or_deadline(make_job: MakeJob) -> None:
    from jobs.admin.columns import days_open

    start = datetime(2026, 3, 1, tzinfo=UTC)
    closed = make_job(
        status="closed", published_at=start, closed_at=start + timedelta(days=5, hours=1)
    )
    expired = make_job(published_at=start, application_deadline=start + timedelta(days=8))

    assert days_open(closed) == 5
    assert days_open(expired, now=start + timedelta(days=50)) == 8
    assert days_open(make_job(status="draft")) is None

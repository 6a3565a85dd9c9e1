"""What a row says, of whom, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.api.schemas import JobContentRow, JobDetail, JobRow
from jobs.models import Job
from jobs.search import Hits
from jobs.tests.shapes import (
    CATEGORY_KEYS,
    DETAIL_KEYS,
    ENVELOPE_KEYS,
    POSTER_KEYS,
    ROW_KEYS,
    TEXT_KEYS,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from people.models import Company, User
    from taxonomy.models import Category

MakeJob = Callable[..., Job]


@pytest.fixture
def job(make_job: MakeJob, company: Company, owner: User) -> Job:
    return make_job(company=company, posted_by=owner, title="Backend developer")


def row_of(api: Any, **kw: Any) -> dict[str, Any]:
    row: dict[str, Any] = api.get("/api/jobs/", **kw).json()["results"][0]
    return row


# --- Keys and forms ----------------------------------------------------------------------------
def test_list_has_the_envelope_and_each_row_exactly_its_keys(api: Any, job: Job) -> None:
    page = api.get("/api/jobs/").json()

    assert set(page) == ENVELOPE_KEYS | {"did_you_mean"}
    row = page["results"][0]
    assert set(row) == ROW_KEYS
    assert set(row["category"]) == CATEGORY_KEYS
    assert set(row["posted_by"]) == POSTER_KEYS


def test_list_with_content_adds_the_long_texts(api: Any, job: Job) -> None:
    assert set(row_of(api, content="true")) == ROW_KEYS | TEXT_KEYS


def test_detail_has_exactly_its_keys(api: Any, job: Job) -> None:
    assert set(api.get(f"/api/jobs/{job.pk}/").json()) == DETAIL_KEYS


@pytest.mark.parametrize(
    "wage",
    [
        {"salary_min": None, "salary_max": None},
        {"salary_min": Decimal("12.5"), "salary_max": None, "salary_period": "hour"},
        {"salary_min": Decimal(0), "salary_max": Decimal("9999999999.99")},
    ],
    ids=["none", "hourly", "extreme"],
)
def test_hot_answers_are_what_their_schemas_would_write(
    api: Any, job: Job, make_job: MakeJob, company: Company, owner: User, wage: dict[str, Any]
) -> None:
    Job.objects.filter(pk=job.pk).update(changed_at=timezone.now(), **wage)

    row, full = row_of(api), row_of(api, content="true")
    detail = api.get(f"/api/jobs/{job.pk}/", as_=owner).json()

    assert JobRow.model_validate(row).model_dump(mode="json") == row
    assert JobContentRow.model_validate(full).model_dump(mode="json") == full
    assert JobDetail.model_validate(detail).model_dump(mode="json") == detail


def test_row_writes_times_in_utc_and_money_with_two_places(api: Any, make_job: MakeJob) -> None:
    created = datetime(2026, 11, 22, 17, 31, 39, 999, tzinfo=UTC)
    make_job(salary_min=Decimal(80000), created_at=created, salary_max=Decimal(90000))

    row = row_of(api)

    assert row["created_at"] == "2026-11-22T17:31:39Z"
    assert row["salary_min"] == "80000.00"


def test_row_counts_whole_days_since_publication(api: Any, make_job: MakeJob) -> None:
    make_job(published_at=timezone.now() - timedelta(days=3, hours=5))

    assert row_of(api)["days_posted"] == 3


def test_row_links_to_the_public_page(api: Any, job: Job) -> None:
    assert row_of(api)["url"] == f"http://testserver/jobs/{job.pk}-backend-developer/"


def test_row_counts_applications_that_stand(
    api: Any, job: Job, make_application: Callable[..., Any]
) -> None:
    make_application(job=job)
    make_application(job=job, withdrawn_at=timezone.now())

    assert row_of(api)["application_count"] == 1


def test_row_says_that_a_job_is_featured(api: Any, job: Job, feature: Callable[..., Any]) -> None:
    feature(job)

    assert row_of(api)["is_featured"] is True


def test_row_of_a_vanished_poster_has_nulls(api: Any, make_job: MakeJob) -> None:
    make_job(posted_by=None)

    row = row_of(api)

    assert (row["posted_by"], row["posted_by_username"]) == (None, None)


def test_detail_has_the_text_of_its_html(api: Any, make_job: MakeJob) -> None:
    job = make_job(description="<p>Tea &amp; cake</p><ul><li>Daily</li></ul>")

    assert api.get(f"/api/jobs/{job.pk}/").json()["description_text"] == "Tea & cake\n\n• Daily"


# --- The poster's name -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        (None, False),
        ("candidate", False),
        ("rival", False),
        ("owner", True),
        ("viewer", True),
        ("admin_user", True),
    ],
)
@pytest.mark.parametrize("where", ["list", "detail"])
def test_poster_s_private_name_is_for_colleagues_and_admins(
    api: Any,
    job: Job,
    rival_company: Company,
    where: str,
    reader: str | None,
    sees: bool,
    request: pytest.FixtureRequest,
) -> None:
    as_ = request.getfixturevalue(reader) if reader else None

    shown = (
        row_of(api, as_=as_) if where == "list" else api.get(f"/api/jobs/{job.pk}/", as_=as_).json()
    )

    assert shown["posted_by"]["full_name"] == ("Olga Owner" if sees else None)
    assert shown["posted_by_username"] == "owner"


def test_poster_s_name_is_shown_where_the_profile_is_public(
    api: Any, job: Job, owner: User
) -> None:
    owner.profile.is_profile_public = True
    owner.profile.save()

    assert row_of(api)["posted_by"]["full_name"] == "Olga Owner"


# --- Cost --------------------------------------------------------------------------------------
@pytest.mark.parametrize("reader", [None, "candidate", "owner", "admin_user"])
@pytest.mark.parametrize("content", ["true", "false"])
def test_list_costs_four_queries_at_most_however_many_rows(
    api: Any,
    make_job: MakeJob,
    company: Company,
    owner: User,
    category: Category,
    reader: str | None,
    content: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    as_ = request.getfixturevalue(reader) if reader else None
    params = {"page_size": 40, "content": content, "category": category.slug}
    costs = []
    for wanted in (10, 40):
        while Job.objects.count() < wanted:
            make_job(company=company, posted_by=owner, category=category)
        # The index on disk answers without a query; that of the tests asks the database.
        hits = Hits(ids=list(Job.objects.values_list("pk", flat=True)), total=wanted)
        monkeypatch.setattr("jobs.api.lists.search", lambda *_, hits=hits, **__: hits)
        api.get("/api/jobs/", as_=as_, **params)  # signs in, and compiles the statement

        with django_assert_max_num_queries(4) as counted:
            page = api.get("/api/jobs/", as_=as_, **params).json()
        assert len(page["results"]) == wanted
        costs.append(len(counted))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("reader", [None, "candidate", "owner", "admin_user"])
def test_detail_costs_four_queries_at_most_however_many_applications(
    api: Any,
    job: Job,
    make_application: Callable[..., Any],
    reader: str | None,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    as_ = request.getfixturevalue(reader) if reader else None
    costs = []
    for wanted in (10, 40):
        while job.applications.count() < wanted:
            make_application(job=job)
        api.get(f"/api/jobs/{job.pk}/", as_=as_)  # signs in, and compiles the statement

        with django_assert_max_num_queries(4) as counted:
            detail = api.get(f"/api/jobs/{job.pk}/", as_=as_).json()
        assert detail["application_count"] == wanted
        costs.append(len(counted))

    assert costs[0] == costs[1]

"""Featured jobs, my jobs, and a category's jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.tests.shapes import ENVELOPE_KEYS, ROW_KEYS

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from people.models import Company, User
    from taxonomy.models import Category

MakeJob = Callable[..., Job]
Feature = Callable[..., Any]


def ids(response: Any) -> list[int]:
    return [row["id"] for row in response.json()["results"]]


# --- Featured ----------------------------------------------------------------------------------
def test_featured_lists_open_jobs_in_the_editors_order(
    api: Any, make_job: MakeJob, feature: Feature
) -> None:
    older, newer, closed, hidden = (
        make_job(),
        make_job(),
        make_job(status="closed"),
        make_job(),
    )
    feature(newer)
    feature(older)
    feature(closed)
    feature(hidden, live=False)
    make_job()

    response = api.get("/api/jobs/featured/")

    assert ids(response) == [newer.pk, older.pk]
    page = response.json()
    assert set(page) == ENVELOPE_KEYS
    assert page["count"] == 2
    assert set(page["results"][0]) == ROW_KEYS
    assert page["results"][0]["is_featured"] is True


def test_featured_by_cursor_walks_in_the_same_order(
    api: Any, make_job: MakeJob, feature: Feature
) -> None:
    jobs = [make_job() for _ in range(3)]
    for job in reversed(jobs):
        feature(job)

    first = api.get("/api/jobs/featured/", cursor="", page_size=2)
    second = api.get(first.json()["next"])

    assert ids(first) + ids(second) == [job.pk for job in reversed(jobs)]
    assert second.json()["next"] is None


# --- My jobs -----------------------------------------------------------------------------------
def test_my_jobs_of_nobody_is_401(api: Any, db: None) -> None:
    assert api.get("/api/jobs/my_jobs/").status_code == 401


def test_my_jobs_of_a_candidate_is_empty(api: Any, make_job: MakeJob, candidate: User) -> None:
    make_job()

    assert ids(api.get("/api/jobs/my_jobs/", as_=candidate)) == []


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_my_jobs_of_a_member_holds_every_state_but_archived(
    api: Any, make_job: MakeJob, company: Company, role: str, request: pytest.FixtureRequest
) -> None:
    member = request.getfixturevalue(role)
    now = timezone.now()
    made = [
        make_job(company=company, status=status, created_at=now - timedelta(hours=n))
        for n, status in enumerate(["draft", "in_review", "open", "closed", "archived"])
    ]
    make_job()

    page = api.get("/api/jobs/my_jobs/", as_=member).json()

    assert [row["id"] for row in page["results"]] == [job.pk for job in made[:4]]
    assert [row["is_active"] for row in page["results"]] == [False, False, True, False]
    assert page["count"] == 4


def test_my_jobs_shows_an_expired_job_as_not_active(
    api: Any, make_job: MakeJob, company: Company, owner: User
) -> None:
    make_job(company=company, application_deadline=timezone.now() - timedelta(hours=1))

    page = api.get("/api/jobs/my_jobs/", as_=owner).json()

    assert [row["is_active"] for row in page["results"]] == [False]


def test_my_jobs_cost_does_not_grow_with_the_rows(
    api: Any,
    make_job: MakeJob,
    company: Company,
    owner: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    costs = []
    for wanted in (10, 40):
        while Job.objects.count() < wanted:
            make_job(company=company, posted_by=owner)
        api.get("/api/jobs/my_jobs/", as_=owner, page_size=40)

        with django_assert_max_num_queries(5) as counted:
            page = api.get("/api/jobs/my_jobs/", as_=owner, page_size=40).json()
        assert len(page["results"]) == wanted
        costs.append(len(counted))

    assert costs[0] == costs[1]


# --- A category's jobs -------------------------------------------------------------------------
def test_category_jobs_are_its_open_ones_newest_first(
    api: Any, make_job: MakeJob, category: Category
) -> None:
    old = make_job(category=category, created_at=timezone.now() - timedelta(days=1))
    new = make_job(category=category)
    make_job(category=category, status="closed")
    make_job()

    response = api.get(f"/api/categories/{category.pk}/jobs/")

    assert ids(response) == [new.pk, old.pk]
    assert set(response.json()) == ENVELOPE_KEYS
    assert set(response.json()["results"][0]) == ROW_KEYS


def test_category_jobs_can_be_ordered(api: Any, make_job: MakeJob, category: Category) -> None:
    cheap = make_job(category=category, salary_min=1, salary_max=2)
    dear = make_job(category=category, salary_min=10, salary_max=20)

    path = f"/api/categories/{category.pk}/jobs/"

    assert ids(api.get(path, ordering="salary_min")) == [cheap.pk, dear.pk]
    assert ids(api.get(path, ordering="-salary_min")) == [dear.pk, cheap.pk]


@pytest.mark.parametrize("category_id", [987_654, 2**63, 0])
def test_category_jobs_of_an_unknown_category_are_not_found(
    api: Any, db: None, category_id: int
) -> None:
    response = api.get(f"/api/categories/{category_id}/jobs/")

    assert response.status_code == (404 if category_id == 987_654 else 400)
    assert set(response.json()) == {"error", "details"}


def test_category_jobs_of_an_inactive_category_are_for_admins(
    api: Any, make_job: MakeJob, make_category: Any, owner: User, admin_user: User
) -> None:
    inactive = make_category(is_active=False)
    job = make_job(category=inactive)

    path = f"/api/categories/{inactive.pk}/jobs/"

    assert api.get(path).status_code == 404
    assert api.get(path, as_=owner).status_code == 404
    assert ids(api.get(path, as_=admin_user)) == [job.pk]

"""Changing and archiving jobs over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.tests.shapes import DETAIL_KEYS

if TYPE_CHECKING:
    from people.models import Company, User
    from taxonomy.models import Category

MakeJob = Callable[..., Job]
METHODS = ["put", "patch", "delete"]


@pytest.fixture
def job(make_job: MakeJob, company: Company, category: Category) -> Job:
    return make_job(company=company, category=category, title="Old title")


def call(api: Any, method: str, job: Job, posting: dict[str, Any], **kw: Any) -> Any:
    path = f"/api/jobs/{job.pk}/"
    if method == "delete":
        return api.delete(path, **kw)
    body = posting if method == "put" else {"title": posting["title"]}
    return api.send(method.upper(), path, body, **kw)


# --- Who may -----------------------------------------------------------------------------------
@pytest.mark.parametrize("method", METHODS)
def test_change_by_nobody_is_401(api: Any, job: Job, posting: dict[str, Any], method: str) -> None:
    assert call(api, method, job, posting).status_code == 401


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", ["candidate", "rival", "viewer"])
@pytest.mark.parametrize("status", ["open", "closed"])
def test_change_of_a_known_job_by_others_is_403(
    api: Any,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    posting: dict[str, Any],
    method: str,
    role: str,
    status: str,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status=status, title="Old title")

    response = call(api, method, job, posting, as_=request.getfixturevalue(role))

    assert response.status_code == 403
    job.refresh_from_db()
    assert (job.title, job.status) == ("Old title", status)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("role", "expected"), [("candidate", 404), ("rival", 404), ("viewer", 403)]
)
def test_change_of_a_draft_is_404_to_who_may_not_know_of_it(
    api: Any,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    posting: dict[str, Any],
    method: str,
    role: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    draft = make_job(company=company, status="draft")

    response = call(api, method, draft, posting, as_=request.getfixturevalue(role))

    assert response.status_code == expected


def test_change_of_a_draft_by_a_stranger_tells_nothing_of_the_values_either(
    api: Any, make_job: MakeJob, company: Company, candidate: User
) -> None:
    draft = make_job(company=company, status="draft")

    response = api.patch(f"/api/jobs/{draft.pk}/", {"category": "unheard-of"}, as_=candidate)

    assert response.status_code == 404


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", ["owner", "recruiter", "admin_user"])
def test_change_by_a_writer_succeeds(
    api: Any,
    job: Job,
    posting: dict[str, Any],
    method: str,
    role: str,
    request: pytest.FixtureRequest,
) -> None:
    response = call(api, method, job, posting, as_=request.getfixturevalue(role))

    assert response.status_code == 200
    assert set(response.json()) == ({"message"} if method == "delete" else DETAIL_KEYS)


@pytest.mark.parametrize("method", METHODS)
def test_change_of_an_unknown_or_archived_job_is_404(
    api: Any, job: Job, posting: dict[str, Any], method: str, owner: User
) -> None:
    Job.objects.update(status="archived")

    assert call(api, method, job, posting, as_=owner).status_code == 404


# --- What changes ------------------------------------------------------------------------------
def test_patch_changes_only_the_keys_sent(api: Any, job: Job, owner: User) -> None:
    response = api.patch(f"/api/jobs/{job.pk}/", {"title": "New title"}, as_=owner)

    detail = response.json()
    assert (detail["title"], detail["location"]) == ("New title", "Hamburg")
    assert detail["salary_max"] == "60000.00"


def test_patch_with_nothing_changes_nothing(api: Any, job: Job, owner: User) -> None:
    before = api.get(f"/api/jobs/{job.pk}/", as_=owner).json()

    after = api.patch(f"/api/jobs/{job.pk}/", {}, as_=owner).json()

    assert {k: v for k, v in before.items() if after[k] != v}.keys() <= {"updated_at"}


def test_patch_to_null_removes_a_salary(api: Any, job: Job, owner: User) -> None:
    response = api.patch(f"/api/jobs/{job.pk}/", {"salary_max": None}, as_=owner)

    assert (response.json()["salary_min"], response.json()["salary_max"]) == ("50000.00", None)


@pytest.mark.parametrize(
    "key", ["title", "description", "requirements", "category", "salary_currency", "is_active"]
)
def test_patch_to_null_of_what_cannot_be_empty_is_400(
    api: Any, job: Job, owner: User, key: str
) -> None:
    response = api.patch(f"/api/jobs/{job.pk}/", {key: None}, as_=owner)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [key]


def test_patch_of_one_salary_against_the_other_is_400(api: Any, job: Job, owner: User) -> None:
    response = api.patch(f"/api/jobs/{job.pk}/", {"salary_max": "100"}, as_=owner)

    assert list(response.json()["details"]) == ["salary_min"]


def test_patch_of_the_category_moves_the_job(
    api: Any, job: Job, owner: User, make_category: Any
) -> None:
    nursing = make_category("Nursing")

    response = api.patch(f"/api/jobs/{job.pk}/", {"category_id": nursing.pk}, as_=owner)

    assert response.json()["category"]["name"] == "Nursing"


def test_patch_of_both_category_keys_that_differ_is_400(
    api: Any, job: Job, owner: User, make_category: Any
) -> None:
    body = {"category": "engineering", "category_id": make_category("Nursing").pk}

    response = api.patch(f"/api/jobs/{job.pk}/", body, as_=owner)

    assert list(response.json()["details"]) == ["category_id"]


@pytest.mark.parametrize("missing", ["title", "category"])
def test_put_without_a_required_key_is_400(
    api: Any, job: Job, owner: User, posting: dict[str, Any], missing: str
) -> None:
    del posting[missing]

    response = api.put(f"/api/jobs/{job.pk}/", posting, as_=owner)

    assert response.json()["details"] == {missing: ["This field is required."]}


def test_put_keeps_optional_keys_that_are_missing(
    api: Any, job: Job, owner: User, posting: dict[str, Any]
) -> None:
    response = api.put(f"/api/jobs/{job.pk}/", posting, as_=owner)

    assert response.json()["title"] == posting["title"]
    assert response.json()["salary_min"] == "50000.00"


def test_change_is_found_by_the_search_at_once(api: Any, job: Job, owner: User) -> None:
    api.get("/api/jobs/", search="old")

    api.patch(f"/api/jobs/{job.pk}/", {"title": "Quite new"}, as_=owner)

    assert api.get("/api/jobs/", search="old").json()["count"] == 0
    assert api.get("/api/jobs/", search="quite").json()["count"] == 1


# --- is_active ---------------------------------------------------------------------------------
def test_patch_is_active_false_closes_the_job(api: Any, job: Job, owner: User) -> None:
    response = api.patch(f"/api/jobs/{job.pk}/", {"is_active": False}, as_=owner)

    assert (response.status_code, response.json()["is_active"]) == (200, False)
    assert api.get(f"/api/jobs/{job.pk}/").status_code == 410
    assert api.get("/api/jobs/").json()["count"] == 0


def test_patch_is_active_true_reopens_the_job(
    api: Any, make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="closed")

    response = api.patch(f"/api/jobs/{job.pk}/", {"is_active": True}, as_=owner)

    assert (response.status_code, response.json()["is_active"]) == (200, True)
    assert api.get(f"/api/jobs/{job.pk}/").status_code == 200


def test_patch_is_active_true_after_the_deadline_is_400(
    api: Any, make_job: MakeJob, company: Company, owner: User
) -> None:
    past = timezone.now() - timedelta(days=1)
    job = make_job(company=company, status="closed", application_deadline=past)

    response = api.patch(f"/api/jobs/{job.pk}/", {"is_active": True}, as_=owner)

    assert response.status_code == 400
    assert list(response.json()["details"]) == ["application_deadline"]


def test_patch_is_active_true_in_review_is_409_to_the_company_and_approval_by_an_admin(
    api: Any, make_job: MakeJob, company: Company, owner: User, admin_user: User
) -> None:
    job = make_job(company=company, status="in_review")
    path = f"/api/jobs/{job.pk}/"

    assert api.patch(path, {"is_active": True}, as_=owner).status_code == 409
    assert api.patch(path, {"is_active": True}, as_=admin_user).json()["is_active"] is True


def test_own_answer_can_be_sent_back(api: Any, job: Job, owner: User) -> None:
    detail = api.get(f"/api/jobs/{job.pk}/", as_=owner).json()
    writable = [
        "title",
        "description",
        "location",
        "employment_type",
        "experience_level",
        "requirements",
        "responsibilities",
        "benefits",
        "company_description",
        "salary_min",
        "salary_max",
        "salary_currency",
        "salary_period",
        "application_deadline",
        "company_name",
        "is_active",
    ]
    body = {key: detail[key] for key in writable} | {"category": detail["category"]["slug"]}

    again = api.put(f"/api/jobs/{job.pk}/", body, as_=owner)

    assert again.status_code == 200, again.json()
    assert {k for k, v in again.json().items() if detail[k] != v} <= {"updated_at", "summary"}


# --- Archiving ---------------------------------------------------------------------------------
def test_delete_archives_the_job_and_keeps_its_applications(
    api: Any, job: Job, owner: User, make_application: Any
) -> None:
    application = make_application(job=job)

    response = api.delete(f"/api/jobs/{job.pk}/", as_=owner)

    assert response.status_code == 200
    job.refresh_from_db()
    application.refresh_from_db()
    assert job.status == "archived"
    assert api.get(f"/api/jobs/{job.pk}/", as_=owner).status_code == 404
    assert api.get("/api/jobs/my_jobs/", as_=owner).json()["count"] == 0


def test_delete_twice_is_404_the_second_time(api: Any, job: Job, owner: User) -> None:
    api.delete(f"/api/jobs/{job.pk}/", as_=owner)

    assert api.delete(f"/api/jobs/{job.pk}/", as_=owner).status_code == 404

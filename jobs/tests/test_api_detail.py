"""Reading one job: who sees it whole, who learns that it is closed, who nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from nexus.core.api.schemas import utc_string

if TYPE_CHECKING:
    from people.models import Company, User

MakeJob = Callable[..., Job]

STRANGERS = [None, "candidate", "rival"]
INSIDERS = ["owner", "recruiter", "viewer", "admin_user"]


def read(api: Any, job: Job, reader: str | None, request: pytest.FixtureRequest) -> Any:
    as_ = request.getfixturevalue(reader) if reader else None
    return api.get(f"/api/jobs/{job.pk}/", as_=as_)


@pytest.mark.parametrize("reader", [*STRANGERS, *INSIDERS])
def test_open_job_is_shown_to_everybody(
    api: Any,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    reader: str | None,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company)

    response = read(api, job, reader, request)

    assert response.status_code == 200
    assert response.json()["is_active"] is True


@pytest.mark.parametrize("status", ["draft", "in_review", "closed"])
@pytest.mark.parametrize("reader", INSIDERS)
def test_job_that_is_not_open_is_shown_to_its_company_and_admins(
    api: Any,
    make_job: MakeJob,
    company: Company,
    status: str,
    reader: str,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status=status)

    response = read(api, job, reader, request)

    assert response.status_code == 200
    assert response.json()["is_active"] is False


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
@pytest.mark.parametrize("reader", STRANGERS)
def test_job_that_was_never_open_or_is_archived_is_not_found(
    api: Any,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    status: str,
    reader: str | None,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status=status)

    assert read(api, job, reader, request).status_code == 404


@pytest.mark.parametrize("reader", INSIDERS)
def test_archived_job_is_not_found_by_anybody(
    api: Any, make_job: MakeJob, company: Company, reader: str, request: pytest.FixtureRequest
) -> None:
    job = make_job(company=company, status="archived", published_at=timezone.now())

    assert read(api, job, reader, request).status_code == 404


@pytest.mark.parametrize("reader", STRANGERS)
def test_closed_job_is_gone_with_its_title_and_time(
    api: Any,
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    reader: str | None,
    request: pytest.FixtureRequest,
) -> None:
    closed_at = timezone.now() - timedelta(days=2)
    job = make_job(company=company, status="closed", closed_at=closed_at, title="Gardener")

    response = read(api, job, reader, request)

    assert response.status_code == 410
    assert response.json() == {
        "error": "This job is closed.",
        "details": {},
        "title": "Gardener",
        "closed_at": utc_string(closed_at),
    }


def test_job_past_its_deadline_is_gone_as_of_then(api: Any, make_job: MakeJob) -> None:
    deadline = timezone.now() - timedelta(seconds=1)
    job = make_job(application_deadline=deadline)

    response = api.get(f"/api/jobs/{job.pk}/")

    assert response.status_code == 410
    assert response.json()["closed_at"] == utc_string(deadline)


@pytest.mark.parametrize(
    ("job_id", "status"),
    [("987654", 404), ("0", 400), (str(2**63), 400), ("9" * 40, 400)],
)
def test_job_that_cannot_be_is_an_error_in_the_one_shape(
    api: Any, db: None, job_id: str, status: int
) -> None:
    response = api.get(f"/api/jobs/{job_id}/")

    assert response.status_code == status
    assert set(response.json()) == {"error", "details"}


def test_detail_says_whether_the_caller_has_applied(
    api: Any, make_job: MakeJob, make_application: Any, candidate: User, other_candidate: User
) -> None:
    job = make_job()
    make_application(job=job, applicant=candidate)

    path = f"/api/jobs/{job.pk}/"

    assert api.get(path, as_=candidate).json()["has_applied"] is True
    assert api.get(path, as_=other_candidate).json()["has_applied"] is False
    assert api.get(path).json()["has_applied"] is False


def test_detail_after_a_withdrawal_has_not_applied(
    api: Any, make_job: MakeJob, make_application: Any, candidate: User
) -> None:
    job = make_job()
    make_application(job=job, applicant=candidate, withdrawn_at=timezone.now())

    assert api.get(f"/api/jobs/{job.pk}/", as_=candidate).json()["has_applied"] is False


def test_detail_with_a_bad_token_is_401(api: Any, make_job: MakeJob) -> None:
    response = api.get(f"/api/jobs/{make_job().pk}/", headers={"Authorization": "Bearer x"})

    assert response.status_code == 401


def test_detail_held_by_the_caller_is_304(api: Any, make_job: MakeJob) -> None:
    path = f"/api/jobs/{make_job().pk}/"
    etag = api.get(path).headers["ETag"]

    assert api.get(path, headers={"If-None-Match": etag}).status_code == 304

"""`POST /api/applications/`: as JSON and as a form, refused and accepted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from hiring.api.schemas import ApplicationDetail
from hiring.models import Application
from hiring.services import move_application
from hiring.tests.conftest import PDF, make_cv
from jobs.models import Job
from nexus.core.storages import private_storage
from people.models import Profile, User

pytestmark = pytest.mark.django_db

ROOT = "/api/applications/"
DETAIL_KEYS = {
    "id",
    "job",
    "applicant",
    "applicant_username",
    "applicant_email",
    "cover_letter",
    "status",
    "applied_at",
    "updated_at",
    "withdrawn_at",
    "applicant_phone",
    "resume",
    "allowed_statuses",
}
Make = Callable[..., Any]


def test_apply_as_json_answers_201_with_the_detail(api: Any, job: Job, candidate: User) -> None:
    response = api.post(ROOT, {"job_id": job.pk, "cover_letter": "Dear all"}, as_=candidate)

    assert response.status_code == 201
    body = response.json()
    assert set(body) == DETAIL_KEYS
    assert set(body["job"]) == {
        "id",
        "title",
        "company_name",
        "location",
        "employment_type",
        "salary_min",
        "salary_max",
    }
    assert body["applicant"] == {
        "id": candidate.pk,
        "username": "candidate",
        "full_name": "Carla Candidate",
    }
    assert body["job"]["salary_min"] == "50000.00"
    assert (body["status"], body["resume"]) == ("pending", None)
    assert body["allowed_statuses"] == ["reviewed", "shortlisted", "rejected", "hired"]
    ApplicationDetail.model_validate(body)


def test_apply_by_the_name_job_works_as_well(api: Any, job: Job, candidate: User) -> None:
    assert api.post(ROOT, {"job": job.pk}, as_=candidate).status_code == 201


def test_apply_with_a_form_and_a_file_keeps_the_file(api: Any, job: Job, candidate: User) -> None:
    response = api.upload(
        ROOT, {"job_id": job.pk, "cover_letter": "Hi"}, {"resume": make_cv()}, as_=candidate
    )

    assert response.status_code == 201
    application = Application.objects.get()
    assert response.json()["resume"] == (
        f"http://testserver/api/applications/{application.pk}/resume/"
    )
    assert application.resume.read() == PDF


def test_apply_with_a_form_without_a_file_takes_the_cv_of_the_profile(
    api: Any, job: Job, candidate: User
) -> None:
    name = private_storage().save("profiles/cv.pdf", ContentFile(PDF))
    Profile.objects.filter(user=candidate).update(resume=name)

    response = api.upload(ROOT, {"job_id": job.pk, "cover_letter": ""}, as_=candidate)

    assert response.status_code == 201
    assert Application.objects.get().resume.read() == PDF


def test_apply_without_a_token_is_401(api: Any, job: Job) -> None:
    response = api.post(ROOT, {"job_id": job.pk})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "job_id"),
        ({"job_id": None}, "job_id"),
        ({"job_id": "x"}, "job_id"),
        ({"job_id": 0}, "job_id"),
        ({"job_id": 2**63}, "job_id"),
        ({"job_id": 1, "cover_letter": None}, "cover_letter"),
        ({"job_id": 1, "cover_letter": 5}, "cover_letter"),
        ({"job_id": 1, "cover_letter": "a\x00b"}, "cover_letter"),
        ({"job_id": 1, "cover_letter": "x" * 20_001}, "cover_letter"),
        ({"job_id": 1, "colour": "red"}, "colour"),
        ({"job_id": 1, "job": 2}, "__all__"),
        ([1], "__all__"),
        (7, "__all__"),
    ],
)
def test_apply_with_a_bad_field_names_it(api: Any, candidate: User, body: Any, field: str) -> None:
    response = api.post(ROOT, {} if body == {} else body, as_=candidate)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]


@pytest.mark.parametrize("body", ["{", "", b"\xff\xfe", "[" * 100_000])
def test_apply_with_malformed_json_is_400(api: Any, candidate: User, body: str | bytes) -> None:
    response = api.send("POST", ROOT, body, as_=candidate)

    assert response.status_code == 400
    assert set(response.json()) == {"error", "details"}


def test_apply_with_another_content_type_is_415(api: Any, candidate: User) -> None:
    headers = api._headers(candidate, None)

    response = api._client.post(ROOT, "job_id=1", content_type="text/plain", headers=headers)

    assert response.status_code == 415
    assert set(response.json()) == {"error", "details"}


@pytest.mark.parametrize(
    ("upload", "field"),
    [
        ({"resume": SimpleUploadedFile("cv.pdf", b"<html>")}, "resume"),
        ({"resume": SimpleUploadedFile("cv.pdf", b"")}, "resume"),
        ({"photo": SimpleUploadedFile("cv.pdf", PDF)}, "photo"),
    ],
)
def test_apply_with_a_bad_file_names_it(
    api: Any, job: Job, candidate: User, upload: dict[str, SimpleUploadedFile], field: str
) -> None:
    response = api.upload(ROOT, {"job_id": job.pk}, upload, as_=candidate)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]
    assert not Application.objects.exists()


def test_apply_with_a_text_instead_of_the_file_is_400(api: Any, job: Job, candidate: User) -> None:
    response = api.upload(ROOT, {"job_id": job.pk, "resume": "cv.pdf"}, as_=candidate)

    assert response.json()["details"] == {"resume": ["Send the CV as a file."]}


@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "archived"])
def test_apply_to_a_job_that_is_not_open_is_404(
    api: Any, make_job: Make, candidate: User, status: str
) -> None:
    job = make_job(status=status)

    assert api.post(ROOT, {"job_id": job.pk}, as_=candidate).status_code == 404


def test_apply_to_a_job_that_does_not_exist_is_404(api: Any, candidate: User) -> None:
    assert api.post(ROOT, {"job_id": 999_999}, as_=candidate).status_code == 404


def test_apply_after_the_deadline_is_400(api: Any, make_job: Make, candidate: User) -> None:
    job = make_job(application_deadline=timezone.now() - timedelta(minutes=1))

    response = api.post(ROOT, {"job_id": job.pk}, as_=candidate)

    assert response.status_code == 400
    assert "deadline" in response.json()["error"]


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_apply_to_the_own_company_is_400(
    api: Any, job: Job, role: str, request: pytest.FixtureRequest
) -> None:
    response = api.post(ROOT, {"job_id": job.pk}, as_=request.getfixturevalue(role))

    assert response.status_code == 400
    assert list(response.json()["details"]) == ["job_id"]


def test_apply_twice_is_400(api: Any, job: Job, candidate: User) -> None:
    api.post(ROOT, {"job_id": job.pk}, as_=candidate)

    response = api.post(ROOT, {"job_id": job.pk}, as_=candidate)

    assert response.status_code == 400
    assert response.json()["details"] == {"job_id": ["You have applied to this job already."]}


def test_apply_again_after_withdrawing_is_201(api: Any, job: Job, candidate: User) -> None:
    first = api.post(ROOT, {"job_id": job.pk}, as_=candidate).json()["id"]
    api.delete(f"{ROOT}{first}/", as_=candidate)

    response = api.post(ROOT, {"job_id": job.pk}, as_=candidate)

    assert response.status_code == 201
    assert response.json()["id"] != first


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make several calls in threads that start together; return what they give or raise."""
    results: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = calls[place]()
        except Exception as exc:  # noqa: BLE001  # the test looks at it
            results[place] = exc
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_applications_of_one_person_at_once_one_wins(
    api: Any, job: Job, candidate: User
) -> None:
    api.get(f"{ROOT}stats/", as_=candidate)  # signs in before the threads do

    def apply() -> int:
        status: int = api.post(ROOT, {"job_id": job.pk}, as_=candidate).status_code
        return status

    assert sorted(_at_once(apply, apply, apply)) == [201, 400, 400]
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_application_and_the_closing_of_its_job_at_once_agree_on_an_order(
    api: Any, job: Job, candidate: User, owner: User
) -> None:
    from jobs.services import close_job

    api.get(f"{ROOT}stats/", as_=candidate)

    def apply() -> int:
        status: int = api.post(ROOT, {"job_id": job.pk}, as_=candidate).status_code
        return status

    status, closed = _at_once(apply, lambda: close_job(job, by=owner))

    assert isinstance(closed, Job)
    closed_at = Job.objects.get().closed_at
    if status == 201:
        assert closed_at is not None
        assert Application.objects.get().applied_at <= closed_at + timedelta(seconds=1)
    else:
        assert status == 404
        assert not Application.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_recruiters_who_move_at_once_leave_a_history_without_gaps(
    application: Application, owner: User, recruiter: User
) -> None:
    from hiring.choices import ApplicationStatus

    _at_once(
        lambda: move_application(application, ApplicationStatus.SHORTLISTED, by=owner),
        lambda: move_application(application, ApplicationStatus.REJECTED, by=recruiter),
    )

    changes = list(application.status_changes.order_by("pk"))
    befores = [change.from_status for change in changes]
    afters = [change.to_status for change in changes]
    assert befores[1:] == afters[:-1]
    assert Application.objects.get().status == afters[-1]

"""Every call of the contract, made by everybody: who gets which answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from nexus.tests.samples import pdf_bytes, png_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import User

ROLES = ("anonymous", "candidate", "owner", "viewer", "rival", "admin")


class Row(NamedTuple):
    """One call; `statuses` in the order of ROLES, one number meaning everybody."""

    method: str
    path: str
    statuses: str
    body: dict[str, Any] | None = None
    upload: str = ""


JOB = {
    "title": "Welder",
    "description": "<p>Weld.</p>",
    "location": "Kiel",
    "employment_type": "full_time",
    "experience_level": "mid",
    "category": "{category}",
}
NEW_JOB = {**JOB, "company_name": "{company_name}"}
CATEGORY = {"name": "Gardening", "description": "Green things."}

ROWS = [
    # Accounts
    Row(
        "POST",
        "/auth/register/",
        "200",
        {
            "username": "newcomer",
            "password": "correct-horse-9",
            "first_name": "N",
            "last_name": "C",
        },
    ),
    Row("POST", "/auth/register/", "400", {"username": "newcomer"}),
    Row(
        "POST",
        "/auth/login/",
        "200",
        {"username": "candidate", "password": "correct-horse-battery"},
    ),
    Row("POST", "/auth/login/", "401", {"username": "candidate", "password": "wrong"}),
    Row("POST", "/auth/login/", "400", {"username": "candidate"}),
    Row("POST", "/auth/login/mfa/", "400", {"token": "nonsense", "code": "123456"}),
    Row("POST", "/auth/verify-email/", "400", {"token": "nonsense", "code": "123456"}),
    Row("POST", "/auth/resend-verification/", "200", {"email": "nobody@example.com"}),
    Row("POST", "/auth/logout/", "401 200 200 200 200 200"),
    Row("POST", "/auth/forgot-password/", "200", {"email": "candidate@example.com"}),
    Row("POST", "/auth/resend-reset-code/", "200", {"email": "candidate@example.com"}),
    Row("POST", "/auth/verify-reset-code/", "400", {"token": "nonsense", "code": "123456"}),
    Row(
        "POST",
        "/auth/reset-password/",
        "400",
        {
            "token": "nonsense",
            "code": "123456",
            "new_password": "correct-horse-9",
            "confirm_password": "correct-horse-9",
        },
    ),
    Row(
        "POST", "/api/token/", "200", {"username": "candidate", "password": "correct-horse-battery"}
    ),
    Row("POST", "/api/token/refresh/", "401", {"refresh": "nonsense"}),
    # Profiles, under both roots
    *[
        row
        for root in ("/api/profiles/", "/account/profiles/")
        for row in (
            Row("GET", root, "200"),
            Row("GET", root + "{public_profile}/", "200"),
            Row("GET", root + "{private_profile}/", "404 200 404 404 404 200"),
            Row("POST", root, "401 200 200 200 200 200", {"city": "Ulm"}),
            Row("PUT", root + "{private_profile}/", "401 200 404 404 404 ?", {"city": "Ulm"}),
            Row("PATCH", root + "{private_profile}/", "401 200 404 404 404 ?", {"city": "Ulm"}),
            Row("PATCH", root + "{public_profile}/", "401 403 403 403 403 ?", {"city": "Ulm"}),
            Row("DELETE", root + "{private_profile}/", "401 200 404 404 404 ?"),
            Row("GET", root + "my_profile/", "401 200 200 200 200 200"),
            Row("PUT", root + "my_profile/", "401 200 200 200 200 200", {"city": "Ulm"}),
            Row("PATCH", root + "my_profile/", "401 200 200 200 200 200", {"city": "Ulm"}),
            Row("GET", root + "my_stats/", "401 200 200 200 200 200"),
            Row(
                "PATCH",
                root + "update_account/",
                "401 400 400 400 400 400",
                {
                    "current_password": "wrong",
                    "new_password": "correct-horse-9",
                    "confirm_password": "correct-horse-9",
                },
            ),
            Row(
                "POST",
                root + "{private_profile}/upload_profile_image/",
                "401 200 404 404 404 ?",
                upload="profile_image",
            ),
            Row(
                "POST",
                root + "{private_profile}/upload_resume/",
                "401 200 404 404 404 ?",
                upload="resume",
            ),
            Row("GET", root + "{private_profile}/resume/", "401 200 404 404 404 ?"),
            Row("GET", root + "available_candidates/", "200"),
            Row("GET", root + "profile_stats/", "200"),
        )
    ],
    # Jobs
    Row("GET", "/api/jobs/", "200"),
    Row("POST", "/api/jobs/", "401 400 201 403 400 ?", NEW_JOB),
    Row("POST", "/api/jobs/", "401 201 400 400 400 201", {**JOB, "company_name": "Brand New"}),
    Row("GET", "/api/jobs/{job}/", "200"),
    Row("GET", "/api/jobs/{closed}/", "410 410 200 200 410 200"),
    Row("GET", "/api/jobs/{draft}/", "404 404 200 200 404 200"),
    Row("GET", "/api/jobs/{archived}/", "404 404 404 404 404 404"),
    Row("GET", "/api/jobs/999999999/", "404"),
    Row("PUT", "/api/jobs/{job}/", "401 403 200 403 403 200", JOB),
    Row("PATCH", "/api/jobs/{job}/", "401 403 200 403 403 200", {"title": "Better"}),
    Row("PATCH", "/api/jobs/{draft}/", "401 404 200 403 404 200", {"title": "Better"}),
    Row("DELETE", "/api/jobs/{job}/", "401 403 200 403 403 200"),
    Row("GET", "/api/jobs/featured/", "200"),
    Row("GET", "/api/jobs/my_jobs/", "401 200 200 200 200 200"),
    Row("GET", "/api/jobs/{job}/applications/", "401 403 200 200 403 200"),
    Row("GET", "/api/jobs/stats/", "200"),
    Row("GET", "/api/jobs/facets/", "200"),
    # Applications
    Row("GET", "/api/applications/", "401 200 200 200 200 200"),
    Row("GET", "/api/applications/my_applications/", "401 200 200 200 200 200"),
    Row("GET", "/api/applications/received_applications/", "401 403 200 200 200 200"),
    Row(
        "POST",
        "/api/applications/",
        "401 400 400 400 201 201",
        {"job_id": "{job}", "cover_letter": "Hello"},
    ),
    Row("POST", "/api/applications/", "401 404 404 404 404 404", {"job_id": 999999999}),
    Row("GET", "/api/applications/{application}/", "401 200 200 200 404 200"),
    Row(
        "PATCH",
        "/api/applications/{application}/update_status/",
        "401 403 200 403 404 200",
        {"status": "reviewed"},
    ),
    Row(
        "PATCH",
        "/api/applications/{application}/",
        "401 403 200 403 404 200",
        {"status": "reviewed"},
    ),
    Row("PUT", "/api/applications/{application}/", "401 403 200 403 404 200", {"status": "hired"}),
    Row(
        "PATCH",
        "/api/applications/{application}/update_status/",
        "401 400 400 400 400 400",
        {"status": "nonsense"},
    ),
    Row(
        "PATCH",
        "/api/applications/{hired}/update_status/",
        "401 403 409 403 404 409",
        {"status": "pending"},
    ),
    Row("DELETE", "/api/applications/{application}/", "401 200 403 403 404 403"),
    Row("DELETE", "/api/applications/{hired}/", "401 409 403 403 404 403"),
    Row("GET", "/api/applications/{application}/history/", "401 200 200 200 404 200"),
    Row("GET", "/api/applications/{application}/resume/", "401 200 200 200 404 200"),
    Row("GET", "/api/applications/stats/", "401 200 200 200 200 200"),
    # Categories
    Row("GET", "/api/categories/", "200"),
    Row("POST", "/api/categories/", "401 403 403 403 403 201", CATEGORY),
    Row("POST", "/api/categories/", "401 403 403 403 403 400", {"name": "ENGINEERING"}),
    Row("GET", "/api/categories/{category}/", "200"),
    Row("PUT", "/api/categories/{category}/", "401 403 403 403 403 200", CATEGORY),
    Row("PATCH", "/api/categories/{category}/", "401 403 403 403 403 200", {"is_active": False}),
    Row("DELETE", "/api/categories/{category}/", "401 403 403 403 403 409"),
    Row("DELETE", "/api/categories/{empty_category}/", "401 403 403 403 403 200"),
    Row("GET", "/api/categories/{category}/jobs/", "200"),
    Row("GET", "/api/categories/stats/", "200"),
]


@pytest.fixture
def world(
    candidate: User,
    owner: User,
    viewer: User,
    rival: User,
    admin_user: User,
    company: Any,
    rival_company: Any,
    category: Any,
    make_category: Callable[..., Any],
    make_user: Callable[..., User],
    make_job: Callable[..., Any],
    make_application: Callable[..., Any],
) -> dict[str, Any]:
    """A small market: what the paths of the table name, and who calls."""
    now = timezone.now()
    shown = make_user("shown").profile
    shown.is_profile_public = shown.is_available_for_hire = True
    shown.save()
    candidate.profile.resume.save("cv.pdf", ContentFile(pdf_bytes()))
    ours = {"company": company, "category": category, "posted_by": owner}
    job = make_job(**ours)
    other = make_job(**ours)
    application = make_application(job=job, applicant=candidate)
    application.resume.save("cv.pdf", ContentFile(pdf_bytes()))
    return {
        "anonymous": None,
        "candidate": candidate,
        "owner": owner,
        "viewer": viewer,
        "rival": rival,
        "admin": admin_user,
        "company_name": company.name,
        "category": category.pk,
        "empty_category": make_category("Nothing here").pk,
        "public_profile": shown.pk,
        "private_profile": candidate.profile.pk,
        "job": job.pk,
        "closed": make_job(**ours, status="closed").pk,
        "expired": make_job(**ours, application_deadline=now - timedelta(days=1)).pk,
        "draft": make_job(**ours, status="draft").pk,
        "archived": make_job(**ours, status="archived").pk,
        "application": application.pk,
        "hired": make_application(job=other, applicant=candidate, status="hired").pk,
    }


def _filled(value: Any, world: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(part, world) for key, part in value.items()}
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return world[value[1:-1]]
    return value


def _expected(row: Row, role: str) -> str:
    words = row.statuses.split()
    return words[0] if len(words) == 1 else words[ROLES.index(role)]


def _refusal_of_shape(response: Any, path: str, expected: int) -> str:
    """Return what is wrong with an answer, or nothing."""
    if response.status_code != expected:
        body = getattr(response, "content", b"")[:300]
        return f"{response.status_code} instead of {expected}: {body!r}"
    if not response.headers.get("X-RateLimit-Limit"):
        return "no X-RateLimit-Limit"
    if expected >= 400 and not ({"error", "details"} <= set(response.json())):
        return "not the error shape"
    challenged = response.headers.get("WWW-Authenticate") == "Bearer"
    if expected == 401 and not challenged and not path.startswith(("/auth/login", "/api/token")):
        return "no WWW-Authenticate"
    return ""


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row.method} {row.path} {n}") for n, row in enumerate(ROWS)]
)
def test_each_call_answers_each_role_as_the_contract_says(
    row: Row, world: dict[str, Any], api: ApiClient
) -> None:
    path = row.path.format(**{k: v for k, v in world.items() if k not in ROLES})
    body = _filled(row.body, world)
    wrong: dict[str, str] = {}

    for role in ROLES:
        expected = _expected(row, role)
        if expected == "?":
            continue
        # Each role finds the market as it was: what the one before did is taken back.
        with transaction.atomic():
            if row.upload:
                response = api.upload(path, files={row.upload: _file(row)}, as_=world[role])
            else:
                response = api.send(row.method, path, body, as_=world[role])
            problem = _refusal_of_shape(response, path, int(expected))
            transaction.set_rollback(True)
        api.forget_tokens()
        if problem:
            wrong[role] = problem

    assert wrong == {}


def _file(row: Row) -> SimpleUploadedFile:
    if row.upload == "profile_image":
        return SimpleUploadedFile("me.png", png_bytes())
    return SimpleUploadedFile("cv.pdf", pdf_bytes())


def test_the_table_names_every_operation_of_the_document() -> None:
    from nexus.api import openapi_document

    documented = {
        (method.upper(), path)
        for path, operations in openapi_document()["paths"].items()
        for method in operations
        if method in {"get", "post", "put", "patch", "delete"}
    }
    named = {(row.method, _pattern(row.path)) for row in ROWS}

    missing = {(m, p) for m, p in documented if (m, _pattern(p)) not in named}

    # Each PUT beside a PATCH that is in the table answers alike, by the same function.
    assert {
        (m, p) for m, p in missing if not (m == "PUT" and ("PATCH", _pattern(p)) in named)
    } == set()


def _pattern(path: str) -> str:
    parts = ["{}" if p.startswith("{") or p.isdigit() else p for p in path.split("/")]
    return "/".join(parts)

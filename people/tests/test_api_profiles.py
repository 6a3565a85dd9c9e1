"""`/api/profiles/`: who sees what, what is recorded of it, and the statistics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nexus.tests.samples import pdf_bytes, png_bytes
from people.api.profile_schemas import ProfileRow, WholeProfileOut
from people.models import AuditEntry, Profile, User
from people.tests.profile_samples import ENTERED, HIDDEN, ROW_KEYS, WHOLE_KEYS

if TYPE_CHECKING:
    from conftest import ApiClient

ROOTS = ["/api/profiles/", "/account/profiles/"]


# --- Who sees what -----------------------------------------------------------------------------


@pytest.mark.parametrize("root", ROOTS)
def test_owner_sees_the_whole_profile(
    api: ApiClient, carla: Profile, candidate: User, root: str
) -> None:
    response = api.get(f"{root}{carla.pk}/", as_=candidate)

    body = response.json()
    assert (response.status_code, set(body)) == (200, WHOLE_KEYS)
    for name, value in ENTERED.items():
        assert body[name] == value, name
    assert body["bio_decrypted"] == body["bio"]
    assert body["phone_number_decrypted"] == body["phone_number"]
    assert body["address_decrypted"] == body["address"]
    assert body["skills_list"] == ["Python", "Django"]
    assert body["user"]["email"] == "candidate@example.com"
    WholeProfileOut.model_validate(body)


def test_employer_sees_the_person_but_not_phone_address_birth_or_cv(
    api: ApiClient, carla: Profile, employer: User
) -> None:
    response = api.get(f"/api/profiles/{carla.pk}/", as_=employer)

    body = response.json()
    assert set(body) == ROW_KEYS
    assert body["age"] == carla.age_on(timezone.now().date())
    assert body["gender"] == "female"
    assert body["expected_salary_min"] == "60000.00"
    assert set(body["user"]) == {"id", "username", "email", "full_name", "date_joined"}
    assert body["user"]["email"] == "candidate@example.com"
    assert "1234567" not in response.content.decode()


@pytest.mark.parametrize("path", ["{pk}/", "", "available_candidates/"])
@pytest.mark.parametrize("caller", [None, "other_candidate"])
def test_everybody_else_sees_the_same_keys_without_personal_data(
    api: ApiClient,
    carla: Profile,
    request: pytest.FixtureRequest,
    path: str,
    caller: str | None,
) -> None:
    user = request.getfixturevalue(caller) if caller else None

    response = api.get(f"/api/profiles/{path.format(pk=carla.pk)}", as_=user)

    body = response.json()
    body = body["results"][0] if "results" in body else body
    assert set(body) == ROW_KEYS
    assert {name: body[name] for name in HIDDEN} == dict.fromkeys(HIDDEN)
    assert body["user"]["email"] is None
    assert body["user"]["full_name"] == "Carla Candidate"
    assert body["bio"] == "I build."
    text = response.content.decode()
    for secret in ("candidate@example.com", "1234567", "Kai 1", "1990", "60000", "75000"):
        assert secret not in text


def test_rows_fit_their_schema(api: ApiClient, carla: Profile, employer: User) -> None:
    for user in (None, employer):
        (row,) = api.get("/api/profiles/", as_=user).json()["results"]

        ProfileRow.model_validate(row)
        assert set(row) == set(ProfileRow.model_fields)


def test_private_profile_is_404_but_for_its_owner_and_admins(
    api: ApiClient, candidate: User, employer: User, admin_user: User
) -> None:
    path = f"/api/profiles/{candidate.profile.pk}/"

    statuses = [
        api.get(path, as_=user).status_code for user in (None, employer, candidate, admin_user)
    ]

    assert statuses == [404, 404, 200, 200]


def test_profile_of_a_disabled_account_is_gone(
    api: ApiClient, carla: Profile, employer: User
) -> None:
    User.objects.filter(pk=carla.user_id).update(is_active=False)

    assert api.get(f"/api/profiles/{carla.pk}/", as_=employer).status_code == 404
    assert api.get("/api/profiles/").json()["count"] == 0


@pytest.mark.parametrize("profile_id", ["0", "999999999", str(2**63), "9" * 40])
def test_unknown_id_is_no_server_error(api: ApiClient, profile_id: str) -> None:
    assert api.get(f"/api/profiles/{profile_id}/").status_code in {400, 404}


def test_empty_fields_are_null(api: ApiClient, candidate: User) -> None:
    body = api.get("/api/profiles/my_profile/", as_=candidate).json()

    empty = {name for name in ENTERED if body[name] is None}
    assert set(ENTERED) - empty == {
        "expected_salary_currency",
        "is_profile_public",
        "is_available_for_hire",
    }
    assert body["skills_list"] == []


# --- The ledger of looks -----------------------------------------------------------------------


def test_look_of_an_employer_is_recorded(api: ApiClient, carla: Profile, employer: User) -> None:
    api.get(f"/api/profiles/{carla.pk}/", as_=employer)

    log = AuditEntry.objects.looks().get()
    assert (log.actor, log.subject_id, log.access_kind, log.thing) == (
        employer,
        carla.user_id,
        "viewed_profile",
        f"profile:{carla.pk}",
    )


def test_looks_of_owner_and_public_are_not_recorded(
    api: ApiClient, carla: Profile, candidate: User, other_candidate: User
) -> None:
    for user in (candidate, other_candidate, None):
        api.get(f"/api/profiles/{carla.pk}/", as_=user)
        api.get("/api/profiles/", as_=user)

    assert not AuditEntry.objects.looks().exists()


def test_list_of_an_employer_is_recorded_once_a_day(
    api: ApiClient, carla: Profile, employer: User
) -> None:
    for _ in range(3):
        api.get("/api/profiles/", as_=employer)

    assert [log.act for log in AuditEntry.objects.looks()] == ["found"]


# --- Statistics --------------------------------------------------------------------------------


def test_my_stats_counts_applications_and_jobs(
    api: ApiClient,
    candidate: User,
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
) -> None:
    for status in ("pending", "pending", "reviewed", "shortlisted", "hired", "rejected"):
        make_application(job=make_job(), applicant=candidate, status=status)
    make_application(job=make_job(), applicant=candidate, withdrawn_at=timezone.now())
    make_job(posted_by=candidate)
    make_job(posted_by=candidate, status="closed")
    make_job(posted_by=candidate, application_deadline=timezone.now() - timedelta(days=1))

    response = api.get("/api/profiles/my_stats/", as_=candidate)

    assert response.json() == {
        "total_applications": 6,
        "pending_applications": 2,
        "successful_applications": 2,
        "total_jobs_posted": 3,
        "active_jobs_posted": 1,
        "profile_completion_percentage": 0,
    }


def test_completion_grows_to_a_hundred(
    api: ApiClient, carla: Profile, candidate: User, tmp_path: Any
) -> None:
    path = f"/api/profiles/{carla.pk}/"
    before = api.get("/api/profiles/my_stats/", as_=candidate).json()
    photo = SimpleUploadedFile("me.png", png_bytes())
    api.upload(f"{path}upload_profile_image/", files={"profile_image": photo}, as_=candidate)
    cv = SimpleUploadedFile("cv.pdf", pdf_bytes())
    api.upload(f"{path}upload_resume/", files={"resume": cv}, as_=candidate)

    after = api.get("/api/profiles/my_stats/", as_=candidate).json()

    assert 50 < before["profile_completion_percentage"] < 100
    assert after["profile_completion_percentage"] == 100


def test_profile_stats_counts_public_profiles(
    api: ApiClient, make_profile: Callable[..., Profile], candidate: User
) -> None:
    make_profile(experience_level="senior", is_available_for_hire=True)
    make_profile(experience_level="senior")
    make_profile()

    body = api.get("/api/profiles/profile_stats/").json()

    assert (body["total_public_profiles"], body["available_candidates"]) == (3, 1)
    assert body["experience_level_distribution"] == [
        {"experience_level": "entry", "count": 0},
        {"experience_level": "mid", "count": 0},
        {"experience_level": "senior", "count": 2},
        {"experience_level": "expert", "count": 0},
    ]
    assert body["average_expected_salary"] is None


def test_average_of_few_tells_only_employers(
    api: ApiClient, make_profile: Callable[..., Profile], employer: User
) -> None:
    def average(user: User | None = None) -> Any:
        body = api.get("/api/profiles/profile_stats/", as_=user).json()
        return body["average_expected_salary"]

    for n in range(4):
        make_profile(expected_salary_min=Decimal(100 * n), expected_salary_max=Decimal(100 * n))
    assert (average(), average(employer)) == (None, "150.00")

    make_profile(expected_salary_min=Decimal(400))
    make_profile(expected_salary_min=Decimal(9999), expected_salary_currency="EUR")

    assert average() == "200.00"


def test_age_counts_completed_years() -> None:
    profile = Profile(date_of_birth=date(2000, 2, 29))

    assert profile.age_on(date(2026, 2, 28)) == 25
    assert profile.age_on(date(2026, 3, 1)) == 26

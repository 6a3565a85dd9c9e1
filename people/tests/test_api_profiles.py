"""`/api/profiles/`: who sees what, and who changes it."""

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
from people.models import AccessLog, Profile, User
from people.services import derive_staff_flags
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from conftest import ApiClient

ROOTS = ["/api/profiles/", "/account/profiles/"]
ROW_KEYS = {
    "id",
    "user",
    "bio",
    "age",
    "gender",
    "city",
    "country",
    "job_title",
    "company",
    "experience_level",
    "expected_salary_min",
    "expected_salary_max",
    "expected_salary_currency",
    "skills_list",
    "education",
    "certifications",
    "profile_image_url",
    "linkedin_url",
    "github_url",
    "website_url",
    "is_available_for_hire",
}
WHOLE_KEYS = ROW_KEYS | {
    "bio_decrypted",
    "date_of_birth",
    "phone_number",
    "phone_number_decrypted",
    "address",
    "address_decrypted",
    "postal_code",
    "skills",
    "profile_image",
    "resume",
    "resume_url",
    "resume_name",
    "is_profile_public",
    "application_count",
    "jobs_posted_count",
    "created_at",
    "updated_at",
}
HIDDEN = (
    "age",
    "gender",
    "expected_salary_min",
    "expected_salary_max",
    "expected_salary_currency",
)
ENTERED: dict[str, Any] = {
    "bio": "I build.",
    "phone_number": "+49 40 1234567",
    "address": "Kai 1",
    "date_of_birth": "1990-05-17",
    "gender": "female",
    "city": "Hamburg",
    "country": "Germany",
    "postal_code": "20095",
    "job_title": "Backend developer",
    "company": "Acme",
    "experience_level": "senior",
    "expected_salary_min": "60000.00",
    "expected_salary_max": "75000.00",
    "expected_salary_currency": "EUR",
    "skills": "Python, Django",
    "education": "TU",
    "certifications": "None",
    "linkedin_url": "https://linkedin.com/in/carla",
    "github_url": "https://github.com/carla",
    "website_url": "https://carla.example",
    "is_profile_public": True,
    "is_available_for_hire": True,
}


@pytest.fixture
def make_profile(make_user: Callable[..., User]) -> Callable[..., Profile]:
    def make(username: str = "", *, skills: list[str] | None = None, **fields: Any) -> Profile:
        """Create somebody with a public profile."""
        names = {k: fields.pop(k) for k in ("first_name", "last_name") if k in fields}
        profile = make_user(username, **names).profile
        for name, value in {"is_profile_public": True, **fields}.items():
            setattr(profile, name, value)
        profile.save()
        profile.skills.set(get_or_create_skills(skills or []))
        return profile

    return make


@pytest.fixture
def carla(api: ApiClient, candidate: User) -> Profile:
    """The candidate, with everything entered."""
    assert api.post("/api/profiles/", ENTERED, as_=candidate).status_code == 200
    return Profile.objects.get(user=candidate)


@pytest.fixture
def employer(recruiter: User) -> User:
    derive_staff_flags(recruiter)
    return recruiter


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

    log = AccessLog.objects.get()
    assert (log.viewer, log.subject_id, log.kind, log.target) == (
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

    assert not AccessLog.objects.exists()


def test_list_of_an_employer_is_recorded_once_a_day(
    api: ApiClient, carla: Profile, employer: User
) -> None:
    for _ in range(3):
        api.get("/api/profiles/", as_=employer)

    assert [log.kind for log in AccessLog.objects.all()] == ["searched"]


# --- Lists -------------------------------------------------------------------------------------


def found(api: ApiClient, user: User | None = None, **params: Any) -> list[int]:
    response = api.get("/api/profiles/", as_=user, **params)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_list_holds_public_profiles_newest_first(
    api: ApiClient, make_profile: Callable[..., Profile], candidate: User
) -> None:
    first, second = make_profile(), make_profile()

    assert found(api) == [second.pk, first.pk]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"experience_level": "senior"}, {"anna"}),
        ({"is_available_for_hire": "true"}, {"bert"}),
        ({"is_available_for_hire": "false"}, {"anna"}),
        ({"city": "hamb"}, {"anna"}),
        ({"city": "ZÜRICH"}, {"bert"}),
        ({"search": "zÜRich"}, {"bert"}),
        ({"country": "GERMANY"}, {"anna", "bert"}),
        ({"skills": "python"}, {"anna", "bert"}),
        ({"skills": "Python, django"}, {"anna"}),
        ({"skills": "cobol"}, set()),
        ({"search": "developer"}, {"anna"}),
        ({"search": "developer bremen"}, set()),
        ({"search": "bremen python"}, {"bert"}),
        ({"search": "c++"}, {"bert"}),
        ({"city": ""}, {"anna", "bert"}),
        ({"search": "  "}, {"anna", "bert"}),
    ],
)
def test_filters_of_everybody(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    params: dict[str, Any],
    expected: set[str],
) -> None:
    people = {
        "anna": make_profile(
            "anna",
            experience_level="senior",
            city="Hamburg",
            country="Germany",
            job_title="Developer",
            skills=["Python", "Django"],
        ).pk,
        "bert": make_profile(
            "bert",
            experience_level="mid",
            city="Bremen / Zürich",
            country="Germany",
            is_available_for_hire=True,
            skills=["Python", "C++"],
        ).pk,
    }

    assert set(found(api, **params)) == {people[name] for name in expected}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"salary_min": "60000"}, {"high"}),
        ({"salary_max": "60000"}, {"low"}),
        ({"salary_min": "40000", "salary_max": "90000"}, {"low", "high"}),
        ({"salary_min": "90001"}, set()),
    ],
)
def test_salary_filters_see_what_the_caller_sees(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    employer: User,
    candidate: User,
    params: dict[str, Any],
    expected: set[str],
) -> None:
    def wish(low: int, high: int) -> dict[str, Decimal]:
        return {"expected_salary_min": Decimal(low), "expected_salary_max": Decimal(high)}

    people = {
        "low": make_profile(**wish(40_000, 50_000)).pk,
        "high": make_profile(**wish(70_000, 90_000)).pk,
        "silent": make_profile().pk,
    }

    assert set(found(api, employer, **params)) == {people[name] for name in expected}
    assert found(api, candidate, **params) == []
    assert found(api, **params) == []


def test_ordering_by_salary_is_for_those_who_see_it(
    api: ApiClient, make_profile: Callable[..., Profile], employer: User
) -> None:
    high = make_profile(expected_salary_min=Decimal(90)).pk
    low = make_profile(expected_salary_min=Decimal(10)).pk
    silent = make_profile().pk

    assert found(api, employer, ordering="expected_salary_min") == [low, high, silent]
    assert found(api, employer, ordering="-expected_salary_min") == [high, low, silent]
    assert found(api, ordering="expected_salary_min") == [silent, low, high]
    assert found(api, ordering="-expected_salary_min") == [silent, low, high]


def test_search_finds_names_for_employers_only(
    api: ApiClient, make_profile: Callable[..., Profile], employer: User
) -> None:
    profile = make_profile(
        first_name="Łukasz", last_name="Müller", job_title="Welder", skills=["Steel"]
    )

    for text in ("muller", "lukasz welder", "mueller steel"):
        assert found(api, employer, search=text) == [profile.pk]
        assert found(api, search=text) == []


@pytest.mark.parametrize(
    "params",
    [
        {"experience_level": "executive"},
        {"ordering": "user__password"},
        {"salary_min": "many"},
        {"salary_min": "-1"},
        {"is_available_for_hire": "perhaps"},
        {"page": "0"},
        {"page_size": "101"},
        {"nonsense": "1"},
        {"search": "a\x00b"},
        {"search": "x" * 201},
    ],
)
def test_bad_filters_are_400(api: ApiClient, params: dict[str, Any]) -> None:
    response = api.get("/api/profiles/", **params)

    assert response.status_code == 400


def test_available_candidates_holds_those_who_look_for_work(
    api: ApiClient, make_profile: Callable[..., Profile]
) -> None:
    looking = make_profile(is_available_for_hire=True)
    make_profile()

    body = api.get("/api/profiles/available_candidates/").json()

    assert [row["id"] for row in body["results"]] == [looking.pk]


def test_cursor_walks_over_all_profiles(
    api: ApiClient, make_profile: Callable[..., Profile]
) -> None:
    everybody = [make_profile().pk for _ in range(5)]
    seen: list[int] = []
    page = api.get("/api/profiles/", cursor="", page_size=2).json()
    while True:
        assert page["count"] is None
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = api.get(page["next"]).json()

    assert seen == everybody[::-1]


@pytest.mark.parametrize("rows", [10, 40])
@pytest.mark.parametrize("caller", [None, "candidate", "employer"])
def test_list_costs_at_most_five_queries_for_any_number_of_rows(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Any,
    rows: int,
    caller: str | None,
) -> None:
    user = request.getfixturevalue(caller) if caller else None
    for _ in range(rows):
        make_profile(skills=["Python", "Django"])
    api.get("/api/profiles/my_stats/", as_=user)

    with django_assert_max_num_queries(5):
        body = api.get("/api/profiles/", as_=user, page_size=rows).json()

    assert len(body["results"]) == rows


# --- Changing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["put", "patch"])
def test_change_keeps_what_is_not_named(
    api: ApiClient, carla: Profile, candidate: User, method: str
) -> None:
    response = getattr(api, method)(f"/api/profiles/{carla.pk}/", {"city": "Ulm"}, as_=candidate)

    assert response.status_code == 200
    assert set(response.json()) == WHOLE_KEYS
    assert (response.json()["city"], response.json()["country"]) == ("Ulm", "Germany")


def test_null_empties_a_text(api: ApiClient, carla: Profile, candidate: User) -> None:
    nulls = dict.fromkeys(
        ("bio", "city", "gender", "experience_level", "date_of_birth", "skills", "github_url")
    )

    body = api.patch("/api/profiles/my_profile/", nulls, as_=candidate).json()

    assert {name: body[name] for name in nulls} == nulls
    assert body["skills_list"] == []


@pytest.mark.parametrize(
    "skills", ["Python,  Django , python", ["Python", "Django"], ["python", "Django", ""]]
)
def test_skills_are_a_list_or_a_text_with_commas(
    api: ApiClient, candidate: User, skills: Any
) -> None:
    body = api.patch("/api/profiles/my_profile/", {"skills": skills}, as_=candidate).json()

    assert {name.lower() for name in body["skills_list"]} == {"python", "django"}
    assert body["skills"] == ", ".join(body["skills_list"])


def test_skills_keep_the_order_in_which_they_are_named(api: ApiClient, candidate: User) -> None:
    path = "/api/profiles/my_profile/"
    for skills in ("Zig, Ada, Mumble", "Ada, Zig", "Mumble, Ada, Zig"):
        body = api.patch(path, {"skills": skills}, as_=candidate).json()

        assert body["skills"] == skills


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"bio": "x" * 5001}, "bio"),
        ({"bio": 7}, "bio"),
        ({"bio": "a\x00b"}, "bio"),
        ({"phone_number": "call me"}, "phone_number"),
        ({"phone_number": "1"}, "phone_number"),
        ({"date_of_birth": "yesterday"}, "date_of_birth"),
        ({"date_of_birth": "2999-01-01"}, "date_of_birth"),
        ({"date_of_birth": "1850-01-01"}, "date_of_birth"),
        ({"gender": "robot"}, "gender"),
        ({"experience_level": "executive"}, "experience_level"),
        ({"expected_salary_min": "-1"}, "expected_salary_min"),
        ({"expected_salary_min": "many"}, "expected_salary_min"),
        ({"expected_salary_min": "NaN"}, "expected_salary_min"),
        ({"expected_salary_min": "1.234"}, "expected_salary_min"),
        ({"expected_salary_min": 1e15}, "expected_salary_min"),
        ({"expected_salary_min": "2", "expected_salary_max": "1"}, "expected_salary_min"),
        ({"expected_salary_currency": "XXX"}, "expected_salary_currency"),
        ({"expected_salary_currency": None}, "expected_salary_currency"),
        ({"linkedin_url": "javascript:alert(1)"}, "linkedin_url"),
        ({"website_url": "not a url"}, "website_url"),
        ({"skills": [1]}, "skills"),
        ({"skills": ["x" * 81]}, "skills"),
        ({"skills": [f"s{n}" for n in range(51)]}, "skills"),
        ({"skills": {"a": 1}}, "skills"),
        ({"is_profile_public": None}, "is_profile_public"),
        ({"is_profile_public": "perhaps"}, "is_profile_public"),
        ({"city": "x" * 101}, "city"),
        ({"user": 1}, "user"),
        ({"id": 1}, "id"),
        ({"resume": "path"}, "resume"),
    ],
)
@pytest.mark.parametrize("path", ["my_profile/", "{pk}/"])
def test_bad_value_is_named_and_nothing_changes(
    api: ApiClient, candidate: User, body: dict[str, Any], field: str, path: str
) -> None:
    before = Profile.objects.values().get(user=candidate)
    path = f"/api/profiles/{path.format(pk=candidate.profile.pk)}"

    response = api.patch(path, body, as_=candidate)

    assert response.status_code == 400, response.content
    assert set(response.json()["details"]) == {field}
    assert Profile.objects.values().get(user=candidate) == before


def test_order_of_salaries_is_kept_over_two_changes(api: ApiClient, candidate: User) -> None:
    path = "/api/profiles/my_profile/"
    assert api.patch(path, {"expected_salary_max": "50"}, as_=candidate).status_code == 200

    response = api.patch(path, {"expected_salary_min": "51"}, as_=candidate)

    assert response.status_code == 400


@pytest.mark.parametrize("body", ["{", '"text"', "[1]", "\xff"])
def test_body_that_is_no_object_is_400(api: ApiClient, candidate: User, body: str) -> None:
    response = api.patch("/api/profiles/my_profile/", body.encode("latin-1"), as_=candidate)

    assert response.status_code == 400


def test_other_media_types_are_415(api: ApiClient, candidate: User) -> None:
    headers = api._headers(candidate, None)

    response = api._client.patch(
        "/api/profiles/my_profile/", b"a=1", content_type="text/plain", headers=headers
    )

    assert response.status_code == 415
    assert set(response.json()) == {"error", "details"}


def test_others_may_not_change_a_profile(
    api: ApiClient, carla: Profile, other_candidate: User, admin_user: User
) -> None:
    path = f"/api/profiles/{carla.pk}/"

    for user in (other_candidate, admin_user):
        assert api.patch(path, {"city": "Ulm"}, as_=user).status_code == 403
        assert api.delete(path, as_=user).status_code == 403
    carla.refresh_from_db()
    assert carla.city == "Hamburg"


def test_phone_of_a_profile_is_found_by_employers(
    api: ApiClient, carla: Profile, candidate: User
) -> None:
    assert list(User.objects.matching("040 1234567")) == [candidate]

    api.patch("/api/profiles/my_profile/", {"phone_number": "+49 30 7654321"}, as_=candidate)

    assert not User.objects.matching("040 1234567").exists()
    assert list(User.objects.matching("+49307654321")) == [candidate]


def test_delete_empties_the_profile_and_keeps_the_account(
    api: ApiClient, carla: Profile, candidate: User
) -> None:
    response = api.delete(f"/api/profiles/{carla.pk}/", as_=candidate)

    assert (response.status_code, set(response.json())) == (200, {"message"})
    body = api.get("/api/profiles/my_profile/", as_=candidate).json()
    assert body["id"] == carla.pk
    assert body["bio"] is None
    assert body["skills_list"] == []
    assert body["is_profile_public"] is False
    assert not User.objects.matching("1234567").exists()


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

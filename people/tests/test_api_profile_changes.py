"""`/api/profiles/`: who changes a profile, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from people.models import Profile, User
from people.tests.profile_samples import WHOLE_KEYS

if TYPE_CHECKING:
    from conftest import ApiClient


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

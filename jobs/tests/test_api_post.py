"""Posting jobs over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.tests.shapes import DETAIL_KEYS
from nexus.core.api.schemas import utc_string
from people.models import Company

if TYPE_CHECKING:
    from pytest_django import Settings

    from people.models import User
    from taxonomy.models import Category

Body = dict[str, Any]
URL = "/api/jobs/"


def test_post_by_nobody_is_401(api: Any, posting: Body) -> None:
    response = api.post(URL, posting)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_post_by_a_viewer_is_403(api: Any, posting: Body, viewer: User) -> None:
    assert api.post(URL, posting, as_=viewer).status_code == 403


@pytest.mark.parametrize("role", ["owner", "recruiter"])
def test_post_by_a_writer_opens_the_job_at_once(
    api: Any, posting: Body, company: Company, role: str, request: pytest.FixtureRequest
) -> None:
    response = api.post(URL, posting, as_=request.getfixturevalue(role))

    assert response.status_code == 201
    detail = response.json()
    assert set(detail) == DETAIL_KEYS
    assert (detail["is_active"], detail["company_name"]) == (True, "Acme Works")
    assert api.get(f"{URL}{detail['id']}/").status_code == 200
    assert [row["id"] for row in api.get(URL).json()["results"]] == [detail["id"]]


def test_post_with_every_key_comes_back_as_sent(
    api: Any, posting: Body, company: Company, owner: User, category: Category
) -> None:
    deadline = utc_string(timezone.now() + timedelta(days=9))
    body = {
        **posting,
        "company_name": "acme works",
        "requirements": "<ul><li>Python</li></ul>",
        "responsibilities": "<p>All of it.</p>",
        "benefits": "<p>Cake.</p>",
        "company_description": "<p>Anvils.</p>",
        "workplace": "hybrid",
        "salary_min": "60000",
        "salary_max": 80000.5,
        "salary_currency": "chf",
        "salary_period": "month",
        "application_deadline": deadline,
        "skills": "Python, C++ ,,python",
        "is_active": True,
    }

    response = api.post(URL, body, as_=owner)

    assert response.status_code == 201, response.json()
    detail = response.json()
    sent_back = {key: detail[key] for key in body.keys() & detail.keys()}
    assert sent_back == {
        **{key: body[key] for key in sent_back},
        "company_name": "Acme Works",
        "category": {
            "id": category.pk,
            "name": "Engineering",
            "slug": "engineering",
            "description": "",
        },
        "salary_min": "60000.00",
        "salary_max": "80000.50",
        "salary_currency": "CHF",
    }
    job = Job.objects.get(pk=detail["id"])
    assert job.workplace == "hybrid"
    assert set(job.skills.values_list("name", flat=True)) == {"Python", "C++"}


def test_post_by_somebody_without_a_company_makes_one(
    api: Any, posting: Body, candidate: User
) -> None:
    response = api.post(URL, {**posting, "company_name": "Brand New"}, as_=candidate)

    assert response.status_code == 201
    assert response.json()["company_name"] == "Brand New"
    membership = candidate.memberships.get()
    assert (membership.company.name, membership.role) == ("Brand New", "owner")


@pytest.mark.parametrize("key", ["slug", "id", "digits"])
def test_post_names_the_category_by_id_or_slug(
    api: Any, posting: Body, company: Company, owner: User, category: Category, key: str
) -> None:
    named = {"slug": category.slug, "id": category.pk, "digits": str(category.pk)}[key]

    response = api.post(URL, {**posting, "category": named}, as_=owner)

    assert response.json()["category"]["id"] == category.pk


def test_post_takes_category_id_in_place_of_category(
    api: Any, posting: Body, company: Company, owner: User, category: Category
) -> None:
    del posting["category"]

    response = api.post(URL, {**posting, "category_id": category.pk}, as_=owner)

    assert (response.status_code, response.json()["category"]["id"]) == (201, category.pk)


def test_post_inactive_is_a_draft_that_others_cannot_know_of(
    api: Any, posting: Body, company: Company, owner: User
) -> None:
    response = api.post(URL, {**posting, "is_active": False}, as_=owner)

    assert (response.status_code, response.json()["is_active"]) == (201, False)
    path = f"{URL}{response.json()['id']}/"
    assert api.get(path).status_code == 404
    assert api.get(path, as_=owner).status_code == 200


def test_post_under_moderation_waits_for_review(
    api: Any, posting: Body, company: Company, owner: User, settings: Settings
) -> None:
    settings.MODERATE_JOBS = True

    response = api.post(URL, posting, as_=owner)

    assert (response.status_code, response.json()["is_active"]) == (201, False)
    assert Job.objects.get().status == "in_review"


def test_post_of_a_day_as_deadline_means_its_end(
    api: Any, posting: Body, company: Company, owner: User
) -> None:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()

    response = api.post(URL, {**posting, "application_deadline": day}, as_=owner)

    assert response.json()["application_deadline"] == f"{day}T23:59:59Z"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": None}, "title"),
        ({"title": 5}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": " " + "x" * 200}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"description": ""}, "description"),
        ({"description": "<script>x</script>"}, "description"),
        ({"description": "x" * 100_001}, "description"),
        ({"location": None}, "location"),
        ({"employment_type": "slavery"}, "employment_type"),
        ({"employment_type": None}, "employment_type"),
        ({"experience_level": "expert"}, "experience_level"),
        ({"workplace": "moon"}, "workplace"),
        ({"category": "unheard-of"}, "category"),
        ({"category": 987_654}, "category"),
        ({"category": None}, "category"),
        ({"category": True}, "category"),
        ({"category": 2**70}, "category"),
        ({"category": []}, "category"),
        ({"category_id": 987_654}, "category_id"),
        ({"salary_min": "-1"}, "salary_min"),
        ({"salary_min": "1.234"}, "salary_min"),
        ({"salary_min": "NaN"}, "salary_min"),
        ({"salary_min": "1e20"}, "salary_min"),
        ({"salary_min": 2, "salary_max": 1}, "salary_min"),
        ({"salary_currency": "XYZ"}, "salary_currency"),
        ({"salary_currency": None}, "salary_currency"),
        ({"salary_period": "decade"}, "salary_period"),
        ({"application_deadline": "2020-01-01T00:00:00Z"}, "application_deadline"),
        ({"application_deadline": "soon"}, "application_deadline"),
        ({"application_deadline": None}, "application_deadline"),
        ({"application_deadline": "9999-12-31T23:59:59-12:00"}, "application_deadline"),
        ({"skills": [""] * 31}, "skills"),
        ({"skills": "x" * 81}, "skills"),
        ({"skills": 5}, "skills"),
        ({"is_active": None}, "is_active"),
        ({"company_name": "Rival Ltd"}, "company_name"),
        ({"company_name": "x" * 201}, "company_name"),
        ({"status": "open"}, "status"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_post_of_a_bad_value_is_400_under_its_field(
    api: Any,
    posting: Body,
    company: Company,
    rival_company: Company,
    owner: User,
    wrong: Body,
    field: str,
) -> None:
    response = api.post(URL, {**posting, **wrong}, as_=owner)

    assert response.status_code == 400, response.json()
    assert list(response.json()["details"]) == [field]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "missing",
    ["title", "description", "location", "employment_type", "experience_level", "category"],
)
def test_post_without_a_required_key_is_400_under_it(
    api: Any, posting: Body, company: Company, owner: User, missing: str
) -> None:
    del posting[missing]

    response = api.post(URL, posting, as_=owner)

    assert response.status_code == 400
    assert response.json()["details"] == {missing: ["This field is required."]}


def test_post_in_an_inactive_category_is_400(
    api: Any, posting: Body, company: Company, owner: User, make_category: Any
) -> None:
    inactive = make_category(is_active=False)

    response = api.post(URL, {**posting, "category": inactive.slug}, as_=owner)

    assert list(response.json()["details"]) == ["category"]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "5", '"job"', b"\xff\xfe"])
def test_post_of_what_is_no_object_is_400(
    api: Any, company: Company, owner: User, body: str | bytes
) -> None:
    response = api.post(URL, body, as_=owner)

    assert response.status_code == 400
    assert set(response.json()) == {"error", "details"}


def test_post_names_no_second_company_that_differs_in_the_case_of_letters(
    api: Any, posting: Body, candidate: User, other_candidate: User
) -> None:
    first = api.post(URL, {**posting, "company_name": "Éclat Öl"}, as_=candidate)
    second = api.post(URL, {**posting, "company_name": "éCLAT ÖL"}, as_=other_candidate)

    assert first.status_code == 201
    assert second.status_code == 400
    assert set(second.json()["details"]) == {"company_name"}

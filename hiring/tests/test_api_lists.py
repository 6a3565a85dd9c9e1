"""Lists of applications over HTTP: whose they are, how they are narrowed, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hiring.api.schemas import ApplicationOut
from hiring.models import Application
from hiring.tests.test_api_submitting import DETAIL_KEYS
from jobs.models import Job
from nexus.core.api.paging import Paged
from people.models import AuditEntry, Company, User
from people.services import rebuild_tokens

pytestmark = pytest.mark.django_db

ROOT = "/api/applications/"
RECEIVED = f"{ROOT}received_applications/"
ROW_KEYS = DETAIL_KEYS - {"applicant_phone", "resume", "allowed_statuses"}
Make = Callable[..., Any]


def _ids(response: Any) -> list[int]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


@pytest.mark.parametrize("path", [ROOT, f"{ROOT}my_applications/"])
def test_own_list_shows_the_callers_own_newest_first(
    api: Any, make_application: Make, candidate: User, path: str
) -> None:
    now = timezone.now()
    older = make_application(applicant=candidate, applied_at=now - timedelta(days=2))
    newer = make_application(applicant=candidate, applied_at=now)
    make_application()

    response = api.get(path, as_=candidate)

    assert _ids(response) == [newer.pk, older.pk]
    assert {frozenset(row) for row in response.json()["results"]} == {frozenset(ROW_KEYS)}
    Paged[ApplicationOut].model_validate(response.json())


def test_received_list_shows_what_came_for_the_companys_jobs(
    api: Any, application: Application, make_application: Make, viewer: User
) -> None:
    make_application()

    response = api.get(RECEIVED, as_=viewer)

    assert _ids(response) == [application.pk]
    assert response.json()["results"][0]["applicant_email"] == "candidate@example.com"


def test_received_list_of_another_company_is_empty(
    api: Any, application: Application, rival: User, rival_company: Company
) -> None:
    assert _ids(api.get(RECEIVED, as_=rival)) == []


def test_received_list_without_a_company_is_403(api: Any, candidate: User) -> None:
    assert api.get(RECEIVED, as_=candidate).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("recruiter", 200),
        ("viewer", 200),
        ("admin_user", 200),
        ("candidate", 403),
        ("rival", 403),
    ],
)
@pytest.mark.usefixtures("rival_company")
def test_list_of_an_open_job_is_for_its_company_and_admins(
    api: Any, application: Application, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    path = f"/api/jobs/{application.job.pk}/applications/"

    response = api.get(path, as_=request.getfixturevalue(role))

    assert response.status_code == status
    if status == 200:
        assert _ids(response) == [application.pk]
        assert set(response.json()["results"][0]) == ROW_KEYS


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", 404), ("in_review", 404), ("closed", 403), ("archived", 404)]
)
def test_list_of_a_job_is_refused_to_strangers_without_telling_of_drafts(
    api: Any, make_job: Make, candidate: User, status: str, expected: int
) -> None:
    path = f"/api/jobs/{make_job(status=status).pk}/applications/"

    assert api.get(path, as_=candidate).status_code == expected


@pytest.mark.parametrize(("id_", "status"), [("999999", 404), ("99999999999999999999", 400)])
def test_list_of_an_unknown_job_is_no_server_error(
    api: Any, candidate: User, id_: str, status: int
) -> None:
    assert api.get(f"/api/jobs/{id_}/applications/", as_=candidate).status_code == status


def test_list_of_an_archived_job_is_kept_for_its_company(
    api: Any, application: Application, owner: User
) -> None:
    Job.objects.update(status="archived")

    assert _ids(api.get(f"/api/jobs/{application.job.pk}/applications/", as_=owner)) == [
        application.pk
    ]


@pytest.fixture
def three(
    make_application: Make, make_job: Make, make_company: Make, candidate: User, owner: User
) -> list[Application]:
    """Three applications of the candidate to jobs of one company of `owner` and another."""
    acme = make_company("Acme Works", owner=owner, slug="acme-works")
    other = make_company("Northlake Clinic", owner=owner)
    now = timezone.now()
    rows = [("Ward nurse", acme, "pending"), ("Cook", acme, "hired"), ("Nurse", other, "reviewed")]
    return [
        make_application(
            job=make_job(company=company, title=title),
            applicant=candidate,
            status=status,
            applied_at=now - timedelta(days=n),
            updated_at=now + timedelta(days=n),
        )
        for n, (title, company, status) in enumerate(rows)
    ]


@pytest.mark.parametrize("path", [ROOT, RECEIVED])
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"status": "pending"}, [0]),
        ({"status": ["pending", "hired"]}, [0, 1]),
        ({"job_title": "nurse"}, [0, 2]),
        ({"company": "ACME"}, [0, 1]),
        ({"company": "acme", "job_title": "cook", "status": "hired"}, [1]),
        ({"search": "northlake"}, [2]),
        ({"search": "Cook"}, [1]),
        ({"search": "100%"}, []),
        ({"ordering": "applied_at"}, [2, 1, 0]),
        ({"ordering": "updated_at"}, [0, 1, 2]),
        ({"ordering": "-updated_at"}, [2, 1, 0]),
        ({"ordering": "status"}, [1, 0, 2]),
        ({"ordering": "-status"}, [2, 0, 1]),
    ],
)
def test_lists_are_narrowed_and_ordered_as_asked(
    api: Any,
    three: list[Application],
    candidate: User,
    owner: User,
    path: str,
    params: dict[str, Any],
    expected: list[int],
) -> None:
    response = api.get(path, as_=owner if path == RECEIVED else candidate, **params)

    assert _ids(response) == [three[n].pk for n in expected]


@pytest.mark.parametrize("ordering", ["-applied_at", "status", "updated_at"])
def test_lists_are_crawled_by_cursor(
    api: Any, three: list[Application], candidate: User, ordering: str
) -> None:
    whole = _ids(api.get(ROOT, as_=candidate, ordering=ordering))

    found: list[int] = []
    path: str | None = f"{ROOT}?cursor=&page_size=1&ordering={ordering}"
    while path:
        response = api.get(path, as_=candidate)
        found += _ids(response)
        path = response.json()["next"]

    assert found == whole


@pytest.mark.parametrize("search", ["carla", "Candid", "candidate@example.com"])
def test_received_list_finds_people_by_name_and_address(
    api: Any, application: Application, make_application: Make, owner: User, search: str
) -> None:
    rebuild_tokens([application.applicant])
    make_application(job=application.job)

    assert _ids(api.get(RECEIVED, as_=owner, search=search)) == [application.pk]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("status", "lost"), ("ordering", "name"), ("colour", "red"), ("page", "0"), ("cursor", "x")],
)
@pytest.mark.parametrize("path", [ROOT, RECEIVED])
def test_lists_with_a_bad_parameter_name_it(
    api: Any, application: Application, owner: User, path: str, parameter: str, value: str
) -> None:
    response = api.get(path, as_=owner, **{parameter: value})

    assert response.status_code == 400
    assert list(response.json()["details"]) == [parameter]


def test_a_job_title_is_no_filter_of_the_list_of_one_job(
    api: Any, application: Application, owner: User
) -> None:
    path = f"/api/jobs/{application.job.pk}/applications/"

    assert api.get(path, as_=owner, job_title="x").status_code == 400


def test_lists_shown_to_the_company_note_each_person_once_a_day(
    api: Any, application: Application, make_application: Make, owner: User
) -> None:
    make_application(job=application.job)

    for _ in range(3):
        api.get(RECEIVED, as_=owner)

    assert AuditEntry.objects.looks().filter(actor=owner, act="seen").count() == 2


def test_own_lists_note_nobody(api: Any, application: Application, candidate: User) -> None:
    api.get(ROOT, as_=candidate)

    assert not AuditEntry.objects.looks().exists()


@pytest.mark.parametrize("rows", [10, 40])
@pytest.mark.parametrize("path", [ROOT, RECEIVED, "job"])
def test_lists_cost_at_most_five_queries_even_on_the_first_look(
    api: Any,
    make_application: Make,
    job: Job,
    owner: User,
    candidate: User,
    make_job: Make,
    django_assert_max_num_queries: Any,
    rows: int,
    path: str,
) -> None:
    user = candidate if path == ROOT else owner
    for _ in range(rows):
        if path == ROOT:
            make_application(job=make_job(), applicant=candidate)
        else:
            make_application(job=job)
    if path == "job":
        path = f"/api/jobs/{job.pk}/applications/"
    api.get(f"{ROOT}stats/", as_=user)

    with django_assert_max_num_queries(5):
        response = api.get(path, as_=user)

    assert response.json()["count"] == rows


def test_stats_count_the_callers_live_applications(
    api: Any, make_application: Make, candidate: User
) -> None:
    now = timezone.now()
    for status in ("pending", "pending", "hired"):
        make_application(applicant=candidate, status=status)
    make_application(applicant=candidate, applied_at=now - timedelta(days=31))
    make_application(applicant=candidate, withdrawn_at=now)
    make_application()

    body = api.get(f"{ROOT}stats/", as_=candidate).json()

    assert body == {
        "total_applications": 4,
        "status_breakdown": {
            "pending": 3,
            "reviewed": 0,
            "shortlisted": 0,
            "rejected": 0,
            "hired": 1,
        },
        "recent_applications": 3,
    }

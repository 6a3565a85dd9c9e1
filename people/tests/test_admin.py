"""Companies and people in the back office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry, Company, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def boss(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def company_form(**changes: Any) -> dict[str, Any]:
    words = {"name": "Acme Works", "description": "Tools", "website": "", "location": "Bonn"}
    return {**words, "answer_days": 14, **changes}


def at(company: Company) -> str:
    return f"/admin/people/company/{company.pk}/change/"


def test_owner_edits_their_company(client: Client, owner: User, company: Company) -> None:
    client.force_login(owner)

    answer = client.post(
        at(company),
        company_form(name="  Acme  Tools ", answer_days=7, reply_address=" people@acme.example"),
    )

    assert answer.status_code == 302
    company.refresh_from_db()
    assert (company.name, company.answer_days, company.location) == ("Acme Tools", 7, "Bonn")
    assert company.reply_address == "people@acme.example"
    assert "people@acme.example" in client.get(f"/admin/people/company/{company.pk}/").text


def test_new_name_reaches_the_search_of_the_companys_jobs(
    client: Client, owner: User, company: Company, make_job: Make
) -> None:
    client.force_login(owner)
    job = make_job(company=company)
    before = job.changed_at

    client.post(at(company), company_form(name="Acme Tools"))

    job.refresh_from_db()
    assert job.changed_at > before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "RIVAL ltd", "A company of this name exists already."),
        ("answer_days", 0, "Ensure this value is greater than or equal to 1."),
        ("answer_days", 366, "Ensure this value is less than or equal to 365."),
        ("website", "no address", "Enter a valid URL."),
        ("reply_address", "people at acme", "Enter a valid email address."),
        ("reply_address", "a@acme.example, b@acme.example", "Enter a valid email address."),
        ("name", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    field: str,
    value: Any,
    sentence: str,
    client: Client,
    owner: User,
    company: Company,
    rival_company: Company,
) -> None:
    client.force_login(owner)

    answer = client.post(at(company), company_form(**{"description": "Half a novel", field: value}))

    assert answer.status_code == 200
    assert sentence in answer.context["adminform"].form.errors[field]
    assert "Half a novel" in answer.content.decode()
    company.refresh_from_db()
    assert (company.name, company.description) == ("Acme Works", "")


@pytest.mark.parametrize("role", ["recruiter", "viewer"])
def test_those_who_do_not_own_the_company_read_it_and_change_nothing(
    role: str, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.post(at(company), company_form(name="Mine now")).status_code == 403
    page = client.get(at(company)).content.decode()

    assert "Acme Works" in page
    assert 'name="_save"' not in page
    company.refresh_from_db()
    assert company.name == "Acme Works"


def test_owner_cannot_verify_their_company(client: Client, owner: User, company: Company) -> None:
    client.force_login(owner)

    client.post(at(company), company_form(is_verified="on"))

    company.refresh_from_db()
    assert not company.is_verified
    assert "is_verified" not in client.get(at(company)).content.decode()


def test_administrator_verifies_and_adds_companies(boss: Client, company: Company) -> None:
    boss.post(f"/admin/people/company/{company.pk}/verify/")
    added = boss.post("/admin/people/company/add/", company_form(name="New & Sons"))

    assert added.status_code == 302
    company.refresh_from_db()
    assert company.is_verified
    assert Company.objects.get(slug="new-sons").name == "New & Sons"


@pytest.mark.parametrize("asked", ["carla", "candidate@exam", "030 5555", "CANDIDATE", "Candi"])
def test_administrator_finds_people_by_name_address_and_phone(
    asked: str, boss: Client, make_user: Make
) -> None:
    make_user("candidate", full_name="Carla Candidate", phone_number="030 5555 123")
    make_user("somebody", full_name="Some Body")

    rows = boss.get("/admin/people/user/", {"q": asked}).context["cl"].result_list

    assert [row.username for row in rows] == ["candidate"]


def test_list_of_people_tells_how_to_reach_them_and_not_where_they_live(
    boss: Client, make_user: Make
) -> None:
    make_user("carla", address="Secret Street 1", full_name="Carla Candidate")

    page = boss.get("/admin/people/user/").content.decode()

    assert 'title="carla@example.com"' in page
    assert "Carla Candidate" in page
    assert "Secret" not in page


def test_search_for_people_compares_no_row_of_theirs(boss: Client, make_user: Make) -> None:
    make_user("candidate", full_name="Carla Candidate")

    with CaptureQueriesContext(connection) as queries:
        boss.get("/admin/people/user/", {"q": "carla"})

    asked = [query["sql"] for query in queries if 'FROM "people_user"' in query["sql"]]
    assert any("people_persontoken" in sql for sql in asked)
    assert [sql for sql in asked if "LIKE '%" in sql] == []


def test_whom_an_administrator_finds_or_opens_is_written_down(
    boss: Client, admin_user: User, candidate: User
) -> None:
    for _ in range(2):
        boss.get("/admin/people/user/")
    boss.get("/admin/people/user/", {"q": "carla"})
    boss.get("/admin/people/user/", {"q": "carla"})
    boss.get(f"/admin/people/user/{candidate.pk}/change/")

    looks = (
        AuditEntry.objects.looks().order_by("pk").values_list("actor", "subject", "act", "thing")
    )
    seen = (admin_user.pk, candidate.pk)
    assert list(looks) == [
        (*seen, "seen", f"user:{candidate.pk}"),  # in the list, once a day
        (*seen, "found", f"user:{candidate.pk}"),
        (*seen, "seen", f"user:{candidate.pk}"),
    ]


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("active", {"boss", "candidate"}),
        ("deactivated", {"gone"}),
        ("administrators", {"boss"}),
        ("", {"boss", "candidate", "gone"}),
    ],
)
def test_people_are_filtered_by_their_standing(
    standing: str, found: set[str], boss: Client, candidate: User, make_user: Make
) -> None:
    make_user("gone", is_active=False)

    rows = boss.get("/admin/people/user/", {"standing": standing}).context["cl"].result_list

    assert {row.username for row in rows} == found


def test_log_of_changes_names_fields_and_user_names_and_nobodys_data(
    boss: Client, candidate: User, company: Company
) -> None:
    boss.post(at(company), company_form(description="Very private words"))
    boss.post(f"/admin/people/user/{candidate.pk}/deactivate/", {"reason": "abuse"})

    entries = LogEntry.objects.order_by("pk")

    assert [entry.object_repr for entry in entries] == ["Acme Works", "candidate"]
    written = " ".join(f"{entry.object_repr} {entry.change_message}" for entry in entries)
    assert "private" not in written
    assert "Carla" not in written


@pytest.mark.parametrize("path", ["/admin/people/user/", "/admin/taxonomy/skill/"])
def test_lists_of_the_market_are_for_administrators(
    path: str, client: Client, owner: User, company: Company
) -> None:
    client.force_login(owner)

    assert client.get(path).status_code == 403

"""Exports of applications and candidates: whose rows, whose personal data, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hiring.models import Application
from jobs.tests.exports import asked_for, bytes_of, kind_of, rows_for, rows_in
from nexus.core.errors import Missing, NotAllowed
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.lists import Asked
from people.models import AuditEntry, Company, Profile, User
from people.services import allow_export, looks_at

if TYPE_CHECKING:
    from jobs.models import Job

pytestmark = pytest.mark.django_db

LIST = "/admin/hiring/application/"
PLAIN = ("reference", "job", "status")
PERSONAL = ("reference", "full_name", "email")
Make = Callable[..., Any]


@pytest.fixture
def job(make_job: Make, company: Company) -> Job:
    found: Job = make_job(company=company, title="Baker")
    return found


@pytest.fixture
def applicant(make_user: Make) -> User:
    found: User = make_user("pia", full_name="=1+1 Person", phone_number="+49 40 123")
    return found


@pytest.fixture
def application(make_application: Make, job: Job, applicant: User) -> Application:
    found: Application = make_application(job=job, applicant=applicant, cover_letter="Dear all")
    return found


def available(user: User, **fields: Any) -> Profile:
    """Show the profile of `user` to employers."""
    shown = {"is_profile_public": True, "is_available_for_hire": True, **fields}
    Profile.objects.filter(user=user).update(**shown)
    return Profile.objects.get(user=user)


# --- Applications ------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "rival", "admin_user"])
def test_each_role_exports_the_applications_of_its_list(
    role: str,
    application: Application,
    make_application: Make,
    make_job: Make,
    rival_company: Company,
    request: pytest.FixtureRequest,
) -> None:
    theirs = make_application(job=make_job(company=rival_company))
    user = request.getfixturevalue(role)
    expected = {
        "rival": {theirs.reference},
        "admin_user": {application.reference, theirs.reference},
    }.get(role, {application.reference})

    found = {row["reference"] for row in rows_for(user, kind="applications", columns=PLAIN)}

    assert found == expected
    ids = (application.pk, theirs.pk)
    named = rows_for(user, kind="applications", columns=PLAIN, ids=ids)
    assert {row["reference"] for row in named} == expected


@pytest.mark.parametrize(
    ("role", "may"),
    [("owner", True), ("admin_user", True), ("recruiter", False), ("viewer", False)],
)
def test_personal_columns_need_a_right_of_their_own(
    role: str, may: bool, application: Application, request: pytest.FixtureRequest
) -> None:
    user, kind = request.getfixturevalue(role), kind_of("applications")

    assert ("email" in kind.columns_for(user, Asked())) is may
    if not may:
        with pytest.raises(NotAllowed):
            asked_for(user, kind="applications", columns=PERSONAL)
        return
    [row] = rows_for(user, kind="applications", columns=PERSONAL)
    assert row["full_name"] == "=1+1 Person"


def test_recruiter_whom_an_owner_allows_it_loses_file_and_right_with_it(
    application: Application, company: Company, owner: User, recruiter: User
) -> None:
    allow_export(company, recruiter, allowed=True, by=owner)
    run = asked_for(recruiter, kind="applications", columns=PERSONAL)
    assert bytes_of(recruiter, run)

    allow_export(company, recruiter, allowed=False, by=owner)

    with pytest.raises(Missing):
        bytes_of(User.objects.get(pk=recruiter.pk), run)


def test_right_in_one_company_opens_nobody_of_another(
    application: Application,
    company: Company,
    recruiter: User,
    make_company: Make,
    make_job: Make,
    make_application: Make,
) -> None:
    own = make_company(owner=recruiter)
    mine = make_application(job=make_job(company=own))
    kind = kind_of("applications")

    assert "email" not in kind.columns_for(recruiter, Asked())
    assert "email" not in kind.columns_for(recruiter, Asked(company=company.pk))
    with pytest.raises(NotAllowed):
        asked_for(recruiter, kind="applications", columns=PERSONAL)
    # Naming the rows of the other one does not help.
    rows = rows_for(
        recruiter,
        kind="applications",
        columns=PERSONAL,
        company=own.pk,
        ids=(application.pk, mine.pk),
    )
    assert [row["reference"] for row in rows] == [mine.reference]


@pytest.mark.parametrize("format", ExportFormat)
def test_every_column_of_an_application_is_written(
    format: ExportFormat, application: Application, owner: User, job: Job
) -> None:
    application.applicant.profile.skills.create(name="C++")
    everything = tuple(kind_of("applications").resource.columns())

    [row] = rows_for(owner, kind="applications", format=format, columns=everything)

    value = dict(zip(everything, row.values(), strict=True))
    assert value["reference"] == application.reference
    assert (value["job"], value["company"]) == ("Baker", job.company.name)
    assert value["full_name"] == ("=1+1 Person" if format == ExportFormat.JSON else "'=1+1 Person")
    assert value["phone_number"] == "+49 40 123"
    assert value["skills"] == (["C++"] if format == ExportFormat.JSON else "C++")
    assert value["cover_letter"] == "Dear all"
    assert value["status"] == "pending"


def test_whose_data_went_out_is_noted_where_they_see_it(
    application: Application, applicant: User, owner: User, company: Company
) -> None:
    asked_for(owner, kind="applications", columns=PLAIN)
    assert not AuditEntry.objects.filter(subject=applicant).exists()

    asked_for(owner, kind="applications", columns=PERSONAL)

    [look] = looks_at(applicant).looks
    assert (look.act, look.thing) == ("exported", f"application:{application.pk}")
    assert (look.actor_id, look.company_id) == (owner.pk, company.pk)


def test_ticked_applications_and_all_of_the_list_lead_to_the_export(
    application: Application, owner: User, client: Client
) -> None:
    client.force_login(owner)
    sent = {"action": "export", "_selected_action": [application.pk], "index": "0"}

    ticked = client.post(f"{LIST}?stage=pending", sent)
    all_of_it = client.post(f"{LIST}?stage=pending", {**sent, "select_across": "1"})

    asked = parse_qs(urlsplit(ticked["Location"]).query)
    assert asked["ids"] == [str(application.pk)]
    asked = parse_qs(urlsplit(all_of_it["Location"]).query)
    assert asked == {"list": ["stage=pending"]}
    page = client.get(all_of_it["Location"])
    assert page.context["counted"] == "1 application"
    assert page.context["narrowed_by"] == [("Stage", "Pending")]


def test_page_offers_personal_columns_with_the_right_alone(
    application: Application, owner: User, viewer: User, client: Client
) -> None:
    for user, may in ((owner, True), (viewer, False)):
        client.force_login(user)
        page = client.get("/admin/exports/new/applications/").content.decode()
        assert ('value="email"' in page) is may
        assert ("are left out" in page) is not may
    sent = client.post("/admin/exports/new/applications/", {"format": "json", "columns": ["email"]})
    assert sent.context["form"].errors


# --- Candidates --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("owner", True),
        ("admin_user", True),
        ("recruiter", False),
        ("viewer", False),
        ("candidate", False),
    ],
)
def test_candidates_go_out_with_the_right_alone(
    role: str,
    may: bool,
    company: Company,
    make_user: Make,
    client: Client,
    request: pytest.FixtureRequest,
) -> None:
    available(make_user("pia"))
    user = request.getfixturevalue(role)
    client.force_login(user)

    page = client.get("/admin/exports/new/candidates/")
    listed = client.get("/admin/people/profile/")

    assert page.status_code == (200 if may else 403 if role == "candidate" else 404)
    assert (b"/admin/exports/new/candidates/" in listed.content) is may
    if not may:
        with pytest.raises(NotAllowed):
            asked_for(user, kind="candidates", columns=("full_name",))


def test_only_what_candidates_let_employers_see_goes_out(
    owner: User, company: Company, make_user: Make
) -> None:
    seen = make_user("seen", full_name="Seen Person")
    available(seen, job_title="Baker", address="Hidden street 1")
    available(make_user("private"), is_profile_public=False)
    available(make_user("happy"), is_available_for_hire=False)
    everything = tuple(kind_of("candidates").resource.columns())

    [row] = rows_for(owner, kind="candidates", columns=everything)

    assert (row["username"], row["full_name"], row["job_title"]) == (
        "seen",
        "Seen Person",
        "Baker",
    )
    assert row["email"] == seen.email
    assert "Hidden" not in str(row)
    assert "phone_number" not in everything


def test_candidates_are_narrowed_as_in_their_list(
    owner: User, company: Company, make_user: Make
) -> None:
    available(make_user("in-hamburg"), city="Hamburg")
    available(make_user("in-berlin"), city="Berlin")

    rows = rows_for(
        owner, kind="candidates", columns=("username",), query="place=Hamburg&currency=EUR"
    )

    assert rows == [{"username": "in-hamburg"}]


def test_candidates_see_who_took_their_profile_out(
    owner: User, company: Company, make_user: Make, client: Client
) -> None:
    pia = make_user("pia")
    profile = available(pia)

    asked_for(owner, kind="candidates", columns=("full_name",))

    [look] = looks_at(pia).looks
    assert (look.act, look.thing) == ("exported", f"profile:{profile.pk}")
    assert look.company_id == company.pk
    client.force_login(pia)
    assert company.name in client.get(reverse("account_accesses")).content.decode()


@pytest.mark.parametrize("name", ["applications", "candidates"])
def test_cost_of_an_export_does_not_grow_with_its_rows(
    name: str, owner: User, job: Job, make_user: Make, make_application: Make
) -> None:
    everything = tuple(kind_of(name).resource.columns())
    asked_for(owner, kind=name, columns=everything)
    spent = []
    for more in (10, 30):
        for _ in range(more):
            user = make_user()
            available(user)
            user.profile.skills.create(name=f"skill of {user}")
            make_application(job=job, applicant=user)
        with CaptureQueriesContext(connection) as queries:
            run = asked_for(owner, kind=name, columns=everything)
        spent.append(len(queries))

    assert len(rows_in(bytes_of(owner, run))) == 40
    assert spent[0] == spent[1]

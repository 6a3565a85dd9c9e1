"""Applications that come in as files: whose, by which rules they move, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiring.choices import Source
from hiring.models import Application, Batch, Fact
from nexus.core.models import OutgoingMail
from nexus.core.tests.imports import (
    check_hostile_files,
    check_out_and_in,
    faults_of_rows,
    take_in,
    undo,
    upload,
)
from nexus.core.transfers.models import ImportRun, RunState
from people.models import AuditEntry, Company, User

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from jobs.models import Job

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def job(make_job: Make, company: Company) -> Job:
    made: Job = make_job(company=company, title="Electrician")
    return made


@pytest.fixture
def applicant(make_user: Make) -> User:
    person: User = make_user("ada", email="ada@example.com", full_name="Ada Byron")
    return person


@pytest.fixture
def application(make_application: Make, job: Job, applicant: User) -> Application:
    made: Application = make_application(job=job, applicant=applicant, cover_letter="My letter.")
    return made


@pytest.fixture
def desk(client: Client, owner: User, company: Company) -> Client:
    client.force_login(owner)
    return client


def all_of_them() -> list[dict[str, Any]]:
    columns = (
        *("pk", "job", "applicant", "cover_letter", "status", "withdrawn_at"),
        *("source", "rating", "applied_at"),
    )
    return list(Application.objects.order_by("pk").values(*columns))


def test_rows_move_applications_as_by_hand_and_mail_nobody(
    desk: Client, owner: User, application: Application
) -> None:
    before = all_of_them()

    run = take_in(desk, "applications", [{"reference": application.reference, "status": "hired"}])

    assert (run.state, run.changed, run.wrong) == (RunState.DONE, 1, 0)
    application.refresh_from_db()
    assert application.status == "hired"
    steps = application.status_changes.exclude(from_status="").values_list("to_status", "by")
    assert list(steps) == [
        ("reviewed", owner.pk),
        ("shortlisted", owner.pk),
        ("hired", owner.pk),
    ]
    assert Batch.objects.get().count == 1
    assert not OutgoingMail.objects.exists()
    told = AuditEntry.objects.filter(act="imported", actor=owner)
    assert told.get().company_id == application.job.company_id
    notes = AuditEntry.objects.filter(act="moved", thing=f"application:{application.pk}")
    assert notes.get().company_id == application.job.company_id

    html = desk.post(f"/admin/imports/{run.pk}/undo/", follow=True).content.decode()

    assert "All is as it was." in html
    assert all_of_them() == before
    last = application.status_changes.latest("pk")
    assert (last.to_status, last.is_undo, last.by) == ("pending", True, owner)
    assert Batch.objects.get().undone_count == 1
    assert (
        not Fact.objects.filter(application=application.pk)
        .exclude(figure=0)
        .filter(day__gt=timezone.now().date())
    )


def test_people_who_applied_before_are_brought_in_sealed_and_taken_out_again(
    desk: Client, owner: User, application: Application, make_job: Make, company: Company
) -> None:
    other = make_job(company=company, title="Roofer")
    before, facts = all_of_them(), Fact.objects.count()
    row = {"job": " Roofer ", "email": "ADA@example.com", "status": "shortlisted"}

    run = take_in(desk, "applications", [{**row, "cover_letter": "Dear all"}])

    assert (run.added, run.wrong) == (1, 0)
    made = Application.objects.get(job=other)
    assert (made.status, made.source, made.cover_letter) == (
        "shortlisted",
        Source.IMPORT,
        "Dear all",
    )
    assert not made.resume
    with connection.cursor() as cursor:
        cursor.execute("SELECT cover_letter FROM hiring_application WHERE id = %s", [made.pk])
        assert "Dear" not in str(cursor.fetchone())
    assert not OutgoingMail.objects.exists()
    added = AuditEntry.objects.filter(act="added", thing=f"application:{made.pk}").get()
    assert (added.subject_id, added.company_id) == (made.applicant_id, company.pk)
    upload(desk, "applications", [row])
    assert ImportRun.objects.latest("pk").unchanged == 1

    undo(desk, run)

    assert all_of_them() == before
    assert Fact.objects.count() == facts


def test_undo_keeps_what_was_worked_on_since(
    desk: Client, application: Application, make_job: Make, company: Company
) -> None:
    make_job(company=company, title="Roofer")
    rows = [
        {"reference": application.reference, "job": "", "email": "", "status": "reviewed"},
        {"reference": "", "job": "Roofer", "email": "ada@example.com", "status": ""},
    ]
    run = take_in(desk, "applications", rows)
    assert (run.added, run.changed) == (1, 1)
    made = Application.objects.get(job__title="Roofer")
    made.notes.create(author=None, text="Strong")
    Application.objects.filter(pk=application.pk).update(status="shortlisted")

    assert undo(desk, run).kept == 2

    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "column", "told"),
    [
        ({"status": "fired"}, "status", "Write one of these"),
        ({"reference": "NX-2222-22"}, "reference", "There is no application of yours"),
        ({"job": ""}, "job", "Name the job"),
        ({"job": "Alchemist"}, "job", "There is no such job of yours"),
        ({"job": "Baker"}, "job", "Several jobs are called so"),
        ({"email": ""}, "email", "The address of the applicant is missing"),
        ({"email": "nobody@example.com"}, "email", "Nobody with this address has applied"),
        ({"email": "known@example.com"}, "email", "Nobody with this address has applied"),
        ({"email": "owner@example.com"}, "email", "Nobody with this address has applied"),
        ({"job": "Closed"}, "", "There is no such open job"),
        ({"cover_letter": "x" * 20_001}, "cover_letter", "at most 20000 have room"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(
    desk: Client,
    application: Application,
    make_job: Make,
    make_user: Make,
    company: Company,
    more: dict[str, str],
    column: str,
    told: str,
) -> None:
    make_user("known", email="known@example.com")
    for title in ("Roofer", "Baker", "Baker"):
        make_job(company=company, title=title)
    make_job(company=company, title="Closed", status="closed")
    good = {"reference": "", "job": "Roofer", "email": "ada@example.com", "status": "reviewed"}
    good["cover_letter"] = ""
    first = {**good, "job": "Electrician"}

    [fault] = faults_of_rows(desk, "applications", [first, {**good, **more}])

    assert fault[:2] == ["3", column]
    assert told in fault[3]
    assert ImportRun.objects.latest("pk").changed == 1


def test_no_row_takes_an_application_over(
    desk: Client, application: Application, make_job: Make, make_user: Make, company: Company
) -> None:
    make_job(company=company, title="Roofer")
    blank = {"job": "", "email": "", "cover_letter": "", "status": ""}
    for more, column in (
        ({"job": "Roofer"}, "job"),
        ({"email": "somebody@example.com"}, "email"),
        ({"cover_letter": "Other words"}, "cover_letter"),
    ):
        row = {"reference": application.reference, **blank, **more}
        [fault] = faults_of_rows(desk, "applications", [row])
        assert fault[1] == column


def test_columns_are_called_as_in_the_file(desk: Client, application: Application) -> None:
    rows = [
        {"Nummer": application.reference, "Stage": "reviewed"},
        {"Nummer": application.reference, "Stage": "fired"},
    ]

    html = upload(desk, "applications", rows[:1]).content.decode()
    [fault] = faults_of_rows(desk, "applications", rows[1:])

    assert "<code>Stage</code>" in html
    assert fault[1] == "Stage"


def test_ways_that_the_pipeline_does_not_know_are_told(
    desk: Client, application: Application
) -> None:
    Application.objects.update(status="hired")
    row = {"reference": application.reference, "status": "rejected"}

    [fault] = faults_of_rows(desk, "applications", [row])

    assert fault[1] == "status"
    assert "There is no way from hired to rejected" in fault[3]
    Application.objects.update(status="pending", withdrawn_at=timezone.now())
    [fault] = faults_of_rows(desk, "applications", [row])
    assert "This application has been withdrawn" in fault[3]


def test_other_peoples_applications_are_not_reached(
    desk: Client, rival_company: Company, make_job: Make, make_application: Make
) -> None:
    theirs = make_application(job=make_job(company=rival_company, title="Rival's"))
    rows = [
        {"reference": theirs.reference, "job": "", "email": "", "status": "hired"},
        {"reference": "", "job": "Rival's", "email": theirs.applicant.email, "status": "hired"},
    ]

    upload(desk, "applications", rows)

    run = ImportRun.objects.get()
    assert (run.wrong, run.good) == (2, 0)


def test_recruiters_need_the_right_to_take_people_out(
    client: Client, recruiter: User, application: Application
) -> None:
    client.force_login(recruiter)
    assert client.get("/admin/imports/new/applications/").status_code in {302, 403, 404}
    recruiter.memberships.update(may_export_people=True)

    run = take_in(
        client, "applications", [{"reference": application.reference, "status": "reviewed"}]
    )

    assert run.changed == 1
    recruiter.memberships.update(may_export_people=False)
    assert client.get(f"/admin/imports/{run.pk}/").status_code == 404
    client.post(f"/admin/imports/{run.pk}/undo/")
    application.refresh_from_db()
    assert application.status == "reviewed"


def test_administrators_bring_in_whoever_has_an_account(
    client: Client, admin_user: User, job: Job, applicant: User, owner: User
) -> None:
    client.force_login(admin_user)
    row = {"job_id": job.pk, "email": applicant.email}

    assert take_in(client, "applications", [row]).added == 1

    faults = faults_of_rows(
        client,
        "applications",
        [{**row, "email": "nobody@example.com"}, {**row, "email": owner.email}],
    )
    assert "Import the person as a candidate first" in faults[0][3]
    assert "works for the company of the job" in faults[1][3]


def test_exports_come_in_again_and_change_nothing(
    owner: User, application: Application, make_application: Make, job: Job
) -> None:
    make_application(job=job, status="rejected", cover_letter="=1+1\n- dear, all")
    make_application(job=job, withdrawn_at=timezone.now())

    check_out_and_in(owner, "applications", rows=3)


def test_cost_is_the_same_at_10_and_40_rows(desk: Client, job: Job, make_application: Make) -> None:
    spent = []
    for number in (3, 10, 40):
        made = [make_application(job=job) for _ in range(number)]
        rows = [{"reference": one.reference, "status": "reviewed"} for one in made]
        with CaptureQueriesContext(connection) as looking:
            upload(desk, "applications", rows)
        run = ImportRun.objects.latest("pk")
        with CaptureQueriesContext(connection) as writing:
            desk.post(f"/admin/imports/{run.pk}/begin/")
        with CaptureQueriesContext(connection) as undoing:
            desk.post(f"/admin/imports/{run.pk}/undo/")
        spent.append((len(looking), len(writing), len(undoing)))

    assert spent[1] == spent[2]


def test_hostile_files_have_a_clear_report(desk: Client, shared_data: Path) -> None:
    check_hostile_files(desk, "applications", shared_data)

    assert not Application.objects.exists()


def test_template_can_be_imported(desk: Client, application: Application) -> None:
    template = desk.get("/admin/imports/new/applications/template/").content

    assert take_in(desk, "applications", template).changed == 1

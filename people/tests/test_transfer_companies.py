"""Companies that come in as files: by whom, what no file decides, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.core.tests.imports import (
    check_hostile_files,
    check_out_and_in,
    faults_of_rows,
    take_in,
    undo,
    upload,
)
from nexus.core.transfers.models import ImportRun, RunState
from people.models import AuditEntry, Company

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def all_of_them() -> list[Any]:
    return list(Company.objects.order_by("pk").values())


def test_rows_become_companies_and_undo_brings_back_exactly_what_was(
    desk: Client, company: Company, admin_user: User
) -> None:
    before = all_of_them()

    run = take_in(
        desk,
        "companies",
        [
            {"name": company.name.upper(), "location": "Ghent", "answer_days": "7"},
            {"name": "Harbour  Works", "location": "Hamburg", "answer_days": ""},
        ],
    )

    assert (run.state, run.added, run.changed) == (RunState.DONE, 1, 1)
    made = Company.objects.get(slug="harbour-works")
    assert (made.name, made.location, made.answer_days) == ("Harbour Works", "Hamburg", 14)
    assert not made.memberships.exists()
    company.refresh_from_db()
    assert (company.location, company.answer_days) == ("Ghent", 7)
    notes = AuditEntry.objects.filter(actor=admin_user, thing__startswith="company:")
    assert set(notes.values_list("act", "company")) == {
        ("added", made.pk),
        ("changed", company.pk),
    }

    undo(desk, run)

    assert all_of_them() == before
    assert notes.filter(act="deleted", company=made.pk).exists()


def test_no_file_verifies_or_shuts_a_company(desk: Client, company: Company) -> None:
    Company.objects.update(is_verified=False)

    run = take_in(
        desk,
        "companies",
        [
            {"name": company.name, "location": "Ghent", "is_verified": "yes", "Active": "no"},
            {"name": "New", "location": "", "is_verified": "yes", "Active": "no"},
        ],
    )

    assert run.notes["unread"] == ["is_verified", "Active"]
    assert not Company.objects.filter(is_verified=True).exists()
    assert not Company.objects.exclude(deactivated_at=None).exists()


@pytest.mark.parametrize(
    ("more", "column", "told"),
    [
        ({"name": ""}, "name", "This is missing"),
        ({"name": "x" * 300}, "name", "at most 200 have room"),
        ({"website": "no address"}, "website", "valid URL"),
        ({"answer_days": "400"}, "answer_days", "It must be 365 or less"),
        ({"answer_days": "soon"}, "answer_days", "This is not a number"),
        ({"id": "999999"}, "id", "There is none with this number"),
        ({"name": "Rival"}, "name", "A company of this name exists already"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(
    desk: Client, make_company: Make, more: dict[str, Any], column: str, told: str
) -> None:
    mine = make_company("Mine")
    make_company("Rival")
    good = {"id": "", "name": "Other", "website": "", "answer_days": ""}

    [fault] = faults_of_rows(
        desk, "companies", [good, {**good, "id": mine.pk, "name": "Mine", **more}]
    )

    assert fault[:2] == ["3", column]
    assert told in fault[3]


def test_second_run_changes_nothing(desk: Client) -> None:
    rows = [
        {"name": "Harbour Works", "website": "https://h.example", "description": " Two\nlines "}
    ]
    take_in(desk, "companies", rows)

    upload(desk, "companies", rows)

    run = ImportRun.objects.latest("pk")
    assert (run.unchanged, run.good) == (1, 0)


def test_undo_keeps_what_is_used_since(desk: Client, make_job: Make) -> None:
    run = take_in(desk, "companies", [{"name": "A"}, {"name": "B"}])
    make_job(company=Company.objects.get(name="A"))

    html = desk.post(f"/admin/imports/{run.pk}/undo/", follow=True).content.decode()

    assert "It has people, jobs or other things by now." in html
    assert not Company.objects.filter(name="B").exists()
    assert Company.objects.filter(name="A").exists()


def test_undo_keeps_a_name_whose_old_one_is_taken_since(desk: Client, make_company: Make) -> None:
    acme = make_company("Acme")
    run = take_in(desk, "companies", [{"id": acme.pk, "name": "Acme Works"}])
    make_company("ACME")

    html = desk.post(f"/admin/imports/{run.pk}/undo/", follow=True).content.decode()

    assert "A company of this name exists already." in html
    acme.refresh_from_db()
    assert acme.name == "Acme Works"


def test_exports_come_in_again_and_change_nothing(
    admin_user: User, company: Company, make_company: Make
) -> None:
    make_company("@Söhne", description="=1+1\r\nnext", website="https://x.example")

    check_out_and_in(admin_user, "companies", rows=2)


def test_looking_at_a_file_costs_the_same_at_10_and_40_rows(desk: Client) -> None:
    spent = []
    upload(desk, "companies", [{"name": "What is asked once a process"}])
    for number in (10, 40):
        rows = [{"name": f"Company {n}", "website": ""} for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            upload(desk, "companies", rows)
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_hostile_files_have_a_clear_report(desk: Client, shared_data: Path) -> None:
    check_hostile_files(desk, "companies", shared_data)

    assert not Company.objects.exists()


def test_template_can_be_imported(desk: Client) -> None:
    template = desk.get("/admin/imports/new/companies/template/").content

    assert take_in(desk, "companies", template).added == 1

"""Exports of companies and categories: for whom, which of them, and what stands in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nexus.core.errors import NotAllowed
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.kinds import kind_named
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.services import Choice, begin_export, read_export
from people.models import AuditEntry
from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from people.models import Company, User
    from taxonomy.models import Category

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def rows_for(user: User, name: str, *columns: str, query: str = "") -> list[dict[str, Any]]:
    kind = kind_named(name)
    assert kind is not None
    chosen = columns or tuple(kind.resource.columns())
    run = begin_export(kind, Asked(query), Choice(ExportFormat.JSON, chosen), by=user)
    found: list[dict[str, Any]] = json.loads(b"".join(read_export(user, run.pk)[1]))
    return found


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", {"Acme Works"}),
        ("viewer", {"Acme Works"}),
        ("admin_user", {"Acme Works", "Rival Ltd"}),
    ],
)
def test_each_role_exports_the_companies_of_its_list(
    role: str,
    expected: set[str],
    company: Company,
    make_company: Make,
    request: pytest.FixtureRequest,
) -> None:
    make_company("Rival Ltd")

    rows = rows_for(request.getfixturevalue(role), "companies", "name")

    assert {row["name"] for row in rows} == expected


def test_company_is_written_with_what_it_says_and_none_of_its_people(
    admin_user: User, company: Company, owner: User, viewer: User
) -> None:
    [row] = rows_for(admin_user, "companies")

    assert (row["id"], row["name"], row["answer_days"]) == (company.pk, company.name, 14)
    assert (row["is_verified"], row["is_active"], row["members"]) == (False, True, 2)
    assert owner.username not in str(row)


def test_companies_are_narrowed_as_in_their_list(admin_user: User, make_company: Make) -> None:
    make_company("Yes Ltd", is_verified=True)
    make_company("No Ltd")

    rows = rows_for(admin_user, "companies", "name", query="verified=yes")

    assert rows == [{"name": "Yes Ltd"}]


def test_admins_export_all_categories_with_their_open_jobs(
    admin_user: User, category: Category, make_category: Make, make_job: Make
) -> None:
    make_category("Hidden", is_active=False)
    make_job(category=category)

    rows = {row["name"]: row for row in rows_for(admin_user, "categories")}

    assert rows["Hidden"]["is_active"] is False
    assert rows[category.name]["slug"] == category.slug
    assert set(rows) == {"Hidden", category.name}


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "candidate"])
def test_nobody_else_exports_categories(
    role: str, company: Company, client: Client, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)

    with pytest.raises(NotAllowed):
        rows_for(user, "categories", "name")

    status = client.get("/admin/exports/new/categories/").status_code
    assert status == (403 if role == "candidate" else 404)
    assert b"new/categories/" not in client.get("/admin/exports/").content


@pytest.mark.parametrize("name", ["companies", "categories"])
def test_page_and_export_cost_the_same_however_many_rows(
    name: str, admin_user: User, client: Client, make_company: Make, make_category: Make
) -> None:
    client.force_login(admin_user)
    rows_for(admin_user, name)
    spent = []
    for more in (10, 30):
        for _ in range(more):
            make_company()
            make_category()
        client.get(f"/admin/exports/new/{name}/")
        with CaptureQueriesContext(connection) as exporting:
            rows_for(admin_user, name)
        with CaptureQueriesContext(connection) as looking:
            assert client.get(f"/admin/exports/new/{name}/").status_code == 200
        spent.append((len(exporting), len(looking)))

    assert spent[0] == spent[1]


# --- the audit ---------------------------------------------------------------------------------


def test_owners_take_out_the_entries_of_their_company_as_their_list_is_filtered(
    owner: User, company: Company, make_company: Make, make_user: Make, admin_user: User
) -> None:
    person = make_user("pia23", full_name="Pia Person")
    lines: list[dict[str, Any]] = [
        {"actor": owner, "act": AuditAct.SEEN, "thing": "application:7", "subject": person},
        {"actor": owner, "act": AuditAct.CHANGED, "thing": "company:1", "label": "Acme"},
        {"actor": admin_user, "act": AuditAct.SEEN, "thing": "user:7"},
    ]
    for line in lines:
        record(**line, company=company)
    record(actor=owner, act=AuditAct.SEEN, thing="application:8", company=make_company())

    taken = rows_for(owner, "audit", query="act=seen")
    for_admins = rows_for(admin_user, "audit", query="q=user:7")

    told = [(row["who"], row["act"], row["thing"], row["whose"]) for row in taken]
    assert told == [
        ("Nexus", "seen", "user:7", None),
        (owner.username, "seen", "application:7", "pia23"),
    ]
    assert (taken[0]["who_id"], taken[1]["whose_id"]) == (None, person.pk)
    assert "Pia Person" not in str(taken)
    assert [(row["who"], row["who_id"]) for row in for_admins] == [
        (admin_user.username, admin_user.pk)
    ]


def test_export_of_the_audit_is_noted_itself(owner: User, company: Company) -> None:
    record(actor=owner, act=AuditAct.SEEN, thing="application:7", company=company)

    rows_for(owner, "audit")

    noted = AuditEntry.objects.filter(thing_kind="export").order_by("pk")
    assert [(one.act, one.label, one.company_id) for one in noted] == [
        ("exported", "audit", company.pk),
        ("downloaded", "audit", company.pk),
    ]


@pytest.mark.parametrize("role", ["recruiter", "viewer", "candidate"])
def test_nobody_else_takes_the_audit_out(
    role: str, company: Company, client: Client, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)

    assert client.get("/admin/exports/new/audit/").status_code in {302, 403, 404}
    with pytest.raises(NotAllowed):
        rows_for(user, "audit")


def test_list_of_the_audit_leads_to_its_export(
    client: Client, owner: User, company: Company
) -> None:
    record(actor=owner, act=AuditAct.SEEN, thing="application:7", company=company)
    client.force_login(owner)

    page = client.get("/admin/people/auditentry/?act=seen")
    asked = client.get(page.context["export_url"])

    assert asked.status_code == 200
    assert asked.context["narrowed_by"] == [("What was done", "Saw")]

"""Categories that come in as files: by whom, which one a row is, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from nexus.core.tests.imports import (
    check_hostile_files,
    check_out_and_in,
    faults_of_rows,
    take_in,
    undo,
    upload,
)
from nexus.core.transfers.models import ImportRun, RunState
from taxonomy.models import Category
from taxonomy.services import update_category

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


def all_of_them() -> list[tuple[Any, ...]]:
    columns = ("pk", "name", "slug", "title", "description", "live", "path")
    return list(Category.objects.order_by("pk").values_list(*columns))


def test_rows_become_pages_and_undo_brings_back_exactly_what_was(
    desk: Client, make_category: Make
) -> None:
    make_category("Care", description="Wards.")
    make_category("Trades", is_active=False)
    before = all_of_them()

    run = take_in(
        desk,
        "categories",
        [
            {"name": "CARE", "description": "Wards and homes.", "is_active": ""},
            {"name": "Trades", "description": "", "is_active": "yes"},
            {"name": "Élan  vital", "description": "New.", "is_active": "no"},
        ],
    )

    assert (run.state, run.added, run.changed) == (RunState.DONE, 1, 2)
    made = Category.objects.get(slug="elan-vital")
    assert (made.name, made.description, made.live) == ("Élan vital", "New.", False)
    care = Category.objects.get(slug="care")
    assert (care.name, care.title, care.description) == ("CARE", "CARE", "Wards and homes.")
    assert Category.objects.get(slug="trades").live

    undo(desk, run)

    assert all_of_them() == before


def test_second_run_changes_instead_of_doubling(desk: Client) -> None:
    take_in(desk, "categories", [{"name": "Care"}, {"name": "Élan"}])

    upload(desk, "categories", [{"name": "care "}, {"name": "ÉLAN"}])

    run = ImportRun.objects.latest("pk")
    assert (run.added, run.changed) == (0, 2)  # the case of their names alone
    desk.post(f"/admin/imports/{run.pk}/begin/")
    assert set(Category.objects.values_list("name", flat=True)) == {"care", "ÉLAN"}


def test_no_row_takes_the_name_or_the_place_of_another(desk: Client, make_category: Make) -> None:
    care, trades = make_category("Care"), make_category("Trades")
    before = all_of_them()

    faults = faults_of_rows(
        desk,
        "categories",
        [
            {"id": care.pk, "slug": "", "name": "trades"},
            {"id": "", "slug": trades.slug, "name": "CARE"},
            {"id": 999_999, "slug": "", "name": "New"},
            {"id": "", "slug": "", "name": "Trades"},
            {"id": "", "slug": "x", "name": "Fresh"},
            {"id": "", "slug": "y", "name": "fresh"},
            {"id": "", "slug": "z", "name": ""},
        ],
    )

    assert [(row, column) for row, column, *_ in faults] == [
        ("2", "name"),
        ("3", "name"),
        ("4", "id"),
        ("5", ""),
        ("7", "name"),
        ("8", "name"),
    ]
    assert all_of_them() == before


def test_what_an_editor_is_at_work_on_is_left_alone(desk: Client, make_category: Make) -> None:
    care = make_category("Care")
    care.description = "An editor's draft."
    care.save_revision()

    [fault] = faults_of_rows(desk, "categories", [{"name": "Care", "description": "By a file."}])

    assert "Somebody is at work on its page" in fault[3]
    upload(desk, "categories", [{"name": "Care", "description": ""}])
    assert ImportRun.objects.latest("pk").unchanged == 1


def test_undo_keeps_what_is_used_or_changed_since(
    desk: Client, make_job: Make, admin_user: User
) -> None:
    run = take_in(desk, "categories", [{"name": "A"}, {"name": "B"}, {"name": "C"}])
    make_job(category=Category.objects.get(name="A"))
    update_category(Category.objects.get(name="B"), by=admin_user, description="By hand.")

    assert undo(desk, run).kept == 2

    assert set(Category.objects.values_list("name", flat=True)) == {"A", "B"}


def test_undo_keeps_what_an_editor_began_since(desk: Client, make_category: Make) -> None:
    make_category("Care", description="Wards.")
    run = take_in(desk, "categories", [{"name": "Care", "description": "Homes."}, {"name": "New"}])
    for page in Category.objects.all():
        page.description = "A draft."
        page.save_revision()

    assert undo(desk, run).kept == 2

    for page in Category.objects.all():
        assert page.get_latest_revision_as_object().description == "A draft."


def test_exports_come_in_again_and_change_nothing(admin_user: User, make_category: Make) -> None:
    make_category("=Care, homes", description="- one\n- two\n+3")
    make_category("Trades", is_active=False)

    check_out_and_in(admin_user, "categories", rows=2)


def test_hostile_files_have_a_clear_report(desk: Client, shared_data: Path) -> None:
    check_hostile_files(desk, "categories", shared_data)

    assert not Category.objects.exists()


def test_template_can_be_imported(desk: Client) -> None:
    template = desk.get("/admin/imports/new/categories/template/").content

    assert take_in(desk, "categories", template).added == 1

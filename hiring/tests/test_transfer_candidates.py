"""Candidates that come in as files: who is found, who is left alone, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nexus.core.models import OutgoingMail
from nexus.core.tests.imports import (
    check_hostile_files,
    check_out_and_in,
    faults_of_rows,
    take_in,
    undo,
    upload,
)
from nexus.core.transfers.models import ImportRow, ImportRun, RunState
from people.models import AuditEntry, PersonToken, Profile, User
from people.services import rebuild_tokens, update_profile
from people.services.proven_addresses import account_of_proven_address

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
HIDDEN, SHOWN = {"shown": "no"}, {"shown": "yes"}


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def person(number: int = 1, **more: Any) -> dict[str, Any]:
    facts = {
        "email": f"ada{number}@example.com",
        "full_name": f"Ada Byron-{number}",
        "phone_number": f"+49 40 123456{number}",
        "city": "Hamburg",
        "skills": "Wiring | Plans",
        "bio": "Wires homes.",
        "expected_salary_min": "38000",
    }
    return {**facts, **more}


def all_of_them() -> list[list[Any]]:
    """Return everybody as they are but for when they were changed last."""
    people = Profile.objects.order_by("pk").select_related("user")
    kept: list[list[Any]] = []
    for one in people:
        profile = {k: v for k, v in vars(one).items() if k not in {"_state", "updated_at"}}
        user = {k: v for k, v in vars(one.user).items() if k != "_state"}
        skills = list(one.skills.order_by("name").values_list("name", flat=True))
        tokens = set(PersonToken.objects.filter(user=one.user).values_list("token", flat=True))
        kept.append([profile, user, skills, tokens])
    return kept


def test_people_come_in_sealed_and_found_and_undo_brings_back_what_was(
    desk: Client, candidate: User
) -> None:
    before = all_of_them()

    run = take_in(desk, "candidates", [person(1), person(2)], **HIDDEN)

    assert (run.state, run.added, run.wrong) == (RunState.DONE, 2, 0)
    profile = Profile.objects.get(user__email="ada1@example.com")
    assert (profile.user.full_name, profile.bio) == ("Ada Byron-1", "Wires homes.")
    assert [skill.name for skill in profile.skills.all()] == ["Plans", "Wiring"]
    assert not profile.is_profile_public
    assert not profile.user.has_usable_password()
    assert User.objects.matching("byron").count() == 2
    assert User.objects.matching("+49401234561").get() == profile.user
    with connection.cursor() as cursor:
        cursor.execute("SELECT bio FROM people_profile WHERE id = %s", [profile.pk])
        assert "Wires" not in str(cursor.fetchone())
        cursor.execute("SELECT label, faults, before FROM core_importrow")
        assert "Ada" not in str(cursor.fetchall())
    assert not OutgoingMail.objects.exists()
    notes = AuditEntry.objects.filter(act="added", thing=f"profile:{profile.pk}")
    assert notes.get().subject_id == profile.user_id
    assert "Ada" not in str(notes.get().details)

    undo(desk, run)

    assert all_of_them() == before


def test_second_run_changes_and_undo_restores_exactly(desk: Client) -> None:
    take_in(desk, "candidates", [person(1), person(2, full_name="")], **HIDDEN)
    User.objects.filter(email="ada1@example.com").update(
        first_name="Ada", last_name="Byron", full_name=""
    )
    rebuild_tokens(User.objects.all())
    upload(desk, "candidates", [person(2, full_name="")], **HIDDEN)
    assert ImportRun.objects.latest("pk").unchanged == 1
    before = all_of_them()

    run = take_in(
        desk,
        "candidates",
        [
            person(1, full_name="Ada Lovelace", phone_number="", skills="plans", bio="Counts."),
            person(2, full_name="", expected_salary_min="39000.50"),
        ],
        **HIDDEN,
    )

    assert (run.changed, run.added) == (2, 0)
    assert User.objects.matching("lovelace").exists()
    assert not User.objects.matching("+49401234561").exists()
    undo(desk, run)
    assert all_of_them() == before


def test_whoever_looks_after_the_account_is_changed_by_nobody_else(
    desk: Client, candidate: User
) -> None:
    update_profile(candidate.profile, by=candidate, city="Ghent")
    row = {"email": candidate.email.upper(), "city": "Hamburg"}

    [fault] = faults_of_rows(desk, "candidates", [row], **HIDDEN)

    assert "only they change" in fault[3]
    upload(desk, "candidates", [{**row, "city": "Ghent"}], **HIDDEN)
    assert ImportRun.objects.latest("pk").unchanged == 1


def test_who_takes_the_account_over_keeps_it(desk: Client) -> None:
    run = take_in(desk, "candidates", [person(1), person(2)], **HIDDEN)
    owner, is_new = account_of_proven_address("ada1@example.com", full_name="Somebody")
    assert not is_new
    assert owner.profile.city == "Hamburg"

    assert undo(desk, run).kept == 1

    assert set(User.objects.filter(email__startswith="ada").values_list("email", flat=True)) == {
        "ada1@example.com"
    }
    assert ImportRow.objects.exclude(kept_because="").count() == 1


def test_shown_ones_are_found_by_employers_and_applicants_stay(
    desk: Client, make_application: Make
) -> None:
    run = take_in(desk, "candidates", [person(1), person(2)], **SHOWN)

    assert Profile.objects.available().count() == 2
    make_application(applicant=User.objects.get(email="ada1@example.com"))

    assert undo(desk, run).kept == 1
    assert Profile.objects.available().count() == 1


@pytest.mark.parametrize(
    ("more", "column", "told"),
    [
        ({"email": ""}, "email", "New people need an address"),
        ({"email": "nobody"}, "email", "This is no e-mail address"),
        ({"username": "taken"}, "username", "Somebody else has this name"),
        ({"username": "a b"}, "username", "Enter a valid username"),
        ({"phone_number": "12"}, "phone_number", "Enter a phone number"),
        ({"experience_level": "wizard"}, "experience_level", "Write one of these"),
        ({"expected_salary_max": "3"}, "expected_salary_min", "must not exceed"),
        ({"expected_salary_currency": "XXZ"}, "expected_salary_currency", "no currency"),
        ({"website_url": "javascript:x()"}, "website_url", "valid URL"),
        ({"full_name": "x" * 301}, "full_name", "at most 300 have room"),
        ({"email": "taken@example.com", "username": "other"}, "username", "another account"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(
    desk: Client, make_user: Make, more: dict[str, Any], column: str, told: str
) -> None:
    make_user("taken", email="taken@example.com")
    blank = {"username": "", "experience_level": "", "expected_salary_max": ""}
    good = person(1, **blank, expected_salary_currency="EUR", website_url="")

    upload(desk, "candidates", [good, {**good, "email": "b@example.com", **more}], **HIDDEN)

    run = ImportRun.objects.get()
    assert run.added == 1
    [fault] = faults_of_rows(
        desk, "candidates", [good, {**good, "email": "b@example.com", **more}], **HIDDEN
    )
    assert fault[:2] == ["3", column]
    assert told in fault[3]


def test_exports_come_in_again_and_change_nothing(admin_user: User, make_user: Make) -> None:
    for name in ("one", "two"):
        user = make_user(name, full_name=f"{name.title()} =Sum, Öl", last_login=timezone.now())
        update_profile(
            user.profile,
            by=user,
            bio="- first\n- second",
            skills=["B, and more"],
            expected_salary_min=Decimal(38_000),
            is_profile_public=True,
            is_available_for_hire=True,
        )

    check_out_and_in(admin_user, "candidates", rows=2)


def test_looking_costs_the_same_at_10_and_40_rows(desk: Client) -> None:
    spent = []
    upload(desk, "candidates", [person(0)], **HIDDEN)
    for number in (10, 40):
        with CaptureQueriesContext(connection) as queries:
            upload(desk, "candidates", [person(n) for n in range(number)], **HIDDEN)
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_hostile_files_have_a_clear_report(desk: Client, shared_data: Path) -> None:
    check_hostile_files(desk, "candidates", shared_data, **HIDDEN)

    assert Profile.objects.count() == 1  # the administrator's own


def test_template_can_be_imported(desk: Client) -> None:
    template = desk.get("/admin/imports/new/candidates/template/").content

    assert take_in(desk, "candidates", template, **HIDDEN).added == 1

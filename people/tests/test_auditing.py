"""The audit's way in, and that there is no other and no way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from nexus.core import audit
from nexus.core.append_only import OnlyAdded, purging
from people.models import AuditEntry, Company, User
from people.services.auditing import (
    AuditAct,
    AuditLine,
    changes_between,
    record,
    record_many,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(owner: User, candidate: User, company: Company) -> AuditEntry:
    record(
        actor=owner,
        act=AuditAct.MOVED,
        thing="application:7",
        company=company,
        subject=candidate,
        details={"from": "pending", "to": "reviewed"},
    )
    return AuditEntry.objects.get()


# --- writing -----------------------------------------------------------------------------------


def test_record_notes_who_did_what_to_what(
    entry: AuditEntry, owner: User, candidate: User, company: Company
) -> None:
    assert (entry.actor, entry.subject, entry.company) == (owner, candidate, company)
    assert (entry.act, entry.thing, entry.thing_kind) == ("moved", "application:7", "application")
    assert entry.details == {"from": "pending", "to": "reviewed"}


def test_many_lines_are_one_statement(owner: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        record_many(
            actor=owner,
            act=AuditAct.DELETED,
            lines=[AuditLine(f"job:{n}", label="x" * 300) for n in range(100)],
        )

    assert AuditEntry.objects.filter(thing_kind="job").count() == 100


def test_no_lines_are_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        record_many(actor=None, act=AuditAct.SEEN, lines=[])


def test_names_that_no_database_holds_are_cut_to_measure() -> None:
    record(actor=None, act=AuditAct.ADDED, thing="job:1", label="a\0b" + "c" * 500)

    assert AuditEntry.objects.get().label == "ab" + "c" * 198


def test_what_is_rolled_back_is_not_noted(owner: User) -> None:
    with transaction.atomic():
        record(actor=owner, act=AuditAct.ADDED, thing="job:1")
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists()


def test_apps_below_write_into_the_same_ledger(admin_user: User) -> None:
    lines = [audit.AuditLine("category:3", label="Nursing")]
    audit.note(actor=admin_user, act=AuditAct.ADDED, lines=lines)

    assert AuditEntry.objects.get().label == "Nursing"


def test_changes_tell_short_values_and_of_others_the_names() -> None:
    before = {"title": "Cook", "pay": 1, "text": "x", "phone": "1", "same": "s"}
    after = {"title": "Chef", "pay": None, "text": "y" * 201, "phone": "2", "same": "s"}

    assert changes_between(before, after, withheld=["phone"]) == {
        "title": ["Cook", "Chef"],
        "pay": [1, None],
        "text": [],
        "phone": [],
    }


# --- no way back -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(act="seen"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["act"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk),
    ],
)
def test_python_refuses_to_change_an_entry(
    entry: AuditEntry, attempt: Callable[[AuditEntry], object]
) -> None:
    with pytest.raises(OnlyAdded):
        attempt(entry)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET act = 'seen'",
        "UPDATE people_auditentry SET actor_id = NULL",
        "DELETE FROM people_auditentry",
        "DELETE FROM people_auditentry WHERE at < '2100-01-01'",
    ],
)
def test_database_refuses_to_change_an_entry(entry: AuditEntry, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(AuditEntry.objects.all()) == [entry]


def test_purging_deletes_and_shuts_the_door_again(entry: AuditEntry) -> None:
    with purging(AuditEntry) as rows:
        rows.filter(pk=entry.pk).delete()
    record(actor=None, act=AuditAct.ADDED, thing="job:1")

    with (
        pytest.raises(DatabaseError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM people_auditentry")

    assert AuditEntry.objects.get().thing == "job:1"


def test_purging_lets_nobody_change_an_entry(entry: AuditEntry) -> None:
    with (
        pytest.raises(DatabaseError, match="only ever added"),
        purging(AuditEntry) as rows,
    ):
        rows.update(act="seen")


def test_entry_outlives_the_account_and_the_company(
    entry: AuditEntry, make_user: Callable[..., User], make_company: Callable[..., Company]
) -> None:
    gone, closed = make_user(), make_company()
    record(actor=gone, act=AuditAct.ADDED, thing="job:1", company=closed, subject=gone)
    numbers = (gone.pk, gone.pk, closed.pk)
    gone.delete()
    closed.delete()

    kept = AuditEntry.objects.with_names().get(thing="job:1")
    assert (kept.actor_id, kept.subject_id, kept.company_id) == numbers
    assert (kept.actor, kept.subject, kept.company) == (None, None, None)


# --- who may read ------------------------------------------------------------------------------


def test_owners_read_of_their_company_and_admins_everything(
    entry: AuditEntry,
    owner: User,
    recruiter: User,
    rival: User,
    candidate: User,
    admin_user: User,
) -> None:
    record(actor=admin_user, act=AuditAct.DELETED, thing="category:1")

    def read_by(user: User) -> int:
        return AuditEntry.objects.visible_to(user).count()

    seen = [read_by(user) for user in (admin_user, owner, recruiter, rival, candidate)]
    assert seen == [2, 1, 0, 0, 0]

"""The ledger of who saw whose data."""

import pytest
from django.db import OperationalError

from people.choices import AccessKind
from people.models import AuditEntry, Company, User
from people.services import record_access, record_accesses


def test_record_access_notes_who_saw_what_of_whom(
    owner: User, candidate: User, company: Company
) -> None:
    record_access(
        viewer=owner,
        subject=candidate,
        kind=AccessKind.DOWNLOADED_CV,
        target="application:7",
        company=company,
    )

    row = AuditEntry.objects.get()
    assert (row.actor, row.subject, row.company, row.access_kind, row.thing) == (
        owner,
        candidate,
        company,
        "downloaded_cv",
        "application:7",
    )


def test_record_access_takes_ids(owner: User, candidate: User, company: Company) -> None:
    record_access(
        viewer=owner,
        subject=candidate.pk,
        kind=AccessKind.EXPORTED,
        target="export",
        company=company.pk,
    )

    assert AuditEntry.objects.filter(subject=candidate, company=company).count() == 1


def test_looking_at_oneself_is_not_noted(candidate: User) -> None:
    record_access(
        viewer=candidate, subject=candidate, kind=AccessKind.VIEWED_PROFILE, target="profile:1"
    )

    assert not AuditEntry.objects.exists()


def test_record_accesses_is_one_statement(
    owner: User,
    candidate: User,
    other_candidate: User,
    django_assert_num_queries: object,
) -> None:
    seen = [(candidate.pk, "application:1"), (other_candidate.pk, "application:2")]

    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        record_accesses(viewer=owner, seen=seen, kind=AccessKind.VIEWED_APPLICATION)

    assert AuditEntry.objects.count() == 2


def test_once_a_day_notes_a_look_again_only_tomorrow(
    owner: User, rival: User, candidate: User, clock: object
) -> None:
    def look(viewer: User, kind: AccessKind = AccessKind.SEARCHED) -> int:
        seen = [(candidate.pk, "profile:1")]
        record_accesses(viewer=viewer, seen=seen, kind=kind, once_a_day=True)
        return AuditEntry.objects.count()

    assert [look(owner), look(owner), look(rival)] == [1, 1, 2]
    assert look(owner, AccessKind.EXPORTED) == 3

    clock.shift(24 * 3600 + 1)  # type: ignore[attr-defined]  # a clock that can be set

    assert look(owner) == 4


def test_look_that_could_not_be_written_is_noted_the_next_time(
    owner: User, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    def look() -> None:
        seen = [(candidate.pk, "profile:1")]
        record_accesses(viewer=owner, seen=seen, kind=AccessKind.SEARCHED, once_a_day=True)

    with monkeypatch.context() as broken:
        broken.setattr(AuditEntry.objects, "bulk_create", fail)
        with pytest.raises(OperationalError):
            look()

    look()

    assert AuditEntry.objects.count() == 1

"""Moving through the pipeline, and notes: who may, what is recorded, who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import Application, Note
from hiring.pipeline import way
from hiring.services import (
    Standing,
    TransitionNotAllowed,
    add_note,
    allowed_statuses,
    history,
    move_application,
    read_notes,
    standing,
)
from nexus.core.errors import Missing, NotAllowed
from people.models import Membership, User

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
PENDING, REVIEWED, SHORTLISTED, REJECTED, HIRED = ApplicationStatus


def _steps(application: Application) -> list[tuple[str, str]]:
    return [(change.from_status, change.to_status) for change in history(application)]


@pytest.mark.parametrize("to", ApplicationStatus)
@pytest.mark.parametrize("origin", ApplicationStatus)
def test_move_of_every_pair_walks_the_way_or_refuses(
    make_application: Make,
    admin_user: User,
    origin: ApplicationStatus,
    to: ApplicationStatus,
) -> None:
    application = make_application(status=origin)
    stages = way(origin, to)

    if stages is None:
        with pytest.raises(TransitionNotAllowed):
            move_application(application, to, by=admin_user)
        assert Application.objects.get().status == origin
        assert _steps(application) == [("", origin)]
    else:
        moved = move_application(application, to, by=admin_user)
        assert moved.status == Application.objects.get().status == to
        walked = list(zip([origin, *stages], stages, strict=False))
        assert _steps(application) == [("", origin), *walked]


def test_move_tells_the_applicant_once_of_the_last_stage(
    application: Application, owner: User, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    move_application(application, SHORTLISTED, by=owner)

    assert mails() == [("application_status", application.applicant.email)]


def test_move_puts_the_note_on_the_last_change_alone(application: Application, owner: User) -> None:
    move_application(application, SHORTLISTED, by=owner, note="Strong interview.")

    assert [change.note for change in history(application)] == ["", "", "Strong interview."]


def test_move_with_a_note_too_long_changes_nothing(application: Application, owner: User) -> None:
    with pytest.raises(ValidationError):
        move_application(application, REVIEWED, by=owner, note="x" * 5001)

    assert Application.objects.get().status == PENDING


def test_move_refused_names_the_ways_there_are(make_application: Make, admin_user: User) -> None:
    application = make_application(status=SHORTLISTED)

    with pytest.raises(TransitionNotAllowed) as refusal:
        move_application(application, PENDING, by=admin_user)

    assert refusal.value.details == {"status": ["Possible are: rejected, hired."]}


def test_move_of_a_withdrawn_application_is_refused(
    make_application: Make, admin_user: User
) -> None:
    application = make_application(withdrawn_at=timezone.now())

    with pytest.raises(TransitionNotAllowed, match="withdrawn"):
        move_application(application, REVIEWED, by=admin_user)

    assert allowed_statuses(application) == []


def test_move_starts_from_what_the_database_holds(
    application: Application, owner: User, recruiter: User
) -> None:
    stale = Application.objects.get(pk=application.pk)
    move_application(application, REJECTED, by=owner)

    with pytest.raises(TransitionNotAllowed):
        move_application(stale, REJECTED, by=recruiter)

    assert [change.by for change in history(application)] == [None, owner, owner]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", None),
        ("recruiter", None),
        ("admin_user", None),
        ("viewer", NotAllowed),
        ("candidate", NotAllowed),
        ("other_candidate", Missing),
        ("rival", Missing),
    ],
)
@pytest.mark.usefixtures("rival_company")
def test_move_is_for_the_companys_writers_and_admins(
    application: Application,
    role: str,
    expected: type[Exception] | None,
    request: pytest.FixtureRequest,
) -> None:
    user = request.getfixturevalue(role)

    if expected is None:
        assert move_application(application, REVIEWED, by=user).status == REVIEWED
    else:
        with pytest.raises(expected):
            move_application(application, REVIEWED, by=user)
        assert Application.objects.get().status == PENDING


def test_an_applicant_who_joins_the_company_still_does_not_decide_on_themselves(
    application: Application, candidate: User
) -> None:
    Membership.objects.create(company=application.job.company, user=candidate, role="owner")

    with pytest.raises(NotAllowed):
        move_application(application, HIRED, by=candidate)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("candidate", Standing.APPLICANT),
        ("owner", Standing.DECIDES),
        ("recruiter", Standing.DECIDES),
        ("admin_user", Standing.DECIDES),
        ("viewer", Standing.READS),
        ("rival", Standing.STRANGER),
    ],
)
def test_standing_of_each_role(
    application: Application, role: str, expected: Standing, request: pytest.FixtureRequest
) -> None:
    assert standing(application, request.getfixturevalue(role)) is expected


def test_notes_are_written_by_writers_and_read_by_the_company(
    application: Application, recruiter: User, viewer: User
) -> None:
    add_note(application, by=recruiter, text="  Call her. ")

    assert [note.text for note in read_notes(application, by=viewer)] == ["Call her."]


@pytest.mark.parametrize(
    ("role", "refusal"),
    [("candidate", NotAllowed), ("rival", Missing), ("viewer", NotAllowed)],
)
def test_add_note_by_others_is_refused(
    application: Application,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(refusal):
        add_note(application, by=request.getfixturevalue(role), text="Hm.")

    assert not Note.objects.exists()


@pytest.mark.parametrize(("role", "refusal"), [("candidate", NotAllowed), ("rival", Missing)])
def test_read_notes_by_others_is_refused(
    application: Application,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(refusal):
        read_notes(application, by=request.getfixturevalue(role))


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_add_note_without_text_or_with_too_much_is_refused(
    application: Application, owner: User, text: str
) -> None:
    with pytest.raises(ValidationError):
        add_note(application, by=owner, text=text)

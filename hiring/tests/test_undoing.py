"""Taking back: within ten minutes, with the mails that waited, and honestly where it cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.branding import frame
from hiring.choices import ApplicationStatus
from hiring.models import Application, Batch, StatusChange
from hiring.services import (
    CannotUndo,
    MailText,
    mail_applicants,
    move_application,
    move_applications,
    undo_batch,
    withdraw_application,
)
from nexus.core.errors import Missing
from nexus.core.mail import sweep_due_mail
from nexus.core.mail_sending import deliver
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import User

pytestmark = pytest.mark.django_db

PENDING, REVIEWED, SHORTLISTED, REJECTED, HIRED = ApplicationStatus


@pytest.fixture
def three(make_application: Callable[..., Application], job: Job) -> list[Application]:
    return [make_application(job=job, status=status) for status in (PENDING, REVIEWED, SHORTLISTED)]


def _rejected(applications: list[Application], by: User) -> Batch:
    report = move_applications([one.pk for one in applications], REJECTED, by=by)
    assert report.batch is not None
    return Batch.objects.get(pk=report.batch.pk)


def _statuses(applications: list[Application]) -> list[str]:
    return [Application.objects.get(pk=one.pk).status for one in applications]


def test_undo_gives_each_its_former_status_by_a_step_in_its_history(
    three: list[Application], owner: User, recruiter: User
) -> None:
    batch = _rejected(three, owner)

    report = undo_batch(batch, by=recruiter)

    assert report.done == [one.pk for one in three]
    assert _statuses(three) == [PENDING, REVIEWED, SHORTLISTED]
    last = StatusChange.objects.filter(application=three[0]).latest("pk")
    assert (last.from_status, last.to_status, last.by, last.is_undo) == (
        REJECTED,
        PENDING,
        recruiter,
        True,
    )
    batch.refresh_from_db()
    assert (batch.undone_by, batch.undone_count) == (recruiter, 3)


def test_undo_cancels_the_mails_which_nobody_gets(three: list[Application], owner: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        batch = _rejected(three, owner)
        assert outbox.outbox == []
        undo_batch(batch, by=owner)
        clock.shift(timedelta(minutes=20))
        sweep_due_mail()

    assert outbox.outbox == []
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}


def test_mails_of_a_move_go_after_ten_minutes_and_not_before(
    application: Application, owner: User
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        move_application(application, REVIEWED, by=owner)
        mail = OutgoingMail.objects.get()
        clock.shift(timedelta(minutes=9, seconds=59))
        deliver(mail.pk)
        assert outbox.outbox == []
        clock.shift(timedelta(seconds=1))
        deliver(mail.pk)

    assert [message.to for message in outbox.outbox] == [[application.applicant.email]]


def test_undo_after_ten_minutes_is_refused(three: list[Application], owner: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        batch = _rejected(three, owner)
        clock.shift(timedelta(minutes=10))
        with pytest.raises(CannotUndo, match="too late"):
            undo_batch(batch, by=owner)

    assert _statuses(three) == [REJECTED] * 3


def test_undo_for_the_second_time_is_refused(three: list[Application], owner: User) -> None:
    batch = _rejected(three, owner)
    undo_batch(batch, by=owner)

    with pytest.raises(CannotUndo, match="already"):
        undo_batch(Batch.objects.get(pk=batch.pk), by=owner)


def test_rejecting_again_after_an_undo_sends_one_mail(
    application: Application, owner: User
) -> None:
    undo_batch(_rejected([application], owner), by=owner)
    _rejected([application], owner)

    states = OutgoingMail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [MailState.CANCELLED, MailState.QUEUED]


def test_undo_leaves_alone_what_was_moved_or_withdrawn_since(
    three: list[Application], owner: User
) -> None:
    ids = [one.pk for one in three[:2]]
    batch = move_applications(ids, SHORTLISTED, by=owner).batch
    assert batch is not None
    move_application(three[0], HIRED, by=owner)
    withdraw_application(three[1], by=three[1].applicant)

    report = undo_batch(batch, by=owner)

    assert report.done == []
    assert {refusal.application_id: refusal.why for refusal in report.refused} == {
        three[0].pk: "This application has been moved since.",
        three[1].pk: "This application has been withdrawn.",
    }
    assert _statuses(three[:2]) == [HIRED, SHORTLISTED]


def test_undo_is_refused_where_the_mail_has_gone(three: list[Application], owner: User) -> None:
    batch = _rejected(three, owner)
    gone = OutgoingMail.objects.get(recipient=three[0].applicant)
    OutgoingMail.objects.filter(pk=gone.pk).update(state=MailState.SENT)

    report = undo_batch(batch, by=owner)

    assert report.done == [one.pk for one in three[1:]]
    assert _statuses(three) == [REJECTED, REVIEWED, SHORTLISTED]


@pytest.mark.usefixtures("rival_company")
def test_undo_by_strangers_is_as_if_there_were_nothing(
    three: list[Application], owner: User, rival: User
) -> None:
    batch = _rejected(three, owner)

    with pytest.raises(Missing):
        undo_batch(batch, by=rival)


@pytest.mark.parametrize("role", ["viewer", "applicant"])
def test_undo_by_those_who_do_not_decide_undoes_nothing(
    three: list[Application], owner: User, viewer: User, role: str
) -> None:
    batch = _rejected(three, owner)
    report = undo_batch(batch, by=viewer if role == "viewer" else three[0].applicant)

    assert (report.done, len(report.refused)) == ([], 3)
    assert Batch.objects.get(pk=batch.pk).undone_at is None


def test_mails_to_applicants_wait_and_can_be_taken_back(
    three: list[Application], owner: User
) -> None:
    report = mail_applicants(
        [one.pk for one in three], MailText("Your papers", "Dear {{full_name}}"), by=owner
    )
    assert report.batch is not None
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.QUEUED}

    assert undo_batch(report.batch, by=owner).done == [one.pk for one in three]

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}
    assert _statuses(three) == [PENDING, REVIEWED, SHORTLISTED]


def test_cost_does_not_grow_with_the_applications(
    make_application: Callable[..., Any], job: Job, owner: User
) -> None:
    frame()
    costs = []
    for count in (10, 40):
        batch = _rejected([make_application(job=job) for _number in range(count)], owner)
        with CaptureQueriesContext(connection) as queries:
            assert len(undo_batch(batch, by=owner).done) == count
        costs.append(len(queries))

    assert costs[0] == costs[1]

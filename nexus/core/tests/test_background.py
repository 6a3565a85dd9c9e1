"""What fails in the background waits longer each time, stays to be seen, and can be tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.tasks import async_task

from nexus.core import background
from nexus.core.errors import Conflict, Missing
from nexus.core.mail import failed_mails, give_mails_up, queue_mail, send_again
from nexus.core.models import MailState, OutgoingMail
from nexus.core.schedules import write_schedules
from nexus.core.tests import queue_samples as samples
from nexus.core.tests.queue_hands import on_q2, work

ATTEMPTS = settings.Q_CLUSTER["max_attempts"]


def fail_to_the_end(value: int = 7) -> Failure:
    on_q2(samples.fail).enqueue(value)
    for _attempt in range(ATTEMPTS):
        work()
        OrmQ.objects.update(lock=timezone.now())
    return Failure.objects.get()


def test_each_failure_is_followed_by_a_longer_pause(queue: None) -> None:
    on_q2(samples.fail).enqueue(7)

    for pause in background.PAUSES:
        began = timezone.now()
        work()
        waits_until = OrmQ.objects.get().lock
        assert waits_until is not None
        assert began + pause <= waits_until <= timezone.now() + pause
        assert (background.tried_again(), background.failed_for_good().count()) == (1, 0)
        OrmQ.objects.update(lock=timezone.now())

    work()
    assert not OrmQ.objects.exists()
    assert (background.tried_again(), background.failed_for_good().count()) == (0, 1)


def test_there_is_a_pause_for_every_attempt_but_the_last() -> None:
    assert len(background.PAUSES) == ATTEMPTS - 1


def test_what_failed_says_what_it_was_and_why(queue: None) -> None:
    row = fail_to_the_end()

    assert background.path_of(row) == samples.fail.module_path
    assert background.reason_of(row) == "LookupError: nothing at 7"


def test_failed_work_is_tried_again_with_what_it_was_given(queue: None) -> None:
    row = fail_to_the_end(41)

    assert background.try_again([row.pk, "gone"]) == 1

    assert not Failure.objects.exists()
    work()
    assert background.reason_of(Failure.objects.get()) == "LookupError: nothing at 41"


def test_work_that_recurs_is_tried_again_by_its_path(queue: None) -> None:
    path = "nexus.core.tests.queue_samples.not_a_task"
    async_task(path, task_name="by-hand", group="What recurs")
    for _attempt in range(ATTEMPTS):
        work()
        OrmQ.objects.update(lock=timezone.now())
    row = Failure.objects.get()
    assert background.path_of(row) == "What recurs"

    background.try_again([row.pk])

    again = OrmQ.objects.get().task
    assert (again["func"], again["group"], again["args"]) == (path, "What recurs", ())


def test_work_that_no_version_knows_any_more_stays_until_it_is_given_up(queue: None) -> None:
    row = fail_to_the_end()
    row.args = ("nexus.core.gone.away", [], {})
    row.save()

    with pytest.raises(Conflict, match="does not know"):
        background.try_again([row.pk])
    assert (OrmQ.objects.count(), Failure.objects.count()) == (0, 1)

    assert background.give_up([row.pk]) == 1
    assert not Failure.objects.exists()
    for act in (background.give_up, background.try_again):
        with pytest.raises(Missing):
            act([row.pk])


def test_what_is_still_tried_by_itself_is_not_dealt_with_by_hand(queue: None) -> None:
    on_q2(samples.fail).enqueue(7)
    work()
    row = Failure.objects.get()

    with pytest.raises(Missing):
        background.try_again([row.pk])
    with pytest.raises(Missing):
        background.give_up([row.pk])


def test_failures_are_forgotten_after_their_time(queue: None) -> None:
    row = fail_to_the_end()
    assert background.forget_old_failures() == 0

    Failure.objects.update(stopped=row.stopped - background.KEEP_FAILURES_FOR)

    assert background.forget_old_failures() == 1


def test_queue_says_how_much_waits_and_since_when(queue: None) -> None:
    assert background.queue_now() == (0, 0, None)
    on_q2(samples.remember).enqueue(1)
    on_q2(samples.remember).enqueue(2)
    on_q2(samples.remember, run_after=timezone.now() + timedelta(hours=1)).enqueue(3)
    since = timezone.now() - timedelta(minutes=7)
    OrmQ.objects.filter(pk=OrmQ.objects.earliest("pk").pk).update(lock=since)

    assert background.queue_now() == (2, 1, since)


def test_a_worker_is_missed_when_what_recurs_is_late(db: None) -> None:
    write_schedules()
    Schedule.objects.update(next_run=timezone.now() - timedelta(minutes=1))
    assert not background.is_worker_missing()

    Schedule.objects.update(next_run=timezone.now() - background.LATE_AFTER)
    assert background.is_worker_missing()


@pytest.fixture
def failed_mail(queue: None) -> OutgoingMail:
    mail = queue_mail(kind="hello", to="a@example.com", recipient=None, subject="Hi", text="Hi")
    OrmQ.objects.all().delete()
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, attempts=7)
    mail.refresh_from_db()
    return mail


def test_a_failed_mail_is_sent_again_under_the_same_id(failed_mail: OutgoingMail) -> None:
    assert send_again([failed_mail.pk]) == 1

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)
    assert mail.message_id == failed_mail.message_id
    assert OrmQ.objects.get().task["args"][1] == [[mail.pk]]
    assert send_again([mail.pk]) == 0


def test_a_failed_mail_that_is_given_up_stays_unsent(failed_mail: OutgoingMail) -> None:
    assert list(failed_mails()) == [failed_mail]

    assert give_mails_up([failed_mail.pk]) == 1

    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    assert send_again([failed_mail.pk]) == 0


def test_waiting_mails_are_counted_whether_or_not_a_task_knows_of_them(queue: None) -> None:
    now = timezone.now()
    assert background.mails_now() == (0, 0, None)
    for wait in (timedelta(), timedelta(hours=1)):
        queue_mail(
            kind="hello",
            to="a@example.com",
            recipient=None,
            subject="Hi",
            text="Hi",
            not_before=now + wait,
        )
    OrmQ.objects.all().delete()
    OutgoingMail.objects.filter(not_before__lte=now).update(not_before=now - timedelta(minutes=3))

    assert background.mails_now() == (1, 1, now - timedelta(minutes=3))


def test_finished_work_is_forgotten_after_its_time_and_failures_are_not(queue: None) -> None:
    on_q2(samples.remember).enqueue(1)
    row = fail_to_the_end()
    assert Success.objects.count() == 1
    assert background.forget_finished() == 0

    Success.objects.update(stopped=timezone.now() - background.KEEP_FINISHED_FOR)
    Failure.objects.update(stopped=timezone.now() - background.KEEP_FINISHED_FOR)

    assert background.forget_finished() == 1
    assert list(Failure.objects.all()) == [row]


def test_mails_leave_no_row_of_their_success(queue: None) -> None:
    queue_mail(kind="hello", to="a@example.com", recipient=None, subject="Hi", text="Hi")

    assert work() == 1

    assert OutgoingMail.objects.get().state == MailState.SENT
    assert not Success.objects.exists()

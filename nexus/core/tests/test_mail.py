"""The ledger of mail: what is owed is sent once, later, or not at all."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from nexus.core import mail
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from people.models import User


def owe(**changes: Any) -> OutgoingMail:
    facts: dict[str, Any] = {
        "kind": "greeting",
        "to": "jane@example.com",
        "recipient": None,
        "subject": "Hello",
        "text": "Good morning",
    }
    return mail.queue_mail(**{**facts, **changes})


def held(**changes: Any) -> OutgoingMail:
    """Return a mail whose time has not come, so that the test decides when it is sent."""
    return owe(not_before=timezone.now() + timedelta(hours=1), **changes)


def due(**changes: Any) -> OutgoingMail:
    """Return a queued mail that could be sent and that no task knows of."""
    row = held(**changes)
    OutgoingMail.objects.filter(pk=row.pk).update(not_before=timezone.now())
    return row


@pytest.fixture
def failing_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], list[int]]:
    def fail(error: Exception) -> list[int]:
        calls: list[int] = []

        def send(*args: Any, **kwargs: Any) -> int:
            calls.append(1)
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", send)
        return calls

    return fail


def test_queue_mail_sends_what_was_owed(candidate: User) -> None:
    row = owe(recipient=candidate, html="<p>Good morning</p>")

    row.refresh_from_db()
    assert (row.state, row.attempts, row.recipient) == (MailState.SENT, 1, candidate)
    assert row.sent_at is not None
    message: Any = django_mail.outbox[0]
    assert (message.to, message.subject, message.body) == (
        ["jane@example.com"],
        "Hello",
        "Good morning",
    )
    assert message.extra_headers["Message-ID"] == row.message_id
    assert [part.mimetype for part in message.alternatives] == ["text/html"]


def test_queue_mail_keeps_the_subject_on_one_line(db: None) -> None:
    row = owe(subject="Hello\r\nBcc: everybody@example.com")

    assert row.subject == "Hello Bcc: everybody@example.com"


def test_queue_mail_of_a_rolled_back_transaction_is_not_owed(db: None) -> None:
    with transaction.atomic():
        held()
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_ids_of_messages_differ(db: None) -> None:
    assert held().message_id != held().message_id


def test_deliver_before_its_time_sends_nothing(db: None) -> None:
    row = held()

    mail.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, django_mail.outbox) == (MailState.QUEUED, 0, [])


def test_deliver_again_sends_nothing_more(db: None) -> None:
    row = due()

    mail.deliver(row.pk)
    mail.deliver(row.pk)

    assert len(django_mail.outbox) == 1


def test_deliver_of_an_unknown_mail_does_nothing(db: None) -> None:
    mail.deliver(999_999)

    assert django_mail.outbox == []


def test_cancelled_mail_is_never_sent(db: None) -> None:
    row = due()

    assert mail.cancel_mail(row.pk) is True
    mail.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, django_mail.outbox) == (MailState.CANCELLED, [])


def test_forgotten_mail_is_never_sent_and_names_nobody(db: None) -> None:
    forgotten, other = due(html="<p>Good morning</p>"), due()

    mail.forget_mails(OutgoingMail.objects.filter(pk=forgotten.pk))
    mail.deliver(forgotten.pk)

    forgotten.refresh_from_db()
    other.refresh_from_db()
    assert (forgotten.state, django_mail.outbox) == (MailState.CANCELLED, [])
    contents = (forgotten.to_address, forgotten.subject, forgotten.text_body, forgotten.html_body)
    assert contents == ("", "", "", "")
    assert other.to_address == "jane@example.com"


@pytest.mark.parametrize("state", [s for s in MailState if s != MailState.QUEUED])
def test_cancel_and_hold_of_a_mail_no_longer_queued_is_refused(db: None, state: MailState) -> None:
    row = held()
    OutgoingMail.objects.filter(pk=row.pk).update(state=state)

    assert mail.cancel_mail(row.pk) is False
    assert mail.hold_mail(row.pk, until=timezone.now()) is False

    row.refresh_from_db()
    assert row.state == state


def test_hold_until_now_sends(db: None) -> None:
    row = held()

    mail.hold_mail(row.pk, until=timezone.now())

    assert len(django_mail.outbox) == 1


def test_failure_is_noted_without_the_address_and_tried_again_later(
    db: None, failing_server: Callable[[Exception], list[int]]
) -> None:
    failing_server(smtplib.SMTPServerDisconnected("jane@example.com is gone"))
    row = due()

    mail.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.sent_at) == (MailState.QUEUED, 1, None)
    assert row.last_error == "SMTPServerDisconnected"
    wait = row.not_before - timezone.now()
    assert timedelta(seconds=50) < wait <= mail.PAUSES[0]


def test_pauses_grow_and_end_in_failure(
    db: None, failing_server: Callable[[Exception], list[int]]
) -> None:
    calls = failing_server(ConnectionRefusedError())
    row = due()
    waits = []

    for _ in range(len(mail.PAUSES) + 3):
        mail.deliver(row.pk)
        row.refresh_from_db()
        if row.state == MailState.QUEUED:
            waits.append(row.not_before - timezone.now())
            OutgoingMail.objects.filter(pk=row.pk).update(not_before=timezone.now())

    assert waits == sorted(waits)
    assert len(waits) == len(mail.PAUSES)
    assert (row.state, len(calls)) == (MailState.FAILED, len(mail.PAUSES) + 1)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), MailState.FAILED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), MailState.QUEUED),
        (smtplib.SMTPSenderRefused(553, b"no", "x"), MailState.FAILED),
        (smtplib.SMTPDataError(451, b"later"), MailState.QUEUED),
        (TimeoutError(), MailState.QUEUED),
    ],
)
def test_only_a_final_no_of_the_server_is_final(
    db: None,
    failing_server: Callable[[Exception], list[int]],
    error: Exception,
    state: MailState,
) -> None:
    failing_server(error)
    row = due()

    mail.deliver(row.pk)

    row.refresh_from_db()
    assert row.state == state


def test_mail_that_no_key_opens_is_not_sent_but_kept(db: None, settings: Any) -> None:
    row = due()
    settings.ENCRYPTION_KEYS = ["another-key"]

    mail.deliver(row.pk)

    settings.ENCRYPTION_KEYS = ["test-encryption-key"]
    row.refresh_from_db()
    assert (row.state, row.last_error, django_mail.outbox) == (MailState.QUEUED, "ValueError", [])
    assert row.text_body == "Good morning"


def test_sweep_sends_what_was_forgotten(db: None) -> None:
    forgotten, fresh = due(), due()
    long_ago = timezone.now() - mail.GRACE - timedelta(seconds=1)
    OutgoingMail.objects.filter(pk=forgotten.pk).update(not_before=long_ago)

    assert mail.sweep_due_mail() == 1

    forgotten.refresh_from_db()
    fresh.refresh_from_db()
    assert (forgotten.state, fresh.state) == (MailState.SENT, MailState.QUEUED)


def test_sweep_takes_over_from_a_sender_that_died(db: None) -> None:
    row = due()
    OutgoingMail.objects.filter(pk=row.pk).update(
        state=MailState.SENDING, attempts=1, not_before=timezone.now() - mail.GRACE * 2
    )

    mail.sweep_due_mail()

    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.SENT, 2)


def test_sweep_leaves_a_sender_at_work_alone(db: None) -> None:
    row = due()
    OutgoingMail.objects.filter(pk=row.pk).update(
        state=MailState.SENDING, attempts=1, not_before=timezone.now() + mail.LEASE
    )

    assert mail.sweep_due_mail() == 0
    mail.deliver(row.pk)

    assert django_mail.outbox == []


def test_sweep_does_not_hand_the_same_mail_over_every_minute(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = due()
    long_ago = timezone.now() - mail.GRACE * 2
    OutgoingMail.objects.filter(pk=row.pk).update(not_before=long_ago)
    handed_over: list[int] = []
    monkeypatch.setattr(mail, "_enqueue", lambda mail_id, at: handed_over.append(mail_id))

    mail.sweep_due_mail()
    mail.sweep_due_mail()

    assert handed_over == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def send(message: EmailMultiAlternatives, *args: Any, **kwargs: Any) -> int:
        sent.append(message.to[0])
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    rows = [due(to=f"p{n}@example.com").pk for n in range(5)]
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        for pk in rows:
            mail.deliver(pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sent) == [f"p{n}@example.com" for n in range(5)]

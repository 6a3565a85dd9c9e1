"""The ledger of mail: what is owed is sent once, later, or not at all."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from nexus.core import mail, mail_sending
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from pytest_django import Settings

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

        def send(*args: Any) -> None:
            calls.append(1)
            raise error

        monkeypatch.setattr(mail_sending.Line, "send", send)
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


def test_mail_programs_are_told_where_one_request_ends_such_mails(db: None) -> None:
    address = "https://careers.example/stop/secret/"

    owe(unsubscribe_url=address)
    owe(to="other@example.com")

    messages: list[Any] = django_mail.outbox
    with_it, without = messages
    assert with_it.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert with_it.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not [name for name in without.extra_headers if name.startswith("List-")]


def test_answers_go_to_whom_the_mail_names(db: None) -> None:
    owe(reply_to="people@acme.example")
    owe(to="other@example.com")

    assert [message.reply_to for message in django_mail.outbox] == [["people@acme.example"], []]


def test_both_parts_of_a_mail_say_where_such_mails_are_ended(db: None) -> None:
    address = "https://careers.example/stop/secret/"

    assert f'<a href="{address}">' in mail.as_html("Hello", "Text", unsubscribe_url=address)
    assert "<footer" not in mail.as_html("Hello", "Text")
    assert mail.with_way_out("Text\n", address).endswith(f"No more of these mails: {address}\n")


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

    mail_sending.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, django_mail.outbox) == (MailState.QUEUED, 0, [])


def test_deliver_again_sends_nothing_more(db: None) -> None:
    row = due()

    mail_sending.deliver(row.pk)
    mail_sending.deliver(row.pk)

    assert len(django_mail.outbox) == 1


def test_deliver_of_an_unknown_mail_does_nothing(db: None) -> None:
    mail_sending.deliver(999_999)

    assert django_mail.outbox == []


def test_cancelled_mail_is_never_sent(db: None) -> None:
    row = due()

    assert mail.cancel_mail(row.pk) is True
    mail_sending.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, django_mail.outbox) == (MailState.CANCELLED, [])


def test_forgotten_mail_is_never_sent_and_names_nobody(db: None) -> None:
    forgotten, other = due(html="<p>Good morning</p>"), due()

    mail.forget_mails(OutgoingMail.objects.filter(pk=forgotten.pk))
    mail_sending.deliver(forgotten.pk)

    forgotten.refresh_from_db()
    other.refresh_from_db()
    assert (forgotten.state, django_mail.outbox) == (MailState.CANCELLED, [])
    contents = (forgotten.to_address, forgotten.subject, forgotten.text_body, forgotten.html_body)
    assert contents == ("", "", "", "")
    assert other.to_address == "jane@example.com"


@pytest.mark.parametrize("state", [s for s in MailState if s != MailState.QUEUED])
def test_cancelling_a_mail_no_longer_queued_is_refused(db: None, state: MailState) -> None:
    row = held()
    OutgoingMail.objects.filter(pk=row.pk).update(state=state)

    assert mail.cancel_mail(row.pk) is False

    row.refresh_from_db()
    assert row.state == state


def test_failure_is_noted_without_the_address_and_tried_again_later(
    db: None, failing_server: Callable[[Exception], list[int]]
) -> None:
    failing_server(smtplib.SMTPServerDisconnected("jane@example.com is gone"))
    row = due()

    mail_sending.deliver(row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.sent_at) == (MailState.QUEUED, 1, None)
    assert row.last_error == "SMTPServerDisconnected"
    wait = row.not_before - timezone.now()
    assert timedelta(seconds=50) < wait <= mail_sending.PAUSES[0]


def test_pauses_grow_and_end_in_failure(
    db: None, failing_server: Callable[[Exception], list[int]]
) -> None:
    calls = failing_server(ConnectionRefusedError())
    row = due()
    waits = []

    for _ in range(len(mail_sending.PAUSES) + 3):
        mail_sending.deliver(row.pk)
        row.refresh_from_db()
        if row.state == MailState.QUEUED:
            waits.append(row.not_before - timezone.now())
            OutgoingMail.objects.filter(pk=row.pk).update(not_before=timezone.now())

    assert waits == sorted(waits)
    assert len(waits) == len(mail_sending.PAUSES)
    assert (row.state, len(calls)) == (MailState.FAILED, len(mail_sending.PAUSES) + 1)


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

    mail_sending.deliver(row.pk)

    row.refresh_from_db()
    assert row.state == state


def test_mail_that_no_key_opens_is_not_sent_but_kept(db: None, settings: Any) -> None:
    row = due()
    settings.ENCRYPTION_KEYS = ["another-key"]

    mail_sending.deliver(row.pk)

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
        state=MailState.SENDING, attempts=1, not_before=timezone.now() + mail_sending.LEASE
    )

    assert mail.sweep_due_mail() == 0
    mail_sending.deliver(row.pk)

    assert django_mail.outbox == []


def test_sweep_does_not_hand_the_same_mail_over_every_minute(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = due()
    long_ago = timezone.now() - mail.GRACE * 2
    OutgoingMail.objects.filter(pk=row.pk).update(not_before=long_ago)
    handed_over: list[int] = []
    monkeypatch.setattr(mail, "enqueue_mails", lambda ids, at: handed_over.extend(ids))

    mail.sweep_due_mail()
    mail.sweep_due_mail()

    assert handed_over == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def send(line: mail_sending.Line, message: EmailMultiAlternatives) -> int:
        sent.append(message.to[0])
        return 1

    monkeypatch.setattr(mail_sending.Line, "send", send)
    rows = [due(to=f"p{n}@example.com").pk for n in range(5)]
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        for pk in rows:
            mail_sending.deliver(pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sent) == [f"p{n}@example.com" for n in range(5)]


def test_one_task_sends_what_else_is_due_over_one_connection(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, others, later = due(), [due() for _ in range(3)], held()
    monkeypatch.setattr(mail_sending, "_may_go_on", lambda: True)
    opened: list[object] = []
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.open", lambda self: opened.append(self)
    )

    mail_sending.deliver_and_more(first.pk)

    assert len(django_mail.outbox) == 1 + len(others)
    assert len(set(map(id, opened))) == 1
    later.refresh_from_db()
    assert later.state == MailState.QUEUED


def test_a_task_ends_with_its_first_failure(
    db: None, failing_server: Callable[[Exception], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = failing_server(ConnectionRefusedError())
    first, _other = due(), due()
    monkeypatch.setattr(mail_sending, "_may_go_on", lambda: True)

    mail_sending.deliver_and_more(first.pk)

    assert len(calls) == 1


def test_many_mails_are_sent_by_several_tasks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_sending, "TOGETHER", 2)
    ids = [due().pk for _ in range(5)]
    taken: list[Any] = []
    monkeypatch.setattr("nexus.core.tasks.send_mails", SimpleNamespace(enqueue=taken.append))

    mail_sending.deliver_several(ids)

    assert (taken, django_mail.outbox) == ([ids[:2], ids[2:4], ids[4:]], [])
    mail_sending.deliver_several(ids[:2])
    assert len(django_mail.outbox) == 2


def test_a_task_that_takes_long_leaves_the_rest_to_another(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_sending, "AT_IT", timedelta())
    ids = [due().pk for _ in range(3)]
    taken: list[Any] = []
    monkeypatch.setattr("nexus.core.tasks.send_mails", SimpleNamespace(enqueue=taken.append))

    mail_sending.deliver_several(ids)

    assert (len(django_mail.outbox), taken) == (1, [ids[1:]])


@pytest.mark.parametrize("way", ["about", "chosen", "old"])
def test_a_forgotten_mail_keeps_nothing_that_it_said(
    candidate: User, settings: Settings, way: str
) -> None:
    settings.KEEP_MAILS_DAYS = 90
    said = {
        "subject": "Hello",
        "text_body": "Good morning",
        "html_body": "<p>Good morning</p>",
        "unsubscribe_url": "https://careers.example/stop/secret/",
        "reply_to": "people@acme.example",
    }
    row = owe(about=candidate)
    long_ago = timezone.now() - timedelta(days=91)
    OutgoingMail.objects.filter(pk=row.pk).update(**said, created_at=long_ago, not_before=long_ago)

    if way == "about":
        mail.forget_mail_about(candidate)
    elif way == "chosen":
        mail.forget_mails(OutgoingMail.objects.filter(pk=row.pk))
    else:
        mail.empty_old_mails()

    assert OutgoingMail.objects.values(*said).get(pk=row.pk) == dict.fromkeys(said, "")


def test_mails_of_long_ago_say_nothing_any_more(db: None, settings: Settings) -> None:
    settings.KEEP_MAILS_DAYS = 90
    sent, cancelled, fresh, failed, waiting = (held(html="<p>Hi</p>") for _ in range(5))
    old, rows = timezone.now() - timedelta(days=91), OutgoingMail.objects
    rows.exclude(pk=fresh.pk).update(created_at=old, not_before=old)
    rows.filter(pk__in=[sent.pk, fresh.pk]).update(state=MailState.SENT)
    rows.filter(pk=cancelled.pk).update(state=MailState.CANCELLED)
    rows.filter(pk=failed.pk).update(state=MailState.FAILED)

    assert mail.empty_old_mails() == 2
    assert mail.empty_old_mails() == 0

    for one in (sent, cancelled):
        one.refresh_from_db()
        assert (one.subject, one.text_body, one.html_body) == ("", "", "")
        assert one.to_address == "jane@example.com"
    for one in (fresh, failed, waiting):
        one.refresh_from_db()
        assert one.text_body == "Good morning"
    settings.KEEP_MAILS_DAYS = 0
    assert mail.empty_old_mails() == 0

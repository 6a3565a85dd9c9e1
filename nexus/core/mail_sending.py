"""Sending what the ledger of mail owes: one sender at a time, and a pause after what fails."""

from __future__ import annotations

import contextlib
import itertools
import random
import smtplib
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from nexus.core.fields import Unreadable
from nexus.core.mail import PENDING, enqueue_mail
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage
    from django.db.models import QuerySet

# Longer than a worker may take for a task, so that a mail never has two senders.
LEASE = timedelta(minutes=3)
PAUSES: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""What is waited after each failure; after one more the mail has failed for good."""

# How many mails one task sends, and about how long: well below what a task may take.
TOGETHER = 50
AT_IT = timedelta(seconds=15)

# The seconds between attempts to note in a database that is away what was sent.
RECONNECT: Sequence[float] = (0, 1, 2, 4, 8)


class Line:
    """The connection to the mail server that the mails of one task share: `with Line() as line`."""

    def __init__(self) -> None:
        self._mailer: Any = None

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *error: object) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand a message over. Raises whatever the server causes; the next one is called anew."""
        if self._mailer is None:
            self._mailer = mailers.default
        try:
            self._mailer.open()
            self._mailer.send_messages([message])
        except BaseException:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                mailer.close()


def deliver(mail_id: int, line: Line | None = None) -> bool:
    """Send a mail that is due and that nobody else is sending; else do nothing.

    Never raises for what the mail server says: a failure is noted in the ledger and tried again
    after a pause (see PAUSES), one that cannot pass by itself is final. Returns whether to go on:
    False after a failure.
    """
    mail = _claim(mail_id)
    if mail is None:
        return True
    try:
        if line is None:
            with Line() as own:
                own.send(_message(mail))
        else:
            line.send(_message(mail))
    except Exception as exc:  # noqa: BLE001  # whatever a mail server can cause is noted
        _note_failure(mail, exc)
        return False
    _note_sent(mail)
    return True


def deliver_and_more(mail_id: int) -> None:
    """Send a mail, and over the same connection for some seconds others that are due.

    Their own tasks then find them sent, which costs less than a connection for each.
    """
    until = time.monotonic() + AT_IT.total_seconds()
    with Line() as line:
        if not deliver(mail_id, line) or not _may_go_on():
            return
        while due := _some_due():
            for other in due:
                if not deliver(other, line) or time.monotonic() >= until:
                    return


def _may_go_on() -> bool:
    """Tell whether a worker runs this: within a transaction others would be held up by it."""
    return not connection.in_atomic_block


def deliver_several(mail_ids: Sequence[int]) -> None:
    """Send these mails over one connection; many of them, or what takes too long, by other tasks."""
    from nexus.core.tasks import send_mails  # which imports this module

    if len(mail_ids) > TOGETHER:
        with transaction.atomic():
            for some in itertools.batched(mail_ids, TOGETHER):
                send_mails.enqueue(list(some))
        return
    until = time.monotonic() + AT_IT.total_seconds()
    with Line() as line:
        for number, mail_id in enumerate(mail_ids, 1):
            deliver(mail_id, line)
            if time.monotonic() >= until and number < len(mail_ids):
                send_mails.enqueue(list(mail_ids[number:]))
                return


def _some_due() -> list[int]:
    """Return a few of the mails that have been due for longest; hardly what another one takes."""
    due = OutgoingMail.objects.filter(
        PENDING, state=MailState.QUEUED, not_before__lte=timezone.now()
    )
    ids = list(due.order_by("not_before", "id").values_list("pk", flat=True)[: 10 * TOGETHER])
    return random.sample(ids, min(len(ids), TOGETHER))


def _note_sent(mail: OutgoingMail) -> None:
    """Note that the server has it, also where the database went away meanwhile: it would be sent
    a second time.
    """
    for pause in (*RECONNECT, None):
        try:
            _claimed(mail).update(state=MailState.SENT, sent_at=timezone.now(), last_error="")
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return


def _claim(mail_id: int) -> OutgoingMail | None:
    """Become the one sender of a due mail: one conditional update decides between several."""
    now = timezone.now()
    claimed = OutgoingMail.objects.filter(PENDING, pk=mail_id, not_before__lte=now).update(
        state=MailState.SENDING, not_before=now + LEASE, attempts=F("attempts") + 1
    )
    return OutgoingMail.objects.get(pk=mail_id) if claimed else None


def _claimed(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """Return the row while it is still ours: nobody took it over after our lease."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    if any(isinstance(v, Unreadable) for v in (mail.to_address, mail.subject, mail.text_body)):
        raise ValueError("The mail cannot be decrypted with the configured keys.")
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url and not isinstance(mail.unsubscribe_url, Unreadable):
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text_body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to_address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    if mail.html_body and not isinstance(mail.html_body, Unreadable):
        message.attach_alternative(mail.html_body, "text/html")
    return message


def _note_failure(mail: OutgoingMail, exc: Exception) -> None:
    # The text of the error may hold the address, and this column is in clear.
    codes = _smtp_codes(exc)
    error = " ".join([type(exc).__name__, *map(str, codes)])[:300]
    hopeless = bool(codes) and all(500 <= code < 600 for code in codes)
    if hopeless or mail.attempts > len(PAUSES):
        _claimed(mail).update(state=MailState.FAILED, last_error=error)
        return
    again_at = timezone.now() + PAUSES[mail.attempts - 1]
    if _claimed(mail).update(state=MailState.QUEUED, not_before=again_at, last_error=error):
        enqueue_mail(mail.pk, again_at)


def _smtp_codes(exc: Exception) -> list[int]:
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _ in exc.recipients.values()})
    if isinstance(exc, smtplib.SMTPResponseException):
        return [exc.smtp_code]
    return []

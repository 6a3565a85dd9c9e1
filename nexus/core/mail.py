"""The ledger of mail: what is owed is a row, and a task that takes its id sends it.

A mail is owed from the moment its row is committed, together with the change it tells of. It is
sent once, unless the sender dies between handing it over and saying so: it is then sent again
under the same Message-ID, by which mailboxes recognise a copy.
"""

import re
import smtplib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.tasks import task_backends
from django.template.loader import render_to_string
from django.utils import timezone

from nexus.core.brand import brand
from nexus.core.fields import Unreadable
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from people.models import User

# Longer than a worker may take for a task, so that a mail never has two senders.
LEASE = timedelta(minutes=3)
# How long a due mail may wait for its task before the sweep takes it for lost.
GRACE = timedelta(minutes=2)
PAUSES: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""What is waited after each failure; after one more the mail has failed for good."""


def queue_mail(
    *,
    kind: str,
    to: str,
    recipient: "User | None",
    subject: str,
    text: str,
    html: str = "",
    not_before: datetime | None = None,
    about: "User | None" = None,
) -> OutgoingMail:
    """Owe a mail to one address, from the commit of the present transaction on.

    `kind` is a word for the ledger, such as `application_received`. `not_before` holds the mail
    back; until it is taken by a sender it can be cancelled. `about` is whom the mail tells of
    where that is not the recipient: see `forget_mail_about`. Two statements.
    """
    now = timezone.now()
    owed = Owed(kind, to, recipient, subject, text, html, about)
    mail = _row(owed, now=now, not_before=not_before or now)
    mail.save(force_insert=True)
    _enqueue(mail.pk, mail.not_before)
    return mail


@dataclass(frozen=True)
class Owed:
    """One mail of many: as the arguments of `queue_mail`, which see."""

    kind: str
    to: str
    recipient: "User | None"
    subject: str
    text: str
    html: str = ""
    about: "User | None" = None


def queue_mails(mails: Iterable[Owed], *, not_before: datetime | None = None) -> list[OutgoingMail]:
    """Owe several mails that are due at the same time; as `queue_mail`. Two statements for all."""
    now = timezone.now()
    at = not_before or now
    rows = OutgoingMail.objects.bulk_create([_row(mail, now=now, not_before=at) for mail in mails])
    if rows:
        _enqueue_all([row.pk for row in rows], at)
    return rows


def as_html(subject: str, text: str, *, code: str = "") -> str:
    """Return the HTML part of a mail: the paragraphs of its text, and `code` set large."""
    # Both may come from a template and be marked as safe, which plain text is not: what is cut out
    # of them is a plain string.
    paragraphs = re.split(r"\n\s*\n", text.strip())
    context = {
        "subject": _one_line(subject),
        "paragraphs": paragraphs,
        "code": code,
        "brand": brand(),
    }
    return render_to_string("emails/message.html", context)


def cancel_mail(mail_id: int) -> bool:
    """Cancel a mail and return True, or False where it is too late or was cancelled before."""
    return bool(_queued(mail_id).update(state=MailState.CANCELLED))


def cancel_mails(mail_ids: Collection[int]) -> set[int]:
    """Cancel several mails and return which: with the others it was too late. Two statements.

    Within a transaction no sender takes any of them until it ends.
    """
    waiting = OutgoingMail.objects.filter(pk__in=mail_ids, state=MailState.QUEUED)
    with transaction.atomic():
        found = set(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
        OutgoingMail.objects.filter(pk__in=found).update(state=MailState.CANCELLED)
    return found


def hold_mail(mail_id: int, *, until: datetime) -> bool:
    """Hold a queued mail back and return True, or False where it is queued no longer."""
    held = bool(_queued(mail_id).update(not_before=until))
    if held:
        _enqueue(mail_id, until)
    return held


def forget_mail_about(person: "User") -> None:
    """Keep of the mails that tell others of `person` only that there was one; unsent ones go."""
    told = OutgoingMail.objects.filter(about=person)
    told.filter(_PENDING).update(state=MailState.CANCELLED)
    told.update(subject="", text_body="", html_body="")


def forget_mails(mails: "QuerySet[OutgoingMail]") -> None:
    """Keep of these mails only that there was one each, to nobody; unsent ones are cancelled."""
    chosen = OutgoingMail.objects.filter(pk__in=list(mails.values_list("pk", flat=True)))
    chosen.filter(_PENDING).update(state=MailState.CANCELLED)
    chosen.update(to_address="", subject="", text_body="", html_body="")


def deliver(mail_id: int) -> None:
    """Send a mail that is due and that nobody else is sending; else do nothing.

    Never raises for what the mail server says: a failure is noted in the ledger and tried again
    after a pause (see PAUSES), one that cannot pass by itself is final.
    """
    mail = _claim(mail_id)
    if mail is None:
        return
    try:
        _message(mail).send()
    except Exception as exc:  # noqa: BLE001  # whatever a mail server can cause is noted
        _note_failure(mail, exc)
    else:
        _claimed(mail).update(state=MailState.SENT, sent_at=timezone.now(), last_error="")


def sweep_due_mail(limit: int = 500) -> int:
    """Hand mail that has been due for a while to the queue again; return how many.

    Catches what a crash left behind: a task that was lost, a sender that died, a hold that ended
    while no worker ran.
    """
    now = timezone.now()
    overdue = list(
        OutgoingMail.objects.filter(_PENDING, not_before__lt=now - GRACE)
        .order_by("not_before", "id")
        .values_list("pk", flat=True)[:limit]
    )
    # They are due from now, or a slow queue would be handed the same mail every minute.
    OutgoingMail.objects.filter(_PENDING, pk__in=overdue, not_before__lt=now - GRACE).update(
        not_before=now
    )
    for mail_id in overdue:
        _enqueue(mail_id, now)
    return len(overdue)


_PENDING = Q(state__in=[MailState.QUEUED, MailState.SENDING])


def _row(mail: Owed, *, now: datetime, not_before: datetime) -> OutgoingMail:
    return OutgoingMail(
        kind=mail.kind,
        to_address=mail.to,
        recipient=mail.recipient,
        about=mail.about,
        subject=_one_line(mail.subject)[:300],
        text_body=mail.text,
        html_body=mail.html,
        message_id=make_msgid(domain=_domain()),
        created_at=now,
        not_before=not_before,
    )


def _queued(mail_id: int) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail_id, state=MailState.QUEUED)


def _claim(mail_id: int) -> OutgoingMail | None:
    """Become the one sender of a due mail: one conditional update decides between several."""
    now = timezone.now()
    claimed = OutgoingMail.objects.filter(_PENDING, pk=mail_id, not_before__lte=now).update(
        state=MailState.SENDING, not_before=now + LEASE, attempts=F("attempts") + 1
    )
    return OutgoingMail.objects.get(pk=mail_id) if claimed else None


def _claimed(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """Return the row while it is still ours: nobody took it over after our lease."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    if any(isinstance(v, Unreadable) for v in (mail.to_address, mail.subject, mail.text_body)):
        raise ValueError("The mail cannot be decrypted with the configured keys.")
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text_body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to_address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
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
        _enqueue(mail.pk, again_at)


def _smtp_codes(exc: Exception) -> list[int]:
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _ in exc.recipients.values()})
    if isinstance(exc, smtplib.SMTPResponseException):
        return [exc.smtp_code]
    return []


def _enqueue(mail_id: int, at: datetime) -> None:
    from nexus.core.tasks import send_mail  # which imports `deliver`

    if at <= timezone.now():
        send_mail.enqueue(mail_id)
    elif task_backends[send_mail.backend].supports_defer:
        send_mail.using(run_after=at).enqueue(mail_id)
    # Where the queue cannot wait, the sweep finds the mail when its time has come.


def _enqueue_all(mail_ids: list[int], at: datetime) -> None:
    from nexus.core.tasks import send_mails  # which imports `hand_over`

    if at <= timezone.now():
        send_mails.enqueue(mail_ids)
    elif task_backends[send_mails.backend].supports_defer:
        send_mails.using(run_after=at).enqueue(mail_ids)


def hand_over(mail_ids: Iterable[int]) -> None:
    """Make a task of each of these mails: one worker alone would take too long over hundreds."""
    for mail_id in mail_ids:
        _enqueue(mail_id, timezone.now())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"

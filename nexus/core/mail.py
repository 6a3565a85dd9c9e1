"""The ledger of mail: what is owed is a row, and a task that takes its id sends it.

A mail is owed from the moment its row is committed, together with the change it tells of. It is
sent once, unless the sender dies between handing it over and saying so: it is then sent again
under the same Message-ID, by which mailboxes recognise a copy.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task_backends
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.brand import brand
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from people.models import User

# How long a due mail may wait for its task before the sweep takes it for lost.
GRACE = timedelta(minutes=2)
_EMPTIED_AT_ONCE = 2000
# What is left of what a mail said, and of where that leads, once it is forgotten.
_WITHOUT_WORDS = dict.fromkeys(
    ("subject", "text_body", "html_body", "unsubscribe_url", "reply_to"), ""
)


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
    unsubscribe_url: str = "",
    reply_to: str = "",
) -> OutgoingMail:
    """Owe a mail to one address, from the commit of the present transaction on.

    `kind` is a word for the ledger, such as `application_received`. `not_before` holds the mail
    back; until it is taken by a sender it can be cancelled. `about` is whom the mail tells of
    where that is not the recipient: see `forget_mail_about`. `unsubscribe_url` is where one
    request without anything else ends such mails, for mail programs to offer (RFC 8058); that it
    stands in the text too is for `as_html` and `with_way_out` to see to. `reply_to` is the address
    that gets the answers, if not the one that all our mails come from. Two statements.
    """
    now = timezone.now()
    owed = Owed(kind, to, recipient, subject, text, html, about, unsubscribe_url, reply_to)
    mail = _row(owed, now=now, not_before=not_before or now)
    mail.save(force_insert=True)
    enqueue_mail(mail.pk, mail.not_before)
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
    unsubscribe_url: str = ""
    reply_to: str = ""


def queue_mails(mails: Iterable[Owed], *, not_before: datetime | None = None) -> list[OutgoingMail]:
    """Owe several mails that are due at the same time; as `queue_mail`. Two statements for all."""
    now = timezone.now()
    at = not_before or now
    rows = OutgoingMail.objects.bulk_create([_row(mail, now=now, not_before=at) for mail in mails])
    if rows:
        enqueue_mails([row.pk for row in rows], at)
    return rows


def as_html(subject: str, text: str, *, code: str = "", unsubscribe_url: str = "") -> str:
    """Return the HTML part of a mail: the paragraphs of its text, and `code` set large.

    Below them is a link to `unsubscribe_url`, if any.
    """
    parts = html_parts(subject, text, code=code, unsubscribe_url=unsubscribe_url)
    return render_to_string("emails/message.html", parts)


def with_way_out(text: str, unsubscribe_url: str) -> str:
    """Return the plain text of a mail with, below it, where such mails are ended."""
    end = _("No more of these mails: %(url)s") % {"url": unsubscribe_url}
    return f"{text.rstrip()}\n\n-- \n{end}\n"


def html_parts(
    subject: str, text: str, *, code: str = "", unsubscribe_url: str = ""
) -> dict[str, Any]:
    """Return what the template of every mail is drawn with."""
    # Both may come from a template and be marked as safe, which plain text is not: what is cut out
    # of them is a plain string.
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return {
        "subject": _one_line(subject),
        "paragraphs": paragraphs,
        "code": code,
        "unsubscribe_url": unsubscribe_url,
        "brand": brand(),
    }


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


def failed_mails() -> QuerySet[OutgoingMail]:
    """Return the mails that are not tried again by themselves, the newest first."""
    return OutgoingMail.objects.filter(state=MailState.FAILED).order_by("-not_before", "-pk")


def send_again(mail_ids: Collection[int]) -> int:
    """Owe mails that have failed anew, under the ids of their messages; return how many."""
    now = timezone.now()
    with transaction.atomic():
        failed = failed_mails().filter(pk__in=mail_ids)
        ids = list(failed.select_for_update().values_list("pk", flat=True))
        OutgoingMail.objects.filter(pk__in=ids).update(
            state=MailState.QUEUED, not_before=now, attempts=0
        )
        if ids:
            enqueue_mails(ids, now)
    return len(ids)


def give_mails_up(mail_ids: Collection[int]) -> int:
    """Have mails that have failed stay unsent for good; return how many."""
    return failed_mails().filter(pk__in=mail_ids).update(state=MailState.CANCELLED)


def forget_mail_about(person: "User") -> None:
    """Keep of the mails that tell others of `person` only that there was one; unsent ones go."""
    told = OutgoingMail.objects.filter(about=person)
    told.filter(PENDING).update(state=MailState.CANCELLED)
    told.update(**_WITHOUT_WORDS)


def forget_mails(mails: "QuerySet[OutgoingMail]") -> None:
    """Keep of these mails only that there was one each, to nobody; unsent ones are cancelled."""
    chosen = OutgoingMail.objects.filter(pk__in=list(mails.values_list("pk", flat=True)))
    chosen.filter(PENDING).update(state=MailState.CANCELLED)
    chosen.update(to_address="", **_WITHOUT_WORDS)


def empty_old_mails() -> int:
    """Keep of mails that were sent or cancelled long ago only that there was one each.

    Returns how many; at most 2,000 a run, found by an index of those that still say something.
    """
    if settings.KEEP_MAILS_DAYS <= 0:
        return 0
    before = timezone.now() - timedelta(days=settings.KEEP_MAILS_DAYS)
    done = OutgoingMail.objects.filter(state__in=[MailState.SENT, MailState.CANCELLED])
    old = done.filter(emptied_at=None, created_at__lt=before, not_before__lt=before)
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:_EMPTIED_AT_ONCE])
    return OutgoingMail.objects.filter(pk__in=ids).update(
        emptied_at=timezone.now(), **_WITHOUT_WORDS
    )


def sweep_due_mail(limit: int = 500) -> int:
    """Hand mail that has been due for a while to the queue again; return how many.

    Catches what a crash left behind: a task that was lost, a sender that died, a hold that ended
    while no worker ran.
    """
    now = timezone.now()
    overdue = list(
        OutgoingMail.objects.filter(PENDING, not_before__lt=now - GRACE)
        .order_by("not_before", "id")
        .values_list("pk", flat=True)[:limit]
    )
    # They are due from now, or a slow queue would be handed the same mail every minute.
    OutgoingMail.objects.filter(PENDING, pk__in=overdue, not_before__lt=now - GRACE).update(
        not_before=now
    )
    if overdue:
        enqueue_mails(overdue, now)
    return len(overdue)


PENDING = Q(state__in=[MailState.QUEUED, MailState.SENDING])


def _row(mail: Owed, *, now: datetime, not_before: datetime) -> OutgoingMail:
    return OutgoingMail(
        kind=mail.kind,
        to_address=mail.to,
        recipient=mail.recipient,
        about=mail.about,
        subject=_one_line(mail.subject)[:300],
        text_body=mail.text,
        html_body=mail.html,
        unsubscribe_url=mail.unsubscribe_url,
        reply_to=mail.reply_to,
        message_id=make_msgid(domain=_domain()),
        created_at=now,
        not_before=not_before,
    )


def _queued(mail_id: int) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail_id, state=MailState.QUEUED)


def enqueue_mail(mail_id: int, at: datetime) -> None:
    """Have a task send a mail of the ledger at its time."""
    from nexus.core.tasks import send_mail  # which imports this module

    if at <= timezone.now():
        send_mail.enqueue(mail_id)
    elif task_backends[send_mail.backend].supports_defer:
        send_mail.using(run_after=at).enqueue(mail_id)
    # Where the queue cannot wait, the sweep finds the mail when its time has come.


def enqueue_mails(mail_ids: list[int], at: datetime) -> None:
    """Have tasks send several mails of the ledger at their time; one statement."""
    from nexus.core.tasks import send_mails  # which imports this module

    if at <= timezone.now():
        send_mails.enqueue(mail_ids)
    elif task_backends[send_mails.backend].supports_defer:
        send_mails.using(run_after=at).enqueue(mail_ids)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"

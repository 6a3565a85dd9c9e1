"""What ends by itself: alerts that nobody confirms, that nobody reads, and what is left of both."""

from __future__ import annotations

from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from careers.alerts.asked import token_of
from careers.alerts.mail_events import ALERT_EVENTS, ENDED, WANTED
from careers.alerts.mails import Writer, send
from careers.alerts.models import (
    AlertState,
    JobAlert,
    JobAlertQuerySet,
    Subscriber,
    address_token,
)
from careers.alerts.services import UNCONFIRMED_DAYS
from nexus.core.fields import Unreadable
from nexus.core.mail import forget_mails
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from careers.alerts.asked import Asked
    from careers.alerts.mails import Letter

UNREAD_FOR = timedelta(days=183)
UNREAD_MAILS, UNREAD_MAILS_FOR = 60, timedelta(days=60)
ANSWER_DAYS = 14
# A pause that nobody has ended for so long is one for good.
PAUSED_FOR = timedelta(days=365)
# So long after its end an alert can be taken up again, and its links say what became of it.
ENDED_FOR = timedelta(days=60)
# So long the ledger knows what was in a mail that has been sent.
MAILS_KEPT_FOR = timedelta(days=60)
_AT_ONCE, _MAILS_AT_ONCE = 100, 1000


def look_after_alerts() -> None:
    """Ask about what nobody reads, end what nobody wants, remove what is over."""
    end_unwanted()
    ask_about_unread()
    remove_over()


def ask_about_unread() -> int:
    """Ask by mail whether alerts are still wanted that nobody has read for long; return how many."""
    now = timezone.now()
    unread = JobAlert.objects.filter(
        Q(read_at__lte=now - UNREAD_FOR)
        | Q(read_at__lte=now - UNREAD_MAILS_FOR, mails_since_read__gte=UNREAD_MAILS),
        state=AlertState.ACTIVE,
        asked_at=None,
    )
    return _write(
        unread,
        WANTED,
        lambda writer, alert, asked: writer.still_wanted(alert, asked, days=ANSWER_DAYS),
        asked_at=now,
    )


def end_unwanted() -> int:
    """End the alerts about which nobody has answered, and say so by mail; return how many.

    Those that send nothing anyhow end after a year without a word.
    """
    now = timezone.now()
    JobAlert.objects.filter(state=AlertState.PAUSED, read_at__lte=now - PAUSED_FOR).update(
        state=AlertState.ENDED, ended_at=now
    )
    unanswered = JobAlert.objects.filter(
        state=AlertState.ACTIVE, asked_at__lte=now - timedelta(days=ANSWER_DAYS)
    )
    return _write(
        unanswered,
        ENDED,
        lambda writer, alert, asked: writer.ended(alert, asked),
        state=AlertState.ENDED,
        ended_at=now,
        asked_at=None,
    )


def remove_over() -> int:
    """Remove alerts that were not confirmed or ended long ago, and addresses without any."""
    now = timezone.now()
    JobAlert.objects.filter(
        Q(state=AlertState.UNCONFIRMED, created_at__lte=now - timedelta(days=UNCONFIRMED_DAYS))
        | Q(state=AlertState.ENDED, ended_at__lte=now - ENDED_FOR)
    ).delete()
    _remove_old_mails()
    # One that was made this instant may be about to get its first.
    idle = Subscriber.objects.filter(alerts=None, created_at__lte=now - timedelta(hours=1))
    return sum(remove_subscriber(one) for one in idle)


def _remove_old_mails() -> None:
    kinds = [event.name for event in ALERT_EVENTS]
    old = OutgoingMail.objects.filter(
        kind__in=kinds, state=MailState.SENT, sent_at__lte=timezone.now() - MAILS_KEPT_FOR
    )
    some = old.order_by("pk").values_list("pk", flat=True)[:_MAILS_AT_ONCE]
    OutgoingMail.objects.filter(pk__in=list(some)).delete()


def remove_subscriber(subscriber: Subscriber) -> bool:
    """Remove an address with its alerts, and what its mails tell."""
    with transaction.atomic():
        forget_mails(OutgoingMail.objects.filter(pk__in=subscriber.mails.values("pk")))
        return bool(Subscriber.objects.filter(pk=subscriber.pk).delete()[0])


def rebuild_address_tokens() -> None:
    """Bring the tokens of addresses and searches up to date after a change of the keys."""
    for subscriber in Subscriber.objects.iterator(_AT_ONCE):
        if not isinstance(subscriber.address, Unreadable):
            token = address_token(subscriber.address)
            Subscriber.objects.filter(pk=subscriber.pk).update(address_token=token)
    for alert in JobAlert.objects.iterator(_AT_ONCE):
        if not isinstance(alert.query, Unreadable):
            JobAlert.objects.filter(pk=alert.pk).update(query_token=token_of(alert.query))


def _write(
    alerts: JobAlertQuerySet,
    event: str,
    letter: Callable[[Writer, JobAlert, Asked], Letter],
    **changes: object,
) -> int:
    """Change the alerts and write to their addresses, some in each transaction."""
    number = 0
    pks = list(alerts.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return 0
    writer = Writer([event])
    for some in batched(pks, _AT_ONCE):
        with transaction.atomic():
            # Asked again: another run, or a reader, may have been here meanwhile.
            locked = alerts.filter(pk__in=some).select_for_update(of=("self",))
            rows = [
                alert
                for alert in locked.select_related("subscriber__user").order_by("pk")
                if not isinstance(alert.subscriber.address, Unreadable)
            ]
            asked = writer.asked(rows)
            send([letter(writer, alert, asked[alert.pk]) for alert in rows])
            JobAlert.objects.filter(pk__in=[alert.pk for alert in rows]).update(**changes)
            number += len(rows)
    return number

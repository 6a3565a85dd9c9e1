"""Asking for alerts, and what their owners do with them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careers.alerts.asked import token_of
from careers.alerts.mail_events import CONFIRM
from careers.alerts.mails import Writer, send
from careers.alerts.models import (
    AlertFrequency,
    AlertState,
    JobAlert,
    JobAlertQuerySet,
    Subscriber,
    address_token,
    digest_of,
    new_secret,
)
from nexus.core.errors import Gone, Invalid

if TYPE_CHECKING:
    from people.models import User

MOST_ALERTS, MOST_UNCONFIRMED = 20, 5
UNCONFIRMED_DAYS = 7
_MORNING, _MONDAY = time(7), 0


class TooManyAlerts(Invalid):
    """The address has as many alerts as it may have."""


class AlertGone(Gone):
    """The alert was removed, or became one with another, since it was looked up."""


def request_alert(*, address: str, query: str, frequency: str, language: str) -> None:
    """Mail a link by which whoever reads the address confirms the alert.

    What the address has already makes no difference to who asks: so nothing is returned. Beyond a
    few that wait to be confirmed nothing is sent.
    """
    with transaction.atomic():
        subscriber = subscriber_of(address)
        waiting = subscriber.alerts.filter(state=AlertState.UNCONFIRMED)
        alert = waiting.filter(query_token=token_of(query)).first()
        if alert is None and waiting.count() >= MOST_UNCONFIRMED:
            return
        if alert is None:
            alert = new_alert(subscriber, query, frequency, language)
            alert.save(force_insert=True)
        else:
            alert.frequency, alert.language = frequency, language
            alert.created_at = timezone.now()
            alert.save(update_fields=["frequency", "language", "created_at"])
        send([Writer([CONFIRM]).confirmation(alert, days=UNCONFIRMED_DAYS)])


def confirm_alert(alert: JobAlert) -> JobAlert:
    """Have an alert begin whose address is proven; doing it again changes nothing.

    One for the same search that is there already goes on as now asked for, and is returned.
    Raises TooManyAlerts, and AlertGone.
    """
    with transaction.atomic():
        Subscriber.objects.select_for_update().filter(pk=alert.subscriber_id).first()
        known = JobAlert.objects.filter(subscriber=alert.subscriber_id)
        twin = known.live().filter(query_token=alert.query_token).exclude(pk=alert.pk).first()
        found = known.select_related("subscriber").filter(pk=alert.pk).first()
        if found is None and twin is not None:
            # The link was pressed twice at once.
            return twin
        alert = _still(found)
        if alert.is_live:
            return alert
        if twin is not None:
            twin.frequency, twin.language = alert.frequency, alert.language
            alert.delete()
            return _begun(twin)
        _ensure_room(alert.subscriber)
        alert.confirmed_at = timezone.now()
        return _begun(alert)


def add_alert(*, address: str, user: User, query: str, frequency: str, language: str) -> JobAlert:
    """Have an alert begin for a confirmed address of `user`. Raises TooManyAlerts."""
    with transaction.atomic():
        subscriber = subscriber_of(address, user=user)
        alert = subscriber.alerts.live().filter(query_token=token_of(query)).first()
        if alert is not None:
            alert.frequency, alert.language = frequency, language
            return _begun(alert)
        _ensure_room(subscriber)
        alert = new_alert(subscriber, query, frequency, language)
        alert.confirmed_at = alert.created_at
        alert.save(force_insert=True)
        return _begun(alert)


def change_frequency(alert: JobAlert, frequency: str) -> None:
    """Have mails come more or less often; one that is paused stays so."""
    alert.frequency = AlertFrequency(frequency)
    alert.due_at = next_due(frequency, after=timezone.now())
    alert.save(update_fields=["frequency", "due_at"])
    note_reading(alert)


def pause_alert(alert: JobAlert) -> None:
    """Have an alert send nothing; what opens meanwhile it never tells."""
    JobAlert.objects.filter(pk=alert.pk, state=AlertState.ACTIVE).update(state=AlertState.PAUSED)
    note_reading(alert)


def resume_alert(alert: JobAlert) -> JobAlert:
    """Have a paused or an ended alert go on from now. Raises TooManyAlerts, and AlertGone."""
    if JobAlert.objects.filter(pk=alert.pk, state=AlertState.ENDED).exists():
        return confirm_alert(alert)
    with transaction.atomic():
        found = _still(JobAlert.objects.select_for_update().filter(pk=alert.pk).first())
        return _begun(found) if found.state == AlertState.PAUSED else found


def end_alert(alert: JobAlert) -> None:
    _end(JobAlert.objects.filter(pk=alert.pk))


def end_all_alerts(subscriber: Subscriber) -> None:
    """End all alerts of an address, those that wait to be confirmed included."""
    _end(JobAlert.objects.filter(subscriber=subscriber))


def note_reading(alert: JobAlert) -> None:
    """Note that somebody reads what the alert sends."""
    JobAlert.objects.filter(pk=alert.pk).update(
        read_at=timezone.now(), mails_since_read=0, asked_at=None
    )


def next_due(frequency: str, *, after: datetime) -> datetime:
    """Return when an alert may send its next mail: the same hour for all of an address."""
    if frequency == AlertFrequency.AT_ONCE:
        return after
    local = timezone.localtime(after, timezone.get_default_timezone())
    day = local.date()
    if local.time() >= _MORNING:
        day += timedelta(days=1)
    if frequency == AlertFrequency.WEEKLY:
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    return datetime.combine(day, _MORNING, local.tzinfo)


def subscriber_of(address: str, *, user: User | None = None) -> Subscriber:
    """Return the locked row of an address, a new one where it has none."""
    address = address.strip()
    Subscriber.objects.get_or_create(
        address_token=address_token(address), defaults={"address": address, "user": user}
    )
    found = Subscriber.objects.select_for_update().get(address_token=address_token(address))
    if user is not None and found.user_id != user.pk:
        found.user = user
        found.save(update_fields=["user"])
    return found


def new_alert(subscriber: Subscriber, query: str, frequency: str, language: str) -> JobAlert:
    """Return an alert that is not saved, with secrets of its own; it waits to be confirmed."""
    secret = new_secret()
    return JobAlert(
        subscriber=subscriber,
        query=query,
        query_token=token_of(query),
        frequency=AlertFrequency(frequency),
        language=language,
        secret=secret,
        secret_digest=digest_of(secret),
    )


def _still(alert: JobAlert | None) -> JobAlert:
    if alert is None:
        raise AlertGone(_("This job alert is no more."))
    return alert


def _begun(alert: JobAlert) -> JobAlert:
    """Have an alert tell of what opens from now on; a running one goes on where it was."""
    now = timezone.now()
    if alert.state != AlertState.ACTIVE:
        alert.since = now
    alert.state, alert.ended_at = AlertState.ACTIVE, None
    alert.due_at = next_due(alert.frequency, after=now)
    alert.read_at, alert.mails_since_read, alert.asked_at = now, 0, None
    alert.save(
        update_fields=[
            "state",
            "frequency",
            "language",
            "since",
            "due_at",
            "confirmed_at",
            "read_at",
            "mails_since_read",
            "asked_at",
            "ended_at",
        ]
    )
    return alert


def _ensure_room(subscriber: Subscriber) -> None:
    if subscriber.alerts.live().count() >= MOST_ALERTS:
        raise TooManyAlerts(
            _("There are %(number)s alerts for this address. End one first.")
            % {"number": MOST_ALERTS}
        )


def _end(alerts: JobAlertQuerySet) -> None:
    alerts.exclude(state=AlertState.ENDED).update(
        state=AlertState.ENDED, ended_at=timezone.now(), asked_at=None
    )

"""The alerts of an account: those of the addresses that it has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals
from allauth.account.models import EmailAddress
from django.db import transaction

from careers.alerts.models import AlertState, JobAlert, Subscriber, address_token
from careers.alerts.services import end_alert, end_all_alerts, subscriber_of
from careers.alerts.upkeep import remove_subscriber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

_CHUNK = 200


def connect() -> None:
    """Have alerts follow the addresses of their accounts, whose changes allauth announces."""
    signals.email_confirmed.connect(_on_confirmation, dispatch_uid="careers.alerts.claim")
    signals.email_changed.connect(_on_change, dispatch_uid="careers.alerts.move")


def confirmed_address(user: User) -> str:
    """Return the address to which mails for `user` go, the chosen one first; empty for none."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return confirmed.values_list("email", flat=True).first() or ""


def claim_alerts(user: User) -> None:
    """Give `user` the alerts of the addresses that the account has confirmed. Two queries."""
    confirmed = Subscriber.objects.filter(address_token__in=_tokens_of(user))
    confirmed.exclude(user=user).update(user=user)


def move_alerts(user: User) -> None:
    """Have the alerts of addresses that `user` has given up come to the one they have now.

    Of two alerts for the same search one goes on, that of the account unless it alone is paused. The
    other ends, as the links in its mails then say.
    """
    with transaction.atomic():
        given_up = Subscriber.objects.filter(user=user).exclude(address_token__in=_tokens_of(user))
        left = list(given_up.select_for_update())
        address = confirmed_address(user)
        if not left or not address:
            return
        present = subscriber_of(address, user=user)
        for subscriber in left:
            for alert in subscriber.alerts.live():
                _move(alert, present)
            subscriber.alerts.filter(state=AlertState.ENDED).update(subscriber=present)
            remove_subscriber(subscriber)


def _move(alert: JobAlert, to: Subscriber) -> None:
    twin = to.alerts.live().filter(query_token=alert.query_token).first()
    if twin is not None:
        goes_on_there = (alert.state, twin.state) == (AlertState.PAUSED, AlertState.ACTIVE)
        end_alert(alert if goes_on_there else twin)
    JobAlert.objects.filter(pk=alert.pk).update(subscriber=to)


def _tokens_of(user: User) -> list[str]:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return [address_token(one) for one in addresses.values_list("email", flat=True)]


def alerts_of(user: User) -> list[JobAlert]:
    """Return the live alerts of `user`, after claiming them. Three queries."""
    claim_alerts(user)
    return list(JobAlert.objects.of(user).live().select_related("subscriber"))


def shown_alerts(user: User) -> Iterator[dict[str, Any]]:
    """Yield what is held of the alerts of `user`."""
    claim_alerts(user)
    for alert in JobAlert.objects.of(user).select_related("subscriber").iterator(_CHUNK):
        yield {
            "address": alert.subscriber.address,
            "search": alert.query,
            "frequency": alert.frequency,
            "state": alert.state,
            "language": alert.language,
            "created_at": alert.created_at,
            "confirmed_at": alert.confirmed_at,
            "last_read_at": alert.read_at,
            "jobs": list(alert.jobs_told.order_by("pk").values_list("job__title", flat=True)),
        }


def end_alerts_of(user: User) -> None:
    """End what would go on being sent."""
    claim_alerts(user)
    for subscriber in Subscriber.objects.filter(user=user):
        end_all_alerts(subscriber)


def erase_alerts_of(user: User) -> None:
    claim_alerts(user)
    for subscriber in Subscriber.objects.filter(user=user):
        remove_subscriber(subscriber)


def _on_confirmation(sender: object, email_address: EmailAddress, **kwargs: Any) -> None:
    # Before the address that it takes the place of is gone, by which others are known as theirs.
    claim_alerts(email_address.user)


def _on_change(sender: object, to_email_address: EmailAddress, **kwargs: Any) -> None:
    move_alerts(to_email_address.user)

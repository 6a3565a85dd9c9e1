"""The alerts of an account: those of the addresses that it has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress

from careers.alerts.models import JobAlert, Subscriber, address_token
from careers.alerts.services import end_all_alerts
from careers.alerts.upkeep import remove_subscriber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

_CHUNK = 200


def confirmed_address(user: User) -> str:
    """Return the address to which mails for `user` go, the chosen one first; empty for none."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return confirmed.values_list("email", flat=True).first() or ""


def claim_alerts(user: User) -> None:
    """Give `user` the alerts of the addresses that the account has confirmed. Two queries."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    tokens = [address_token(one) for one in addresses.values_list("email", flat=True)]
    Subscriber.objects.filter(address_token__in=tokens).exclude(user=user).update(user=user)


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

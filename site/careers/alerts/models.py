"""An address that wants to hear of new jobs, what it looks for, and what it has heard of."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nexus.core.blind_index import exact_token
from nexus.core.fields import EncryptedCharField, EncryptedTextField

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

_SECRET_BYTES, _MARK_BYTES = 32, 15


class AlertFrequency(models.TextChoices):
    """How often an alert may send a mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class AlertState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


# Those that their owner sees and that count against the limit.
LIVE_STATES = (AlertState.ACTIVE, AlertState.PAUSED)


def address_token(address: str) -> str:
    """Return what stands in for an encrypted address where it is looked up."""
    return exact_token("job-alerts", address.strip().lower())


def digest_of(secret: str) -> str:
    """Return what a secret is found by. It is random, so that it needs no key to be safe."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def _new_mark() -> str:
    return secrets.token_urlsafe(_MARK_BYTES)


class Subscriber(models.Model):
    """An address with alerts. It belongs to the account that has confirmed it, if there is one."""

    address = EncryptedCharField(max_length=254)
    address_token = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="job_alert_addresses"
    )
    # They name the address, and go when it does.
    mails = models.ManyToManyField("core.OutgoingMail", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"


class JobAlertQuerySet(models.QuerySet["JobAlert"]):
    def live(self) -> JobAlertQuerySet:
        """Return those that are confirmed and not ended."""
        return self.filter(state__in=LIVE_STATES)

    def due(self, at: datetime) -> JobAlertQuerySet:
        """Return those that may send a mail at `at`; nothing goes to who is shut out."""
        is_welcome = Q(subscriber__user=None) | Q(subscriber__user__is_active=True)
        return self.filter(is_welcome, state=AlertState.ACTIVE, due_at__lte=at)

    def of(self, user: User) -> JobAlertQuerySet:
        """Return what the addresses of an account have, as far as it has claimed them."""
        return self.filter(subscriber__user=user)

    def with_secret(self, secret: str) -> JobAlert | None:
        """Return the alert whose mails hold this secret."""
        found = self.select_related("subscriber")
        return found.filter(secret_digest=digest_of(secret)).first()


class JobAlert(models.Model):
    """One search that an address wants to be told of. Encrypted, as it tells what somebody seeks."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="alerts")
    query = EncryptedTextField(blank=True)
    # Equal searches have equal tokens: they are asked once for all.
    query_token = models.CharField(max_length=32)
    language = models.CharField(max_length=10)
    frequency = models.CharField(max_length=10, choices=AlertFrequency.choices)
    state = models.CharField(
        max_length=12, choices=AlertState.choices, default=AlertState.UNCONFIRMED
    )
    # Whoever holds it may change and end the alert: it stands in its mails alone.
    secret = EncryptedCharField(max_length=64)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    # Stands in the links to jobs, which people pass on: it does nothing but count as reading.
    mark = models.CharField(max_length=24, unique=True, default=_new_mark)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # Jobs that opened up to this moment have been looked at.
    since = models.DateTimeField(default=timezone.now)
    # Since when the jobs of its last mail were new.
    new_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(default=timezone.now)
    mails_since_read = models.PositiveIntegerField(default=0)
    # When it was asked whether the alert is still wanted.
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[JobAlertQuerySet] = JobAlertQuerySet.as_manager()  # type: ignore[assignment]  # a manager with the queryset's methods

    class Meta:
        ordering = ("created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="careers_alert_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subscriber", "query_token"],
                condition=Q(state__in=LIVE_STATES),
                name="careers_alert_once",
            )
        ]

    def __str__(self) -> str:
        return f"Job alert {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES


class AlertedJob(models.Model):
    """A job that an alert has told of, and never tells of again."""

    alert = models.ForeignKey(JobAlert, on_delete=models.CASCADE, related_name="jobs_told")
    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alert", "job"], name="careers_alertedjob_once")
        ]

    def __str__(self) -> str:
        return f"Alerted job {self.pk}"

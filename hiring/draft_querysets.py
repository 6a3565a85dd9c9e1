"""Which unsent applications there are, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import models
from django.utils import timezone

from nexus.core.blind_index import exact_token

if TYPE_CHECKING:
    from hiring.models import ApplicationDraft
    from people.models import User


def draft_token(address: str) -> str:
    """Return what stands in for the encrypted address of a draft; nothing for none."""
    address = address.strip().lower()
    return exact_token("draft", address) if address else ""


class DraftQuerySet(models.QuerySet["ApplicationDraft"]):
    def kept(self) -> DraftQuerySet:
        """Return those whose time is not over."""
        return self.filter(expires_at__gt=timezone.now())

    def of_person(self, person: User) -> DraftQuerySet:
        """Return theirs, and what anybody left under an address that they have proven."""
        proven = EmailAddress.objects.filter(user=person, verified=True)
        tokens = [draft_token(address) for address in proven.values_list("email", flat=True)]
        return self.filter(models.Q(owner=person) | models.Q(owner=None, email_token__in=tokens))

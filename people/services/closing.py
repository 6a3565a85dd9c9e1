"""Shutting somebody out of the product, and letting them in again: for administrators alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, NotAllowed
from people.models import AccountDeletion, User

if TYPE_CHECKING:
    from collections.abc import Iterable


class OwnAccount(Conflict):
    """Nobody shuts themselves out: somebody has to be able to let them in again."""


class ClosedByThemselves(Conflict):
    """The person is deleting their account: to take that back is for them."""


@transaction.atomic
def deactivate_account(person: User, *, by: User) -> User:
    """Sign `person` out everywhere, and let them in no more. What they made and sent stays.

    Doing it again changes nothing. Raises NotAllowed unless `by` is an admin, OwnAccount for oneself.
    """
    _ensure_admin(by)
    if person.pk == by.pk:
        raise OwnAccount(_("You cannot deactivate your own account."))
    fresh: User = User.objects.select_for_update().get(pk=person.pk)
    if fresh.is_active:
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        sessions: Iterable[UserSession] = UserSession.objects.filter(user=fresh)
        for session in sessions:
            session.end()
    return fresh


@transaction.atomic
def reactivate_account(person: User, *, by: User) -> User:
    """Let `person` sign in again. Raises NotAllowed, and ClosedByThemselves where they left."""
    _ensure_admin(by)
    fresh: User = User.objects.select_for_update().get(pk=person.pk)
    if AccountDeletion.objects.filter(user=fresh).exists() and not fresh.is_active:
        raise ClosedByThemselves(
            _("They have closed their account themselves, and can restore it by their mail.")
        )
    if not fresh.is_active:
        fresh.is_active = True
        fresh.save(update_fields=["is_active"])
    return fresh


def _ensure_admin(by: User) -> None:
    if not by.is_admin:
        raise NotAllowed(_("Only an administrator may decide who can sign in."))

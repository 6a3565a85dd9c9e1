"""Shutting somebody out of the product, and letting them in again: for administrators alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, NotAllowed
from people.account_mails import tell_standing
from people.models import AccountDeletion, User
from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nexus.core.audit import Json
    from people.choices import LetInReason, ShutOutReason


class OwnAccount(Conflict):
    """Nobody shuts themselves out: somebody has to be able to let them in again."""


class ClosedByThemselves(Conflict):
    """The person is deleting their account: to take that back is for them."""


@transaction.atomic
def deactivate_account(
    person: User, *, by: User, reason: ShutOutReason, mail: bool = False, words: str = ""
) -> User:
    """Sign `person` out everywhere, and let them in no more. What they made and sent stays.

    The audit keeps the reason, which is one of a few and tells nothing personal. With `mail` they
    are told, with `words` in it that stand nowhere else. Doing it again changes nothing. Raises NotAllowed unless `by` is an active admin, OwnAccount for
    oneself. So one admin is always left.
    """
    [fresh] = lock_decided_on(person, by=by)
    if person.pk == by.pk:
        raise OwnAccount(_("You cannot deactivate your own account."))
    if fresh.is_active:
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        sessions: Iterable[UserSession] = UserSession.objects.filter(user=fresh)
        for session in sessions:
            session.end()
        _note(fresh, by, is_active=[True, False], reason=str(reason))
        if mail:
            tell_standing("account_deactivated", fresh, words)
    return fresh


@transaction.atomic
def reactivate_account(
    person: User, *, by: User, reason: LetInReason, mail: bool = False, words: str = ""
) -> User:
    """Let `person` sign in again; `reason`, `mail` and `words` as in `deactivate_account`.

    Raises NotAllowed, and ClosedByThemselves where they left.
    """
    ensure_decides(by)
    fresh: User = User.objects.select_for_update().get(pk=person.pk)
    if AccountDeletion.objects.filter(user=fresh).exists() and not fresh.is_active:
        raise ClosedByThemselves(
            _("They have closed their account themselves, and can restore it by their mail.")
        )
    if not fresh.is_active:
        fresh.is_active = True
        fresh.save(update_fields=["is_active"])
        _note(fresh, by, is_active=[False, True], reason=str(reason))
        if mail:
            tell_standing("account_reactivated", fresh, words)
    return fresh


def _note(person: User, by: User, **details: Json) -> None:
    record(
        actor=by, act=AuditAct.CHANGED, thing=f"user:{person.pk}", subject=person, details=details
    )


def lock_decided_on(*people: User, by: User) -> list[User]:
    """Return the accounts as they are now, locked together with that of `by`.

    Raises NotAllowed unless `by` is an administrator who is still in: of two who shut each other out
    at the same moment the second one is not.
    """
    ensure_decides(by)
    ids = {person.pk for person in (*people, by)}
    rows = User.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    locked = {row.pk: row for row in rows}
    ensure_decides(locked[by.pk])
    return [locked[person.pk] for person in people]


def ensure_decides(by: User) -> None:
    """Raise NotAllowed unless `by` is an administrator who is still in."""
    if not (by.is_admin and by.is_active):
        raise NotAllowed(_("Only an administrator may decide who can sign in."))

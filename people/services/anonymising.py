"""Erasing what identifies a person at once, by an administrator: as their own deletion does later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict
from people.models import AccountDeletion, Company
from people.services.auditing import AuditAct, record
from people.services.closing import OwnAccount, lock_decided_on
from people.services.deletion import ensure_possible, erase_now

if TYPE_CHECKING:
    from people.models import User


class Erased(Conflict):
    """There is nothing left of the account, or will not be in a moment."""


def anonymise_account(person: User, *, by: User) -> AccountDeletion:
    """Close the account of `person` for good, and have it erased in the background.

    There is no way back from here on. Raises NotAllowed unless `by` is an active administrator,
    OwnAccount for oneself, Erased where it was done before, LastAdmin and OwnerNeeded as
    `request_deletion` does.
    """
    with transaction.atomic():
        [fresh] = lock_decided_on(person, by=by)
        if person.pk == by.pk:
            raise OwnAccount(_("Your own account you delete in your settings, not here."))
        before = AccountDeletion.objects.select_for_update().filter(user=fresh).first()
        if before is not None and before.erasing_at is not None:
            raise Erased(_("This account is erased already."))
        theirs = Company.objects.filter(pk__in=fresh.memberships.values("company"))
        list(theirs.select_for_update().order_by("pk"))
        ensure_possible(fresh)
        deletion = erase_now(fresh)
        record(
            actor=by,
            act=AuditAct.DELETED,
            thing=f"user:{fresh.pk}",
            subject=fresh,
            details={"account": "erased"},
        )
    return deletion

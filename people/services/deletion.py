"""The end of an account: asked for by its owner, delayed for some days, then erased for good."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from allauth.usersessions.models import UserSession
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.errors import Conflict, Gone
from people import deletion_mails
from people.models import AccountDeletion, Company, User
from people.personal_data import registered

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

TIME_TO_RECONSIDER = timedelta(days=7)
NO_WAY_BACK = gettext_lazy("This account is being erased, or the link has been used before.")
_SALT = "people.restore-account"


class LastAdmin(Conflict):
    """Somebody has to look after the installation."""


class OwnerNeeded(Conflict):
    """A company would keep members, but no owner."""


class Outlook(NamedTuple):
    """What stands in the way of a deletion, and which companies it would leave without members."""

    is_last_admin: bool
    to_hand_over: Sequence[Company]
    left_empty: Sequence[Company]

    @property
    def is_possible(self) -> bool:
        return not (self.is_last_admin or self.to_hand_over)


def deletion_outlook(person: User) -> Outlook:
    """Return what deleting the account of `person` would come to now. At most three queries."""
    others = User.objects.filter(is_admin=True, is_active=True).exclude(pk=person.pk)
    companies = Company.objects.order_by("name")
    return Outlook(
        is_last_admin=person.is_admin and not others.exists(),
        to_hand_over=list(companies.left_ownerless_by(person)),
        left_empty=list(companies.left_empty_by(person)),
    )


@transaction.atomic
def request_deletion(person: User) -> AccountDeletion:
    """Close an account: signed out everywhere, erased in a week unless it is restored before.

    Raises LastAdmin for the last active administrator, OwnerNeeded for the last active owner of a
    company that has other members.
    """
    # Two admins, or two owners, who go at the same moment must not both see the other one stay.
    if person.is_admin:
        list(User.objects.select_for_update().filter(is_admin=True).order_by("pk"))
    fresh = User.objects.select_for_update().get(pk=person.pk)
    if not fresh.is_active and (asked_before := pending_deletion(fresh)) is not None:
        return asked_before
    theirs = Company.objects.filter(pk__in=person.memberships.values("company"))
    list(theirs.select_for_update().order_by("pk"))
    ensure_possible(person)
    now = timezone.now()
    deletion, _is_new = AccountDeletion.objects.update_or_create(
        user=person,
        defaults={"requested_at": now, "due_at": now + TIME_TO_RECONSIDER, "erasing_at": None},
    )
    shut_for_good(person)
    deletion_mails.tell_closed(person, deletion, token=restore_token(deletion))
    return deletion


def ensure_possible(person: User) -> None:
    """Raise LastAdmin or OwnerNeeded where somebody would be missed."""
    outlook = deletion_outlook(person)
    if outlook.is_last_admin:
        raise LastAdmin(_("You are the last administrator. Make somebody else one first."))
    if outlook.to_hand_over:
        names = ", ".join(company.name for company in outlook.to_hand_over)
        raise OwnerNeeded(_("Make somebody else an owner first of: %(names)s.") % {"names": names})


def shut_for_good(person: User) -> None:
    """Do what must not wait until an account is erased, and sign it out everywhere."""
    for data in reversed(registered()):
        if data.close is not None:
            data.close(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def erase_now(person: User) -> AccountDeletion:
    """Close an account for good, and have it erased in the background once that is committed."""
    from people.tasks import erase_account as erase_task

    now = timezone.now()
    deletion, _is_new = AccountDeletion.objects.update_or_create(
        user=person,
        defaults={"requested_at": now, "due_at": now, "erasing_at": now, "erased_at": None},
    )
    shut_for_good(person)
    # Where no worker takes it, the sweep of accounts that are due does.
    transaction.on_commit(lambda: erase_task.enqueue(deletion.pk))
    return deletion


def pending_deletion(person: User) -> AccountDeletion | None:
    """Return the deletion of `person` that can still be taken back. One query."""
    if person.is_active:
        return None
    return AccountDeletion.objects.filter(user=person, erasing_at=None).first()


def restore_token(deletion: AccountDeletion) -> str:
    """Return what a link carries by which the account is restored, while that is possible."""
    asked = int(deletion.requested_at.timestamp())
    return signing.dumps([deletion.pk, asked], salt=_SALT)


def deletion_of_token(token: str) -> AccountDeletion:
    """Return the deletion that a link can still take back. Raises Gone."""
    try:
        pk, asked = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as exc:
        raise Gone(str(NO_WAY_BACK)) from exc
    deletion = AccountDeletion.objects.select_related("user").filter(pk=pk, erasing_at=None).first()
    if deletion is None or int(deletion.requested_at.timestamp()) != asked:
        raise Gone(str(NO_WAY_BACK))
    return deletion


@transaction.atomic
def restore_account(person: User) -> None:
    """Take the deletion of `person` back. Raises Gone where it is too late."""
    deletion = AccountDeletion.objects.select_for_update().filter(user=person).first()
    if deletion is None or deletion.erasing_at is not None:
        raise Gone(str(NO_WAY_BACK))
    deletion.delete()
    person.is_active = True
    person.save(update_fields=["is_active"])
    deletion_mails.tell_restored(person)


def erase_due_accounts() -> int:
    """Hand every account whose time has come to a task of its own, and return how many."""
    from people.tasks import erase_account as erase_task

    due = AccountDeletion.objects.filter(erased_at=None, due_at__lte=timezone.now())
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:500])
    for deletion_id in ids:
        erase_task.enqueue(deletion_id)
    return len(ids)


def erase_account(deletion_id: int) -> None:
    """Erase an account whose time has come; nothing happens to one that is erased or restored.

    Every app erases what it holds, the highest first and `people` last. What fails is raised, and
    done again from the beginning by the next run: each step bears being repeated.
    """
    deletion = _claim(deletion_id)
    if deletion is None:
        return
    for data in reversed(registered()):
        if data.erase is not None:
            data.erase(deletion.user)
    AccountDeletion.objects.filter(pk=deletion_id).update(erased_at=timezone.now())
    logger.info("The account %s is erased.", deletion.user_id)


@transaction.atomic
def _claim(deletion_id: int) -> AccountDeletion | None:
    now = timezone.now()
    deletion = (
        AccountDeletion.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=deletion_id, erased_at=None, due_at__lte=now)
        .first()
    )
    if deletion is None:
        return None
    if deletion.erasing_at is None and deletion.user.is_active:
        # An administrator has opened the account again: that takes it back as well.
        deletion.delete()
        return None
    deletion.erasing_at = deletion.erasing_at or now
    deletion.save(update_fields=["erasing_at"])
    return deletion

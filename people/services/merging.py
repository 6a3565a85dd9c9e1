"""Making one account of two of the same person: for administrators alone, and for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict
from people.account_mails import tell_merged
from people.models import AccountDeletion, Profile, User
from people.personal_data import Held, held_of, registered
from people.services.accounts import derive_staff_flags, rebuild_tokens
from people.services.auditing import AuditAct, record
from people.services.closing import lock_decided_on
from people.services.deletion import shut_for_good
from people.services.merging_profiles import Difference, differences, merge_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class CannotMerge(Conflict):
    """One of the two may not be merged, or not into the other."""


class MergePreview(NamedTuple):
    """What each of two accounts has, what the merged one will have, and what is said of it."""

    kept: Sequence[Held]
    gone: Sequence[Held]
    merged: Sequence[Held]
    said: Sequence[str]
    differences: Sequence[Difference]


class _Undone(Exception):  # no error: it ends a try
    """Takes back what was tried."""


def why_not_merge(kept: User, gone: User, *, by: User) -> str:
    """Return why the two cannot be merged, as a sentence; empty where they can."""
    if kept.pk == gone.pk:
        return _("Choose another account than this one.")
    if by.pk in {kept.pk, gone.pk}:
        return _("Your own account is merged by another administrator, if at all.")
    for person in (kept, gone):
        if person.is_admin or person.groups.exists() or person.user_permissions.exists():
            return _(
                "%(name)s looks after the site. Accounts of administrators and editors are not"
                " merged."
            ) % {"name": person.username}
    if not kept.is_active:
        return _("The account that is kept has to be active: let the person in again first.")
    deletions = AccountDeletion.objects.filter(user__in=[kept, gone])
    if deletions.filter(erasing_at__isnull=False).exists():
        return _("One of the two is erased.")
    if deletions.filter(user__is_active=False).exists():
        return _("One of the two is closed at the wish of its owner.")
    return ""


def preview_merge(kept: User, gone: User, *, by: User) -> MergePreview:
    """Return what would come of it: it is done once and taken back, so that it is exact.

    Raises NotAllowed and CannotMerge as `merge_accounts`.
    """
    before = held_of(kept), held_of(gone), differences(kept, gone)
    merged: list[Held] = []
    said: list[str] = []
    try:
        with transaction.atomic():
            fresh, other = _locked(kept, gone, by)
            said += _merge_rows(fresh, other, take=())
            merged += held_of(User.objects.select_related("profile").get(pk=kept.pk))
            raise _Undone
    except _Undone:
        return MergePreview(before[0], before[1], merged, said, before[2])


def merge_accounts(kept: User, gone: User, *, by: User, take: Collection[str] = ()) -> User:
    """Give `kept` all that `gone` has, and close and erase `gone`. There is no way back.

    `take` names the groups of `differences` of which the words of `gone` win. Ways to sign in are
    those of `kept` alone; both addresses are told, as far as they stay. Raises NotAllowed
    unless `by` is an active administrator, CannotMerge with what is in the way.
    """
    from people.tasks import erase_account as erase_task

    with transaction.atomic():
        fresh, other = _locked(kept, gone, by)
        addresses = [one for one in (fresh.email, other.email) if one]
        _merge_rows(fresh, other, take=take)
        # Who reads an address that nobody has confirmed may be anybody.
        theirs = {
            fresh.email.lower(),
            *(row.email.lower() for row in EmailAddress.objects.filter(user=fresh)),
        }
        addresses = [one for one in addresses if one.lower() in theirs]
        shut_for_good(other)
        now = timezone.now()
        deletion, _is_new = AccountDeletion.objects.update_or_create(
            user=other,
            defaults={"requested_at": now, "due_at": now, "erasing_at": now, "erased_at": None},
        )
        for person in (fresh, other):
            record(
                actor=by,
                act=AuditAct.MERGED,
                thing=f"user:{fresh.pk}",
                subject=person,
                details={"merged": other.pk},
            )
        tell_merged(fresh, addresses)
        transaction.on_commit(lambda: erase_task.enqueue(deletion.pk))
    return fresh


def _locked(kept: User, gone: User, by: User) -> tuple[User, User]:
    fresh, other = lock_decided_on(kept, gone, by=by)
    reason = why_not_merge(fresh, other, by=by)
    if reason:
        raise CannotMerge(reason)
    return fresh, other


def _merge_rows(kept: User, gone: User, *, take: Collection[str]) -> list[str]:
    for person in (kept, gone):
        Profile.objects.get_or_create(user=person)
    merge_profiles(kept, gone, take=take)
    said: list[str] = []
    for data in reversed(registered()):
        if data.merge is not None:
            said += data.merge(gone, kept)
    derive_staff_flags(kept)
    derive_staff_flags(gone)
    rebuild_tokens([kept])
    return said

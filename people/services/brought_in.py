"""People whom administrators bring in, until they come themselves and take their accounts over.

From then on only they change what their profiles say: what was typed for them is theirs.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, Invalid, NotAllowed
from people.models import PersonToken, Profile, User
from people.services.accounts import complete_new_user, rebuild_tokens
from people.services.auditing import AuditAct, record
from people.services.profiles import ProfileChanges, write_profile
from people.services.references import is_referred_to

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nexus.core.audit import Json

NAMES = ("first_name", "last_name", "full_name")


def taken_over(users: Collection[int]) -> set[int]:
    """Return which of these people look after their accounts themselves, or are shut out. One query.

    They do once they have set a password, signed in or proven an address, and so does whoever works
    here.
    """
    proven = EmailAddress.objects.filter(user__in=users, verified=True).values("user")
    untouched = User.objects.filter(
        pk__in=users,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        last_login=None,
        is_active=True,
        is_staff=False,
        is_admin=False,
    ).exclude(pk__in=proven)
    return set(users) - set(untouched.values_list("pk", flat=True))


def bring_in(
    *, email: str, full_name: str, username: str = "", changes: ProfileChanges, by: User
) -> Profile:
    """Create the account of somebody who has not come yet: without a password, its address unproven.

    Nothing is mailed. They take it over by proving that they read the address. Raises NotAllowed
    unless `by` is an admin, ValidationError or Invalid by field.
    """
    _ensure_admin(by)
    user = User(
        username=username or f"person-{secrets.token_hex(6)}",
        email=User.objects.normalize_email(email),
        full_name=" ".join(full_name.split()),
    )
    user.set_unusable_password()
    user.clean_fields(exclude=["password"])
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            profile = Profile.objects.create(user=user)
            profile = write_profile(profile, changes)
            complete_new_user(user)
            _note(profile, AuditAct.ADDED, sorted({"email", "full_name", *changes}), by)
    except IntegrityError as error:
        raise Invalid.field("email", _("An account with this address or name exists.")) from error
    return profile


@transaction.atomic
def change_brought_in(
    profile: Profile, *, names: Mapping[str, str], changes: ProfileChanges, by: User
) -> None:
    """Change somebody's profile, and of their names those given, while they have not come yet.

    Raises NotAllowed unless `by` is an admin, Conflict once they have come, and as `bring_in`.
    """
    _ensure_admin(by)
    user = _held(profile)
    write_profile(profile, changes)
    if names:
        for name, value in names.items():
            setattr(user, name, value)
        user.clean_fields(exclude={field.name for field in User._meta.fields} - set(names))
        user.save(update_fields=[*names])
        rebuild_tokens([user])
    _note(profile, AuditAct.CHANGED, sorted({*(["full_name"] if names else []), *changes}), by)


@transaction.atomic
def send_away(profile: Profile, *, by: User) -> None:
    """Delete the account of somebody who was brought in and of whom there is nothing else.

    Raises NotAllowed unless `by` is an admin, Conflict once they have come or applied.
    """
    _ensure_admin(by)
    user = _held(profile)
    if is_referred_to(user, but={Profile, PersonToken}) or is_referred_to(
        profile, but={Profile.skills.through}
    ):
        raise Conflict(_("The person has applied or done something else by now."))
    _note(profile, AuditAct.DELETED, [], by)
    user.delete()


def _held(profile: Profile) -> User:
    user: User = User.objects.select_for_update().get(pk=profile.user_id)
    if taken_over([user.pk]):
        raise Conflict(their_own())
    return user


def their_own() -> str:
    """Return why nobody else changes a profile any more."""
    return _("This person looks after their account, so only they change what it says.")


def _ensure_admin(by: User) -> None:
    if not by.is_admin:
        raise NotAllowed(_("Only administrators may bring people in."))


def _note(profile: Profile, act: AuditAct, fields: list[str], by: User) -> None:
    details: dict[str, Json] = {"fields": list(fields)} if fields else {}
    record(
        actor=by,
        act=act,
        thing=f"profile:{profile.pk}",
        subject=profile.user_id,
        details=details,
    )

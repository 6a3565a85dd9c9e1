"""What belongs to every account: its profile, its flags and its place in the search for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.blind_index import index_tokens
from nexus.core.errors import Invalid
from nexus.core.fields import Unreadable
from people.models import PersonToken, Profile, User

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME_LENGTH = 300
_CHUNK = 500


@transaction.atomic
def complete_new_user(user: User) -> Profile:
    """Give a saved user what each has: a profile, derived flags, blind-index tokens.

    Doing it again changes nothing but brings flags and tokens up to date.
    """
    profile, _is_new = Profile.objects.get_or_create(user=user)
    derive_staff_flags(user)
    rebuild_tokens([user])
    return profile


def derive_staff_flags(user: User) -> None:
    """Make `is_superuser` and `is_staff` follow from `is_admin` and the memberships.

    One query, two where a flag changes.
    """
    is_superuser = user.is_admin
    is_staff = user.is_admin or user.memberships.active().exists()
    if (user.is_superuser, user.is_staff) != (is_superuser, is_staff):
        user.is_superuser, user.is_staff = is_superuser, is_staff
        user.save(update_fields=["is_superuser", "is_staff"])


@transaction.atomic
def set_name(person: User, name: str) -> None:
    """Call a person `name` from now on, as a whole: its parts are not known any more.

    Nothing happens where they are called so already. Raises Invalid under `full_name` for more
    than 300 characters.
    """
    name = " ".join(name.split())
    if name == person.get_full_name():
        return
    if len(name) > MAX_NAME_LENGTH:
        raise Invalid.field(
            "full_name", _("A name may have at most %(n)d characters.") % {"n": MAX_NAME_LENGTH}
        )
    fresh = User.objects.select_for_update().get(pk=person.pk)
    person.full_name, person.first_name, person.last_name = name, "", ""
    fresh.full_name, fresh.first_name, fresh.last_name = name, "", ""
    fresh.save(update_fields=["full_name", "first_name", "last_name"])
    rebuild_tokens([fresh])


@transaction.atomic
def confirm_address(user: User) -> None:
    """Count the user's e-mail address as confirmed, as for an account made on the server itself."""
    if not user.email:
        return
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email.lower()).update(
        primary=False
    )
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


def rebuild_tokens(users: Iterable[User]) -> None:
    """Bring the blind index of these people up to date: four queries at most, for any number.

    The tokens of a person of whom a value is `Unreadable` are left as they are.
    """
    people = {user.pk: user for user in users}
    phones = dict(Profile.objects.filter(user__in=people).values_list("user_id", "phone_number"))
    wanted = {
        user.pk: tokens
        for user in people.values()
        if (tokens := _tokens_of(user, phones.get(user.pk, ""))) is not None
    }
    stale: list[int] = []
    for pk, user_id, token in PersonToken.objects.filter(user__in=wanted).values_list(
        "pk", "user_id", "token"
    ):
        if token in wanted[user_id]:
            wanted[user_id].remove(token)
        else:
            stale.append(pk)
    if stale:
        PersonToken.objects.filter(pk__in=stale).delete()
    PersonToken.objects.bulk_create(
        [
            PersonToken(user_id=user_id, token=token)
            for user_id, tokens in wanted.items()
            for token in sorted(tokens)
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )


def rebuild_all_tokens() -> None:
    """Bring the blind index of everybody up to date, some hundred people at a time."""
    last = 0
    while people := list(User.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        with transaction.atomic():
            rebuild_tokens(people)
        last = people[-1].pk


def _tokens_of(user: User, profile_phone: str) -> set[str] | None:
    names = [user.first_name, user.last_name, user.full_name]
    phones = [user.phone_number, profile_phone]
    if any(isinstance(value, Unreadable) for value in (*names, *phones)):
        return None
    return index_tokens(
        names=[name for name in names if name],
        emails=[user.email] if user.email else [],
        phones=[phone for phone in phones if phone],
    )

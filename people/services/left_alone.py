"""Accounts that came into being by applying without one, and of which nothing is left to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.utils import timezone

from nexus.core.models import OutgoingMail
from people.models import AccountDeletion, MailChoice, PersonToken, Profile, User
from people.privacy_models import KnownDevice
from people.services.deletion import erase_now
from people.services.references import is_referred_to

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import Model, QuerySet

# What applying leaves by itself. Whoever has anything else is somebody.
_LEFT_BY_ITSELF: tuple[type[Model], ...] = (
    EmailAddress,
    KnownDevice,
    MailChoice,
    OutgoingMail,
    PersonToken,
    Profile,
    UserSession,
)


def left_alone(
    people: Collection[int], *, since: datetime, but: Collection[type[Model]]
) -> list[User]:
    """Return those of `people` who only applied, without an account, and were not here since then.

    `but` are the models of rows of higher apps that do not count. A few queries for each of them.
    """
    found = _without_password(since).filter(pk__in=people).order_by("pk")
    return [one for one in found if not is_referred_to(one, but=(*_LEFT_BY_ITSELF, *but))]


def erase_left_alone(people: Collection[User]) -> int:
    """Have these accounts erased, and return how many; whoever has come back meanwhile stays."""
    now = timezone.now()
    ids = [person.pk for person in people]
    locked = User.objects.select_for_update().filter(pk__in=ids, is_active=True).order_by("pk")
    seen = {person.pk: person.last_login for person in people}
    number = 0
    for person in locked:
        asked_for = AccountDeletion.objects.filter(user=person, due_at__lte=now).exists()
        if person.last_login == seen[person.pk] and not asked_for:
            erase_now(person)
            number += 1
    return number


def _without_password(since: datetime) -> QuerySet[User]:
    found: QuerySet[User] = User.objects.filter(
        Q(last_login=None) | Q(last_login__lt=since),
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        date_created__lt=since,
        is_active=True,
        is_admin=False,
        is_staff=False,
        profile__is_profile_public=False,
    )
    return found

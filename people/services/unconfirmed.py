"""Accounts that somebody signed up for and never confirmed: they go after a while."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from nexus.core.mail import forget_mail_about
from nexus.core.models import OutgoingMail
from people.models import CompanyRegistration, PersonToken, Profile, User
from people.privacy_models import KnownDevice

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)
_AT_ONCE = 500
# What signing up leaves by itself. Whoever has anything else is somebody.
_OF_SIGN_UP = {
    CompanyRegistration,
    EmailAddress,
    KnownDevice,
    OutgoingMail,
    PersonToken,
    Profile,
    UserSession,
}


def forget_unconfirmed_accounts() -> int:
    """Delete accounts that nobody has confirmed, signed in to or used, and return how many.

    Those older than UNCONFIRMED_ACCOUNTS_DAYS, at most 500 a run; 0 days keeps them all.
    """
    if settings.UNCONFIRMED_ACCOUNTS_DAYS <= 0:
        return 0
    ids = list(_abandoned().order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    number = sum(_forget(pk) for pk in ids)
    if number:
        logger.info("%s accounts that were never confirmed are gone.", number)
    return number


def _forget(pk: int) -> bool:
    with transaction.atomic():
        # Asked again, since it may have been confirmed this moment.
        list(User.objects.select_for_update().filter(pk=pk))
        person = _abandoned().filter(pk=pk).first()
        if person is None:
            return False
        OutgoingMail.objects.filter(recipient=person).delete()
        forget_mail_about(person)
        person.delete()
    return True


def _abandoned() -> QuerySet[User]:
    before = timezone.now() - timedelta(days=settings.UNCONFIRMED_ACCOUNTS_DAYS)
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    found: QuerySet[User] = User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        date_created__lt=before,
        last_login=None,
        is_active=True,
        is_admin=False,
        is_staff=False,
        is_superuser=False,
    )
    found = found.exclude(~Q(profile__resume="") | ~Q(profile__profile_image=""))
    for relation in User._meta.related_objects:
        model = relation.related_model
        if model not in _OF_SIGN_UP:
            rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
    return found

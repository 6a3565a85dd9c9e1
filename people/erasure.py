"""What `people` does when an account is erased: nothing is left of it but a number.

The row of the user stays, because applications, jobs and the ledgers refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.crypto import get_random_string

from nexus.core.exporting.services import erase_exports_of
from nexus.core.mail import forget_mail_about
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage, public_storage
from people.models import (
    CompanyRegistration,
    Invitation,
    MailChoice,
    Membership,
    PersonToken,
    Profile,
    Reminder,
    User,
)
from people.privacy_models import KnownDevice
from people.saved_filter_models import SavedFilter
from people.services.exports import erase_exports

if TYPE_CHECKING:
    from django.db.models import Model

_EMPTY_TEXTS = (
    "first_name",
    "last_name",
    "full_name",
    "phone_number",
    "address",
    "email",
    "language",
    "time_zone",
)
_FLAGS = ("is_active", "is_admin", "is_staff", "is_superuser")
# What is nothing without the person; the name of each model's column that points to them.
_OWNED: tuple[tuple[type[Model], str], ...] = (
    (Authenticator, "user"),
    (CompanyRegistration, "user"),
    (EmailAddress, "user"),
    (KnownDevice, "user"),
    (MailChoice, "user"),
    (Membership, "user"),
    (OutgoingMail, "recipient"),
    (PersonToken, "user"),
    (Reminder, "user"),
    (SavedFilter, "user"),
    (SocialAccount, "user"),
)


def name_of_erased(person: User) -> str:
    """Return the user name of an account that is erased."""
    return f"deleted-{person.pk}"


def erase(person: User) -> None:
    """Erase the account, its profile and their files; repeating it does no harm."""
    erase_exports(person)
    erase_exports_of(person)
    _erase_profile(person)
    for session in UserSession.objects.filter(user=person):
        session.end()
    with transaction.atomic():
        _erase_invitations(person)  # found by the addresses, which go next
        for model, column in _OWNED:
            model._base_manager.filter(**{column: person}).delete()
        forget_mail_about(person)
        _anonymise(User.objects.select_for_update().get(pk=person.pk))


def _erase_profile(person: User) -> None:
    profile = Profile.objects.filter(user=person).first()
    if profile is None:
        return
    # The files first: a row without a file is found again, a file without a row is not.
    if profile.profile_image.name:
        public_storage().delete(profile.profile_image.name)
    if profile.resume.name:
        private_storage().delete(profile.resume.name)
    with transaction.atomic():
        blank = Profile(pk=profile.pk, user=person, created_at=profile.created_at)
        blank.save(force_update=True)
        blank.skills.clear()


def _erase_invitations(person: User) -> None:
    sent = Invitation.objects.sent_to(person)
    OutgoingMail.objects.filter(pk__in=list(sent.values_list("mail", flat=True))).delete()
    sent.delete()


def _anonymise(person: User) -> None:
    person.username = _free_name(person)
    for name in _EMPTY_TEXTS:
        setattr(person, name, "")
    for name in _FLAGS:
        setattr(person, name, False)
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    # The admin's log names what was changed: it keeps the entries, under the name of now.
    kind = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(person.pk))
    entries.update(object_repr=person.username, change_message="")


def _free_name(person: User) -> str:
    name = name_of_erased(person)
    taken = User.objects.exclude(pk=person.pk).filter(username__iexact=name).exists()
    # Whoever took the name on purpose does not keep others from being erased.
    return f"{name}-{get_random_string(8).lower()}" if taken else name

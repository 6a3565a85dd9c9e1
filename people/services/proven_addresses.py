"""The account of somebody who has just proven, by a mailed code, that they read an address."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from people.models import User
from people.services.accounts import complete_new_user, confirm_address
from people.services.preferences import adopt_language


def account_of_proven_address(address: str, *, full_name: str) -> tuple[User, bool]:
    """Return the account of `address` and whether it has come into being just now.

    A new one has no password. One that was registered with the address and never confirmed may be
    anybody's: its password goes, so that only who reads the address has it from now on.
    """
    address = address.strip().lower()
    found = _account(address)
    if found is None:
        try:
            return _new_account(address, full_name), True
        except IntegrityError:  # registered at the same moment
            found = _account(address)
            if found is None:
                raise
    if not EmailAddress.objects.filter(user=found, verified=True).exists():
        with transaction.atomic():
            found.set_unusable_password()
            found.save(update_fields=["password"])
            confirm_address(found)
    return found, False


def _account(address: str) -> User | None:
    verified = EmailAddress.objects.filter(email__iexact=address, verified=True).first()
    if verified is not None:
        owner: User = User.objects.get(pk=verified.user_id)
        return owner
    named: User | None = User.objects.filter(email__iexact=address).first()
    return named


@transaction.atomic
def _new_account(address: str, full_name: str) -> User:
    user = User(username=f"person-{secrets.token_hex(6)}", email=address, full_name=full_name)
    user.set_unusable_password()
    adopt_language(user)
    user.save(force_insert=True)
    complete_new_user(user)
    confirm_address(user)
    return user

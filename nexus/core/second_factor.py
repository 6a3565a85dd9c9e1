"""Whether a person signs in with more than a password."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether `user` has an authenticator app or a passkey. One query."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))

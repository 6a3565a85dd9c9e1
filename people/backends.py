"""How a password is checked: once for whoever it may be, and once for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend as StockBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest

    from people.models import User


class AuthenticationBackend(StockBackend):
    """Takes what was entered for an e-mail address or a user name.

    allauth's own looks people up by each of them in turn, and would check the password of one
    who is found twice (an address, given as both) twice: that takes longer than for an address
    that nobody has, and so tells them apart.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        password = credentials["password"]
        names = {credentials[name] for name in ("email", "username") if credentials.get(name)}
        for user in people_named(names):
            if self._check_password(user, password):
                return user
        return None


def people_named(names: Collection[str]) -> list[User]:
    """Return those who have one of the names, as address or as user name. Two queries a name."""
    found: dict[int, User] = {}
    for name in names:
        for user in filter_users_by_email(name, prefer_verified=True, for_login=True):
            found.setdefault(user.pk, user)
    for name in names:
        named = get_user_by_username(name)
        if named is not None:
            found.setdefault(named.pk, named)
    return list(found.values())

"""Counts sign-ins. What proved the person is what allauth wrote down in their session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records

from nexus.core.metrics import LOGINS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User

FIRST_STEPS = frozenset({"password", "password_reset", "code", "socialaccount"})


def count_login(
    sender: Any, request: HttpRequest | None = None, user: User | None = None, **kwargs: Any
) -> None:
    """Count somebody who is signed in now. Receives `user_logged_in` of allauth."""
    records = get_authentication_records(request, user) if request is not None else []
    LOGINS.labels(kind_of([str(record.get("method")) for record in records]), "ok").inc()


def count_failure(sender: Any, credentials: Any = None, **kwargs: Any) -> None:
    """Count a wrong password. Receives `user_login_failed` of Django."""
    LOGINS.labels("password", "failed").inc()


def kind_of(methods: list[str]) -> str:
    """Return in one word what proved somebody."""
    if methods == ["mfa"]:
        return "passkey"
    first = next((method for method in reversed(methods) if method in FIRST_STEPS), "other")
    return f"{first}_and_second_factor" if "mfa" in methods else first

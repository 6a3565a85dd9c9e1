"""What allauth's flows answer, told in the words of the contract."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

from nexus.core.api.errors import error_response
from nexus.core.api.render import json_response
from nexus.core.errors import Invalid
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from people.headless import Answer

_TOKEN_IS_DEAD = "This token is not valid, or not any longer. Begin again to get a new one."  # noqa: S105
# Step as allauth calls it -> `code` of the contract, and what to say.
_STEPS = {
    "verify_email": (
        "email_unverified",
        "Confirm your e-mail address first: we have mailed you a code.",
    ),
    "mfa_authenticate": (
        "mfa_required",
        "Enter a code of your authenticator app, or a recovery code.",
    ),
}


def lifetime(span: timedelta) -> str:
    """Return a span in words, such as "1 hour" or "15 days"."""
    seconds = int(span.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= length and seconds % length == 0:
            count = seconds // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{seconds} seconds"


def person(user: User) -> dict[str, Any]:
    """Return the account as its owner is shown it after signing in."""
    return {
        "id": user.pk,
        "username": user.username,
        "email": user.email or None,
        "full_name": user.get_full_name() or None,
    }


def signed_in_user(answer: Answer) -> User:
    """Return who was signed in by a finished login. One query."""
    user: User = User.objects.get(pk=answer.data["user"]["id"])
    return user


def login_answer(answer: Answer, *, token: str | None = None) -> HttpResponse:
    """Answer a login that is finished, or name the step it still owes.

    `token` is what the caller came with, which stays good where the flow names no other.
    """
    owed = step_owed(answer, token=token)
    if owed is not None:
        return owed
    refresh = answer.meta.get("refresh_token")
    remembered = refresh is not None
    span = settings.REFRESH_TOKEN_LIFETIME if remembered else settings.ACCESS_TOKEN_LIFETIME
    body = {
        "access": answer.meta["access_token"],
        "user": person(signed_in_user(answer)),
        "remember_me": remembered,
        "expires_in": lifetime(span),
    }
    return json_response(body | {"refresh": refresh} if remembered else body)


def step_owed(answer: Answer, *, token: str | None = None) -> HttpResponse | None:
    """Return the 403 that names the step a login still owes, or None where it owes none."""
    if answer.is_signed_in or answer.pending is None:
        return None
    code, sentence = _STEPS[answer.pending]
    return error_response(403, sentence, code=code, token=answer.meta.get("session_token") or token)


def wrong_credentials() -> HttpResponse:
    """Return the one answer to wrong names, wrong passwords and disabled accounts."""
    response = error_response(401, "The user name or the password is not right.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def slow_down(answer: Answer) -> HttpResponse | None:
    """Return the 429 of somebody who has tried too often, or None."""
    if answer.wait is None:
        return None
    response = error_response(429, "You have tried this too often. Try again later.")
    response.headers["Retry-After"] = str(answer.wait)
    return response


def dead_token() -> Invalid:
    """Return the refusal of a token that leads on to nothing."""
    return Invalid.field("token", _TOKEN_IS_DEAD)


def invalid(answer: Answer, names: Mapping[str, str]) -> Invalid:
    """Return the refusal of a flow's input; `names` maps its fields to those of the contract.

    A flow that finds nothing to go on with has been given a dead token.
    """
    if not answer.errors:
        return dead_token()
    details: dict[str, list[str]] = {}
    for error in answer.errors:
        field = error.get("param", "")
        details.setdefault(names.get(field, field) or "__all__", []).append(error["message"])
    sentences = [sentence for found in details.values() for sentence in found]
    return Invalid.fields(details) if len(sentences) > 1 else Invalid(*sentences, details=details)

"""By what a browser finds the drafts it has left with us, whether or not anybody is signed in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings

from hiring.services.drafts import VISITORS_KEPT_FOR

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "draft"
_LENGTH = 32


def visitor_key(request: HttpRequest) -> str:
    """Return this browser's key, a new one where it has none yet."""
    known = request.COOKIES.get(COOKIE, "")
    if len(known) == 2 * _LENGTH and known.isalnum():
        return known
    return secrets.token_hex(_LENGTH)


def remember(response: HttpResponse, key: str) -> HttpResponse:
    """Have the browser keep its key.

    Apart from the session, which ends with a login. And given with the empty form: where the
    answer to a form that was sent is lost, the browser knows already where its draft is.
    """
    response.set_cookie(
        COOKIE,
        key,
        max_age=VISITORS_KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response

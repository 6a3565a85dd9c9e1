"""Who is calling: the account behind the bearer token, and the address of the client."""

from typing import Any

from allauth.headless.tokens.strategies.jwt.internal import validate_access_token
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from nexus.core.api.limits import Allowance, count_call, parse_rate


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, believing only the proxies that are ours.

    With `TRUSTED_PROXIES = n` the n-th entry from the right of X-Forwarded-For is the one our
    outermost proxy wrote; everything left of it is the caller's own claim.
    """
    direct = request.META.get("REMOTE_ADDR") or "unknown"
    count = settings.TRUSTED_PROXIES
    if not count:
        return direct
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return chain[-count] if len(chain) >= count and chain[-count] else direct


def identify(request: HttpRequest) -> None:
    """Set `request.user` from the bearer token alone; a session cookie counts for nothing.

    `request.bearer_error` says that a token was there and no good.
    """
    request.user = AnonymousUser()
    request.bearer_error = False  # type: ignore[attr-defined]  # read by `OptionalBearer`
    request.token_payload = None  # type: ignore[attr-defined]  # its claims
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return
    found = validate_access_token(token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        request.bearer_error = True  # type: ignore[attr-defined]
        return
    request.user, request.token_payload = found  # type: ignore[attr-defined]


def count_caller(request: HttpRequest) -> Allowance:
    """Count a call of whoever `identify` found and tell what is left to them."""
    if request.user.is_authenticated:
        return count_call(f"user:{request.user.pk}", parse_rate(settings.API_RATE_USER))
    return count_call(f"anon:{client_address(request)}", parse_rate(settings.API_RATE_ANON))


class Bearer(HttpBearer):
    """Demands a valid access token."""

    def __call__(self, request: HttpRequest) -> Any:
        return request.user if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # pragma: no cover
        raise NotImplementedError("`identify` has read the token already.")


class OptionalBearer:
    """Lets anybody in, but not with a token that is no good: 401 rather than a thinner answer."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.bearer_error:  # type: ignore[attr-defined]
            raise AuthenticationError
        return True


bearer = Bearer()
optional_bearer = OptionalBearer()

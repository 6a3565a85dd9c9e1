"""`/api/token/`: pairs of access and refresh token for programs."""

from __future__ import annotations

from allauth.headless import app_settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from nexus.core.api.errors import error_response
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from people.api.answers import person, signed_in_user
from people.api.auth import sign_in
from people.api.auth_schemas import (
    CredentialsIn,
    RefreshIn,
    StepOwedOut,
    TokenPairOut,
    TokensOut,
    example,
)

token_router = Router(tags=["Accounts"])


@token_router.post(
    "/",
    operation_id="token_obtain",
    url_name="token_obtain",
    summary="Exchange credentials for an access and a refresh token",
    response={200: TokensOut, **errors(), 403: StepOwedOut},
    openapi_extra=example(username="jane", password="correct-horse-9"),  # noqa: S106  # an example
)
def obtain(request: HttpRequest, payload: CredentialsIn) -> HttpResponse:
    answer, response = sign_in(request, payload.username, payload.password, remember=True)
    if not answer.is_signed_in:
        return response
    user = signed_in_user(answer)
    return json_response(
        {
            "access": answer.meta["access_token"],
            "refresh": answer.meta["refresh_token"],
            "user": {**person(user), "is_admin": user.is_admin},
        }
    )


@token_router.post(
    "/refresh/",
    operation_id="token_refresh",
    url_name="token_refresh",
    summary="Spend a refresh token for a new pair",
    response={200: TokenPairOut, **errors()},
    openapi_extra=example(refresh="eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
)
def refresh(request: HttpRequest, payload: RefreshIn) -> HttpResponse:
    pair = app_settings.TOKEN_STRATEGY.refresh_token(payload.refresh)
    if pair is None:
        response = error_response(401, "This refresh token is not valid, or was used already.")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    access, following = pair
    return json_response({"access": access, "refresh": following})

"""`/auth/`: registration, sign-in, confirmation of addresses, password reset."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from nexus.core.api.client import bearer
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from nexus.core.api.schemas import MessageOut
from nexus.core.errors import Invalid
from people import headless_views as views
from people.adapters import AddressTaken
from people.api.answers import (
    dead_token,
    invalid,
    lifetime,
    login_answer,
    slow_down,
    step_owed,
    wrong_credentials,
)
from people.api.auth_schemas import (
    PASSWORDS_DIFFER,
    CodeIn,
    EmailIn,
    LoginIn,
    LoginOut,
    RegisteredOut,
    RegisterIn,
    ResetCodeOut,
    ResetIn,
    ResetOut,
    ResetRequestedOut,
    StepOwedOut,
    TokenMessageOut,
    example,
)
from people.headless import Answer, call

auth_router = Router(tags=["Accounts"])

_RESET_CODE = {"key": "code", "password": "new_password"}
_SIGNED_IN = {200: LoginOut, **errors(), 403: StepOwedOut}


@auth_router.post(
    "/register/",
    operation_id="auth_register",
    url_name="auth_register",
    summary="Make an account; with an e-mail address, a code is mailed to confirm it",
    response={200: RegisteredOut, **errors()},
    openapi_extra=example(
        username="jane",
        password="correct-horse-9",  # noqa: S106  # an example
        first_name="Jane",
        last_name="Doe",
        email="jane@example.com",
    ),
)
def register(request: HttpRequest, payload: RegisterIn) -> HttpResponse:
    fields = {name: value or "" for name, value in payload.model_dump().items()}
    try:
        answer = call(views.register, request, fields)
    except AddressTaken:  # by somebody else, just now: answer as if it had been all the time
        answer = call(views.register, request, fields)
    if busy := slow_down(answer):
        return busy
    if answer.errors:
        raise invalid(answer, {})
    if not fields["email"]:
        return json_response({"message": "Your account is made. You can sign in now."})
    return json_response(
        {
            "message": "We have mailed you a code. Enter it to confirm your e-mail address.",
            "token": answer.meta["session_token"],
        }
    )


@auth_router.post(
    "/login/",
    operation_id="auth_login",
    url_name="auth_login",
    summary="Sign in with a user name or e-mail address",
    response=_SIGNED_IN,
    openapi_extra=example(username="jane", password="correct-horse-9", remember_me=True),  # noqa: S106
)
def login(request: HttpRequest, payload: LoginIn) -> HttpResponse:
    return sign_in(request, payload.username, payload.password, remember=payload.remember_me)[1]


def sign_in(
    request: HttpRequest, username: str, password: str, *, remember: bool
) -> tuple[Answer, HttpResponse]:
    """Check credentials; return what the flow said and the contract's answer to it."""
    credentials = {"username": username, "password": password}
    answer = call(views.login, request, credentials, remember=remember)
    busy = slow_down(answer)
    if busy is not None:
        return answer, busy
    if answer.is_signed_in or answer.pending:
        return answer, login_answer(answer)
    return answer, wrong_credentials()


@auth_router.post(
    "/login/mfa/",
    operation_id="auth_login_mfa",
    url_name="auth_login_mfa",
    summary="Finish a login that owes a second factor",
    response=_SIGNED_IN,
    openapi_extra=example(token="4bq0i6w2k0c1x9s8d7f6g5h4j3k2l1m0", code="204816"),  # noqa: S106
)
def login_mfa(request: HttpRequest, payload: CodeIn) -> HttpResponse:
    return _finish_login(request, views.second_factor, {"code": payload.code}, payload.token)


@auth_router.post(
    "/verify-email/",
    operation_id="auth_verify_email",
    url_name="auth_verify_email",
    summary="Confirm an e-mail address with the code mailed to it, and sign in",
    response=_SIGNED_IN,
    openapi_extra=example(token="4bq0i6w2k0c1x9s8d7f6g5h4j3k2l1m0", code="204816"),  # noqa: S106
)
def verify_email(request: HttpRequest, payload: CodeIn) -> HttpResponse:
    return _finish_login(request, views.verify_email, {"key": payload.code}, payload.token)


def _finish_login(
    request: HttpRequest, view: Any, fields: dict[str, str], token: str
) -> HttpResponse:
    answer = call(view, request, fields, token=token)
    if busy := slow_down(answer):
        return busy
    if answer.errors:
        raise invalid(answer, {"key": "code"})
    if answer.is_signed_in or step_owed(answer):
        return login_answer(answer, token=token)
    raise dead_token()


@auth_router.post(
    "/resend-verification/",
    operation_id="auth_resend_verification",
    url_name="auth_resend_verification",
    summary="Mail another code to an address that is not confirmed yet",
    response={200: TokenMessageOut, **errors()},
    openapi_extra=example(email="jane@example.com"),
)
def resend_verification(request: HttpRequest, payload: EmailIn) -> HttpResponse:
    answer = call(views.resend_verification, request, {"email": payload.email})
    if busy := slow_down(answer):
        return busy
    if answer.errors:
        raise invalid(answer, {})
    return json_response(
        {
            "message": "If this address waits for confirmation, a new code is on its way.",
            "token": answer.meta["session_token"],
        }
    )


@auth_router.post(
    "/logout/",
    auth=bearer,
    operation_id="auth_logout",
    url_name="auth_logout",
    summary="End this login: its access and refresh token stop working",
    response={200: MessageOut, **errors()},
)
def logout(request: HttpRequest) -> HttpResponse:
    call(views.session, request, method="DELETE", as_bearer=True)
    return json_response({"message": "You are signed out."})


@auth_router.post(
    "/forgot-password/",
    operation_id="auth_forgot_password",
    url_name="auth_forgot_password",
    summary="Mail a code with which a new password can be set",
    response={200: ResetRequestedOut, **errors()},
    openapi_extra=example(email="jane@example.com"),
)
def forgot_password(request: HttpRequest, payload: EmailIn) -> HttpResponse:
    return _request_reset(request, payload.email)


@auth_router.post(
    "/resend-reset-code/",
    operation_id="auth_resend_reset_code",
    url_name="auth_resend_reset_code",
    summary="Mail another code; earlier ones stop working",
    response={200: ResetRequestedOut, **errors()},
    openapi_extra=example(email="jane@example.com"),
)
def resend_reset_code(request: HttpRequest, payload: EmailIn) -> HttpResponse:
    return _request_reset(request, payload.email)


def _request_reset(request: HttpRequest, email: str) -> HttpResponse:
    answer = call(views.request_reset, request, {"email": email})
    if busy := slow_down(answer):
        return busy
    if answer.errors:
        raise invalid(answer, {})
    seconds = settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT
    return json_response(
        {
            "message": "If there is an account with this address, a code is on its way.",
            "email": email,
            "token": answer.meta["session_token"],
            "expires_in": lifetime(timedelta(seconds=seconds)),
        }
    )


@auth_router.post(
    "/verify-reset-code/",
    operation_id="auth_verify_reset_code",
    url_name="auth_verify_reset_code",
    summary="Check a reset code before asking for the new password",
    response={200: ResetCodeOut, **errors()},
    openapi_extra=example(token="4bq0i6w2k0c1x9s8d7f6g5h4j3k2l1m0", code="204816"),  # noqa: S106
)
def verify_reset_code(request: HttpRequest, payload: CodeIn) -> HttpResponse:
    answer = call(views.check_reset_code, request, {"key": payload.code}, token=payload.token)
    if busy := slow_down(answer):
        return busy
    if answer.status != 200:
        raise invalid(answer, _RESET_CODE)
    message = "The code is right. Choose a new password."
    return json_response({"message": message, "token": payload.token, "valid": True})


@auth_router.post(
    "/reset-password/",
    operation_id="auth_reset_password",
    url_name="auth_reset_password",
    summary="Set a new password with the mailed code; every login of the account ends",
    response={200: ResetOut, **errors()},
    openapi_extra=example(
        token="4bq0i6w2k0c1x9s8d7f6g5h4j3k2l1m0",  # noqa: S106
        code="204816",
        new_password="correct-horse-9",  # noqa: S106
        confirm_password="correct-horse-9",  # noqa: S106
    ),
)
def reset_password(request: HttpRequest, payload: ResetIn) -> HttpResponse:
    if payload.new_password != payload.confirm_password:
        raise Invalid.field("confirm_password", PASSWORDS_DIFFER)
    fields = {"key": payload.code, "password": payload.new_password}
    answer = call(views.reset_password, request, fields, token=payload.token)
    if busy := slow_down(answer):
        return busy
    # allauth's 401 says that the reset is done and nobody signed in by it.
    if answer.errors or answer.status != 401:
        raise invalid(answer, _RESET_CODE)
    return json_response({"message": "Your new password is set. Sign in with it.", "success": True})

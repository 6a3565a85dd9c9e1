"""Nobody can tell from an answer, nor from the work it took, whether an address has an account.

Each flow is walked with the same address against databases that differ in its account alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

ADDRESS, NAME = "jane@example.com", "jane"
NEW_PASSWORD = "staple-battery-7"
SIGNUP = {
    "account_type": "candidate",
    "first_name": "Jane",
    "last_name": "Doe",
    "email": ADDRESS,
    "username": "another-name",
    "password1": NEW_PASSWORD,
    "password2": NEW_PASSWORD,
}
REGISTER = {
    "first_name": "Jane",
    "last_name": "Doe",
    "email": ADDRESS,
    "username": "another-name",
    "password": NEW_PASSWORD,
}
_SECRETS = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"token": ?"[a-z0-9]{32}"|nonce-[\w+/=-]+'
)
_VARYING = {"Content-Length", "ETag", "Expires", "X-RateLimit-Remaining", "X-RateLimit-Reset"}


@dataclass
class Seen:
    """What a caller sees, and what it took."""

    answers: list[Any]
    hashings: int
    mails: int
    queries: int


class Caller:
    """Calls pages and the API and remembers all that came back."""

    def __init__(self) -> None:
        self.client = Client()
        self.answers: list[Any] = []

    def _note(self, response: Any) -> Any:
        headers = {name: value for name, value in response.items() if name not in _VARYING}
        headers.pop("X-Request-Id", None)
        cookies = sorted((c.key, c["max-age"], c["path"]) for c in response.cookies.values())
        body = _SECRETS.sub("…", response.content.decode())
        self.answers.append((response.status_code, body, headers, cookies))
        return response

    def get(self, path: str) -> Any:
        return self._note(self.client.get(path))

    def post(self, path: str, **fields: str) -> Any:
        return self._note(self.client.post(path, fields))

    def call(self, path: str, **body: Any) -> Any:
        return self._note(self.client.post(path, body, content_type="application/json"))


def login(caller: Caller) -> None:
    caller.post("/accounts/login/", login=ADDRESS, password="wrong")


def login_by_name(caller: Caller) -> None:
    caller.post("/accounts/login/", login=NAME, password="wrong")


def login_until_locked(caller: Caller) -> None:
    for _ in range(7):
        caller.post("/accounts/login/", login=ADDRESS, password="wrong")


def login_by_code(caller: Caller) -> None:
    caller.post("/accounts/login/code/", email=ADDRESS)
    for _ in range(3):
        caller.get("/accounts/login/code/confirm/")
        caller.post("/accounts/login/code/confirm/", code="000000")
    caller.post("/accounts/login/code/confirm/", action="resend")


def reset(caller: Caller) -> None:
    caller.post("/accounts/password/reset/", email=ADDRESS)
    for _ in range(5):
        caller.get("/accounts/password/reset/confirm/")
        caller.post("/accounts/password/reset/confirm/", code="000000")
    caller.get("/accounts/password/reset/complete/")


def sign_up(caller: Caller) -> None:
    caller.post("/accounts/signup/", **SIGNUP)
    for _ in range(5):
        caller.get("/accounts/confirm-email/")
        caller.post("/accounts/confirm-email/", code="000000")


def resend(caller: Caller) -> None:
    caller.post("/accounts/signup/", **SIGNUP)
    caller.post("/accounts/confirm-email/", action="resend")
    caller.get("/accounts/confirm-email/")


def api_login(caller: Caller) -> None:
    caller.call("/auth/login/", username=ADDRESS, password="wrong")


def api_login_by_name(caller: Caller) -> None:
    caller.call("/auth/login/", username=NAME, password="wrong", remember_me=True)


def api_token(caller: Caller) -> None:
    caller.call("/api/token/", username=ADDRESS, password="wrong")


def api_register(caller: Caller) -> None:
    token = caller.call("/auth/register/", **REGISTER).json()["token"]
    for _ in range(6):
        caller.call("/auth/verify-email/", token=token, code="000000")


def api_reset(caller: Caller) -> None:
    token = caller.call("/auth/forgot-password/", email=ADDRESS).json()["token"]
    passwords = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    caller.call("/auth/reset-password/", token=token, code="000000", **passwords)
    for _ in range(5):
        caller.call("/auth/verify-reset-code/", token=token, code="000000")


def api_resend_reset(caller: Caller) -> None:
    caller.call("/auth/resend-reset-code/", email=ADDRESS)


def api_resend_verification(caller: Caller) -> None:
    token = caller.call("/auth/resend-verification/", email=ADDRESS).json()["token"]
    for _ in range(6):
        caller.call("/auth/verify-email/", token=token, code="000000")


FLOWS = [
    login,
    login_by_name,
    login_until_locked,
    login_by_code,
    reset,
    sign_up,
    resend,
    api_login,
    api_login_by_name,
    api_token,
    api_register,
    api_reset,
    api_resend_reset,
    api_resend_verification,
]


def nobody(make_user: Callable[..., User]) -> None:
    """There is no such account."""


def usual(make_user: Callable[..., User]) -> None:
    make_user(NAME)


def with_second_factor(make_user: Callable[..., User]) -> None:
    TOTP.activate(make_user(NAME), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def unconfirmed(make_user: Callable[..., User]) -> None:
    make_user(NAME, verified=False)


def disabled(make_user: Callable[..., User]) -> None:
    make_user(NAME, is_active=False)


def without_password(make_user: Callable[..., User]) -> None:
    user = make_user(NAME)
    user.set_unusable_password()
    user.save()
    SocialAccount.objects.create(user=user, provider="google", uid="7")


def named_by_the_address(make_user: Callable[..., User]) -> None:
    make_user(ADDRESS, email=ADDRESS)


ACCOUNTS = [
    usual,
    with_second_factor,
    unconfirmed,
    disabled,
    without_password,
    named_by_the_address,
]


@pytest.fixture
def see(
    make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Caller], None], Callable[..., None]], Seen]:
    hashings = []
    stock = MD5PasswordHasher.encode

    def encode(self: Any, password: str, salt: str) -> str:
        hashings.append(password)
        return stock(self, password, salt)

    def walk(flow: Callable[[Caller], None], account: Callable[..., None]) -> Seen:
        """Walk a flow where there is such an account, and undo all of it."""
        cache.clear()
        with transaction.atomic():
            account(make_user)
            mail.outbox.clear()
            hashings.clear()
            caller = Caller()
            with CaptureQueriesContext(connection) as queries:
                flow(caller)
            seen = Seen(caller.answers, len(hashings), len(mail.outbox), len(queries))
            transaction.set_rollback(True)
        return seen

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return walk


@pytest.mark.parametrize("limited", [False, True], ids=["unlimited", "limited"])
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_answer_and_work_do_not_tell_whether_there_is_an_account(
    flow: Callable[[Caller], None],
    limited: bool,
    see: Callable[..., Seen],
    settings: Any,
    time_machine: Any,
) -> None:
    # Or some answers would tell of a second less to wait than others.
    time_machine.move_to(timezone.now(), tick=False)
    if limited:
        from nexus import settings as real

        settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS
    without = see(flow, nobody)

    for account in ACCOUNTS:
        seen = see(flow, account)
        for step, (known, unknown) in enumerate(zip(seen.answers, without.answers, strict=True)):
            assert known == unknown, f"{account.__name__}, step {step}"
        work = (seen.hashings, seen.mails)
        assert work == (without.hashings, without.mails), account.__name__

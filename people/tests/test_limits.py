"""Limits and lockouts, with the numbers that a server starts with."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.checks import run_checks
from django.test import Client

from conftest import PASSWORD
from nexus import settings as real
from people.limits import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import User

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def limited(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS


def fail(client: Client, name: str, times: int, **meta: Any) -> Any:
    """Enter a wrong password some times and return the last answer."""
    for _ in range(times):
        response = client.post(LOGIN, {"login": name, "password": "wrong"}, **meta)
    return response


@pytest.mark.parametrize("name", ["candidate", "nobody", "nobody@example.com"])
def test_name_is_locked_after_five_wrong_passwords_and_says_until_when(
    name: str, client: Client, candidate: User
) -> None:
    assert fail(client, name, 5).status_code == 200

    response = client.post(LOGIN, {"login": name, "password": PASSWORD})

    assert response.status_code == 429
    assert 290 <= int(response["Retry-After"]) <= 300
    assert "You have tried this too often. Try again in 5 minutes." in response.text
    assert f'value="{name}"' in response.text
    assert "_auth_user_id" not in client.session


def test_lock_ends_by_itself(client: Client, candidate: User, clock: Any) -> None:
    fail(client, "candidate", 5)
    clock.shift(301)

    assert client.post(LOGIN, {"login": "candidate", "password": PASSWORD}).status_code == 302


def test_account_is_locked_under_all_its_names_from_everywhere(
    client: Client, candidate: User, api: ApiClient
) -> None:
    for n, name in enumerate(["candidate", "CANDIDATE", candidate.email] * 2):
        response = fail(client, name, 1, REMOTE_ADDR=f"198.51.100.{n}")
    assert response.status_code == 429

    for name in ("candidate", candidate.email):
        body = {"username": name, "password": PASSWORD}
        response = api.post("/auth/login/", body)
        assert response.status_code == 429
        assert response["Retry-After"] == "300"


def test_lock_of_one_account_leaves_others_and_other_ways_alone(
    client: Client, candidate: User, other_candidate: User, mailed_code: Callable[[str], str]
) -> None:
    fail(client, "candidate", 6)

    entered = client.post(LOGIN, {"login": "other-candidate", "password": PASSWORD})
    assert entered.status_code == 302
    client.logout()
    client.post("/accounts/login/code/", {"email": candidate.email})
    code = {"code": mailed_code(candidate.email)}
    assert client.post("/accounts/login/code/confirm/", code).status_code == 302
    assert "_auth_user_id" in client.session


def test_right_passwords_in_between_do_not_start_the_count_anew(
    client: Client, candidate: User
) -> None:
    fail(client, "candidate", 4)
    client.post(LOGIN, {"login": "candidate", "password": PASSWORD})
    client.logout()

    assert fail(client, "candidate", 2).status_code == 429


def test_caller_who_tries_many_names_is_stopped(client: Client, candidate: User) -> None:
    for n in range(10):
        fail(client, f"name{n}", 1)

    response = client.post(LOGIN, {"login": "candidate", "password": PASSWORD})

    assert response.status_code == 429
    assert "Try again in 1 minute." in response.text
    elsewhere = client.post(
        LOGIN, {"login": "candidate", "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302


def test_header_that_the_caller_wrote_is_not_another_caller(client: Client, db: None) -> None:
    for n in range(10):
        fail(client, f"name{n}", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")

    assert fail(client, "another", 1, HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 429


def test_password_cannot_be_tried_out_over_the_day(
    client: Client, candidate: User, clock: Any, settings: Any
) -> None:
    usual = settings.ACCOUNT_RATE_LIMITS["login_failed"]
    fewer = usual.replace("100/d/key", "12/d/key")
    assert fewer != usual
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": fewer}
    tries = 0
    for _ in range(5):
        while fail(client, "candidate", 1).status_code == 200:
            tries += 1
        clock.shift(301)

    assert tries == 12


def test_codes_of_the_second_factor_are_limited_by_account(client: Client, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    client.post(LOGIN, {"login": "candidate", "password": PASSWORD})
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))

    another = Client()
    another.post(LOGIN, {"login": "candidate", "password": PASSWORD})
    response = another.post("/accounts/2fa/authenticate/", {"code": code})

    assert "You have tried this too often." in response.text
    assert "_auth_user_id" not in another.session


@pytest.mark.parametrize(
    ("path", "confirm"),
    [
        ("/accounts/login/code/", "/accounts/login/code/confirm/"),
        ("/accounts/password/reset/", "/accounts/password/reset/confirm/"),
    ],
)
def test_mailed_code_can_be_guessed_a_few_times_only(
    path: str,
    confirm: str,
    client: Client,
    candidate: User,
    mailed_code: Callable[[str], str],
) -> None:
    client.post(path, {"email": candidate.email})
    for _ in range(5):
        client.post(confirm, {"code": "000000"})

    response = client.post(confirm, {"code": mailed_code(candidate.email)})

    assert response.status_code == 302
    assert response["Location"] in {LOGIN, "/accounts/login/code/"}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("path", "allowed"), [("/accounts/login/code/", 3), ("/accounts/password/reset/", 5)]
)
@pytest.mark.parametrize("email", ["candidate@example.com", "nobody@example.com"])
def test_mails_to_one_address_are_limited(
    email: str, path: str, allowed: int, client: Client, candidate: User
) -> None:
    for n in range(allowed):
        Client().post(path, {"email": email}, REMOTE_ADDR=f"198.51.100.{n}")
    assert len(mail.outbox) == allowed

    response = Client().post(path, {"email": email})

    assert len(mail.outbox) == allowed
    assert "You have tried this too often. Try again in 1 minute." in response.text


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_mails_to_one_address_are_limited_by_the_day(
    path: str, client: Client, candidate: User, clock: Any
) -> None:
    for _ in range(40):
        Client().post(path, {"email": candidate.email})
        clock.shift(61)

    assert len(mail.outbox) == 30
    response = Client().post(path, {"email": candidate.email})
    assert "Try again in 24 hours." in response.text


def test_sign_ups_of_one_caller_are_limited_by_a_page_that_says_until_when(
    client: Client, db: None
) -> None:
    for _ in range(20):
        client.post("/accounts/signup/", {})

    response = client.post("/accounts/signup/", {})

    assert response.status_code == 429
    assert 50 <= int(response["Retry-After"]) <= 60
    assert "Too many attempts" in response.text
    assert "Try again in 1 minute." in response.text


@pytest.mark.parametrize(
    ("path", "body", "allowed"),
    [
        ("/auth/register/", {"username": "a b", "password": "x"}, 20),
        ("/auth/forgot-password/", {"email": "nobody@example.com"}, 5),
        ("/auth/resend-reset-code/", {"email": "nobody@example.com"}, 5),
        ("/auth/login/", {"username": "nobody", "password": "wrong"}, 5),
        ("/api/token/", {"username": "nobody", "password": "wrong"}, 5),
    ],
)
def test_api_is_limited_alike(
    path: str, body: dict[str, str], allowed: int, api: ApiClient
) -> None:
    body |= {"first_name": "A", "last_name": "B"} if "register" in path else {}
    for _ in range(allowed):
        assert api.post(path, body).status_code != 429

    response = api.post(path, body)

    assert response.status_code == 429
    assert response["Retry-After"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in 1 minute"),
        (60, "in 1 minute"),
        (61, "in 2 minutes"),
        (5400, "in 90 minutes"),
        (5401, "in 2 hours"),
    ],
)
def test_wait_is_told_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize("rates", ["many", "5/x/ip", "5/m/planet", "5", "x/m/ip"])
def test_limit_that_cannot_be_read_is_refused_at_start(rates: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": rates}

    assert "nexus.E012" in {problem.id for problem in run_checks()}

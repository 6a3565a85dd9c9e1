"""What people are told by mail of what happens to their account."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from conftest import PASSWORD
from people import devices
from people.privacy_models import KnownDevice
from people.tests.conftest import NEW_PASSWORD
from people.tests.test_account_pages import enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import User

pytestmark = pytest.mark.django_db

NEW_DEVICE = "A sign-in from a new device"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(browser: Client, name: str = "candidate") -> None:
    browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    assert "_auth_user_id" in browser.session


def told() -> list[tuple[str, str]]:
    return [(message.to[0], str(message.subject)) for message in mail.outbox]


def app_code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_new_device_is_told_of_once_and_the_first_not_at_all(candidate: User) -> None:
    first, second = Client(), Client()
    sign_in(first)
    assert told() == []

    sign_in(second, candidate.email)

    assert told() == [(candidate.email, NEW_DEVICE)]
    assert "127.0.0.1" in mail.outbox[0].body
    for browser in (first, second):
        browser.post("/accounts/logout/")
        sign_in(browser)
    assert len(told()) == 1


def test_cookie_of_the_device_is_not_for_scripts_and_names_nobody(
    client: Client, candidate: User, other_candidate: User
) -> None:
    sign_in(client)
    cookie = client.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    client.post("/accounts/logout/")

    sign_in(client, "other-candidate")

    marks = set(KnownDevice.objects.values_list("mark", flat=True))
    assert len(marks) == 2
    assert not any(mark in cookie.value for mark in marks)


def test_cookie_that_was_forged_is_a_new_device(client: Client, candidate: User) -> None:
    sign_in(client)
    forged = Client()
    forged.cookies[devices.COOKIE] = "chosen:by-me"

    sign_in(forged)

    assert told() == [(candidate.email, NEW_DEVICE)]


def test_sign_in_that_owes_a_second_factor_is_told_of_when_it_is_done(
    client: Client, candidate: User
) -> None:
    sign_in(client)
    TOTP.activate(candidate, SECRET)
    another = Client()
    another.post("/accounts/login/", {"login": "candidate", "password": PASSWORD})
    assert told() == []

    another.post("/accounts/2fa/authenticate/", {"code": app_code()})

    assert told() == [(candidate.email, NEW_DEVICE)]


def test_program_is_known_by_its_name_and_address(client: Client, candidate: User) -> None:
    sign_in(client)
    body = {"username": "candidate", "password": PASSWORD}
    kind = "application/json"

    for agent in ("importer/1", "importer/1", "other/2"):
        headers = {"User-Agent": agent}
        response = client.post("/auth/login/", body, content_type=kind, headers=headers)
        assert response.status_code == 200

    assert told() == [(candidate.email, NEW_DEVICE)] * 2


def test_devices_are_not_remembered_without_end(
    candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "MOST_KEPT", 3)

    for _ in range(5):
        sign_in(Client())

    assert KnownDevice.objects.count() == 3


def test_new_password_is_told_of(client: Client, candidate: User) -> None:
    client.force_login(candidate)

    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", form)

    assert told() == [(candidate.email, "Password Changed")]


def test_new_password_over_the_api_is_told_of(api: ApiClient, candidate: User) -> None:
    words = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    body = {"current_password": PASSWORD, **words}

    api.patch("/api/profiles/update_account/", body, as_=candidate)

    assert told() == [(candidate.email, "Password Changed")]


def test_password_that_was_reset_is_told_of(
    client: Client, candidate: User, mailed_code: Callable[[str], str]
) -> None:
    client.post("/accounts/password/reset/", {"email": candidate.email})
    client.post("/accounts/password/reset/confirm/", {"code": mailed_code(candidate.email)})

    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/reset/complete/", form)

    assert told()[1:] == [(candidate.email, "Password Reset")]


@pytest.mark.parametrize("way", ["page", "api"])
def test_new_address_is_told_of_at_the_old_one_and_the_new(
    way: str,
    client: Client,
    api: ApiClient,
    candidate: User,
    mailed_code: Callable[[str], str],
) -> None:
    if way == "page":
        enter(client, candidate)
        client.post("/accounts/email/", {"email": "carla@new.example", "action_add": ""})
        client.post("/accounts/confirm-email/", {"code": mailed_code("carla@new.example")})
    else:
        body = {"email": "carla@new.example"}
        token = api.patch("/api/profiles/update_account/", body, as_=candidate).json()["token"]
        proof = {"token": token, "code": mailed_code("carla@new.example")}
        assert api.post("/auth/verify-email/", proof).status_code == 200

    candidate.refresh_from_db()
    assert candidate.email == "carla@new.example"
    changed = [to for to, subject in told() if subject == "Email Changed"]
    assert sorted(changed) == ["candidate@example.com", "carla@new.example"]


def test_second_factors_and_recovery_codes_are_told_of(
    client: Client, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own transaction never commits, and these mails wait for that.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())
    enter(client, candidate)
    page = client.get("/accounts/2fa/totp/activate/").text
    shown = re.search(r'id="authenticator_secret"[^>]*value="([^"]*)"', page)
    assert shown

    for path, form in (
        ("/accounts/2fa/totp/activate/", {"code": app_code(shown[1])}),
        ("/accounts/2fa/recovery-codes/generate/", {}),
        ("/accounts/2fa/totp/deactivate/", {}),
    ):
        client.post(path, form)

    subjects = [subject for to, subject in told() if to == candidate.email]
    assert subjects[0] == "Authenticator App Activated"
    assert "New Recovery Codes Generated" in subjects
    assert subjects[-1] == "Authenticator App Deactivated"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password123", "This password is too common."),
        ("x7!q", "This password is too short."),
        ("739105628841", "This password is entirely numeric."),
        ("candidate1", "The password is too similar to the username."),
    ],
)
def test_password_that_is_easily_guessed_is_refused_with_a_reason(
    password: str, reason: str, client: Client, candidate: User, api: ApiClient
) -> None:
    client.force_login(candidate)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}

    assert reason in client.post("/accounts/password/change/", form).text

    words = {"new_password": password, "confirm_password": password}
    body: dict[str, Any] = {"current_password": PASSWORD, **words}
    answer = api.patch("/api/profiles/update_account/", body, as_=candidate)
    assert answer.status_code == 400
    assert reason in answer.text
    candidate.refresh_from_db()
    assert candidate.check_password(PASSWORD)


def test_passwords_are_hashed_with_argon2() -> None:
    from nexus import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("people.hashing.PasswordHasher")

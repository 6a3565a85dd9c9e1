"""Steps that are owed end with the password, the address and the account they were begun for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from people.models import User
from people.tests.conftest import NEW_PASSWORD, PASSWORD, bearer

if TYPE_CHECKING:
    from conftest import ApiClient

ACCOUNT = "/api/profiles/update_account/"
SECRET = "JBSWY3DPEHPK3PXP"


def app_code() -> str:
    """Return what the authenticator app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


@pytest.fixture
def begin_change(api: ApiClient, mailed_code: Callable[..., str]) -> Callable[..., dict[str, str]]:
    def begin(user: User, to: str) -> dict[str, str]:
        """Ask for another address; return what confirms it."""
        token = api.patch(ACCOUNT, {"email": to}, as_=user).json()["token"]
        return {"token": token, "code": mailed_code(to)}

    return begin


@pytest.fixture
def reset(api: ApiClient, mailed_code: Callable[..., str]) -> Callable[..., Any]:
    def forgotten(user: User) -> None:
        """Set a new password by mailed code."""
        token = api.post("/auth/forgot-password/", {"email": user.email}).json()["token"]
        words = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
        body = {"token": token, "code": mailed_code(user.email), **words}
        assert api.post("/auth/reset-password/", body).status_code == 200

    return forgotten


def test_change_of_address_begun_before_a_reset_is_void(
    api: ApiClient,
    candidate: User,
    begin_change: Callable[..., dict[str, str]],
    reset: Callable[[User], None],
) -> None:
    proof = begin_change(candidate, "thief@example.com")
    reset(candidate)

    response = api.post("/auth/verify-email/", proof)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}
    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"


def test_change_of_address_begun_before_a_new_password_is_void(
    api: ApiClient, candidate: User, begin_change: Callable[..., dict[str, str]]
) -> None:
    proof = begin_change(candidate, "thief@example.com")
    words = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    api.patch(ACCOUNT, {"current_password": PASSWORD, **words}, as_=candidate)

    assert api.post("/auth/verify-email/", proof).status_code == 400


def test_login_that_owes_a_code_ends_with_the_password_it_was_begun_with(
    api: ApiClient, candidate: User, reset: Callable[[User], None]
) -> None:
    TOTP.activate(candidate, SECRET)
    owed = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD}).json()
    reset(candidate)

    response = api.post("/auth/login/mfa/", {"token": owed["token"], "code": app_code()})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}


@pytest.mark.parametrize("id_", [9, 10, 36, 105, 46_655])
@pytest.mark.parametrize("owed", ["mfa_required", "email_unverified"])
def test_login_that_owes_a_code_is_finished_whatever_the_id_of_the_account(
    owed: str,
    id_: int,
    api: ApiClient,
    make_user: Callable[..., User],
    mailed_code: Callable[..., str],
) -> None:
    person = make_user("somebody", id=id_, verified=owed == "mfa_required")
    if owed == "mfa_required":
        TOTP.activate(person, SECRET)
    answer = api.post("/auth/login/", {"username": "somebody", "password": PASSWORD}).json()
    assert answer["code"] == owed

    if owed == "mfa_required":
        proof = {"token": answer["token"], "code": app_code()}
        response = api.post("/auth/login/mfa/", proof)
    else:
        proof = {"token": answer["token"], "code": mailed_code(person.email)}
        response = api.post("/auth/verify-email/", proof)

    assert (response.status_code, response.json()["user"]["id"]) == (200, id_)


@pytest.mark.parametrize("path", ["verify-email", "reset-password"])
def test_step_of_an_account_that_was_disabled_is_void(
    path: str,
    api: ApiClient,
    candidate: User,
    begin_change: Callable[..., dict[str, str]],
    mailed_code: Callable[..., str],
) -> None:
    if path == "verify-email":
        proof = begin_change(candidate, "carla@new.example")
    else:
        token = api.post("/auth/forgot-password/", {"email": candidate.email}).json()["token"]
        words = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
        proof = {"token": token, "code": mailed_code(candidate.email), **words}
    User.objects.filter(pk=candidate.pk).update(is_active=False)

    response = api.post(f"/auth/{path}/", proof)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}
    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"
    assert candidate.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["verify-reset-code", "reset-password"])
def test_reset_code_mailed_to_an_address_that_was_left_is_void(
    path: str,
    api: ApiClient,
    candidate: User,
    begin_change: Callable[..., dict[str, str]],
    mailed_code: Callable[..., str],
) -> None:
    token = api.post("/auth/forgot-password/", {"email": candidate.email}).json()["token"]
    body = {"token": token, "code": mailed_code(candidate.email)}
    if path == "reset-password":
        body |= {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    api.post("/auth/verify-email/", begin_change(candidate, "carla@new.example"))

    response = api.post(f"/auth/{path}/", body)

    assert response.status_code == 400
    candidate.refresh_from_db()
    assert candidate.check_password(PASSWORD)
    assert not EmailAddress.objects.filter(email="candidate@example.com").exists()


def test_change_to_an_address_that_somebody_registered_meanwhile_is_400(
    api: ApiClient, candidate: User, begin_change: Callable[..., dict[str, str]]
) -> None:
    proof = begin_change(candidate, "carla@new.example")
    somebody = {"username": "second", "first_name": "S", "last_name": "E", "password": PASSWORD}
    api.post("/auth/register/", {**somebody, "email": "carla@new.example"})

    response = api.post("/auth/verify-email/", proof)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"code"}
    assert not EmailAddress.objects.filter(email="carla@new.example", verified=True).exists()
    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"


def test_second_factor_after_a_change_of_address_is_asked_with_the_same_token(
    api: ApiClient, candidate: User, begin_change: Callable[..., dict[str, str]]
) -> None:
    TOTP.activate(candidate, SECRET)
    proof = begin_change(candidate, "carla@new.example")
    owed = api.post("/auth/verify-email/", proof).json()
    assert owed["code"] == "mfa_required"

    response = api.post("/auth/login/mfa/", {"token": owed["token"], "code": app_code()})

    assert response.status_code == 200
    mine = api.get("/api/profiles/my_profile/", headers=bearer(response.json()["access"])).json()
    assert mine["user"]["email"] == "carla@new.example"


def test_register_with_the_address_of_somebody_else_as_name_is_400(
    api: ApiClient, candidate: User
) -> None:
    body = {"first_name": "I", "last_name": "M", "password": PASSWORD, "username": candidate.email}

    response = api.post("/auth/register/", body)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"username"}


def test_register_with_ones_own_address_as_name_succeeds(api: ApiClient, db: None) -> None:
    body = {"first_name": "I", "last_name": "M", "password": PASSWORD, "email": "own@example.com"}

    assert api.post("/auth/register/", {**body, "username": "Own@example.com"}).status_code == 200

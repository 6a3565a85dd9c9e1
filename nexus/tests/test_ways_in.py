"""No address of the project lets somebody in with less than they have set up.

The addresses are found in the URL configuration, so that one which a new package brings along is
tried too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from conftest import PASSWORD
from nexus.tests.ways_in import login_like_urls, somebody_is_signed_in, urls_that_sign_in

if TYPE_CHECKING:
    from people.models import User

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "staple-battery-7"
# Under every name by which some view may ask for it.
CREDENTIALS = {
    **dict.fromkeys(("login", "username", "user", "identifier"), "boss"),
    "email": "boss@example.com",
    **dict.fromkeys(("password", "password1", "oldpassword", "current_password"), PASSWORD),
    "remember": "on",
    "remember_me": "true",
}
# The shortest bodies that strict views accept.
EXACT = [
    {"username": "boss", "password": PASSWORD},
    {"username": "boss@example.com", "password": PASSWORD},
    {"username": "boss", "password": PASSWORD, "remember_me": "true"},
]
WITHOUT_SECOND_FACTOR = {
    "form /accounts/login/",
    "json /api/token/",
    "json /auth/login/",
}


@pytest.fixture(params=[False, True], ids=["mfa-offered", "mfa-demanded"])
def demanded(request: pytest.FixtureRequest, settings: Any) -> bool:
    settings.REQUIRE_MFA = request.param
    return bool(request.param)


def give_factor(user: User, kind: str) -> None:
    if kind == "app":
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    else:
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
        )


def mailed_code() -> str:
    found = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_configuration_is_searched_for_addresses() -> None:
    urls = login_like_urls()

    assert len(urls) > 90
    for known in (
        "/accounts/login/",
        "/accounts/2fa/webauthn/login/",
        "/admin/login/",
        "/cms/login/",
        "/cms/password_reset/confirm/x/x/",
        "/_util/login/",
        "/auth/login/",
        "/api/token/refresh/",
    ):
        assert known in urls


@pytest.mark.slow
@pytest.mark.parametrize("factor", ["app", "key", None])
def test_password_alone_signs_in_only_where_it_is_all_there_is(
    factor: str | None, demanded: bool, client: Client, admin_user: User
) -> None:
    if factor:
        give_factor(admin_user, factor)

    found = set()
    for fields in (CREDENTIALS, *EXACT):
        found |= set(urls_that_sign_in(client, login_like_urls(), fields))

    assert found == (set() if factor else WITHOUT_SECOND_FACTOR)


def login_code(client: Client, user: User) -> dict[str, str]:
    client.post("/accounts/login/code/", {"email": user.email})
    return {"code": mailed_code()}


def reset_code(client: Client, user: User) -> dict[str, str]:
    client.post("/accounts/password/reset/", {"email": user.email})
    return {"code": mailed_code()}


def confirmed_reset_code(client: Client, user: User) -> dict[str, str]:
    client.post("/accounts/password/reset/confirm/", reset_code(client, user))
    return {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def address_code(client: Client, user: User) -> dict[str, str]:
    EmailAddress.objects.filter(user=user).update(verified=False)
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return {"code": mailed_code()}


def login_through_api(client: Client, user: User) -> dict[str, str]:
    body = {"username": user.username, "password": PASSWORD, "remember_me": True}
    answer = client.post("/auth/login/", body, content_type="application/json").json()
    return {"token": answer["token"], "code": "000000"}


def address_code_of_api(client: Client, user: User) -> dict[str, str]:
    EmailAddress.objects.filter(user=user).update(verified=False)
    body = {"email": user.email}
    answer = client.post("/auth/resend-verification/", body, content_type="application/json")
    return {"token": answer.json()["token"], "code": mailed_code()}


def reset_code_of_api(client: Client, user: User) -> dict[str, str]:
    body = {"email": user.email}
    answer = client.post("/auth/forgot-password/", body, content_type="application/json")
    passwords = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    return {"token": answer.json()["token"], "code": mailed_code(), **passwords}


@pytest.mark.slow
@pytest.mark.parametrize(
    "begin",
    [
        login_code,
        reset_code,
        confirmed_reset_code,
        address_code,
        login_through_api,
        address_code_of_api,
        reset_code_of_api,
    ],
    ids=lambda begin: begin.__name__,
)
def test_mailed_code_alone_never_signs_in_somebody_with_two_factors(
    begin: Any, demanded: bool, client: Client, admin_user: User
) -> None:
    give_factor(admin_user, "app")
    fields = begin(client, admin_user)
    assert not somebody_is_signed_in()
    reduced = {name: fields[name] for name in ("token", "code") if name in fields}

    found = urls_that_sign_in(client, login_like_urls(), {**CREDENTIALS, **fields})
    found += urls_that_sign_in(client, login_like_urls(), fields)
    found += urls_that_sign_in(client, login_like_urls(), reduced)

    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begin", "urls"),
    [
        (login_code, {"form /accounts/login/code/confirm/"}),
        (address_code, {"form /accounts/confirm-email/"}),
        (address_code_of_api, {"json /auth/verify-email/"}),
    ],
    ids=["login_code", "address_code", "address_code_of_api"],
)
def test_mailed_code_signs_in_where_it_is_meant_to(
    begin: Any, urls: set[str], client: Client, admin_user: User
) -> None:
    fields = begin(client, admin_user)

    assert set(urls_that_sign_in(client, login_like_urls(), fields)) == urls

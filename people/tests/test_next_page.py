"""`next` survives every step of every way in."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from conftest import PASSWORD
from people.tests.conftest import NEW_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from people.models import User

WANTED = "/jobs/7/?from=mail&page=2"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Visitor:
    """Walks through pages as a browser does: by their links, forms and hidden fields."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.url = ""
        self.html = ""

    def open(self, url: str) -> Visitor:
        self.url = url
        return self._arrive(self.client.get(url))

    def follow(self, label: str) -> Visitor:
        found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>\s*{re.escape(label)}\s*</a>', self.html)
        assert found, f"no link “{label}” on {self.url}"
        return self.open(found[1].replace("&amp;", "&"))

    def submit(self, form: int = 0, **fields: str) -> Visitor:
        """Send a form of the page with its hidden fields; the first one unless told otherwise."""
        main = self.html[self.html.index("<main") :]
        head, body = re.findall(r"<form([^>]*)>(.*?)</form>", main, re.DOTALL)[form]
        hidden = {
            name.replace("&amp;", "&"): value.replace("&amp;", "&")
            for name, value in re.findall(
                r'<input type="hidden" name="([^"]*)" value="([^"]*)"', body
            )
        }
        action = re.search(r'action="([^"]*)"', head)
        target = action[1].strip() if action and action[1].strip() else self.url
        return self._arrive(self.client.post(target, {**hidden, **fields}))

    def cancel(self) -> Visitor:
        form = re.search(r'<form id="logout-from-stage"(.*?)</form>', self.html, re.DOTALL)
        assert form
        back = re.search(r'name="next" value="([^"]*)"', form[1])
        assert back
        return self._arrive(
            self.client.post("/accounts/logout/", {"next": back[1].replace("&amp;", "&")})
        )

    def _arrive(self, response: Any) -> Visitor:
        while response.status_code == 302:
            self.url = response["Location"]
            if not self.url.startswith(("/accounts/", "/admin/login/", "/cms/login/")):
                self.html = ""
                return self
            response = self.client.get(self.url)
        assert response.status_code == 200, response.content
        self.html = response.content.decode()
        return self

    @property
    def carried(self) -> str | None:
        """Return the `next` in the address of the page."""
        return parse_qs(urlsplit(self.url).query).get("next", [None])[0]


@pytest.fixture
def visitor(client: Client, db: None) -> Visitor:
    """Somebody at the login, on the way to WANTED."""
    return Visitor(client).open("/accounts/login/?next=%2Fjobs%2F7%2F%3Ffrom%3Dmail%26page%3D2")


def app_code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


@pytest.mark.parametrize("name", ["candidate", "candidate@example.com"])
def test_password(name: str, visitor: Visitor, candidate: User) -> None:
    assert visitor.submit(login=name, password=PASSWORD).url == WANTED


def test_password_after_a_wrong_one(visitor: Visitor, candidate: User) -> None:
    visitor.submit(login="candidate", password="wrong")

    assert visitor.submit(login="candidate", password=PASSWORD).url == WANTED


def test_code_of_the_app_after_a_wrong_one(visitor: Visitor, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    visitor.submit(login="candidate", password=PASSWORD).submit(code="1")

    assert visitor.submit(code=app_code()).url == WANTED


def test_recovery_code(visitor: Visitor, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    code = RecoveryCodes.activate(candidate).get_unused_codes()[0]
    visitor.submit(login="candidate", password=PASSWORD)

    assert visitor.submit(code=code).url == WANTED


def test_second_factor_given_up_and_begun_anew(visitor: Visitor, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    visitor.submit(login="candidate", password=PASSWORD).submit(code="1").cancel()

    visitor.submit(login="candidate", password=PASSWORD)

    assert visitor.submit(code=app_code()).url == WANTED


def test_second_factor_left_and_taken_up_again(visitor: Visitor, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    login = visitor.url
    visitor.submit(login="candidate", password=PASSWORD)

    visitor.open(login)

    assert "/2fa/authenticate/" in visitor.url
    assert visitor.submit(code=app_code()).url == WANTED


def test_mailed_code(visitor: Visitor, candidate: User, mailed_code: Callable[[str], str]) -> None:
    visitor.follow("Send me a sign-in code").submit(email=candidate.email)

    assert visitor.submit(code=mailed_code(candidate.email)).url == WANTED


def test_mailed_code_and_then_the_app(
    visitor: Visitor, candidate: User, mailed_code: Callable[[str], str]
) -> None:
    TOTP.activate(candidate, SECRET)
    visitor.follow("Send me a sign-in code").submit(email=candidate.email)
    visitor.submit(code=mailed_code(candidate.email))

    assert visitor.submit(code=app_code()).url == WANTED


def test_mailed_code_left_and_taken_up_again(
    visitor: Visitor, candidate: User, mailed_code: Callable[[str], str]
) -> None:
    login = visitor.url
    visitor.follow("Send me a sign-in code").submit(email=candidate.email)

    visitor.open(login)

    assert visitor.submit(code=mailed_code(candidate.email)).url == WANTED


def test_mailed_code_begun_anew_after_too_many_wrong_ones(
    visitor: Visitor, candidate: User, mailed_code: Callable[[str], str]
) -> None:
    visitor.follow("Send me a sign-in code").submit(email=candidate.email)
    while "/confirm/" in visitor.url:
        visitor.submit(code="000000")
    visitor.submit(email=candidate.email)

    assert visitor.submit(code=mailed_code(candidate.email)).url == WANTED


def test_passkey_that_was_not_accepted(visitor: Visitor, candidate: User) -> None:
    """The one that is accepted is tried in a browser."""
    visitor.submit(form=1, credential="{}")

    assert visitor.submit(login="candidate", password=PASSWORD).url == WANTED


def test_confirmation_of_the_address_at_sign_in(
    visitor: Visitor, make_user: Callable[..., User], mailed_code: Callable[[str], str]
) -> None:
    make_user("late", verified=False)
    visitor.submit(login="late", password=PASSWORD).submit(code="000000")

    assert visitor.submit(code=mailed_code("late@example.com")).url == WANTED


def test_sign_up(visitor: Visitor, mailed_code: Callable[[str], str]) -> None:
    visitor.follow("sign up").submit(
        account_type="candidate",
        first_name="Nora",
        last_name="New",
        email="new@example.com",
        username="newcomer",
        password1=NEW_PASSWORD,
        password2=NEW_PASSWORD,
    )

    assert visitor.submit(code=mailed_code("new@example.com")).url == WANTED


def test_forgotten_password(
    visitor: Visitor, candidate: User, mailed_code: Callable[[str], str]
) -> None:
    visitor.follow("Forgot your password?").submit(email=candidate.email)
    visitor.submit(code="000000").submit(code=mailed_code(candidate.email))
    visitor.submit(password1=NEW_PASSWORD, password2="another-one")

    visitor.submit(password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    if visitor.url != WANTED:
        visitor.follow("Sign In").submit(login="candidate", password=NEW_PASSWORD)

    assert visitor.url == WANTED


def test_forgotten_password_begun_anew_after_too_many_wrong_codes(
    visitor: Visitor, candidate: User
) -> None:
    visitor.follow("Forgot your password?").submit(email=candidate.email)
    while "/reset/" in visitor.url:
        visitor.submit(code="000000")

    assert visitor.submit(login="candidate", password=PASSWORD).url == WANTED


@pytest.mark.parametrize("door", ["/admin/", "/cms/"])
def test_second_factor_that_has_to_be_set_up_first(
    door: str, client: Client, admin_user: User, settings: Any
) -> None:
    settings.REQUIRE_MFA = True
    wanted = f"{door}?page=2"
    visitor = Visitor(client).open(client.get(wanted)["Location"])
    assert visitor.carried == wanted
    visitor.submit(login="boss", password=PASSWORD)
    assert visitor.url == wanted
    visitor.open(client.get(wanted)["Location"])
    assert "needs a second step" in visitor.html
    visitor.open("/accounts/2fa/totp/activate/")
    if "/reauthenticate/" in visitor.url:
        visitor.submit(password=PASSWORD)
    secret = re.search(r'id="authenticator_secret"[^>]*value="([^"]*)"', visitor.html)
    assert secret
    code = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))

    visitor.submit(code=str(code)).follow("Go on to where you were going")

    assert visitor.url == wanted
    assert "<h1" in visitor.html


def test_address_of_another_host_is_not_carried(client: Client, candidate: User) -> None:
    visitor = Visitor(client).open("/accounts/login/?next=https://evil.example/")
    visitor.follow("Send me a sign-in code").submit(email=candidate.email)
    while "/confirm/" in visitor.url:
        visitor.submit(code="000000")

    assert visitor.submit(email=candidate.email).carried is None

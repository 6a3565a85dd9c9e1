"""The account pages over HTTP: each one renders in the frame of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from allauth.account.internal.flows.reauthentication import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client, RequestFactory

from conftest import PASSWORD
from people.templatetags.account_pages import browser_name

if TYPE_CHECKING:
    from people.models import User

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FRAME = (
    '<html lang="en">',
    'class="skip-link"',
    'class="site-header__brand"',
    '<main class="page" id="content"',
    "careers/css/main.css",
    '<meta name="robots" content="noindex">',
)
_INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|application/json))")


def page(client: Client, path: str) -> str:
    """Return a page after holding it to our frame and to the content security policy."""
    response = client.get(path)
    assert response.status_code == 200, response.get("Location")
    html = response.content.decode()
    for part in FRAME:
        assert part in html
    assert html.count("<main") == html.count("<h1") == 1
    assert _INLINE.findall(html) == []
    return html


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/accounts/login/", {"login": "username", "password": "current-password"}),
        ("/accounts/signup/", {"email": "email", "password1": "new-password"}),
        ("/accounts/password/reset/", {"email": "email"}),
        ("/accounts/login/code/", {"email": "email"}),
        ("/accounts/inactive/", {}),
        ("/accounts/password/reset/done/", {}),
        ("/accounts/3rdparty/login/cancelled/", {}),
    ],
)
def test_page_before_sign_in_is_in_our_frame(
    path: str, fields: dict[str, str], client: Client
) -> None:
    html = page(client, path)

    for name, autocomplete in fields.items():
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
        assert tag
        assert f'autocomplete="{autocomplete}"' in tag[0]
        assert "placeholder" not in tag[0]
        assert f'<label for="id_{name}">' in html


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/3rdparty/",
    ],
)
def test_page_of_the_account_is_in_our_frame(path: str, client: Client, candidate: User) -> None:
    enter(client, candidate)

    page(client, path)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
    ],
)
def test_page_of_somebody_with_two_factors_is_in_our_frame(
    path: str, client: Client, candidate: User
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(candidate, SECRET)
    RecoveryCodes.activate(candidate)
    enter(client, candidate)

    page(client, path)


def test_pages_of_the_codes_are_in_our_frame(client: Client, candidate: User) -> None:
    client.post("/accounts/login/code/", {"email": candidate.email})
    page(client, "/accounts/login/code/confirm/")
    assert len(mail.outbox) == 1
    client.logout()

    client.post("/accounts/password/reset/", {"email": candidate.email})
    page(client, "/accounts/password/reset/confirm/")


def test_second_step_of_a_sign_in_is_in_our_frame(client: Client, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    client.post("/accounts/login/", {"login": candidate.username, "password": PASSWORD})

    page(client, "/accounts/2fa/authenticate/")


def test_account_address_leads_to_the_first_page_or_to_sign_in(
    client: Client, candidate: User
) -> None:
    visitor = client.get("/accounts/", follow=True)
    assert visitor.redirect_chain[-1][0] == "/accounts/login/?next=/accounts/email/"

    client.force_login(candidate)
    assert client.get("/accounts/", follow=True).redirect_chain[-1][0] == "/accounts/email/"


def test_wrong_field_is_described_by_its_error(client: Client) -> None:
    fields = {"account_type": "candidate", "first_name": "Jane", "last_name": "Doe"}
    html = client.post("/accounts/signup/", {**fields, "email": "no address"}).content.decode()

    tag = re.search(r'<input[^>]*name="email"[^>]*>', html)
    assert tag
    assert 'aria-invalid="true"' in tag[0]
    assert 'aria-describedby="id_email_error"' in tag[0]
    assert "autofocus" in tag[0]
    assert html.count("autofocus") == 1
    assert '<div class="field__error" id="id_email_error">' in html
    assert re.search(r"<title>Error:\s+Sign Up", html)


def test_choice_that_is_missing_is_described_by_its_error(client: Client) -> None:
    html = client.post("/accounts/signup/", {}).content.decode()

    tag = re.search(r"<fieldset[^>]*>", html)
    assert tag
    assert 'aria-describedby="id_account_type_error"' in tag[0]
    assert html.count("autofocus") == 1
    assert re.search(r'<input type="radio"[^>]*autofocus', html)


def test_address_that_waits_for_its_code_is_shown(client: Client, candidate: User) -> None:
    EmailAddress.objects.create(user=candidate, email="new@example.com", verified=False)
    enter(client, candidate)

    html = page(client, "/accounts/email/")

    assert 'value="new@example.com"' in html
    assert "Re-send Verification" in html


def test_wrong_token_of_a_form_is_told_in_our_frame(candidate: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/login/", {"login": "candidate", "password": PASSWORD})

    assert response.status_code == 403
    assert "The form could not be accepted" in response.content.decode()


def test_public_pages_link_to_the_account_alike_for_everybody(
    client: Client, candidate: User
) -> None:
    visitor = client.get("/categories/")
    client.force_login(candidate)

    assert b'href="/my/"' in visitor.content
    assert client.get("/categories/").content == visitor.content
    assert not visitor.cookies
    assert "Cookie" not in visitor.get("Vary", "")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            "Firefox on Linux",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "Unknown program"),
    ],
)
def test_browser_is_named_as_people_call_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


def enter(client: Client, user: User) -> None:
    """Sign in, as somebody who has just proved once more who they are."""
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()

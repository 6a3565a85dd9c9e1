"""Every way in, walked in a real browser: with scripts and, but for passkeys, without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from conftest import PASSWORD
from nexus.tests.test_account_pages import check, mailed_code, submit, totp_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from people.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW_PASSWORD = "staple-battery-7"
LOGIN = "/accounts/login/?next=/accounts/sessions/"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def enter(page: Page, password: str = PASSWORD) -> None:
    page.goto(LOGIN)
    submit(page, "Sign In", login="candidate", password=password)


def arrive(page: Page) -> None:
    """Wait until the page that was wanted is open, to somebody who is signed in."""
    page.get_by_role("heading", level=1, name="Sessions", exact=True).wait_for()


def test_code_of_the_app(page: Page, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    enter(page)

    submit(page, "Sign In", code=totp_code(SECRET))

    arrive(page)


def test_recovery_code(page: Page, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    code = RecoveryCodes.activate(candidate).get_unused_codes()[0]
    enter(page)

    submit(page, "Sign In", code=code)

    arrive(page)


def test_new_password_by_mailed_code(page: Page, candidate: User) -> None:
    page.goto(LOGIN)
    page.get_by_role("link", name="Forgot your password?").click()
    submit(page, "Reset My Password", email=candidate.email)
    submit(page, "Confirm", code=mailed_code())
    submit(page, "Change Password", password1=NEW_PASSWORD, password2=NEW_PASSWORD)

    submit(page, "Sign In", login="candidate", password=NEW_PASSWORD)

    arrive(page)


def test_mailed_code(page: Page, candidate: User) -> None:
    page.goto(LOGIN)
    page.get_by_role("link", name="Send me a sign-in code").click()
    submit(page, "Request Code", email=candidate.email)

    submit(page, "Confirm", code=mailed_code())

    arrive(page)


def test_app_is_set_up(page: Page, candidate: User) -> None:
    enter(page)
    page.goto("/accounts/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        submit(page, "Confirm", password=PASSWORD)
    secret = page.get_by_label("Authenticator secret").input_value()

    submit(page, "Activate", code=totp_code(secret))

    page.wait_for_url("**/accounts/2fa/recovery-codes/")


def test_all_other_devices_are_signed_out(
    page: Page, browser: Browser, live_server: Any, candidate: User
) -> None:
    elsewhere = browser.new_context(base_url=live_server.url).new_page()
    enter(page)
    enter(elsewhere)
    page.goto("/accounts/sessions/")
    assert page.locator(".sessions__item").count() == 2

    submit(page, "Sign Out Other Sessions")

    page.goto("/accounts/sessions/")
    assert page.locator(".sessions__item").count() == 1
    elsewhere.goto("/accounts/sessions/")
    assert "/accounts/login/" in elsewhere.url
    elsewhere.context.close()


def test_passkey_is_added_and_signs_in(
    browser: Browser, live_server: Any, candidate: User, settings: Any
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser takes localhost for safe
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    enter(page)
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        submit(page, "Confirm", password=PASSWORD)
    page.locator("main [name=name]").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert Authenticator.objects.filter(user=candidate, type="webauthn").count() == 1
    page.goto("/accounts/2fa/webauthn/")
    check(page, "Security Keys")
    page.goto("/accounts/logout/")
    submit(page, "Sign Out")
    page.goto(LOGIN)

    page.get_by_role("button", name="Sign in with a passkey").click()

    arrive(page)
    page.goto("/accounts/logout/")
    submit(page, "Sign Out")
    enter(page)  # the password alone is not enough any more
    assert "/accounts/2fa/authenticate/" in page.url
    page.get_by_role("button", name="Use a security key").click()
    arrive(page)
    context.close()

"""The account pages in a real browser: they are usable, and axe finds nothing on them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail

from conftest import PASSWORD
from nexus.tests.accessibility import broken_rules
from nexus.tests.walking import follow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from people.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TOTP_STEP, TIME_TO_SEND_IT = 30, 5  # seconds

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def check(page: Page, heading: str) -> None:
    """Hold the page that is open to our frame, to the width of the screen and to axe's rules."""
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert page.locator(".site-header__brand").count() == 1
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert broken_rules(page) == []


def submit(page: Page, name: str, **fields: str) -> None:
    for field, value in fields.items():
        page.locator(f"main [name={field}]").fill(value)
    follow(page.get_by_role("button", name=name, exact=True))


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/?next=/accounts/")
    submit(page, "Sign In", login=user.username, password=PASSWORD)


def mailed_code() -> str:
    found = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def totp_code(secret: str) -> str:
    """Return the code of now, and where it is about to end, wait for the next one."""
    left = TOTP_STEP - time.time() % TOTP_STEP
    if left < TIME_TO_SEND_IT:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_STEP)))


def test_pages_before_sign_in_are_accessible(page: Page, candidate: User) -> None:
    page.goto("/accounts/login/")
    check(page, "Sign In")
    submit(page, "Sign In", login="candidate", password="wrong")
    check(page, "Sign In")
    page.goto("/accounts/signup/")
    check(page, "Sign Up")
    submit(page, "Sign Up", email="no address")
    check(page, "Sign Up")
    page.goto("/accounts/password/reset/")
    check(page, "Password Reset")
    submit(page, "Reset My Password", email="candidate@example.com")
    check(page, "Enter Password Reset Code")
    page.goto("/accounts/inactive/")
    check(page, "Account Inactive")


def test_a_wrong_field_has_the_focus_and_names_its_error(page: Page, db: None) -> None:
    page.goto("/accounts/signup/")

    page.get_by_label("I am looking for work").check()
    submit(page, "Sign Up", first_name="A", last_name="B", email="no address", username="somebody")

    field = page.locator("[name=email]")
    assert field.evaluate("one => one === document.activeElement")
    error = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert "Enter a valid email address." in error.inner_text()
    assert page.title().startswith("Error:")


def test_sign_up_leads_through_the_code_to_the_account(page: Page, db: None) -> None:
    page.goto("/accounts/signup/?next=/accounts/")
    page.get_by_label("I am looking for work").check()
    submit(
        page,
        "Sign Up",
        first_name="Nora",
        last_name="New",
        email="new@example.com",
        username="newcomer",
        password1="staple-battery-7",
        password2="staple-battery-7",
    )
    check(page, "Enter Email Verification Code")

    submit(page, "Confirm", code=mailed_code())

    check(page, "Email Address")


def test_a_code_by_mail_signs_in(page: Page, candidate: User) -> None:
    page.goto("/accounts/login/code/?next=/accounts/")
    check(page, "Send me a sign-in code")
    submit(page, "Request Code", email="candidate@example.com")
    check(page, "Enter Sign-In Code")

    submit(page, "Confirm", code=mailed_code())

    check(page, "Email Address")


def test_pages_of_the_account_are_accessible(page: Page, candidate: User) -> None:
    sign_in(page, candidate)
    for path, heading in (
        ("/accounts/", "Email Address"),
        ("/accounts/password/change/", "Change Password"),
        ("/accounts/2fa/", "Two-Factor Authentication"),
        ("/accounts/2fa/webauthn/", "Security Keys"),
        ("/accounts/sessions/", "Sessions"),
        ("/accounts/reauthenticate/", "Confirm Access"),
        ("/accounts/logout/", "Sign Out"),
    ):
        page.goto(path)
        check(page, heading)

    submit(page, "Sign Out")

    check(page, "Sign In")


def test_pages_of_somebody_with_an_app_are_accessible(page: Page, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    RecoveryCodes.activate(candidate)
    sign_in(page, candidate)
    check(page, "Two-Factor Authentication")
    submit(page, "Sign In", code=totp_code(SECRET))
    page.goto("/accounts/2fa/totp/deactivate/")
    check(page, "Confirm Access")
    submit(page, "Confirm", password=PASSWORD)
    for path in (
        "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/3rdparty/",
        "/accounts/3rdparty/login/cancelled/",
    ):
        page.goto(path)
        assert page.url.endswith(path)
        check(page, page.get_by_role("heading", level=1).inner_text())


def test_staff_without_a_second_factor_set_one_up_and_go_on(
    page: Page, admin_user: User, settings: Any
) -> None:
    settings.REQUIRE_MFA = True
    page.goto("/accounts/login/?next=/cms/pages/")
    submit(page, "Sign In", login="boss", password=PASSWORD)
    check(page, "Two-Factor Authentication")
    follow(page.get_by_role("link", name="Activate"))
    check(page, "Confirm Access")
    submit(page, "Confirm", password=PASSWORD)
    check(page, "Activate Authenticator App")
    secret = page.get_by_label("Authenticator secret").input_value()
    submit(page, "Activate", code="1")
    check(page, "Activate Authenticator App")

    submit(page, "Activate", code=totp_code(secret))

    check(page, "Recovery Codes")
    page.get_by_role("link", name="Go on to where you were going").click()
    page.wait_for_url("**/cms/**")
    assert "/accounts/" not in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_sign_in_works_without_scripts_and_offers_passkeys_only_with_them(
    browser: Browser, live_server: Any, candidate: User, javascript: bool
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/accounts/login/")

    assert page.locator("#passkey_login").is_visible() == javascript

    sign_in(page, candidate)
    assert page.url.endswith("/accounts/email/")
    context.close()

"""allauth's pages on the site: the same accounts, the same ledger."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from nexus.core.crypto import CannotOpen
from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail
from people.adapters import AccountAdapter, AddressTaken
from people.models import User
from people.social import SocialAccountAdapter
from people.tests.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_signup_on_the_site_makes_a_profile_and_mails_a_code(
    client: Client, mailed_code: Callable[..., str], db: None
) -> None:
    form = {
        "account_type": "candidate",
        "first_name": "Jane",
        "last_name": "Doe",
        "username": "jane",
        "email": "jane@example.com",
        "password1": "correct-horse-9",
        "password2": "correct-horse-9",
    }

    response = client.post(reverse("account_signup"), form)

    assert response.status_code == 302
    user = User.objects.get()
    assert user.profile.pk
    code = mailed_code("jane@example.com")
    done = client.post(response.headers["Location"], {"code": code})
    assert done.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_login_on_the_site_asks_for_the_second_factor(client: Client, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)

    response = client.post(reverse("account_login"), {"login": "candidate", "password": PASSWORD})

    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_login_of_a_disabled_account_on_the_site_is_refused(
    client: Client, candidate: User
) -> None:
    User.objects.update(is_active=False)

    client.post(reverse("account_login"), {"login": "candidate", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_mails_have_a_text_and_an_html_part_and_no_prefix(client: Client, candidate: User) -> None:
    client.post(reverse("account_reset_password"), {"email": candidate.email})

    message: Any = mail.outbox[0]
    assert message.subject == "Your code for a new password"
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "<html" in html
    row = OutgoingMail.objects.get()
    assert (row.kind, row.recipient) == ("password_reset_code", candidate)


def test_text_of_a_caller_is_escaped_in_html(client: Client, candidate: User) -> None:
    client.force_login(candidate)
    agent = {"User-Agent": "<script>alert(1)</script>"}

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "staple-9-x", "password2": "staple-9-x"},
        headers=agent,
    )

    message: Any = mail.outbox[-1]
    assert "<script>" in message.body
    assert "<script>" not in message.alternatives[0][0]


@pytest.mark.parametrize(
    ("meta", "proxies", "address"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, 0, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, 0, "192.0.2.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "x, 198.51.100.7"}, 1, "198.51.100.7"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "2001:db8::1"}, 1, "2001:db8::1"),
        ({"REMOTE_ADDR": ""}, 0, "0.0.0.0"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "nonsense"}, 1, "0.0.0.0"),
    ],
)
def test_client_address_believes_only_our_proxies(
    rf: Any, settings: Any, meta: dict[str, str], proxies: int, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/")
    request.META.update(meta)

    assert get_adapter(request).get_client_ip(request) == address


def _form(**fields: str) -> Any:
    class Form:
        cleaned_data = {"password": "correct-horse-9", **fields}

    return Form()


def test_name_taken_since_the_form_was_checked_is_refused(rf: Any, candidate: User) -> None:
    with pytest.raises(Invalid) as refused:
        AccountAdapter().save_user(rf.post("/"), User(), _form(username="CANDIDATE", email=""))

    assert set(refused.value.details) == {"username"}


def test_address_taken_since_the_form_was_checked_is_told_apart(rf: Any, candidate: User) -> None:
    form = _form(username="new", email=candidate.email)

    with pytest.raises(AddressTaken):
        AccountAdapter().save_user(rf.post("/"), User(), form)


def test_social_signup_makes_a_profile_that_is_found(rf: Any, db: None) -> None:
    request = rf.get("/")
    request.session, request.user = {}, AnonymousUser()
    login = SocialLogin(
        user=User(username="", email="jane@example.com", first_name="Jane", last_name="Doe"),
        account=SocialAccount(provider="github", uid="7"),
    )

    with request_context(request):
        user = SocialAccountAdapter(request).save_user(request, login)

    assert user.profile.pk
    assert list(User.objects.matching("jane doe")) == [user]


def test_secret_of_a_factor_is_sealed_and_never_guessed(settings: Any) -> None:
    adapter = get_mfa_adapter()
    sealed = adapter.encrypt(SECRET)
    assert (sealed != SECRET, adapter.decrypt(sealed)) == (True, SECRET)

    settings.ENCRYPTION_KEYS = ["another-key"]
    with pytest.raises(CannotOpen):
        adapter.decrypt(sealed)


def test_rotation_seals_second_factors_under_the_new_key(candidate: User, settings: Any) -> None:
    TOTP.activate(candidate, SECRET)
    settings.ENCRYPTION_KEYS = ["new-key", *settings.ENCRYPTION_KEYS]

    call_command("rotate_encryption", verbosity=0, stdout=StringIO())

    settings.ENCRYPTION_KEYS = ["new-key"]
    stored = Authenticator.objects.get(user=candidate, type=Authenticator.Type.TOTP)
    assert get_mfa_adapter().decrypt(stored.data["secret"]) == SECRET

"""Coming in through another service, against one that really answers over HTTP."""

from __future__ import annotations

import re
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import environ
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.google import views as google_views
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from conftest import PASSWORD
from nexus.social_providers import social_providers
from people.models import User
from people.tests.fake_provider import BROKEN, CLIENT_ID, SECRET, FakeProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db

OIDC, GOOGLE, GITHUB = "/accounts/oidc/linkedin/", "/accounts/google/", "/accounts/github/"
SERVICES = [OIDC, GOOGLE, GITHUB]
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FAILED = "That did not work"


def configured(*services: str) -> tuple[dict[str, Any], list[str]]:
    env = environ.Env()
    env.ENVIRON = {}
    for service in services:
        env.ENVIRON |= {f"{service}_CLIENT_ID": CLIENT_ID, f"{service}_CLIENT_SECRET": SECRET}
    return social_providers(env)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    provider = FakeProvider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running: FakeProvider, settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The service as it is at first; whoever goes to any of the three comes to it."""
    running.reset()
    point_at(running.url, settings, monkeypatch)
    return running


def point_at(url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = configured("GOOGLE", "GITHUB", "LINKEDIN")[0]
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {**app["settings"], "server_url": url}
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
    for adapter in (google_views.GoogleOAuth2Adapter, GitHubOAuth2Adapter):
        monkeypatch.setattr(adapter, "authorize_url", f"{url}/authorize")
        monkeypatch.setattr(adapter, "access_token_url", f"{url}/token")
    monkeypatch.setattr(google_views, "ID_TOKEN_ISSUER", url)
    monkeypatch.setattr(GitHubOAuth2Adapter, "profile_url", f"{url}/user")
    monkeypatch.setattr(GitHubOAuth2Adapter, "emails_url", f"{url}/user/emails")


def go(client: Client, service: str = OIDC, **query: str) -> Any:
    """Go to a service and come back; return the answer of whichever page of ours ended that."""
    begun = client.post(f"{service}login/?{urlencode(query)}")
    if begun.status_code != 302:
        return begun
    there = requests.get(begun["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_service_is_there_only_with_its_keys(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS, origins = configured("GITHUB")

    page = client.get("/accounts/login/").content.decode()

    assert re.findall(r'href="/accounts/(\w+)/login/', page) == ["github"]
    assert origins == ["https://github.com"]
    for path in (f"{GOOGLE}login/", f"{GOOGLE}login/callback/", f"{OIDC}login/"):
        assert client.get(path).status_code == client.post(path).status_code == 404
    assert client.post(f"{GOOGLE}login/token/").status_code == 404


def test_no_service_is_mentioned_without_keys(client: Client, candidate: User) -> None:
    assert "third-party" not in client.get("/accounts/login/").content.decode()
    assert configured() == ({}, [])
    client.force_login(candidate)
    assert "Other accounts" not in client.get("/accounts/email/").content.decode()


def test_half_a_pair_of_keys_is_refused() -> None:
    env = environ.Env()
    env.ENVIRON = {"GOOGLE_CLIENT_ID": "id"}

    with pytest.raises(ImproperlyConfigured, match="GOOGLE_CLIENT_SECRET"):
        social_providers(env)


def test_form_may_lead_to_the_services_that_are_set_up(client: Client, settings: Any) -> None:
    origins = configured("GOOGLE", "LINKEDIN")[1]
    assert origins == ["https://accounts.google.com", "https://www.linkedin.com"]
    assert settings.CSP_BY_PATH["/accounts/"] == {"form-action": ["'self'"]}
    settings.CSP_BY_PATH = {"/accounts/": {"form-action": ["'self'", *origins]}}

    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "form-action 'self' https://accounts.google.com https://www.linkedin.com" in policy


@pytest.mark.parametrize("service", SERVICES)
def test_newcomer_gets_an_account_and_arrives(
    service: str, provider: FakeProvider, client: Client
) -> None:
    response = go(client, service, process="login", next="/categories/?page=2")

    assert response["Location"] == "/categories/?page=2"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.get_full_name(), user.email) == ("Jane Doe", "jane@example.com")
    assert user.profile.pk
    assert EmailAddress.objects.get().verified
    assert not user.has_usable_password()
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("service", SERVICES)
def test_address_that_the_service_does_not_vouch_for_is_confirmed_by_code(
    service: str, provider: FakeProvider, client: Client, mailed_code: Callable[[str], str]
) -> None:
    provider.claims["email_verified"] = False

    response = go(client, service, process="login", next="/categories/")

    assert response["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    done = client.post(response["Location"], {"code": mailed_code("jane@example.com")})
    assert done["Location"] == "/categories/"


def test_newcomer_without_an_address_is_asked_for_one(
    provider: FakeProvider, client: Client, mailed_code: Callable[[str], str]
) -> None:
    del provider.claims["email"]

    response = go(client, process="login", next="/categories/")
    assert response["Location"] == "/accounts/3rdparty/signup/"
    assert client.get(response["Location"]).status_code == 200
    form = {"email": "own@example.com", "username": "jane"}
    asked = client.post(response["Location"], form)

    assert not is_signed_in(client)
    done = client.post(asked["Location"], {"code": mailed_code("own@example.com")})
    assert done["Location"] == "/categories/"
    assert User.objects.get().profile.pk


def test_returning_person_is_signed_in_to_the_same_account(
    provider: FakeProvider, client: Client
) -> None:
    go(client)
    client.logout()

    go(client)

    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


@pytest.mark.parametrize("service", SERVICES)
def test_second_factor_is_asked_for_all_the_same(
    service: str, provider: FakeProvider, client: Client
) -> None:
    go(client, service)
    client.logout()
    TOTP.activate(User.objects.get(), APP_SECRET)

    asked = go(client, service, process="login", next="/categories/")

    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    code = format_hotp_value(hotp_value(APP_SECRET, int(time.time()) // 30))
    assert client.post(asked["Location"], {"code": code})["Location"] == "/categories/"


def test_disabled_account_is_not_let_in(provider: FakeProvider, client: Client) -> None:
    go(client)
    client.logout()
    User.objects.update(is_active=False)

    assert go(client)["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("service", SERVICES)
def test_account_of_the_same_address_is_not_taken_over_but_can_be_connected(
    service: str, provider: FakeProvider, client: Client, make_user: Callable[..., User]
) -> None:
    owner = make_user("jane", email="jane@example.com")

    response = go(client, service)

    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert response["Location"] == "/accounts/login/?next=%2Faccounts%2F3rdparty%2F"
    assert "There is an account with the address" in client.get(response["Location"]).text
    entered = client.post(response["Location"], {"login": "jane", "password": PASSWORD})
    assert entered["Location"] == "/accounts/3rdparty/"
    assert go(client, service, process="connect")["Location"] == "/accounts/3rdparty/"
    assert SocialAccount.objects.get().user == owner
    client.logout()
    go(client, service)
    assert client.session["_auth_user_id"] == str(owner.pk)


@pytest.mark.parametrize("service", SERVICES)
def test_address_that_nobody_vouches_for_opens_and_tells_nothing(
    service: str, provider: FakeProvider, client: Client, make_user: Callable[..., User]
) -> None:
    provider.claims["email_verified"] = False
    go(client, service)
    unknown = client.get("/accounts/confirm-email/").text
    User.objects.all().delete()
    client.cookies.clear()
    make_user("jane", email="jane@example.com")

    go(client, service)

    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "You have an account already"
    known = client.get("/accounts/confirm-email/").text
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", known) == token.sub("", unknown)


@pytest.mark.parametrize("how", [*BROKEN, "slow"])
@pytest.mark.parametrize(
    ("service", "path"),
    [
        (OIDC, "/.well-known/openid-configuration"),
        (OIDC, "/token"),
        (OIDC, "/userinfo"),
        (GOOGLE, "/token"),
        (GITHUB, "/token"),
        (GITHUB, "/user"),
        (GITHUB, "/user/emails"),
    ],
)
def test_service_that_fails_leaves_a_page_with_a_way_on(
    service: str, path: str, how: str, provider: FakeProvider, client: Client
) -> None:
    provider.broken = {path: how}

    response = go(client, service, process="login")

    if path == "/userinfo" and how in {"null", "empty object"}:
        assert is_signed_in(client)  # the token has told all there is to know
        return
    if response.status_code == 302:  # GitHub without addresses: one is asked for
        assert (service, path) == (GITHUB, "/user/emails")
        assert response["Location"] == "/accounts/3rdparty/signup/"
    else:
        assert response.status_code in {401, 502}
        assert FAILED in response.text
        assert 'href="/accounts/login/"' in response.text
    assert not is_signed_in(client)
    assert not User.objects.exists()
    provider.broken = {}
    go(client, service)
    assert is_signed_in(client)


@pytest.mark.parametrize("claim", ["sub", "email", "given_name"])
@pytest.mark.parametrize("value", [None, "", 7, ["x"], {"a": 1}, "x" * 5000, "a\x00b", "a@b"])
@pytest.mark.parametrize("service", [OIDC, GOOGLE])
def test_strange_claims_are_never_an_error_of_ours(
    service: str, value: Any, claim: str, provider: FakeProvider, client: Client
) -> None:
    provider.claims[claim] = value

    assert go(client, service).status_code in {302, 401, 502}


def test_service_that_is_switched_off_leaves_a_page_with_a_way_on(
    provider: FakeProvider, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    point_at(f"http://127.0.0.1:{port}", settings, monkeypatch)

    response = go(client, OIDC)

    assert response.status_code == 502
    assert FAILED in response.text


@pytest.mark.parametrize(
    ("reason", "status", "said"),
    [("access_denied", 302, None), ("temporarily_unavailable", 401, FAILED)],
)
def test_refusal_by_the_service_is_told(
    reason: str, status: int, said: str | None, provider: FakeProvider, client: Client
) -> None:
    provider.refuses = reason

    response = go(client)

    assert response.status_code == status
    if said is None:
        response = client.get(response["Location"])
        said = "You decided not to use"
    assert said in response.text
    assert 'href="/accounts/login/"' in response.text


def test_answer_that_nobody_asked_for_is_refused(provider: FakeProvider, client: Client) -> None:
    for service in SERVICES:
        response = client.get(f"{service}login/callback/?code=code-0&state=forged")
        assert response.status_code == 401
        assert FAILED in response.text
    assert not is_signed_in(client)


def test_answer_to_somebody_elses_browser_is_refused(
    provider: FakeProvider, client: Client
) -> None:
    from django.test import Client as Browser

    begun = Browser().post(f"{OIDC}login/")
    there = requests.get(begun["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])

    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_signed_in(client)


@pytest.mark.parametrize("service", [OIDC, GOOGLE])
@pytest.mark.parametrize(
    "claims", [{"iss": "https://else.example"}, {"aud": "another-client"}, {"exp": 1}]
)
def test_token_that_was_not_made_for_us_is_refused(
    service: str, claims: dict[str, Any], provider: FakeProvider, client: Client
) -> None:
    provider.claims |= claims

    assert go(client, service).status_code == 401
    assert not User.objects.exists()


def test_account_of_somebody_else_cannot_be_connected(
    provider: FakeProvider, client: Client, candidate: User
) -> None:
    go(client)
    client.logout()
    client.force_login(candidate)

    go(client, process="connect")

    assert SocialAccount.objects.get().user != candidate
    assert "already connected to a different account" in client.get("/accounts/3rdparty/").text


def test_visitor_cannot_connect_anything(provider: FakeProvider, client: Client) -> None:
    go(client, process="connect")

    assert not SocialAccount.objects.exists()


def test_connected_account_can_be_disconnected_and_both_are_mailed(
    provider: FakeProvider, client: Client, candidate: User
) -> None:
    client.force_login(candidate)
    go(client, process="connect")
    account = SocialAccount.objects.get()
    assert "Disconnect LinkedIn" in client.get("/accounts/3rdparty/").text

    client.post("/accounts/3rdparty/", {"account": account.pk})

    assert not SocialAccount.objects.exists()
    assert [m.to for m in mail.outbox] == [[candidate.email]] * 2


def test_last_way_in_cannot_be_disconnected(provider: FakeProvider, client: Client) -> None:
    go(client)

    response = client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})

    assert "Set a password first" in response.text
    assert SocialAccount.objects.exists()


def test_account_of_a_service_that_is_offered_no_more_is_still_listed(
    provider: FakeProvider, client: Client, settings: Any
) -> None:
    go(client)
    settings.SOCIALACCOUNT_PROVIDERS = {}
    User.objects.get().set_password(PASSWORD)

    response = client.get("/accounts/3rdparty/")

    assert response.status_code == 200
    assert "Disconnect" not in response.text
    forced = client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert forced.status_code in {200, 404}

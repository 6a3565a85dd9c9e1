"""The link in an invitation, followed by everybody who may come by."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.choices import Role
from people.forms import InvitedSignupForm
from people.models import Company, Invitation, User
from people.services import (
    accept_invitation,
    decline_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from people.tests.conftest import PASSWORD
from people.tests.test_services_invitations import DAY, mailed_token
from people.tests.test_signup import html
from people.tests.test_social import configured

pytestmark = pytest.mark.django_db

ACCEPT = {"action": "accept"}
PERSON = {
    "first_name": "Nora",
    "last_name": "New",
    "username": "nora",
    "password1": "staple-battery-7",
    "password2": "staple-battery-7",
}


@pytest.fixture
def invited(company: Company, owner: User) -> Callable[[str], str]:
    def send(email: str) -> str:
        """Invite an address to Acme Works and return the address of the link."""
        invite(company, email, role=Role.RECRUITER, by=owner)
        return f"/accounts/invitations/{mailed_token(email)}/"

    return send


@pytest.fixture
def link(candidate: User, invited: Callable[[str], str]) -> str:
    return invited(candidate.email)


def test_somebody_signed_in_with_the_address_accepts_by_post(
    client: Client, link: str, company: Company, candidate: User
) -> None:
    client.force_login(candidate)

    page = html(client.get(link))

    assert "Olga Owner has invited you to join <strong>Acme Works</strong>" in page
    assert "As a recruiter you can post jobs" in page
    assert not company.memberships.filter(user=candidate).exists()
    response = client.post(link, ACCEPT)
    assert response.headers["Location"] == "/accounts/team/acme-works/"
    assert company.memberships.get(user=candidate).role == "recruiter"
    assert "You are a member of Acme Works now." in html(client.get("/accounts/team/acme-works/"))


def test_somebody_signed_in_with_another_address_is_told_and_led_on(
    client: Client, link: str, company: Company, candidate: User, other_candidate: User
) -> None:
    client.force_login(other_candidate)

    for response in (client.get(link), client.post(link, ACCEPT)):
        page = html(response)
        assert response.status_code == 200
        assert candidate.email in page
        assert "signed in as <strong>other-candidate</strong>" in page
        assert 'value="accept"' not in page

    assert company.memberships.count() == 1
    assert client.post("/accounts/logout/", {"next": link}).headers["Location"] == link


def test_somebody_signed_out_signs_in_and_comes_back(
    client: Client, link: str, company: Company, candidate: User
) -> None:
    sign_in = f"/accounts/login/?next={quote(link, safe='')}"
    assert sign_in in html(client.get(link))
    assert client.post(link, ACCEPT).headers["Location"] == sign_in

    signed_in = client.post(
        "/accounts/login/", {"login": "candidate", "password": PASSWORD, "next": link}
    )

    assert signed_in.headers["Location"] == link
    client.post(link, ACCEPT)
    assert company.memberships.filter(user=candidate).exists()


def test_second_factor_does_not_lose_the_invitation(
    client: Client, link: str, candidate: User, time_machine: Any
) -> None:
    from people.tests.test_steps import SECRET, app_code

    # Or the code might change between being read and being entered.
    time_machine.move_to(timezone.now(), tick=False)
    TOTP.activate(candidate, SECRET)
    fields = {"login": "candidate", "password": PASSWORD, "next": link}
    owed = client.post("/accounts/login/", fields).headers["Location"]

    assert client.post(owed, {"code": app_code()}).headers["Location"] == link


def test_somebody_without_an_account_joins_by_making_one(
    client: Client, invited: Callable[[str], str], company: Company
) -> None:
    link = invited("new@example.com")
    assert f'href="{link}sign-up/?next=' in html(client.get(link))
    form = html(client.get(f"{link}sign-up/"))
    assert 'value="new@example.com"' in form
    assert "at least 8 characters" in form
    mails = len(mail.outbox)

    response = client.post(f"{link}sign-up/", {**PERSON, "email": "evil@example.com"})

    assert response.headers["Location"] == "/accounts/team/acme-works/"
    user = User.objects.get(username="nora")
    assert (user.email, user.get_full_name(), user.is_staff) == (
        "new@example.com",
        "Nora New",
        True,
    )
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("new@example.com", True, True)
    assert company.memberships.get(user=user).role == "recruiter"
    assert client.session["_auth_user_id"] == str(user.pk)
    # No code is mailed to them: the link was one.
    assert [message.to for message in mail.outbox[mails:]] == [["owner@example.com"]]


def test_invited_person_may_come_through_a_service_and_comes_back(
    client: Client, invited: Callable[[str], str], settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = configured("GITHUB")[0]
    link = invited("new@example.com")
    found = re.search(r'href="([^"]*/sign-up/[^"]*)"', html(client.get(link)))
    assert found

    page = html(client.get(unescape(found[1])))

    service = re.search(r'href="(/accounts/github/login/[^"]*)"', page)
    assert service
    assert parse_qs(urlsplit(unescape(service[1])).query)["next"] == [link]


def test_new_member_is_asked_for_a_second_factor_where_that_is_demanded(
    client: Client, invited: Callable[[str], str], settings: Any
) -> None:
    settings.REQUIRE_MFA = True

    response = client.post(f"{invited('new@example.com')}sign-up/", PERSON, follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/2fa/")
    assert "You are a member of Acme Works now." in html(response)
    assert "needs a second step at sign-in" in html(response)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"username": "owner"}, "already exists"),
        ({"username": "boss@example.com"}, "must be your own e-mail address"),
        (
            {"first_name": "Leopoldine", "password1": "leopoldine1", "password2": "leopoldine1"},
            "is too similar to the first name",
        ),
        (
            {"password1": "new@example.com", "password2": "new@example.com"},
            "is too similar to the e-mail address",
        ),
        ({"last_name": ""}, "This field is required."),
        ({"first_name": "a\x00"}, "Null characters"),
    ],
)
def test_what_is_wrong_with_an_invited_sign_up_is_said_beside_the_field(
    client: Client, invited: Callable[[str], str], fields: dict[str, str], error: str
) -> None:
    link = invited("new@example.com")

    response = client.post(f"{link}sign-up/", {**PERSON, **fields})

    assert response.status_code == 200
    assert error in html(response)
    assert not User.objects.filter(email="new@example.com").exists()


def test_user_name_taken_at_the_same_moment_is_said_beside_the_field(
    client: Client, invited: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        InvitedSignupForm, "clean_username", lambda form: form.cleaned_data["username"]
    )

    response = client.post(f"{invited('new@example.com')}sign-up/", {**PERSON, "username": "OWNER"})

    assert "This user name is taken." in html(response)


def test_sign_up_leads_back_where_the_address_has_an_account(
    client: Client, link: str, candidate: User
) -> None:
    assert client.get(f"{link}sign-up/").headers["Location"] == link
    assert client.post(f"{link}sign-up/", PERSON).headers["Location"] == link
    client.force_login(candidate)
    assert client.get(f"{link}sign-up/").headers["Location"] == link
    assert not User.objects.filter(username="nora").exists()


def test_address_registered_at_the_same_moment_leads_back(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.invitation_views.filter_users_by_email", lambda email: [])

    assert client.post(f"{link}sign-up/", PERSON).headers["Location"] == link
    assert not User.objects.filter(username="nora").exists()


def test_invitation_withdrawn_during_the_sign_up_leaves_an_account_and_says_so(
    client: Client,
    invited: Callable[[str], str],
    owner: User,
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = invited("new@example.com")
    save = InvitedSignupForm.save

    def save_late(form: InvitedSignupForm, request: Any) -> User:
        withdraw_invitation(Invitation.objects.get(), by=owner)
        return save(form, request)

    monkeypatch.setattr(InvitedSignupForm, "save", save_late)

    response = client.post(f"{link}sign-up/", PERSON)

    assert response.headers["Location"] == link
    assert "This invitation has been withdrawn." in html(client.get(link))
    assert company.memberships.count() == 1


def _accept(invitation: Invitation, owner: User, clock: Any) -> None:
    accept_invitation(invitation, by=User.objects.get(username="candidate"))


def _decline(invitation: Invitation, owner: User, clock: Any) -> None:
    decline_invitation(invitation)


def _withdraw(invitation: Invitation, owner: User, clock: Any) -> None:
    withdraw_invitation(invitation, by=owner)


def _expire(invitation: Invitation, owner: User, clock: Any) -> None:
    clock.shift(14 * DAY + 1)


@pytest.mark.parametrize("as_whom", ["nobody", "other_candidate"])
@pytest.mark.parametrize(
    ("end", "says"),
    [
        (_accept, "has been accepted already"),
        (_decline, "has been declined"),
        (_withdraw, "has been withdrawn"),
        (_expire, "has expired"),
    ],
)
def test_invitation_that_is_over_says_why(
    client: Client,
    link: str,
    owner: User,
    other_candidate: User,
    clock: Any,
    end: Callable[[Invitation, User, Any], None],
    says: str,
    as_whom: str,
) -> None:
    end(Invitation.objects.get(), owner, clock)
    if as_whom != "nobody":
        client.force_login(other_candidate)

    for response in (client.get(link), client.post(link, ACCEPT), client.post(link, {})):
        assert response.status_code == 410
        assert says in html(response)
    assert client.get(f"{link}sign-up/").headers["Location"] == link


def test_accepting_twice_leads_to_the_team(
    client: Client, link: str, candidate: User, company: Company
) -> None:
    client.force_login(candidate)
    client.post(link, ACCEPT)

    for again in (client.post(link, ACCEPT), client.get(link)):
        assert again.headers["Location"] == "/accounts/team/acme-works/"
    assert company.memberships.filter(user=candidate).count() == 1


@pytest.mark.parametrize("token", ["x", "..", "ä" * 50, "%00", "%ff", "a" * 2000, "<script>"])
def test_forged_link_gets_a_clear_page(client: Client, token: str, link: str) -> None:
    path = f"/accounts/invitations/{quote(token) if '%' not in token else token}/"
    for response in (client.get(path), client.post(path, ACCEPT)):
        assert response.status_code == 404
    if token != "..":
        assert "This link is not valid" in html(response)
        assert client.get(f"{path}sign-up/", follow=True).status_code == 404


def test_older_link_is_told_to_be_replaced(client: Client, link: str, owner: User) -> None:
    resend_invitation(Invitation.objects.get(), by=owner)

    assert "a newer mail has replaced it" in html(client.get(link))


@pytest.mark.parametrize("signed_in", [True, False])
def test_whoever_has_the_link_may_decline(
    client: Client, link: str, candidate: User, company: Company, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(candidate)

    response = client.post(link, {"action": "decline"})

    assert "You will not join Acme Works" in html(response)
    assert Invitation.objects.get().state == "declined"
    assert company.memberships.count() == 1


@pytest.mark.parametrize("action", ["", "nonsense"])
def test_post_that_says_nothing_shows_the_page_again(
    client: Client, link: str, candidate: User, action: str
) -> None:
    client.force_login(candidate)

    assert 'value="accept"' in html(client.post(link, {"action": action}))


def test_answer_needs_the_token_of_the_form(link: str, candidate: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(candidate)

    assert strict.post(link, ACCEPT).status_code == 403
    assert strict.put(link).status_code in {403, 405}

"""Deleting an account: who may, what happens at once, and the way back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from nexus.core.errors import Gone
from people.models import AccountDeletion, Profile, User
from people.services import (
    LastAdmin,
    LastOwner,
    OwnerNeeded,
    deletion_of_token,
    deletion_outlook,
    remove_member,
    request_deletion,
    restore_account,
)
from people.services.deletion import TIME_TO_RECONSIDER, restore_token
from people.tests.test_account_pages import SECRET, enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import Company

pytestmark = pytest.mark.django_db

PAGE = "/accounts/delete/"
LOGIN = "/accounts/login/"


def sign_in(client: Client, name: str = "candidate") -> Any:
    return client.post(LOGIN, {"login": name, "password": PASSWORD}, follow=True)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link() -> str:
    """Return the path of the link in the last mail."""
    found = re.search(r"(/accounts/restore/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


# --- Asking for it ---------------------------------------------------------------------------------


def test_account_is_closed_at_once_and_due_in_a_week(candidate: User) -> None:
    before = timezone.now()

    deletion = request_deletion(candidate)

    candidate.refresh_from_db()
    assert not candidate.is_active
    assert candidate.username == "candidate"
    assert deletion.due_at - deletion.requested_at == TIME_TO_RECONSIDER == timedelta(days=7)
    assert deletion.requested_at >= before


def test_all_sessions_and_tokens_end(candidate: User, client: Client, api: ApiClient) -> None:
    sign_in(client)
    body = {"username": "candidate", "password": PASSWORD, "remember_me": True}
    tokens = api.post("/auth/login/", body).json()
    bearer = {"Authorization": f"Bearer {tokens['access']}"}
    assert api.get("/api/profiles/my_profile/", headers=bearer).status_code == 200

    request_deletion(candidate)

    assert not UserSession.objects.filter(user=candidate).exists()
    assert client.get("/accounts/email/").status_code == 302
    assert api.get("/api/profiles/my_profile/", headers=bearer).status_code == 401
    refresh = api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    assert refresh.status_code == 401


def test_ended_sessions_stay_ended_after_a_restoration(candidate: User, client: Client) -> None:
    sign_in(client)
    request_deletion(candidate)

    restore_account(candidate)

    assert client.get("/accounts/email/").status_code == 302


def test_profile_is_hidden_meanwhile(candidate: User) -> None:
    Profile.objects.filter(user=candidate).update(is_profile_public=True)

    request_deletion(candidate)

    assert not Profile.objects.filter(user=candidate).public().exists()


def test_person_is_told_by_when_and_how_to_come_back(candidate: User) -> None:
    request_deletion(candidate)

    message = mail.outbox[-1]
    assert message.to == ["candidate@example.com"]
    assert "will be erased" in message.subject
    assert link().startswith("/accounts/restore/")


def test_asking_twice_changes_nothing(candidate: User) -> None:
    first = request_deletion(candidate)
    second = request_deletion(User.objects.get(pk=candidate.pk))

    assert first == second
    assert AccountDeletion.objects.get().due_at == first.due_at
    assert len(mail.outbox) == 1


# --- Who may ---------------------------------------------------------------------------------------


def test_last_admin_stays(admin_user: User, make_user: Callable[..., User]) -> None:
    make_user("former", is_admin=True, is_active=False)

    with pytest.raises(LastAdmin):
        request_deletion(admin_user)

    admin_user.refresh_from_db()
    assert admin_user.is_active


def test_one_of_two_admins_may_go(admin_user: User, make_user: Callable[..., User]) -> None:
    make_user("second", is_admin=True)

    assert request_deletion(admin_user).erased_at is None


def test_last_owner_hands_over_first(owner: User, company: Company, recruiter: User) -> None:
    with pytest.raises(OwnerNeeded) as refused:
        request_deletion(owner)
    assert "Acme Works" in refused.value.message

    company.memberships.filter(user=recruiter).update(role="owner")
    assert request_deletion(owner).erased_at is None


def test_owner_whose_account_is_closed_counts_for_nothing(
    owner: User, company: Company, recruiter: User
) -> None:
    company.memberships.filter(user=recruiter).update(role="owner")
    request_deletion(recruiter)

    with pytest.raises(OwnerNeeded):
        request_deletion(owner)
    with pytest.raises(LastOwner):
        remove_member(company, owner, by=owner)


@pytest.mark.parametrize("role", ["recruiter", "viewer", "candidate"])
def test_others_may_go_at_any_time(role: str, request: pytest.FixtureRequest) -> None:
    assert deletion_outlook(request.getfixturevalue(role)).is_possible
    assert request_deletion(request.getfixturevalue(role)).erased_at is None


def test_sole_owner_may_go_and_the_jobs_close_at_once(
    owner: User, company: Company, make_job: Callable[..., Any], rival_company: Company
) -> None:
    job = make_job(company=company)
    waiting = make_job(company=company, status="in_review")
    draft = make_job(company=company, status="draft")
    other = make_job(company=rival_company)

    request_deletion(owner)

    states = {}
    for one in (job, waiting, draft, other):
        one.refresh_from_db()
        states[one.pk] = one.status
    assert list(states.values()) == ["closed", "draft", "draft", "open"]
    assert job.closed_at is not None


def test_jobs_of_a_company_with_others_stay_open(
    recruiter: User, company: Company, make_job: Callable[..., Any]
) -> None:
    job = make_job(company=company)

    request_deletion(recruiter)

    job.refresh_from_db()
    assert job.status == "open"


# --- The page --------------------------------------------------------------------------------------


def test_page_says_what_goes_and_what_stays(client: Client, candidate: User) -> None:
    enter(client, candidate)

    page = client.get(PAGE).content.decode()

    assert "What is erased" in page
    assert "What stays" in page
    assert "Type your user name, candidate, to confirm" in page
    assert "Your company" not in page


def test_page_names_the_company_that_is_left_empty(
    client: Client, owner: User, company: Company
) -> None:
    enter(client, owner)

    page = client.get(PAGE).content.decode()

    assert "Acme Works" in page
    assert "open jobs close at once" in page


def test_page_offers_nothing_to_the_last_owner_and_the_last_admin(
    client: Client, owner: User, company: Company, recruiter: User, admin_user: User
) -> None:
    for person, reason in [(owner, "last owner"), (admin_user, "last administrator")]:
        enter(client, person)

        page = client.get(PAGE).content.decode()
        again = client.post(PAGE, {"confirmation": person.username})

        assert reason in page
        assert "Delete my account" not in page
        assert again.status_code == 200
        assert reason in again.content.decode()
    assert not AccountDeletion.objects.exists()


@pytest.mark.parametrize("typed", ["", "Candida", "candidate\x00", "x" * 5000])
def test_wrong_confirmation_deletes_nothing(typed: str, client: Client, candidate: User) -> None:
    enter(client, candidate)

    response = client.post(PAGE, {"confirmation": typed})

    assert response.status_code == 200
    assert 'id="id_confirmation_error"' in response.content.decode()
    assert not AccountDeletion.objects.exists()


def test_password_is_asked_for_once_more(client: Client, candidate: User) -> None:
    client.force_login(candidate)

    asked = client.post(PAGE, {"confirmation": "candidate"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not AccountDeletion.objects.exists()

    wrong = client.post(asked.headers["Location"], {"password": "wrong", "next": PAGE})
    assert wrong.status_code == 200
    assert not AccountDeletion.objects.exists()

    done = client.post(asked.headers["Location"], {"password": PASSWORD, "next": PAGE})
    assert done.headers["Location"] == "/accounts/deleted/"
    assert AccountDeletion.objects.get().user == candidate


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "candidate", "admin_user"])
def test_every_role_can_delete_their_account(
    role: str, client: Client, request: pytest.FixtureRequest, make_user: Callable[..., User]
) -> None:
    person = request.getfixturevalue(role)
    make_user("second", is_admin=True)
    enter(client, person)

    response = client.post(PAGE, {"confirmation": person.username.upper()}, follow=True)

    assert "Your account is closed" in response.content.decode()
    assert not is_signed_in(client)
    person.refresh_from_db()
    assert not person.is_active


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"{LOGIN}?next={PAGE}"
    assert client.get("/accounts/deleted/").status_code == 200


# --- The way back ----------------------------------------------------------------------------------


def test_signing_in_offers_to_restore_and_signs_in_then(client: Client, candidate: User) -> None:
    request_deletion(candidate)

    response = sign_in(client)
    assert response.redirect_chain[-1][0] == "/accounts/restore/"
    assert "Restore my account" in response.content.decode()
    assert not is_signed_in(client)
    assert client.get("/accounts/email/").status_code == 302

    client.post("/accounts/restore/")

    assert is_signed_in(client)
    candidate.refresh_from_db()
    assert candidate.is_active
    assert not AccountDeletion.objects.exists()
    assert mail.outbox[-1].subject == "Your account is restored"


def test_page_that_was_asked_for_survives_the_restoration(client: Client, candidate: User) -> None:
    request_deletion(candidate)
    client.post(LOGIN, {"login": "candidate", "password": PASSWORD, "next": "/accounts/sessions/"})

    assert client.post("/accounts/restore/").headers["Location"] == "/accounts/sessions/"


def test_deletion_can_be_left_as_it_is(client: Client, candidate: User) -> None:
    request_deletion(candidate)
    sign_in(client)

    response = client.post("/accounts/restore/", {"action": "leave"})

    assert response.headers["Location"] == LOGIN
    assert client.get("/accounts/restore/").headers["Location"] == LOGIN
    candidate.refresh_from_db()
    assert not candidate.is_active


def test_second_factor_comes_before_the_offer(client: Client, candidate: User) -> None:
    TOTP.activate(candidate, SECRET)
    request_deletion(candidate)

    response = sign_in(client)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/restore/").headers["Location"] == LOGIN
    assert client.post("/accounts/restore/").headers["Location"] == LOGIN

    code = format_hotp_value(hotp_value(SECRET, int(timezone.now().timestamp()) // 30))
    response = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert response.headers["Location"] == "/accounts/restore/"
    client.post("/accounts/restore/")
    assert is_signed_in(client)


def test_wrong_password_offers_nothing(client: Client, candidate: User) -> None:
    request_deletion(candidate)

    response = client.post(LOGIN, {"login": "candidate", "password": "wrong"})

    assert response.status_code == 200
    assert client.get("/accounts/restore/").headers["Location"] == LOGIN


def test_disabled_account_is_not_offered_anything(client: Client, candidate: User) -> None:
    User.objects.filter(pk=candidate.pk).update(is_active=False)

    assert sign_in(client).redirect_chain[-1][0] == "/accounts/inactive/"
    assert client.get("/accounts/restore/").headers["Location"] == LOGIN


def test_api_signs_nobody_in_meanwhile(candidate: User, api: ApiClient) -> None:
    disabled = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD})
    assert disabled.status_code == 200
    request_deletion(candidate)

    response = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD})

    assert response.status_code == 401
    assert "access" not in response.json()


def test_link_restores_but_signs_nobody_in(client: Client, candidate: User) -> None:
    request_deletion(candidate)

    shown = client.get(link())
    assert "Restore my account" in shown.content.decode()
    candidate.refresh_from_db()
    assert not candidate.is_active

    response = client.post(link())
    assert response.headers["Location"] == LOGIN
    assert not is_signed_in(client)
    candidate.refresh_from_db()
    assert candidate.is_active


def test_link_works_once_and_not_for_a_later_deletion(
    client: Client, candidate: User, time_machine: Any
) -> None:
    request_deletion(candidate)
    path = link()
    client.post(path)
    assert client.get(path).status_code == 410

    time_machine.move_to(timezone.now() + timedelta(hours=1))
    candidate.refresh_from_db()
    request_deletion(candidate)

    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert AccountDeletion.objects.exists()


@pytest.mark.parametrize("token", ["x", "x:y:z", "WzEsMl0:1abc:signature", "é", "a" * 3000])
def test_forged_links_are_gone(token: str, client: Client, candidate: User) -> None:
    request_deletion(candidate)

    response = client.get(f"/accounts/restore/{token}/")

    assert response.status_code == 410
    assert "does not work any more" in response.content.decode()


def test_there_is_no_way_back_once_the_erasure_has_begun(client: Client, candidate: User) -> None:
    deletion = request_deletion(candidate)
    token = restore_token(deletion)
    AccountDeletion.objects.update(erasing_at=timezone.now())

    with pytest.raises(Gone):
        restore_account(candidate)
    with pytest.raises(Gone):
        deletion_of_token(token)
    assert sign_in(client).redirect_chain[-1][0] == "/accounts/inactive/"

"""The team of a company over HTTP: what each role sees, may do, and is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.choices import Role
from people.models import Company, Invitation, Membership, User
from people.services import add_member, decline_invitation, invite
from people.tests.test_services_invitations import DAY
from people.tests.test_signup import html
from people.tests.test_steps import SECRET

if TYPE_CHECKING:
    from conftest import ApiClient

pytestmark = pytest.mark.django_db

TEAM = "/accounts/team/acme-works/"


@pytest.fixture
def member(company: Company, owner: User, recruiter: User, viewer: User) -> Callable[[str], str]:
    """Return the beginning of the addresses by which a member is changed."""
    return lambda name: f"{TEAM}members/{company.memberships.get(user__username=name).pk}/"


@pytest.fixture
def invitation(company: Company, owner: User) -> Invitation:
    return invite(company, "new@example.com", role=Role.VIEWER, by=owner)


def roles(company: Company) -> dict[str, str]:
    return dict(company.memberships.values_list("user__username", "role"))


@pytest.mark.parametrize("who", ["rival", "candidate"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_no_team(
    client: Client,
    member: Callable[[str], str],
    invitation: Invitation,
    rival_company: Company,
    company: Company,
    request: pytest.FixtureRequest,
    who: str,
    method: str,
) -> None:
    client.force_login(request.getfixturevalue(who))
    before = roles(company)

    for path in (
        TEAM,
        f"{TEAM}leave/",
        f"{member('viewer')}role/",
        f"{member('viewer')}remove/",
        f"{TEAM}invitations/{invitation.pk}/resend/",
        f"{TEAM}invitations/{invitation.pk}/withdraw/",
    ):
        data = {"role": "owner", "email": "evil@example.com"}
        assert getattr(client, method)(path, data).status_code == 404, path

    assert roles(company) == before
    assert Invitation.objects.get().times_sent == 1


@pytest.mark.parametrize("who", ["recruiter", "viewer"])
def test_members_see_the_team_and_change_nothing(
    client: Client,
    member: Callable[[str], str],
    invitation: Invitation,
    company: Company,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    client.force_login(request.getfixturevalue(who))
    before = roles(company)

    page = html(client.get(TEAM))

    assert "Olga Owner" in page
    assert f"Your role here: {who.capitalize()}" in page
    for hidden in ("owner@example.com", "new@example.com", "Change role", "Invite somebody"):
        assert hidden not in page
    other = "viewer" if who == "recruiter" else "recruiter"
    for path in (
        TEAM,
        f"{member(who)}role/",
        f"{member(other)}role/",
        f"{member(other)}remove/",
        f"{TEAM}invitations/{invitation.pk}/resend/",
        f"{TEAM}invitations/{invitation.pk}/withdraw/",
    ):
        data = {"role": "owner", "email": "evil@example.com"}
        assert client.post(path, data).status_code == 403, path
    assert client.get(f"{member(other)}remove/").status_code == 403
    assert roles(company) == before
    assert Invitation.objects.get().state == "pending"


def test_visitors_sign_in_first(client: Client, company: Company) -> None:
    for path in (TEAM, "/accounts/team/", f"{TEAM}leave/"):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_owner_changes_a_role(
    client: Client, member: Callable[[str], str], owner: User, company: Company
) -> None:
    client.force_login(owner)

    response = client.post(f"{member('viewer')}role/", {"role": "recruiter"}, follow=True)

    assert "The role of viewer is now: Recruiter." in html(response)
    assert roles(company)["viewer"] == "recruiter"
    response = client.post(f"{member('viewer')}role/", {"role": "king"}, follow=True)
    assert "Choose one of the roles." in html(response)
    assert client.get(f"{member('viewer')}role/").status_code == 405


def test_owner_removes_a_member_after_a_question(
    client: Client, member: Callable[[str], str], owner: User, company: Company
) -> None:
    client.force_login(owner)
    path = f"{member('viewer')}remove/"

    assert "Remove viewer from Acme Works?" in html(client.get(path))
    assert "viewer" in roles(company)

    response = client.post(path, follow=True)

    assert "viewer does not belong to Acme Works any more." in html(response)
    assert "viewer" not in roles(company)
    assert not User.objects.get(username="viewer").is_staff
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("who", ["recruiter", "viewer"])
def test_members_leave_after_a_question(
    client: Client, company: Company, request: pytest.FixtureRequest, who: str
) -> None:
    user: User = request.getfixturevalue(who)
    client.force_login(user)

    assert "Leave Acme Works?" in html(client.get(f"{TEAM}leave/"))
    assert who in roles(company)

    response = client.post(f"{TEAM}leave/", follow=True)

    assert "You have left Acme Works." in html(response)
    assert who not in roles(company)
    user.refresh_from_db()
    assert not user.is_staff
    assert client.get(TEAM).status_code == 404


def test_last_owner_is_told_beforehand_and_stays(
    client: Client, member: Callable[[str], str], owner: User, admin_user: User, company: Company
) -> None:
    client.force_login(owner)

    page = html(client.get(TEAM))

    assert page.count("You are the only owner, and a company needs one") == 2
    assert page.count(" disabled") == 3
    assert "make somebody else an owner first" in html(client.get(f"{TEAM}leave/"))
    assert "make somebody else an owner first" in html(client.post(f"{TEAM}leave/"))
    demoted = client.post(f"{member('owner')}role/", {"role": "viewer"}, follow=True)
    assert "A company needs an owner" in html(demoted)
    client.force_login(admin_user)
    removed = client.post(f"{member('owner')}remove/", follow=True)
    assert "A company needs an owner" in html(removed)
    assert roles(company)["owner"] == "owner"


def test_owner_whose_account_is_disabled_is_marked_and_does_not_count(
    client: Client, owner: User, viewer: User, company: Company
) -> None:
    company.memberships.filter(user=viewer).update(role="owner")
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    client.force_login(owner)

    page = html(client.get(TEAM))

    assert "Account disabled" in page
    assert page.count("You are the only owner") == 2


def test_owner_leaves_once_there_is_another(
    client: Client, member: Callable[[str], str], owner: User, company: Company
) -> None:
    client.force_login(owner)
    client.post(f"{member('viewer')}role/", {"role": "owner"})

    assert "only owner" not in html(client.get(TEAM))
    client.post(f"{TEAM}leave/")

    assert "owner" not in roles(company)
    assert roles(company)["viewer"] == "owner"


def test_what_is_refused_is_said_on_the_page(
    client: Client,
    member: Callable[[str], str],
    owner: User,
    company: Company,
    invitation: Invitation,
) -> None:
    client.force_login(owner)
    path = f"{TEAM}invitations/{invitation.pk}/"
    Invitation.objects.update(times_sent=5)
    assert "sent 5 times" in html(client.post(f"{path}resend/", follow=True))
    decline_invitation(invitation)

    assert "has been declined" in html(client.post(f"{path}withdraw/", follow=True))
    own = client.get(f"{member('owner')}remove/")
    assert own.headers["Location"] == f"{TEAM}leave/"


def test_owner_invites_sends_again_and_withdraws(
    client: Client, owner: User, company: Company
) -> None:
    client.force_login(owner)

    response = client.post(TEAM, {"email": "New@Example.com", "role": "viewer"}, follow=True)

    assert "We have mailed an invitation to new@example.com." in html(response)
    path = f"{TEAM}invitations/{Invitation.objects.get().pk}/"
    assert "again. The link sent before is dead" in html(client.post(f"{path}resend/", follow=True))
    assert "The invitation of new@example.com is withdrawn" in html(
        client.post(f"{path}withdraw/", follow=True)
    )
    assert "has been withdrawn" in html(client.post(f"{path}resend/", follow=True))
    assert "new@example.com" not in html(client.get(TEAM))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"role": "king"}, "not one of the available choices"),
        ({"email": "viewer@example.com"}, "This person is a member already."),
        ({"email": "invited@example.com"}, "has been invited already"),
        ({"email": "a\x00b@example.com"}, "Null characters"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_beside_the_field(
    client: Client,
    owner: User,
    viewer: User,
    company: Company,
    fields: dict[str, str],
    error: str,
) -> None:
    invite(company, "invited@example.com", role=Role.VIEWER, by=owner)
    client.force_login(owner)

    response = client.post(TEAM, {"email": "new@example.com", "role": "viewer", **fields})

    assert response.status_code == 200
    assert error in html(response)
    assert Invitation.objects.count() == 1


def test_expired_and_declined_invitations_are_shown_for_what_they_are(
    client: Client, owner: User, company: Company, invitation: Invitation, clock: Any
) -> None:
    declined = invite(company, "declined@example.com", role=Role.VIEWER, by=owner)
    clock.shift(13 * DAY)
    decline_invitation(declined)
    clock.shift(2 * DAY)
    client.force_login(owner)

    page = html(client.get(TEAM))

    assert page.count("Expired on") == page.count("Declined on") == 1
    assert page.count("Send again") == 1


def test_admin_manages_any_team(
    client: Client, admin_user: User, member: Callable[[str], str], company: Company
) -> None:
    client.force_login(admin_user)

    assert "Invite somebody" in html(client.get(TEAM))
    assert "Leave the company" not in html(client.get(TEAM))
    client.post(f"{member('viewer')}remove/")
    assert "viewer" not in roles(company)
    assert client.get(f"{TEAM}leave/").status_code == 404


def test_navigation_and_address_of_the_team_are_for_members(
    client: Client,
    candidate: User,
    owner: User,
    company: Company,
    make_company: Callable[..., Company],
) -> None:
    client.force_login(candidate)
    assert "/accounts/team/" not in html(client.get("/accounts/sessions/"))
    assert client.get("/accounts/team/").status_code == 404

    client.force_login(owner)
    assert '<a href="/accounts/team/">Team</a>' in html(client.get("/accounts/sessions/"))
    assert client.get("/accounts/team/").headers["Location"] == TEAM

    add_member(make_company("Brook", owner=candidate), owner, role=Role.VIEWER, by=candidate)
    page = html(client.get("/accounts/team/"))
    assert page.index("Acme Works") < page.index("Brook")
    assert "Your role: Viewer" in page


@pytest.mark.parametrize("path", ["x/", "acme-works/members/9/remove/", "acme-works/%00/"])
def test_unknown_addresses_are_not_found(
    client: Client, owner: User, company: Company, path: str
) -> None:
    client.force_login(owner)

    assert client.get(f"/accounts/team/{path}").status_code == 404
    huge = "9" * 30
    assert client.post(f"{TEAM}members/{huge}/role/", {"role": "owner"}).status_code == 404
    assert client.post(f"{TEAM}invitations/{'9' * 18}/resend/").status_code == 404


def test_member_of_another_company_cannot_be_reached_through_ours(
    client: Client, owner: User, company: Company, rival: User, rival_company: Company
) -> None:
    client.force_login(owner)
    pk = rival_company.memberships.get().pk

    assert client.post(f"{TEAM}members/{pk}/role/", {"role": "viewer"}).status_code == 404
    assert client.post(f"{TEAM}members/{pk}/remove/").status_code == 404


def test_team_owes_a_second_factor_where_that_is_demanded(
    client: Client, owner: User, company: Company, settings: Any
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    settings.REQUIRE_MFA = True
    client.force_login(owner)

    for response in (client.get(TEAM), client.post(TEAM, {"email": "evil@example.com"})):
        assert response.headers["Location"].startswith("/accounts/2fa/?next=")
    assert not Invitation.objects.exists()

    TOTP.activate(owner, SECRET)
    assert client.get(TEAM).status_code == 200


def test_cost_of_the_page_does_not_grow_with_the_team(
    client: Client, owner: User, company: Company, make_user: Callable[..., User]
) -> None:
    client.force_login(owner)

    def cost(rows: int) -> int:
        for _ in range(rows):
            Membership.objects.create(company=company, user=make_user(), role=Role.VIEWER)
            invite(
                company, f"p{Invitation.objects.count()}@example.com", role=Role.VIEWER, by=owner
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(TEAM).status_code == 200
        return len(queries)

    assert cost(9) == cost(30)


def test_large_team_is_shown_in_pages(
    client: Client, owner: User, company: Company, make_user: Callable[..., User]
) -> None:
    Membership.objects.bulk_create(
        Membership(company=company, user=make_user(f"many{n:02}"), role=Role.VIEWER)
        for n in range(50)
    )
    client.force_login(owner)

    assert "Page 1 of 2" in html(client.get(TEAM))
    assert "many49" in html(client.get(f"{TEAM}?page=2"))
    assert client.get(f"{TEAM}?page=x").status_code == 200


def test_names_are_text_and_nothing_else(
    client: Client, owner: User, company: Company, make_user: Callable[..., User]
) -> None:
    Company.objects.update(name="<b>Acme</b>")
    hostile = make_user("hostile", first_name="<script>alert(1)</script>", last_name="x")
    add_member(company, hostile, role=Role.VIEWER, by=owner)
    client.force_login(owner)

    page = html(client.get(TEAM))

    assert "<b>Acme" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("way", ["removed", "left"])
def test_session_and_token_of_a_former_member_go_on_as_a_candidate(
    client: Client,
    api: ApiClient,
    owner: User,
    recruiter: User,
    company: Company,
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
    way: str,
) -> None:
    job = make_job(company=company)
    application = make_application(job=job)
    details = f"/api/applications/{application.pk}/"
    client.force_login(recruiter)
    assert client.get("/admin/").status_code == 200
    assert api.get(details, as_=recruiter).status_code == 200
    assert api.patch(f"/api/jobs/{job.pk}/", {"title": "Mine"}, as_=recruiter).status_code == 200

    if way == "left":
        client.post(f"{TEAM}leave/")
    else:
        other = Client()
        other.force_login(owner)
        pk = company.memberships.get(user=recruiter).pk
        other.post(f"{TEAM}members/{pk}/remove/")

    assert client.get("/admin/").status_code == 403
    assert client.get(TEAM).status_code == 404
    assert api.get(details, as_=recruiter).status_code in {403, 404}
    assert api.patch(f"/api/jobs/{job.pk}/", {"title": "Not"}, as_=recruiter).status_code == 403
    assert client.get("/accounts/sessions/").status_code == 200
    letter = {"job": make_job().pk, "cover_letter": "Dear all"}
    assert api.upload("/api/applications/", letter, as_=recruiter).status_code == 201

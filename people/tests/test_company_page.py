"""The page of a company in the back office: its team, its invitations, who may do what there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nexus.core.errors import NotAllowed
from people.choices import Role
from people.models import AuditEntry, Company, Invitation, Membership, User
from people.services import LastOwner, invite, set_role
from people.tests.test_tokens import in_parallel

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def page(company: Company, part: str = "") -> str:
    return f"/admin/people/company/{company.pk}/{part}"


def role_of(user: User, company: Company) -> str | None:
    found = Membership.objects.filter(user=user, company=company).first()
    return found.role if found else None


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign(user: User) -> Client:
        client.force_login(user)
        return client

    return sign


def test_page_shows_the_company_as_one_place(
    signed_in: Make, owner: User, company: Company, recruiter: User, make_job: Make
) -> None:
    make_job(company=company, title="Night watch")
    invite(company, "new@example.com", role=Role.VIEWER, by=owner)

    shown = signed_in(owner).get(page(company)).content.decode()

    for words in ("Acme Works", "Night watch", "recruiter", "new@example.com", "good until"):
        assert words in shown
    assert "Have it verified" in shown
    assert "Deactivate" not in shown


@pytest.mark.parametrize("role", ["recruiter", "viewer"])
def test_those_who_do_not_own_it_see_the_team_and_can_do_nothing(
    role: str, signed_in: Make, owner: User, company: Company, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    invitation = invite(company, "new@example.com", role=Role.VIEWER, by=owner)
    client = signed_in(user)

    shown = client.get(page(company)).content.decode()
    assert "Olga Owner" in shown
    assert "owner@example.com" not in shown
    assert "new@example.com" not in shown
    theirs = company.memberships.get(user=owner)
    for step, sent in (
        ("invite/", {"email": "x@example.com", "role": "owner"}),
        ("role/", {"member": company.memberships.get(user=user).pk, "role": "owner"}),
        ("remove/", {"member": theirs.pk}),
        ("hand-over/", {"member": theirs.pk, "then": ""}),
        ("invitation/", {"invitation": invitation.pk, "withdraw": "1"}),
        ("verification/", {"note": "It is us"}),
        ("verify/", {}),
        ("deactivate/", {"reason": "Out"}),
    ):
        assert client.post(page(company, step), sent).status_code == 403, step
    assert role_of(user, company) == role
    assert Invitation.objects.get().state == "pending"
    company.refresh_from_db()
    assert company.is_active
    assert not company.is_verified


def test_another_company_has_no_page_for_its_rivals(
    signed_in: Make, rival: User, rival_company: Company, company: Company
) -> None:
    client = signed_in(rival)

    for step in ("", "remove/", "hand-over/", "verification/", "deactivate/", "document/"):
        assert client.get(page(company, step)).status_code == 404, step
    assert client.post(page(company, "invite/"), {"email": "a@b.example"}).status_code == 404


def test_owner_invites_and_what_is_wrong_comes_back_beside_the_field(
    signed_in: Make, owner: User, company: Company
) -> None:
    client = signed_in(owner)

    wrong = client.post(page(company, "invite/"), {"email": "no address", "role": "viewer"})
    assert wrong.status_code == 200
    assert 'value="no address"' in wrong.content.decode()
    assert wrong.context["form"].errors["email"] == ["Enter a valid email address."]
    twice = [
        client.post(page(company, "invite/"), {"email": "new@example.com", "role": "viewer"})
        for _ in range(2)
    ]
    assert twice[0].status_code == 302
    assert "invited already" in str(twice[1].context["form"].errors["email"])
    assert Invitation.objects.count() == 1


def test_owner_sends_an_invitation_again_and_withdraws_it(
    signed_in: Make, owner: User, company: Company
) -> None:
    client = signed_in(owner)
    invitation = invite(company, "new@example.com", role=Role.VIEWER, by=owner)
    sent = {"invitation": invitation.pk}

    client.post(page(company, "invitation/"), {**sent, "resend": "1"})
    invitation.refresh_from_db()
    assert invitation.times_sent == 2
    client.post(page(company, "invitation/"), {**sent, "withdraw": "1"})
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    again = client.post(page(company, "invitation/"), {**sent, "resend": "1"}, follow=True)
    assert "This invitation has been withdrawn." in again.content.decode()


def test_invitations_that_are_past_are_shown_with_what_became_of_them(
    signed_in: Make, owner: User, company: Company
) -> None:
    expired = invite(company, "late@example.com", role=Role.VIEWER, by=owner)
    declined = invite(company, "no@example.com", role=Role.VIEWER, by=owner)
    now = timezone.now()
    Invitation.objects.filter(pk=expired.pk).update(expires_at=now)
    Invitation.objects.filter(pk=declined.pk).update(state="declined", closed_at=now)

    shown = signed_in(owner).get(page(company)).content.decode()

    assert "Expired" in shown
    assert "Declined" in shown


def test_owner_changes_roles_and_removes(
    signed_in: Make, owner: User, company: Company, recruiter: User
) -> None:
    client = signed_in(owner)
    member = company.memberships.get(user=recruiter)

    client.post(page(company, "role/"), {"member": member.pk, "role": "viewer"})
    assert role_of(recruiter, company) == "viewer"
    client.post(page(company, "role/"), {"member": member.pk, "role": "emperor"})
    assert role_of(recruiter, company) == "viewer"
    asked = client.get(page(company, f"remove/?member={member.pk}"))
    assert "Remove recruiter from Acme Works?" in asked.content.decode()
    client.post(page(company, "remove/"), {"member": member.pk})
    assert role_of(recruiter, company) is None
    recruiter.refresh_from_db()
    assert not recruiter.is_staff


def test_the_last_owner_neither_leaves_nor_steps_down(
    signed_in: Make, owner: User, company: Company, recruiter: User
) -> None:
    client = signed_in(owner)
    own = company.memberships.get(user=owner)

    left = client.post(page(company, "remove/"), {"member": own.pk})
    assert "make somebody else an owner first" in left.content.decode()
    client.post(page(company, "role/"), {"member": own.pk, "role": "viewer"})

    assert role_of(owner, company) == "owner"


@pytest.mark.parametrize(("then", "left_as"), [("recruiter", "recruiter"), ("", None)])
def test_owner_hands_the_company_over(
    then: str,
    left_as: str | None,
    signed_in: Make,
    owner: User,
    company: Company,
    recruiter: User,
) -> None:
    member = company.memberships.get(user=recruiter)

    answer = signed_in(owner).post(page(company, "hand-over/"), {"member": member.pk, "then": then})

    assert answer.status_code == 302
    assert role_of(recruiter, company) == "owner"
    assert role_of(owner, company) == left_as


def test_nobody_of_another_company_is_handed_anything(
    signed_in: Make, owner: User, company: Company, rival: User, rival_company: Company
) -> None:
    theirs = rival_company.memberships.get()
    client = signed_in(owner)

    answer = client.post(page(company, "hand-over/"), {"member": theirs.pk, "then": ""})
    assert answer.status_code == 200
    assert client.post(page(company, "role/"), {"member": theirs.pk}).status_code == 404
    assert role_of(rival, company) is None


@pytest.mark.parametrize("sent", ["", "0", "-1", "x", "9" * 30, "1 OR 1=1", "١"])
def test_what_names_no_member_is_not_found(
    sent: str, signed_in: Make, owner: User, company: Company
) -> None:
    client = signed_in(owner)

    for step in ("role/", "remove/"):
        assert client.post(page(company, step), {"member": sent}).status_code == 404
    assert client.post(page(company, "invitation/"), {"invitation": sent}).status_code == 404


def test_what_becomes_of_members_and_invitations_stands_in_the_audit(
    signed_in: Make, owner: User, company: Company, recruiter: User
) -> None:
    client = signed_in(owner)
    member = company.memberships.get(user=recruiter)

    client.post(page(company, "role/"), {"member": member.pk, "role": "viewer"})
    client.post(page(company, "role/"), {"member": member.pk, "role": "viewer"})
    client.post(page(company, "invite/"), {"email": "new@example.com", "role": "viewer"})
    client.post(page(company, "remove/"), {"member": member.pk})

    rows = AuditEntry.objects.filter(company=company).order_by("pk")
    invitation = company.invitations.get()
    assert [(row.act, row.thing, row.actor, row.subject, row.details) for row in rows] == [
        ("changed", f"membership:{member.pk}", owner, recruiter, {"role": ["recruiter", "viewer"]}),
        ("invited", f"invitation:{invitation.pk}", owner, None, {"role": "viewer"}),
        ("deleted", f"membership:{member.pk}", owner, recruiter, {"role": "viewer"}),
    ]
    shown = client.get(page(company)).content.decode()
    assert "Deleted a membership" in shown


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_demote_each_other_at_once_one_is_left(
    company: Company, owner: User, recruiter: User
) -> None:
    company.memberships.filter(user=recruiter).update(role=Role.OWNER)
    pairs = [(owner, recruiter), (recruiter, owner)]

    def demote(number: int) -> bool:
        by, whom = pairs[number]
        try:
            set_role(company, whom, role=Role.VIEWER, by=by)
        except (NotAllowed, LastOwner):
            return False
        return True

    assert sorted(in_parallel(demote, 2)) == [False, True]
    assert company.memberships.filter(role=Role.OWNER).count() == 1


def test_administrator_looks_after_any_company(
    signed_in: Make, admin_user: User, company: Company, recruiter: User
) -> None:
    client = signed_in(admin_user)
    member = company.memberships.get(user=recruiter)

    client.post(page(company, "role/"), {"member": member.pk, "role": "owner"})
    client.post(page(company, "invite/"), {"email": "x@example.com", "role": "viewer"})

    assert role_of(recruiter, company) == "owner"
    assert company.invitations.count() == 1


def test_page_costs_the_same_with_ten_members_and_with_forty(
    signed_in: Make, owner: User, company: Company, make_user: Make, make_job: Make
) -> None:
    client = signed_in(owner)
    client.get(page(company))
    spent = []
    for number in (8, 30):
        for _ in range(number):
            company.memberships.create(user=make_user(), role=Role.VIEWER)
            make_job(company=company)
            invite(company, f"{Invitation.objects.count()}@example.com", role=Role.VIEWER, by=owner)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(company)).status_code == 200
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_link_to_the_site_leads_to_the_companys_page(
    signed_in: Make, owner: User, company: Company
) -> None:
    client = signed_in(owner)
    address = client.get(page(company)).context["view_on_site"]

    assert "Acme Works" in client.get(address).content.decode()

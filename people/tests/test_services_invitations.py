"""Invitations: who may send them, what limits them, and how they end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from nexus.core.errors import Conflict, Gone, Invalid, NotAllowed
from nexus.core.models import MailState, OutgoingMail
from people import own_data
from people.choices import InvitationState, Role
from people.models import Company, Invitation, User
from people.services import (
    accept_invitation,
    add_member,
    decline_invitation,
    find_invitation,
    invite,
    remove_member,
    resend_invitation,
    set_role,
    withdraw_invitation,
)
from people.services import invitations as module
from people.services.invitations import forget_old_invitations
from people.tests.test_tokens import in_parallel

DAY = 24 * 3600


def mailed_token(to: str = "candidate@example.com") -> str:
    message = next(m for m in reversed(mail.outbox) if m.to == [to])
    found = re.search(r"/accounts/invitations/([\w-]+)/", str(message.body))
    assert found
    return found[1]


@pytest.fixture
def invitation(company: Company, owner: User) -> Invitation:
    return invite(company, "candidate@example.com", role=Role.RECRUITER, by=owner)


def test_invitation_is_mailed_and_its_token_kept_nowhere_else(
    invitation: Invitation, candidate: User
) -> None:
    message: Any = mail.outbox[-1]
    token = mailed_token()

    assert message.subject == "Invitation to join Acme Works on Nexus"
    assert "Olga Owner invites you to join Acme Works" in message.body
    assert "As a recruiter" in message.body
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_invitation")
        row = repr(cursor.fetchall())
    assert token not in row
    assert "candidate@example.com" not in row
    ledger = OutgoingMail.objects.get(kind="invitation")
    assert (ledger, ledger.recipient) == (invitation.mail, None)
    found = find_invitation(token)
    assert found == invitation
    assert found.email == "candidate@example.com"


def test_mail_to_somebody_who_has_an_account_is_theirs_in_the_ledger(
    company: Company, owner: User, candidate: User
) -> None:
    sent = invite(company, candidate.email.upper(), role=Role.VIEWER, by=owner)

    assert sent.mail is not None
    assert sent.mail.recipient == candidate


@pytest.mark.parametrize("who", ["recruiter", "viewer", "rival", "candidate"])
def test_only_owners_and_admins_invite(
    company: Company,
    rival_company: Company,
    invitation: Invitation,
    admin_user: User,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    by: User = request.getfixturevalue(who)
    for act in (
        lambda: invite(company, "new@example.com", role=Role.VIEWER, by=by),
        lambda: resend_invitation(invitation, by=by),
        lambda: withdraw_invitation(invitation, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert invite(company, "new@example.com", role=Role.VIEWER, by=admin_user).is_open


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.com", "x@y", "a\x00b@example.com"])
def test_what_is_no_address_cannot_be_invited(company: Company, owner: User, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(company, email, role=Role.VIEWER, by=owner)

    assert set(refused.value.details) == {"email"}


def test_address_is_invited_once_at_a_time_by_each_company(
    company: Company, owner: User, invitation: Invitation, rival: User, rival_company: Company
) -> None:
    with pytest.raises(Conflict) as refused:
        invite(company, " Candidate@Example.com ", role=Role.VIEWER, by=owner)
    assert set(refused.value.details) == {"email"}

    assert invite(rival_company, "candidate@example.com", role=Role.VIEWER, by=rival).is_open
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            company=company,
            email="x@example.com",
            email_token=invitation.email_token,
            role=Role.VIEWER,
            token_hash="x",
            sent_at=timezone.now(),
            expires_at=timezone.now(),
        )


def test_member_cannot_be_invited(company: Company, owner: User, viewer: User) -> None:
    with pytest.raises(Conflict):
        invite(company, viewer.email, role=Role.OWNER, by=owner)


def test_expired_invitation_is_replaced_by_a_new_one(
    company: Company, owner: User, invitation: Invitation, clock: Any
) -> None:
    old = mailed_token()
    clock.shift(14 * DAY + 1)

    again = invite(company, "candidate@example.com", role=Role.OWNER, by=owner)

    assert (again.pk, again.role, again.is_open) == (invitation.pk, "owner", True)
    assert find_invitation(old) is None
    assert find_invitation(mailed_token()) == invitation


def test_accepting_makes_a_member_and_staff(
    company: Company, invitation: Invitation, candidate: User
) -> None:
    accept_invitation(invitation, by=candidate)

    candidate.refresh_from_db()
    invitation.refresh_from_db()
    assert company.memberships.get(user=candidate).role == "recruiter"
    assert candidate.is_staff
    assert (invitation.state, invitation.accepted_by) == ("accepted", candidate)
    with pytest.raises(Gone):
        accept_invitation(invitation, by=candidate)


def test_whoever_invited_is_told_that_it_was_accepted(
    company: Company, owner: User, invitation: Invitation, candidate: User
) -> None:
    accept_invitation(invitation, by=candidate)

    message = mail.outbox[-1]
    assert (message.to, message.subject) == (
        [owner.email],
        "Carla Candidate has joined Acme Works",
    )
    assert "The role that you offered: Recruiter." in str(message.body)
    assert "/accounts/team/acme-works/" in str(message.body)


@pytest.mark.parametrize("reason", ["no member", "no address", "inactive", "deleted"])
def test_whoever_invited_and_cannot_be_told_is_not_told(
    company: Company, admin_user: User, owner: User, candidate: User, reason: str
) -> None:
    inviter = admin_user if reason == "no member" else owner
    invitation = invite(company, candidate.email, role=Role.VIEWER, by=inviter)
    match reason:
        case "no address":
            User.objects.filter(pk=owner.pk).update(email="")
        case "inactive":
            User.objects.filter(pk=owner.pk).update(is_active=False)
        case "deleted":
            owner.delete()
    mails = len(mail.outbox)

    accept_invitation(invitation, by=candidate)

    assert len(mail.outbox) == mails


def test_accepting_leaves_the_role_of_a_member_as_it_is(
    company: Company, owner: User, invitation: Invitation, candidate: User
) -> None:
    add_member(company, candidate, role=Role.OWNER, by=owner)

    assert accept_invitation(invitation, by=candidate).role == "owner"


def test_only_the_address_that_was_invited_accepts_and_confirmed(
    invitation: Invitation, candidate: User, other_candidate: User
) -> None:
    EmailAddress.objects.filter(user=candidate).update(verified=False)

    for user in (candidate, other_candidate):
        with pytest.raises(NotAllowed):
            accept_invitation(invitation, by=user)

    assert invitation.company.memberships.count() == 1


def test_invitation_ends_after_14_days(invitation: Invitation, candidate: User, clock: Any) -> None:
    clock.shift(14 * DAY - 60)
    assert invitation.is_open

    clock.shift(120)

    with pytest.raises(Gone, match="expired"):
        accept_invitation(invitation, by=candidate)
    with pytest.raises(Gone, match="expired"):
        decline_invitation(invitation)


def test_withdrawn_invitation_is_void_and_its_mail_not_sent(
    company: Company, owner: User, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nexus.core.mail.enqueue_mail", lambda *args: None)
    invitation = invite(company, candidate.email, role=Role.VIEWER, by=owner)

    withdraw_invitation(invitation, by=owner)

    with pytest.raises(Gone, match="withdrawn"):
        accept_invitation(invitation, by=candidate)
    for act in (withdraw_invitation, resend_invitation):
        with pytest.raises(Gone, match="withdrawn"):
            act(invitation, by=owner)
    assert OutgoingMail.objects.get(kind="invitation").state == MailState.CANCELLED


def test_declined_invitation_is_void_and_can_be_sent_anew(
    company: Company, owner: User, invitation: Invitation, candidate: User
) -> None:
    decline_invitation(invitation)

    with pytest.raises(Gone, match="declined"):
        accept_invitation(invitation, by=candidate)
    again = invite(company, candidate.email, role=Role.VIEWER, by=owner)
    assert again.pk != invitation.pk


def test_sending_again_prolongs_and_makes_the_older_link_dead(
    invitation: Invitation, owner: User, clock: Any
) -> None:
    old = mailed_token()
    clock.shift(10 * DAY)

    again = resend_invitation(invitation, by=owner)

    assert find_invitation(old) is None
    assert find_invitation(mailed_token()) == again
    assert again.expires_at > timezone.now() + timedelta(days=13)


def test_one_invitation_is_sent_five_times_at_most(invitation: Invitation, owner: User) -> None:
    for _ in range(4):
        resend_invitation(invitation, by=owner)

    with pytest.raises(Conflict, match="5 times"):
        resend_invitation(invitation, by=owner)

    assert len(mail.outbox) == 5


def test_mails_are_limited_for_each_address_and_each_day(
    company: Company, owner: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def invite_and_withdraw(email: str) -> None:
        withdraw_invitation(invite(company, email, role=Role.VIEWER, by=owner), by=owner)

    for _ in range(4):
        invite_and_withdraw("one@example.com")
    with pytest.raises(Conflict, match="tomorrow"):
        invite_and_withdraw("one@example.com")
    monkeypatch.setattr(module, "MAX_MAILS_A_DAY", 5)
    invite_and_withdraw("two@example.com")
    with pytest.raises(Conflict, match="tomorrow"):
        invite_and_withdraw("three@example.com")

    clock.shift(DAY + 1)

    invite_and_withdraw("three@example.com")
    monkeypatch.setattr(module, "MAX_PENDING", 0)
    with pytest.raises(Conflict, match="withdraw some"):
        invite_and_withdraw("four@example.com")


def test_limit_follows_the_person_through_their_companies(
    owner: User, make_company: Callable[..., Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_MAILS_A_DAY", 1)
    invite(make_company(owner=owner), "one@example.com", role=Role.VIEWER, by=owner)

    with pytest.raises(Conflict, match="tomorrow"):
        invite(make_company(owner=owner), "two@example.com", role=Role.VIEWER, by=owner)


@pytest.mark.parametrize("how", ["removed", "demoted", "left"])
def test_invitations_of_an_owner_end_with_their_power(
    company: Company, owner: User, other_candidate: User, candidate: User, how: str
) -> None:
    add_member(company, other_candidate, role=Role.OWNER, by=owner)
    theirs = invite(company, candidate.email, role=Role.OWNER, by=other_candidate)
    kept = invite(company, "kept@example.com", role=Role.OWNER, by=owner)

    if how == "demoted":
        set_role(company, other_candidate, role=Role.VIEWER, by=owner)
    else:
        remove_member(company, other_candidate, by=owner if how == "removed" else other_candidate)

    with pytest.raises(Gone, match="withdrawn"):
        accept_invitation(theirs, by=candidate)
    kept.refresh_from_db()
    assert kept.state == InvitationState.PENDING


def test_old_invitations_are_forgotten(
    company: Company, owner: User, invitation: Invitation, clock: Any
) -> None:
    declined = invite(company, "declined@example.com", role=Role.VIEWER, by=owner)
    decline_invitation(declined)
    clock.shift(29 * DAY)
    fresh = invite(company, "fresh@example.com", role=Role.VIEWER, by=owner)
    assert forget_old_invitations() == 0

    clock.shift(2 * DAY)
    assert forget_old_invitations() == 1
    assert list(Invitation.objects.order_by("pk")) == [invitation, fresh]

    clock.shift(14 * DAY)
    forget_old_invitations()
    assert list(Invitation.objects.all()) == [fresh]


def test_people_find_what_was_sent_to_them_in_their_data(
    company: Company, owner: User, invitation: Invitation, candidate: User, other_candidate: User
) -> None:
    assert own_data.invitations(other_candidate) == []
    assert [(row["company"], row["state"]) for row in own_data.invitations(candidate)] == [
        ("Acme Works", "pending")
    ]

    accept_invitation(invitation, by=candidate)
    EmailAddress.objects.filter(user=candidate).delete()

    assert [row["state"] for row in own_data.invitations(candidate)] == ["accepted"]


def test_address_stays_comparable_under_a_new_index_key(
    company: Company, owner: User, invitation: Invitation, settings: Any
) -> None:
    settings.INDEX_KEY = "another-index-key"

    call_command("rotate_encryption", verbosity=0, stdout=StringIO())

    with pytest.raises(Conflict, match="already"):
        invite(company, "candidate@example.com", role=Role.VIEWER, by=owner)


@pytest.mark.django_db(transaction=True)
def test_invitation_accepted_twice_at_once_makes_one_member(
    invitation: Invitation, candidate: User
) -> None:
    def accept(number: int) -> str:
        try:
            accept_invitation(invitation, by=User.objects.get(pk=candidate.pk))
        except Gone:
            return "late"
        finally:
            connection.close()
        return "in"

    assert sorted(in_parallel(accept, 3)) == ["in", "late", "late"]
    assert invitation.company.memberships.filter(user=candidate).count() == 1


@pytest.mark.django_db(transaction=True)
def test_address_invited_twice_at_once_gets_one_invitation(company: Company, owner: User) -> None:
    def send(number: int) -> str:
        try:
            invite(company, "new@example.com", role=Role.VIEWER, by=owner)
        except Conflict:
            return "refused"
        finally:
            connection.close()
        return "sent"

    assert sorted(in_parallel(send, 3)) == ["refused", "refused", "sent"]

"""Inviting people who look for work, and what they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hiring.models import Invitation
from hiring.services import (
    TooManyInvitations,
    decline_invitation,
    erase_applicant,
    invite_to_apply,
    submit_application,
)
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.models import OutgoingMail
from people.models import Profile, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db

WORDS = "Your welds are what we need."


@pytest.fixture
def job(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(title="Welder", company=company)


@pytest.fixture
def profile(candidate: User) -> Profile:
    return available(candidate)


def available(user: User) -> Profile:
    Profile.objects.filter(user=user).update(is_profile_public=True, is_available_for_hire=True)
    return Profile.objects.select_related("user").get(user=user)


def invitation(profile: Profile, job: Job, owner: User) -> Invitation:
    return invite_to_apply(profile, job, by=owner, message=WORDS)


def test_invitation_is_mailed_with_the_message_the_job_and_a_way_to_get_no_more(
    profile: Profile, job: Job, recruiter: User
) -> None:
    made = invite_to_apply(profile, job, by=recruiter, message=f"  {WORDS} ")

    assert (made.message, made.by, made.answer) == (WORDS, recruiter, "")
    mail = OutgoingMail.objects.get(kind="job_invitation")
    assert (mail.to_address, mail.recipient) == (profile.user.email, profile.user)
    assert "Welder" in mail.subject
    for words in (WORDS, job.get_absolute_url(), "/my/invitations/", "/my/profile/privacy/"):
        assert words in mail.text_body


def test_message_is_unreadable_in_the_database(profile: Profile, job: Job, owner: User) -> None:
    made = invitation(profile, job, owner)

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM hiring_invitation WHERE id = %s", [made.pk])
        assert WORDS not in cursor.fetchone()[0]


def test_viewers_may_not_invite_and_rivals_do_not_know_the_job(
    profile: Profile, job: Job, viewer: User, rival_company: Company, rival: User
) -> None:
    with pytest.raises(NotAllowed):
        invitation(profile, job, viewer)
    for stranger in (rival, profile.user):
        with pytest.raises(Missing):
            invitation(profile, job, stranger)

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("switch", ["is_profile_public", "is_available_for_hire"])
def test_people_who_switched_it_off_cannot_be_invited(
    switch: str, profile: Profile, job: Job, owner: User
) -> None:
    Profile.objects.filter(pk=profile.pk).update(**{switch: False})

    with pytest.raises(Missing):
        invitation(profile, job, owner)

    assert not OutgoingMail.objects.exists()


def test_people_are_invited_once_to_a_job(profile: Profile, job: Job, owner: User) -> None:
    first = invitation(profile, job, owner)

    with pytest.raises(Invalid) as refused:
        invitation(profile, job, owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(job=job, candidate=profile.user, message="Again")

    assert list(refused.value.details) == ["job"]
    assert list(Invitation.objects.all()) == [first]


def test_nobody_is_invited_where_it_is_pointless(
    profile: Profile, company: Company, make_job: Callable[..., Job], owner: User
) -> None:
    closed = make_job(company=company, status="closed")
    applied = make_job(company=company)
    submit_application(applied, applicant=profile.user)
    for job in (closed, applied):
        with pytest.raises(Invalid) as refused:
            invitation(profile, job, owner)
        assert list(refused.value.details) == ["job"]

    company.memberships.create(user=profile.user, role="viewer")
    with pytest.raises(Invalid):
        invitation(profile, make_job(company=company), owner)


def test_a_company_may_invite_so_many_people_a_day(
    job: Job, owner: User, make_user: Callable[..., User], settings: Any
) -> None:
    settings.INVITATIONS_PER_DAY = 2
    people = [available(make_user()) for _ in range(3)]
    for person in people[:2]:
        invitation(person, job, owner)
    with pytest.raises(TooManyInvitations):
        invitation(people[2], job, owner)

    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    invitation(people[2], job, owner)


def test_applying_answers_the_invitation(profile: Profile, job: Job, owner: User) -> None:
    made = invitation(profile, job, owner)

    application = submit_application(job, applicant=profile.user)

    made.refresh_from_db()
    assert (made.answer, made.answered_at) == ("applied", application.applied_at)
    with pytest.raises(Conflict):
        decline_invitation(made.pk, by=profile.user)


def test_only_the_person_themselves_declines(
    profile: Profile, job: Job, owner: User, other_candidate: User
) -> None:
    made = invitation(profile, job, owner)
    for other in (owner, other_candidate):
        with pytest.raises(Missing):
            decline_invitation(made.pk, by=other)

    first = decline_invitation(made.pk, by=profile.user)
    again = decline_invitation(made.pk, by=profile.user)

    assert first.answer == "declined"
    assert first.answered_at == again.answered_at


def test_erasing_a_person_erases_their_invitations(profile: Profile, job: Job, owner: User) -> None:
    invitation(profile, job, owner)

    erase_applicant(profile.user)

    assert not Invitation.objects.exists()

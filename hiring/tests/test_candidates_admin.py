"""Candidates in the back office: what is shown of whom, what is noted, and inviting them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from hiring.models import Invitation
from hiring.services import invite_to_apply
from people.models import AuditEntry, Profile, User
from people.services import looks_at, set_name, update_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company

pytestmark = pytest.mark.django_db

LIST = "/admin/people/profile/"
PRIVATE = ("1 Secret Street", "040 1234567", "20095", "1990")
EMPLOYERS_ALONE = ("carla@example.org", "60,000")


@pytest.fixture
def profile(make_user: Callable[..., User]) -> Profile:
    user = make_user("carla", email="carla@example.org")
    set_name(user, "Carla Candidate")
    return update_profile(
        user.profile,
        by=user,
        bio="I build bridges.",
        phone_number="040 1234567",
        address="1 Secret Street",
        postal_code="20095",
        city="Hamburg",
        country="Germany",
        job_title="Welder of bridges",
        experience_level="senior",
        expected_salary_min=Decimal(60000),
        expected_salary_currency="EUR",
        skills=["Welding", "Brazing"],
        is_profile_public=True,
        is_available_for_hire=True,
    )


@pytest.fixture
def page_of(profile: Profile) -> str:
    return f"{LIST}{profile.pk}/change/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_list_shows_what_everybody_may_see_and_the_page_what_employers_may(
    profile: Profile, page_of: str, owner: User, company: Company
) -> None:
    client = signed_in(owner)
    listed, page = text_of(client, LIST), text_of(client, page_of)

    for shown in ("Carla Candidate", "Welder of bridges", "Hamburg", "Senior", "Brazing"):
        assert shown in listed
        assert shown in page
    for shown in EMPLOYERS_ALONE:
        assert shown not in listed
        assert shown in page
    for hidden in PRIVATE:
        assert hidden not in listed + page


def test_opening_the_page_is_noted_where_the_person_sees_it(
    profile: Profile, page_of: str, recruiter: User, company: Company
) -> None:
    client = signed_in(recruiter)
    client.get(LIST)
    assert not AuditEntry.objects.looks().exists()

    client.get(page_of)

    (look,) = looks_at(profile.user).looks
    assert (look.access_kind, look.company, look.actor) == ("viewed_profile", company, recruiter)
    assert company.name in text_of(signed_in(profile.user), "/accounts/accesses/")


@pytest.mark.parametrize("asked", ["q=carla", "pay=70000&currency=EUR"])
def test_being_found_by_what_not_everybody_sees_is_noted_once_a_day(
    asked: str, profile: Profile, owner: User, company: Company
) -> None:
    client = signed_in(owner)

    for _ in range(2):
        assert "Welder of bridges" in text_of(client, f"{LIST}?{asked}")

    assert [look.access_kind for look in looks_at(profile.user).looks] == ["searched"]


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("skills=welding,+BRAZING", True),
        ("skills=welding,juggling", False),
        ("place=hamburg", True),
        ("place=Hamburg,+germany", True),
        ("place=Berlin", False),
        ("level=senior", True),
        ("level=entry", False),
        ("pay=60000&currency=EUR", True),
        ("pay=59999&currency=EUR", False),
        ("pay=60000&currency=USD", False),
        ("q=candid", True),
        ("q=0401234567", False),  # nobody is shown the phone number
        ("q=secret", False),
        ("invited=no", True),
        ("invited=yes", False),
        ("skills=&place=&level=&pay=&currency=EUR&invited=", True),
    ],
)
def test_list_is_narrowed(
    asked: str, finds: bool, profile: Profile, owner: User, company: Company
) -> None:
    assert ("Welder of bridges" in text_of(signed_in(owner), f"{LIST}?{asked}")) is finds


@pytest.mark.parametrize("asked", ["pay=much", "pay=-1", "level=boss", "skills=" + "a," * 20])
def test_what_cannot_be_searched_is_said_beside_the_field(
    asked: str, profile: Profile, owner: User, company: Company
) -> None:
    answer = signed_in(owner).get(f"{LIST}?{asked}")

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()


@pytest.mark.parametrize("switch", ["is_profile_public", "is_available_for_hire"])
def test_who_switches_it_off_is_found_by_nobody(
    switch: str, profile: Profile, page_of: str, owner: User, company: Company, admin_user: User
) -> None:
    Profile.objects.filter(pk=profile.pk).update(**{switch: False})

    for user in (owner, admin_user):
        client = signed_in(user)
        assert "Welder of bridges" not in text_of(client, LIST)
        for path in (page_of, f"{LIST}{profile.pk}/invite/"):
            assert client.get(path).status_code == 404


def test_each_role_gets_as_far_as_it_may(
    profile: Profile,
    page_of: str,
    company: Company,
    owner: User,
    recruiter: User,
    viewer: User,
    rival: User,
    rival_company: Company,
    candidate: User,
    admin_user: User,
) -> None:
    User.objects.filter(pk=viewer.pk).update(is_staff=True)
    invite = f"{LIST}{profile.pk}/invite/"
    expected: dict[Any, list[int]] = {
        None: [302, 302, 302],
        candidate: [403, 403, 403],
        viewer: [200, 200, 403],
        recruiter: [200, 200, 200],
        owner: [200, 200, 200],
        rival: [200, 200, 200],
        admin_user: [200, 200, 200],
    }
    for user, codes in expected.items():
        client = signed_in(user) if user else Client()
        assert [client.get(path).status_code for path in (LIST, page_of, invite)] == codes, user


def test_invitation_is_sent_from_the_page_and_its_answer_shown_to_the_company_alone(
    profile: Profile,
    page_of: str,
    make_job: Callable[..., Job],
    company: Company,
    owner: User,
    rival: User,
    rival_company: Company,
) -> None:
    job = make_job(title="Bridge builder", company=company)
    foreign = make_job(title="Foreign job", company=rival_company)
    client, path = signed_in(owner), f"{LIST}{profile.pk}/invite/"
    assert "Foreign job" not in text_of(client, path)

    kept = client.post(path, {"job": foreign.pk, "message": "My words"}).content.decode()
    assert "My words" in kept
    assert 'class="errorlist"' in kept
    assert not Invitation.objects.exists()

    sent = client.post(path, {"job": job.pk, "message": "My words"}, follow=True).content.decode()
    assert "Carla Candidate is invited to apply." in sent
    Invitation.objects.update(answer="declined", answered_at=profile.created_at)
    assert "Has declined" in text_of(client, page_of)
    theirs = text_of(signed_in(rival), page_of)
    for hidden in ("Bridge builder", "My words", "Has declined"):
        assert hidden not in theirs


def test_person_sees_the_invitation_and_says_no_thanks(
    profile: Profile, make_job: Callable[..., Job], company: Company, owner: User, rival: User
) -> None:
    job = make_job(title="Bridge builder", company=company)
    made = invite_to_apply(profile, job, by=owner, message="Come and build.")
    client, decline = signed_in(profile.user), f"/my/invitations/{made.pk}/decline/"

    page = text_of(client, "/my/invitations/")
    assert "Come and build." in page
    assert f"/jobs/{job.pk}/apply/" in page
    assert "Come and build." not in text_of(signed_in(rival), "/my/invitations/")
    assert signed_in(rival).post(decline).status_code == 404
    assert Client().post(decline).status_code == 302

    answer = client.post(decline, follow=True).content.decode()

    assert "You have said: no, thanks" in answer
    made.refresh_from_db()
    assert made.answer == "declined"

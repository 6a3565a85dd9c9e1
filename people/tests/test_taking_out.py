"""Who may take personal data out: owners, and recruiters whom an owner allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from nexus.core.errors import Conflict, Missing, NotAllowed
from people.choices import Role
from people.models import AuditEntry, Company, Membership, User
from people.services import allow_export, set_role
from people.standing import exports_people, exports_people_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """Return the user as the next request knows them."""
    found: User = User.objects.get(pk=user.pk)
    return found


def membership(user: User, company: Company) -> Membership:
    return company.memberships.get(user=user)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", True),
        ("recruiter", False),
        ("viewer", False),
        ("rival", False),
        ("candidate", False),
        ("admin_user", True),
    ],
)
def test_owners_and_admins_may_and_nobody_else_of_themselves(
    role: str, expected: bool, company: Company, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)

    assert exports_people(user) is expected
    assert (company.pk in exports_people_of(user)) is (role == "owner")


def test_owner_allows_it_a_recruiter_and_takes_it_back(
    company: Company, owner: User, recruiter: User
) -> None:
    allow_export(company, recruiter, allowed=True, by=owner)
    assert exports_people_of(again(recruiter)) == {company.pk}

    allow_export(company, recruiter, allowed=False, by=owner)
    assert not exports_people(again(recruiter))

    entries = AuditEntry.objects.filter(subject=recruiter, act="changed").order_by("pk")
    assert [entry.details for entry in entries] == [
        {"may_export_people": [False, True]},
        {"may_export_people": [True, False]},
    ]


@pytest.mark.parametrize("who", ["recruiter", "viewer", "rival", "candidate"])
def test_nobody_but_owners_allows_it(
    who: str, company: Company, recruiter: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        allow_export(company, recruiter, allowed=True, by=request.getfixturevalue(who))

    assert not membership(recruiter, company).may_export_people


def test_neither_owners_nor_viewers_are_asked_about(
    company: Company, owner: User, viewer: User, candidate: User
) -> None:
    for user in (owner, viewer):
        with pytest.raises(Conflict):
            allow_export(company, user, allowed=True, by=owner)
    with pytest.raises(Missing):
        allow_export(company, candidate, allowed=True, by=owner)


def test_another_role_ends_what_was_allowed(company: Company, owner: User, recruiter: User) -> None:
    allow_export(company, recruiter, allowed=True, by=owner)

    set_role(company, recruiter, role=Role.VIEWER, by=owner)
    assert not exports_people(again(recruiter))
    set_role(company, recruiter, role=Role.RECRUITER, by=owner)

    assert not exports_people(again(recruiter))


def test_company_that_is_shut_lets_nothing_out(
    company: Company, owner: User, make_company: Callable[..., Company]
) -> None:
    other = make_company(owner=owner)
    Company.objects.filter(pk=company.pk).update(deactivated_at=company.created_at)

    assert exports_people_of(again(owner)) == {other.pk}


@pytest.mark.parametrize("place", ["site", "back office"])
def test_owner_switches_it_on_both_pages_of_the_team(
    place: str, client: Client, company: Company, owner: User, recruiter: User
) -> None:
    client.force_login(owner)
    member = membership(recruiter, company)
    page = f"/accounts/team/{company.slug}/"
    address = f"{page}members/{member.pk}/export/"
    if place == "back office":
        page = reverse("admin:people_company_overview", args=[company.pk])
        address = f"/admin/people/company/{company.pk}/export/"

    granted = client.post(address, {"member": member.pk, "allowed": "1"}, follow=True)
    assert "may export personal data from now on" in granted.content.decode()
    assert "Exports personal data" in client.get(page).content.decode()
    assert membership(recruiter, company).may_export_people

    taken = client.post(address, {"member": member.pk}, follow=True)
    assert "may not export personal data any more" in taken.content.decode()
    assert not membership(recruiter, company).may_export_people


@pytest.mark.parametrize("who", ["recruiter", "viewer", "rival", "candidate", ""])
def test_nobody_else_switches_it_on_any_page(
    who: str,
    client: Client,
    company: Company,
    recruiter: User,
    rival_company: Company,
    request: pytest.FixtureRequest,
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    member = membership(recruiter, company)
    sent = {"member": member.pk, "allowed": "1"}

    for address in (
        f"/accounts/team/{company.slug}/members/{member.pk}/export/",
        f"/admin/people/company/{company.pk}/export/",
    ):
        assert client.post(address, sent).status_code in {302, 403, 404}
        assert client.get(address).status_code in {302, 403, 404, 405}

    assert not membership(recruiter, company).may_export_people

"""Companies: their names, their owners, and who leaves last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from people.choices import Role
from people.models import Company, Membership, User
from people.services import LastOwner, add_member, create_company, remove_member, set_role
from people.tests.test_tokens import in_parallel


def test_create_company_makes_its_creator_owner_and_staff(candidate: User) -> None:
    company = create_company("  Acme   Works ", by=candidate, website="https://acme.example")

    assert (company.name, company.slug, company.website) == (
        "Acme Works",
        "acme-works",
        "https://acme.example",
    )
    assert [(m.user, m.role) for m in company.memberships.all()] == [(candidate, "owner")]
    candidate.refresh_from_db()
    assert candidate.is_staff


def test_create_company_without_anybody_has_no_members(db: None) -> None:
    assert not create_company("Acme", by=None).memberships.exists()


@pytest.mark.parametrize("name", ["Acme Works", "ACME works", " acme  works "])
def test_create_company_with_a_name_in_use_is_refused(
    candidate: User, company: Company, name: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create_company(name, by=candidate)

    assert set(refused.value.details) == {"company_name"}
    candidate.refresh_from_db()
    assert not candidate.is_staff


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_create_company_with_an_impossible_name_is_refused(candidate: User, name: str) -> None:
    with pytest.raises(Invalid):
        create_company(name, by=candidate)


def test_slugs_differ_where_names_are_written_alike(candidate: User) -> None:
    names = ["Müller & Co", "Muller Co", "muller-co", "上海公司", "北京公司"]

    slugs = [create_company(name, by=candidate).slug for name in names]

    assert slugs == ["muller-co", "muller-co-2", "muller-co-3", "company", "company-2"]


@pytest.mark.django_db(transaction=True)
def test_two_companies_of_one_name_at_once_one_wins(make_user: Callable[..., User]) -> None:
    people = [make_user() for _ in range(3)]

    def create(number: int) -> Company | None:
        try:
            return create_company("Acme" if number % 2 else "ACME", by=people[number])
        except Invalid:
            return None

    made = in_parallel(create, 3)

    assert len([company for company in made if company]) == 1
    assert Company.objects.count() == Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_names_that_share_a_slug_at_once_all_win(make_user: Callable[..., User]) -> None:
    owner = make_user()

    made = in_parallel(lambda n: create_company(f"Acme{'!' * n}", by=owner), 3)

    assert {company.slug for company in made} == {"acme", "acme-2", "acme-3"}


def test_owner_adds_changes_and_removes_members(
    company: Company, owner: User, candidate: User
) -> None:
    add_member(company, candidate, role=Role.VIEWER, by=owner)
    candidate.refresh_from_db()
    assert candidate.is_staff

    set_role(company, candidate, role=Role.RECRUITER, by=owner)
    assert company.memberships.get(user=candidate).role == "recruiter"

    remove_member(company, candidate, by=owner)
    candidate.refresh_from_db()
    assert not candidate.is_staff


@pytest.mark.parametrize("who", ["recruiter", "viewer", "rival", "candidate"])
def test_only_owners_and_admins_manage_members(
    company: Company,
    rival_company: Company,
    owner: User,
    other_candidate: User,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    by: User = request.getfixturevalue(who)

    for act in (
        lambda: add_member(company, other_candidate, role=Role.VIEWER, by=by),
        lambda: set_role(company, owner, role=Role.VIEWER, by=by),
        lambda: remove_member(company, owner, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_admin_manages_members(company: Company, admin_user: User, candidate: User) -> None:
    add_member(company, candidate, role=Role.OWNER, by=admin_user)

    assert company.memberships.filter(user=candidate, role="owner").exists()


def test_member_cannot_be_added_twice(company: Company, owner: User, viewer: User) -> None:
    with pytest.raises(Conflict):
        add_member(company, viewer, role=Role.OWNER, by=owner)


def test_stranger_has_no_role_to_change(company: Company, owner: User, candidate: User) -> None:
    with pytest.raises(Missing):
        set_role(company, candidate, role=Role.VIEWER, by=owner)


def test_everybody_may_leave_but_the_last_owner(
    company: Company, owner: User, viewer: User
) -> None:
    remove_member(company, viewer, by=viewer)

    with pytest.raises(LastOwner):
        remove_member(company, owner, by=owner)
    with pytest.raises(LastOwner):
        set_role(company, owner, role=Role.VIEWER, by=owner)
    assert company.memberships.get().role == "owner"


def test_owner_whose_account_is_disabled_does_not_count(
    company: Company, owner: User, candidate: User
) -> None:
    add_member(company, candidate, role=Role.OWNER, by=owner)
    User.objects.filter(pk=candidate.pk).update(is_active=False)

    with pytest.raises(LastOwner):
        remove_member(company, owner, by=owner)

    remove_member(company, candidate, by=owner)
    assert company.memberships.get().user == owner


def test_whoever_is_removed_is_told_and_whoever_leaves_knows(
    company: Company, owner: User, recruiter: User, viewer: User
) -> None:
    remove_member(company, recruiter, by=recruiter)
    assert mail.outbox == []

    remove_member(company, viewer, by=owner)

    message = mail.outbox[0]
    assert message.to == [viewer.email]
    assert "An owner of Acme Works has removed you" in str(message.body)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one(
    make_user: Callable[..., User], make_company: Callable[..., Company]
) -> None:
    owners = [make_user(), make_user()]
    company = make_company(owner=owners[0])
    company.memberships.create(user=owners[1], role="owner")

    def leave(number: int) -> Any:
        try:
            remove_member(company, owners[number], by=owners[number])
        except LastOwner:
            return "stays"
        finally:
            connection.close()
        return "left"

    assert sorted(in_parallel(leave, 2)) == ["left", "stays"]
    assert company.memberships.count() == 1


def test_company_cannot_be_doubled_by_marks_that_nobody_sees(company: Company, rival: User) -> None:
    name = company.name[:2] + "\u200b" + company.name[2:] + "\u2063"

    with pytest.raises(Invalid):
        create_company(name, by=rival)

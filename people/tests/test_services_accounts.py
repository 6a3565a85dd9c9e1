"""Accounts: what each new user has, and how people are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from nexus.core import blind_index
from people.models import PersonToken, Profile, User
from people.services import (
    complete_new_user,
    confirm_address,
    derive_staff_flags,
    rebuild_all_tokens,
    rebuild_tokens,
)


def test_created_user_has_a_profile_and_is_found(db: None) -> None:
    user = User.objects.create_user("jane", first_name="Jane", last_name="Doe")

    assert Profile.objects.get().user == user
    assert list(User.objects.matching("jane do")) == [user]


def test_created_user_has_the_address_in_lower_case(db: None) -> None:
    assert User.objects.create_user("jane", email=" Jane@Example.COM ").email == "jane@example.com"


def test_created_superuser_is_admin_staff_and_confirmed(db: None) -> None:
    user = User.objects.create_superuser("root", email="root@example.com", password="x")

    assert (user.is_admin, user.is_staff, user.is_superuser) == (True, True, True)
    address = EmailAddress.objects.get()
    assert (address.user, address.verified, address.primary) == (user, True, True)


def test_created_user_cannot_be_staff_by_itself(db: None) -> None:
    user = User.objects.create_user("jane", is_staff=True, is_superuser=True)

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_complete_new_user_again_changes_nothing(candidate: User) -> None:
    profile = candidate.profile
    tokens = set(PersonToken.objects.values_list("pk", "token"))

    assert complete_new_user(candidate) == profile

    assert set(PersonToken.objects.values_list("pk", "token")) == tokens


@pytest.mark.parametrize(
    ("is_admin", "is_member", "flags"),
    [
        (False, False, (False, False)),
        (False, True, (True, False)),
        (True, False, (True, True)),
        (True, True, (True, True)),
    ],
)
def test_flags_follow_from_admin_and_membership(
    candidate: User,
    make_company: Callable[..., Any],
    is_admin: bool,
    is_member: bool,
    flags: tuple[bool, bool],
) -> None:
    candidate.is_admin = is_admin
    if is_member:
        make_company(owner=candidate)

    derive_staff_flags(candidate)

    candidate.refresh_from_db()
    assert (candidate.is_staff, candidate.is_superuser) == flags


@pytest.mark.parametrize("field", ["username", "email"])
def test_names_are_unique_in_any_case(candidate: User, field: str) -> None:
    values = {"username": "other", "email": "other@example.com"}
    values[field] = getattr(candidate, field).upper()

    with pytest.raises(IntegrityError), transaction.atomic():
        User(**values).save()


def test_many_accounts_have_no_address(db: None) -> None:
    User.objects.create_user("one")
    User.objects.create_user("two")

    assert User.objects.filter(email="").count() == 2


def test_confirm_address_makes_it_the_only_primary_one(candidate: User) -> None:
    candidate.email = "new@example.com"
    candidate.save()

    confirm_address(candidate)

    found = EmailAddress.objects.filter(user=candidate, primary=True)
    assert [(a.email, a.verified) for a in found] == [("new@example.com", True)]


def test_rebuild_tokens_drops_what_no_longer_holds(make_user: Callable[..., User]) -> None:
    user = make_user("p1", first_name="Jane", last_name="Doerr")
    user.last_name = "Zimmermann"
    user.save()

    rebuild_tokens([user])

    assert list(User.objects.matching("jane zimmer")) == [user]
    assert not User.objects.matching("doerr").exists()


def test_rebuild_tokens_costs_the_same_for_many(
    make_user: Callable[..., User], django_assert_max_num_queries: Any
) -> None:
    people = [make_user(first_name=f"Name{n}") for n in range(20)]
    for user in people:
        user.first_name = "Another"

    with django_assert_max_num_queries(4):
        rebuild_tokens(people)


def test_rebuild_keeps_the_tokens_of_people_who_cannot_be_read(
    candidate: User, settings: Any
) -> None:
    before = set(PersonToken.objects.values_list("token", flat=True))
    settings.ENCRYPTION_KEYS = ["another-key"]

    rebuild_all_tokens()

    assert set(PersonToken.objects.values_list("token", flat=True)) == before


def test_rebuild_all_goes_over_everybody_and_is_registered(
    candidate: User, other_candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.services.accounts._CHUNK", 1)
    PersonToken.objects.all().delete()

    assert blind_index.rebuild_all() >= 1

    assert list(User.objects.matching("carla")) == [candidate]
    assert list(User.objects.matching("otto")) == [other_candidate]

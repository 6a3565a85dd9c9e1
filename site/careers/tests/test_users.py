"""Users in the CMS: found although their names are encrypted, and given groups alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from people.models import User
from people.services import rebuild_tokens

pytestmark = pytest.mark.django_db

INDEX = "/cms/users/"
Make = Callable[..., Any]


@pytest.mark.parametrize(
    "text", ["carla", "CANDIDATE", "candidate@example.com", "Carla Candidate", "+49 40 1234567"]
)
def test_search_finds_a_person_by_name_address_and_phone(
    cms: Client, candidate: User, other_candidate: User, text: str
) -> None:
    User.objects.filter(pk=other_candidate.pk).update(username="otto", email="otto@example.org")
    other_candidate.refresh_from_db()
    candidate.phone_number = "+49 40 1234567"
    candidate.save()
    rebuild_tokens([candidate, other_candidate])

    response = cms.get(INDEX, {"q": text})

    assert list(response.context["users"]) == [candidate]


@pytest.mark.parametrize("text", ['"', "%", "x" * 500, "zzz"])
def test_search_for_what_is_not_there_is_an_empty_list(cms: Client, text: str) -> None:
    response = cms.get(INDEX, {"q": text})

    assert response.status_code == 200
    assert list(response.context["users"]) == []


@pytest.mark.parametrize("ordering", ["name", "-name", "username", "-username", "last_login"])
def test_list_can_be_ordered_by_what_it_offers(cms: Client, candidate: User, ordering: str) -> None:
    assert cms.get(INDEX, {"ordering": ordering}).status_code == 200


def test_edit_gives_groups_and_changes_nothing_of_the_person(cms: Client, candidate: User) -> None:
    editors = Group.objects.create(name="Editors of the test")
    form = {
        "username": "evil",
        "email": "evil@example.com",
        "first_name": "Evil",
        "last_name": "Evil",
        "is_active": "on",
        "is_superuser": "on",
        "password1": "another-password-1",
        "password2": "another-password-1",
        "groups": [editors.pk],
    }
    before = User.objects.get(pk=candidate.pk)

    response = cms.post(reverse("wagtailusers_users:edit", args=[candidate.pk]), form)

    assert response.status_code == 302
    after = User.objects.get(pk=candidate.pk)
    for name in ("username", "email", "first_name", "last_name", "password", "is_superuser"):
        assert getattr(after, name) == getattr(before, name)
    assert list(after.groups.all()) == [editors]


def test_edit_deactivates_an_account(cms: Client, candidate: User) -> None:
    cms.post(reverse("wagtailusers_users:edit", args=[candidate.pk]), {})

    assert not User.objects.get(pk=candidate.pk).is_active


def test_edit_page_is_shown(cms: Client, candidate: User) -> None:
    html = cms.get(reverse("wagtailusers_users:edit", args=[candidate.pk])).content.decode()

    assert "candidate@example.com" in html
    assert "is_superuser" not in html
    assert "password1" not in html


def test_add_makes_a_complete_account_that_is_no_admin(cms: Client) -> None:
    form = {
        "username": "newcomer",
        "email": "",
        "password1": "another-password-1",
        "password2": "another-password-1",
        "is_superuser": "on",
    }

    response = cms.post(reverse("wagtailusers_users:add"), form)

    assert response.status_code == 302
    user = User.objects.get(username="newcomer")
    assert user.profile.pk
    assert not user.is_superuser
    assert user.check_password("another-password-1")


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_an_account_is_refused(cms: Client, candidate: User, method: str) -> None:
    path = reverse("wagtailusers_users:delete", args=[candidate.pk])

    response = getattr(cms, method)(path, follow=True)

    assert "not deleted here" in " ".join(map(str, response.context["messages"]))
    assert User.objects.filter(pk=candidate.pk).exists()


def test_deleting_accounts_in_bulk_is_refused(cms: Client, candidate: User) -> None:
    path = reverse("wagtail_bulk_action", args=["people", "user", "delete"])

    cms.post(f"{path}?id={candidate.pk}&next={INDEX}")

    assert User.objects.filter(pk=candidate.pk).exists()

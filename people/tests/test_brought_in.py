"""People whom administrators brought in come themselves, and from then on look after their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from nexus.core.errors import Conflict, NotAllowed
from people.models import Profile
from people.services.brought_in import bring_in, change_brought_in, send_away, taken_over
from people.tests.conftest import NEW_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import User

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
ADDRESS = "ada@example.com"


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def ada(admin_user: User) -> Profile:
    return bring_in(
        email="Ada@Example.com", full_name=" Ada  Byron ", changes={"city": "Ghent"}, by=admin_user
    )


def test_they_take_the_account_over_by_a_code_to_their_address(
    ada: Profile, admin_user: User, mailed_code: Callable[..., str]
) -> None:
    assert (ada.user.email, ada.user.full_name) == (ADDRESS, "Ada Byron")
    assert not taken_over([ada.user_id])
    browser = Client()

    browser.post(RESET, {"email": ADDRESS})
    browser.post(f"{RESET}confirm/", {"code": mailed_code(ADDRESS)})
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post(f"{RESET}complete/", new)

    ada.user.refresh_from_db()
    assert ada.user.check_password(NEW_PASSWORD)
    # Nobody has signed in yet, but it is theirs.
    assert taken_over([ada.user_id]) == {ada.user_id}
    with pytest.raises(Conflict):
        change_brought_in(ada, names={}, changes={"city": "Hamburg"}, by=admin_user)
    with pytest.raises(Conflict):
        send_away(ada, by=admin_user)
    ada.refresh_from_db()
    assert ada.city == "Ghent"
    browser.post("/accounts/login/", {"login": ADDRESS, "password": NEW_PASSWORD})
    browser.post("/accounts/confirm-email/", {"code": mailed_code(ADDRESS)})
    assert EmailAddress.objects.filter(user=ada.user, verified=True).exists()
    assert browser.get("/accounts/email/").status_code == 200


def test_nobody_signs_up_over_them(ada: Profile) -> None:
    browser = Client()

    browser.post(
        "/accounts/signup/",
        {"email": ADDRESS, "username": "other", "password1": NEW_PASSWORD, "full_name": "X"},
    )

    assert Profile.objects.filter(user__email__iexact=ADDRESS).count() == 1
    ada.user.refresh_from_db()
    assert not ada.user.has_usable_password()


def test_administrators_alone_bring_people_in(owner: User, ada: Profile) -> None:
    with pytest.raises(NotAllowed):
        bring_in(email="b@example.com", full_name="", changes={}, by=owner)
    with pytest.raises(NotAllowed):
        change_brought_in(ada, names={}, changes={"city": "Hamburg"}, by=owner)
    with pytest.raises(NotAllowed):
        send_away(ada, by=owner)


def test_who_was_never_anything_else_goes_without_a_trace(ada: Profile, admin_user: User) -> None:
    pk = ada.user_id

    send_away(ada, by=admin_user)

    assert not Profile.objects.filter(user=pk).exists()
    assert not type(admin_user).objects.filter(pk=pk).exists()

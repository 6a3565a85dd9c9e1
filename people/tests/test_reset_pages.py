"""Password resets on the pages: the code that was mailed last counts, as in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from people.tests.conftest import NEW_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import User

pytestmark = pytest.mark.django_db
BEGIN, CONFIRM, COMPLETE, DONE = (
    f"/accounts/password/reset/{step}" for step in ("", "confirm/", "complete/", "done/")
)
NEW = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def begun(candidate: User, mailed_code: Callable[..., str]) -> Callable[[], tuple[Client, str]]:
    def begin() -> tuple[Client, str]:
        """Ask for a code in a browser of its own; return that browser and the code."""
        browser = Client()
        browser.post(BEGIN, {"email": candidate.email})
        return browser, mailed_code(candidate.email)

    return begin


def has_new_password(user: User) -> bool:
    user.refresh_from_db()
    return user.check_password(NEW_PASSWORD)


def test_the_newest_code_sets_the_password(begun: Any, candidate: User) -> None:
    begun()
    browser, code = begun()

    assert browser.post(CONFIRM, {"code": code})["Location"] == COMPLETE
    assert browser.post(COMPLETE, NEW)["Location"] == DONE
    assert has_new_password(candidate)


def test_an_older_code_is_refused_as_a_wrong_one_is(begun: Any, candidate: User) -> None:
    older, code = begun()
    begun()
    wrong = Client()
    wrong.post(BEGIN, {"email": "nobody@example.com"})

    answer = older.post(CONFIRM, {"code": code})

    assert answer.status_code == 200
    assert "Incorrect code" in answer.text
    assert "Incorrect code" in wrong.post(CONFIRM, {"code": code}).text
    assert older.get(COMPLETE).status_code == 302


def test_an_older_code_that_was_entered_already_sets_no_password(
    begun: Any, candidate: User
) -> None:
    older, code = begun()
    older.post(CONFIRM, {"code": code})
    begun()

    answer = older.post(COMPLETE, NEW, follow=True)

    assert answer.redirect_chain[-1][0] == BEGIN
    assert "A newer code has been mailed." in answer.text
    assert not has_new_password(candidate)


def test_a_code_to_an_address_that_is_theirs_no_more_sets_no_password(
    begun: Any, candidate: User
) -> None:
    browser, code = begun()
    EmailAddress.objects.filter(user=candidate).update(email="new@example.com")
    candidate.email = "new@example.com"
    candidate.save(update_fields=["email"])

    assert "Incorrect code" in browser.post(CONFIRM, {"code": code}).text

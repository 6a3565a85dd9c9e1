"""Accounts that nobody confirmed go after a while; whoever is somebody stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from conftest import PASSWORD
from nexus.core.models import OutgoingMail
from people.models import Profile, User
from people.services.unconfirmed import forget_unconfirmed_accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def abandoned(api: ApiClient) -> User:
    """An account as the API makes it, whose code nobody has entered for 31 days."""
    body = {"username": "gone", "password": PASSWORD, "email": "gone@example.com"}
    answer = api.post("/auth/register/", {**body, "first_name": "G", "last_name": "One"})
    assert answer.status_code == 200
    user: User = User.objects.get(username="gone")
    return aged(user)


def aged(user: User, days: int = 31) -> User:
    User.objects.filter(pk=user.pk).update(date_created=timezone.now() - timedelta(days=days))
    return user


def test_an_account_never_confirmed_goes_with_its_mail_and_its_names(
    abandoned: User, api: ApiClient
) -> None:
    mail = OutgoingMail.objects.get(recipient=abandoned)

    assert forget_unconfirmed_accounts() == 1

    assert not User.objects.filter(pk=abandoned.pk).exists()
    assert not EmailAddress.objects.filter(email="gone@example.com").exists()
    assert not OutgoingMail.objects.filter(pk=mail.pk).exists()
    assert forget_unconfirmed_accounts() == 0


def test_a_younger_one_stays(abandoned: User) -> None:
    aged(abandoned, 29)
    assert forget_unconfirmed_accounts() == 0


def test_no_days_keep_them_all(abandoned: User, settings: Any) -> None:
    settings.UNCONFIRMED_ACCOUNTS_DAYS = 0
    assert forget_unconfirmed_accounts() == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"last_login": timezone.now()},
        {"is_staff": True},
        {"is_admin": True, "is_staff": True, "is_superuser": True},
        {"is_active": False},
    ],
)
def test_whoever_signed_in_works_here_or_is_closed_stays(
    abandoned: User, facts: dict[str, Any]
) -> None:
    User.objects.filter(pk=abandoned.pk).update(**facts)
    assert forget_unconfirmed_accounts() == 0


def test_the_confirmed_and_those_without_an_address_stay(make_user: Callable[..., User]) -> None:
    aged(make_user())
    aged(make_user(email=""))
    assert forget_unconfirmed_accounts() == 0


def test_whoever_has_anything_stays(
    abandoned: User,
    make_application: Callable[..., Any],
    make_company: Callable[..., Any],
    make_user: Callable[..., User],
) -> None:
    make_application(applicant=abandoned)
    owner = make_user(verified=False)
    EmailAddress.objects.create(user=owner, email=owner.email, verified=False)
    make_company().memberships.create(user=aged(owner), role="owner")
    with_cv = make_user(verified=False)
    EmailAddress.objects.create(user=with_cv, email=with_cv.email, verified=False)
    Profile.objects.filter(user=aged(with_cv)).update(resume="profiles/cv.pdf")

    assert forget_unconfirmed_accounts() == 0

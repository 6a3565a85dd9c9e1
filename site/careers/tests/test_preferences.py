"""The CMS follows the language and the time zone of the account."""

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from people.models import User
from people.services import set_preferences

pytestmark = pytest.mark.django_db


def test_cms_is_in_the_language_and_zone_of_the_account(client: Client, admin_user: User) -> None:
    set_preferences(admin_user, language="de", time_zone="Asia/Tokyo")
    client.force_login(admin_user)

    html = client.get("/cms/").content.decode()

    assert '<html lang="de"' in html
    assert UserProfile.objects.get(user=admin_user).preferred_language == ""


def test_what_wagtail_remembers_does_not_contradict(client: Client, admin_user: User) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="fr")
    client.force_login(admin_user)

    assert '<html lang="en"' in client.get("/cms/").content.decode()


def test_cms_asks_for_neither_a_second_time(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)

    html = client.get("/cms/account/").content.decode()

    assert "preferred_language" not in html
    assert "current_time_zone" not in html

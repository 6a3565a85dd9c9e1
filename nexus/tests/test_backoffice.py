"""The front page of the back office, and where each kind of person arrives after signing in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from conftest import PASSWORD
from people.landing import landing_page_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(make_user: Callable[..., User]) -> User:
    user = make_user("editor")
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def front_page(client: Client, user: User) -> str:
    client.force_login(user)
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("candidate", "/"),
        ("owner", "/admin/"),
        ("recruiter", "/admin/"),
        ("viewer", "/admin/"),
        ("editor", "/cms/"),
        ("admin_user", "/admin/"),
    ],
)
def test_person_arrives_where_their_work_is(
    role: str, page: str, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)

    response = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})

    assert response["Location"] == page == landing_page_for(user)


def test_editor_who_is_a_member_of_a_company_arrives_in_the_back_office(
    editor: User, make_company: Callable[..., Company]
) -> None:
    make_company(owner=editor)

    assert landing_page_for(editor) == "/admin/"


def test_person_who_is_signed_in_is_led_on_from_the_login(client: Client, owner: User) -> None:
    client.force_login(owner)

    assert client.get("/accounts/login/?next=/categories/")["Location"] == "/categories/"


@pytest.mark.parametrize("role", ["owner", "viewer", "admin_user", "editor"])
def test_every_link_of_the_front_page_leads_somewhere(
    role: str,
    client: Client,
    company: Company,
    request: pytest.FixtureRequest,
    make_company: Callable[..., Company],
) -> None:
    user: User = request.getfixturevalue(role)
    if role == "editor":
        make_company(owner=user)

    page = front_page(client, user)

    links = set(re.findall(r'href="(/[^"]*)"', page)) - {
        "/static/backoffice/css/main.css",
        "/static/careers/favicon.svg",
    }
    assert {link for link in links if client.get(link, follow=True).status_code != 200} == set()
    assert ("/cms/" in links) == (role in {"admin_user", "editor"})


@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/password_change/done/"])
def test_password_is_changed_in_the_account_and_nowhere_else(
    path: str, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)

    assert client.get(path)["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "https:///evil.example",
        "http://testserver.evil.example/",
        "http://127.0.0.1/",  # another of ALLOWED_HOSTS, yet not the one that was asked
    ],
)
def test_login_leads_to_no_other_host(next_: str, client: Client, candidate: User) -> None:
    form = {"login": "candidate", "password": PASSWORD, "next": next_}

    assert client.post("/accounts/login/", form)["Location"] == "/"

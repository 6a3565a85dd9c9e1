"""Signing up, joining and leaving companies in a real browser, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from conftest import PASSWORD
from nexus.tests.test_account_pages import check, mailed_code, sign_in, submit
from nexus.tests.walking import follow
from people.choices import Role
from people.models import Company, User
from people.services import (
    add_member,
    decline_invitation,
    find_invitation,
    invite,
    plan_company,
    register_company,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PERSON = {
    "first_name": "Nora",
    "last_name": "New",
    "username": "nora",
    "password1": "staple-battery-7",
    "password2": "staple-battery-7",
}


def mailed_link() -> str:
    found = re.search(r"/accounts/invitations/[\w-]+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.fixture
def code_in_folder(tmp_path: Path, settings: Any) -> Callable[[], str]:
    """Have mail land in a folder, as in development; return what reads the newest code there."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "nexus.core.mail_backends.EmlFileBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }

    def newest_code() -> str:
        newest = max(tmp_path.glob("*.eml"))
        message = message_from_bytes(newest.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        found = re.search(r"^(\d{6})$", body.get_content(), re.MULTILINE)
        assert found
        return found[1]

    return newest_code


def sign_up_as_employer(page: Page, code: Callable[[], str] = mailed_code) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("I am hiring for a company").check()
    submit(page, "Sign Up", company_name="Brook & Sons", email="nora@example.com", **PERSON)
    submit(page, "Confirm", code=code())


def test_candidate_signs_up_by_the_mailed_code(
    page: Page, code_in_folder: Callable[[], str]
) -> None:
    page.goto("/accounts/signup/?next=/accounts/")
    company = page.locator("[name=company_name]")
    assert company.is_visible()
    page.get_by_label("I am looking for work").check()
    assert not company.is_visible()
    check(page, "Sign Up")
    submit(page, "Sign Up", email="nora@example.com", **PERSON)

    submit(page, "Confirm", code=code_in_folder())

    check(page, "Email Address")
    assert page.get_by_role("link", name="Team").count() == 0


def test_employer_signs_up_by_the_mailed_code_and_owns_the_company(
    page: Page, company: Company, code_in_folder: Callable[[], str]
) -> None:
    page.goto("/accounts/signup/?as=employer")
    check(page, "Sign Up")
    submit(page, "Sign Up", company_name="acme works", email="nora@example.com", **PERSON)
    check(page, "Sign Up")
    assert page.get_by_text("Ask one of its owners to invite you, or choose").is_visible()

    sign_up_as_employer(page, code_in_folder)

    check(page, "Team of Brook & Sons")
    assert page.get_by_text("You are the only owner").first.is_visible()


def test_name_taken_meanwhile_leads_on(page: Page, rival: User, candidate: User) -> None:
    plan_company("Brook", by=candidate)
    register_company("Brook", by=rival)
    sign_in(page, candidate)
    follow(page.get_by_role("link", name="Your company"))
    check(page, "Register a company")
    submit(page, "Register the company")
    check(page, "Register a company")

    submit(page, "Register the company", company_name="Brook (Leeds)")

    check(page, "Team of Brook (Leeds)")


def test_new_person_accepts_an_invitation(page: Page, owner: User, company: Company) -> None:
    sign_in(page, owner)
    follow(page.get_by_role("link", name="Team"))
    check(page, "Team of Acme Works")
    submit(page, "Send the invitation", email="nobody")
    check(page, "Team of Acme Works")
    page.get_by_label("Viewer: reads jobs and applications").check()
    submit(page, "Send the invitation", email="nora@example.com")
    check(page, "Team of Acme Works")
    page.context.clear_cookies()

    page.goto(mailed_link())
    check(page, "Join Acme Works")
    follow(page.get_by_role("link", name="Create an account and join"))
    check(page, "Create an account and join Acme Works")
    submit(page, "Create account and join", first_name="Nora")
    check(page, "Create an account and join Acme Works")
    submit(page, "Create account and join", **PERSON)

    check(page, "Team of Acme Works")
    assert page.get_by_text("Your role here: Viewer").is_visible()


def test_existing_person_signs_in_and_accepts(
    page: Page, owner: User, company: Company, candidate: User, other_candidate: User
) -> None:
    invite(company, candidate.email, role=Role.RECRUITER, by=owner)
    link = mailed_link()
    sign_in(page, other_candidate)
    page.goto(link)
    check(page, "Join Acme Works")
    submit(page, "Sign out and go on")
    check(page, "Join Acme Works")
    follow(page.get_by_role("link", name="Sign in to accept"))
    submit(page, "Sign In", login="candidate", password=PASSWORD)
    check(page, "Join Acme Works")

    submit(page, "Accept")

    check(page, "Team of Acme Works")
    assert page.get_by_text("You are a member of Acme Works now.").is_visible()


def test_owner_changes_removes_and_leaves(
    page: Page, owner: User, company: Company, candidate: User, viewer: User
) -> None:
    add_member(company, candidate, role=Role.VIEWER, by=owner)
    sign_in(page, owner)
    page.goto("/accounts/team/")
    page.get_by_label("Role of Carla Candidate").select_option("owner")
    follow(page.get_by_role("button", name="Change role of Carla Candidate"))
    check(page, "Team of Acme Works")
    follow(page.get_by_role("link", name="Remove viewer"))
    check(page, "Remove viewer from Acme Works?")
    submit(page, "Remove")
    check(page, "Team of Acme Works")
    follow(page.get_by_role("link", name="Leave …"))
    check(page, "Leave Acme Works?")

    submit(page, "Leave")

    check(page, "Email Address")
    assert [m.user for m in company.memberships.all()] == [candidate]


def test_other_pages_of_membership_are_accessible(
    page: Page,
    owner: User,
    company: Company,
    candidate: User,
    make_company: Callable[..., Company],
) -> None:
    add_member(make_company("Brook", owner=candidate), owner, role=Role.VIEWER, by=candidate)
    invite(company, "over@example.com", role=Role.VIEWER, by=owner)
    over = mailed_link()
    found = find_invitation(over.split("/")[-2])
    assert found
    decline_invitation(found)
    invite(company, "nora@example.com", role=Role.OWNER, by=owner)
    link = mailed_link()

    page.goto("/accounts/invitations/forged/")
    check(page, "This link is not valid")
    page.goto(over)
    check(page, "Invitation to join Acme Works")
    page.goto(link)
    submit(page, "Decline")
    check(page, "Invitation declined")
    sign_in(page, owner)
    page.goto("/accounts/team/")
    check(page, "Your teams")
    follow(page.get_by_role("link", name="Acme Works"))
    check(page, "Team of Acme Works")
    page.goto("/accounts/team/acme-works/leave/")
    check(page, "Leave Acme Works?")


def test_everything_works_without_scripts(
    browser: Browser, live_server: Any, candidate: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_up_as_employer(page)
    submit(page, "Send the invitation", email=candidate.email)
    link = mailed_link()
    submit(page, "Send again to candidate@example.com")
    context.clear_cookies()
    page.goto(link)
    assert page.get_by_role("heading", level=1).inner_text() == "This link is not valid"
    page.goto(mailed_link())
    follow(page.get_by_role("link", name="Sign in to accept"))
    submit(page, "Sign In", login="candidate", password=PASSWORD)
    submit(page, "Accept")
    follow(page.get_by_role("link", name="Leave …"))

    submit(page, "Leave")

    assert page.get_by_text("You have left Brook & Sons.").is_visible()
    assert Company.objects.get().memberships.get().user.username == "nora"
    context.close()

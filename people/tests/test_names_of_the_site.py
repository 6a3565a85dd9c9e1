"""Whoever gives the site another name reads it everywhere, and ours nowhere."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nexus.core import brand
from nexus.core.brand import Brand
from people.mails import invite
from people.models import AuditEntry, Company, Invitation, User
from people.services.access import looker

pytestmark = pytest.mark.django_db

NAME = "Hafen & Söhne"
TEXTS = [
    "account/email/base_message.txt",
    "account/email/email_confirmation_signup_subject.txt",
    "emails/member_removed.txt",
    "people/archive_readme.txt",
]


@pytest.fixture(autouse=True)
def _another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brand, "_providers", [lambda: Brand(NAME)])


@pytest.fixture
def facts(candidate: User) -> dict[str, Any]:
    return {
        "current_site": SimpleNamespace(domain="jobs.example.com"),
        "inviter": candidate,
        "recipient": candidate,
        "person": candidate,
        "company": SimpleNamespace(name="Acme"),
        "invitation": SimpleNamespace(role="viewer", invited_by=candidate),
        "made_at": timezone.now(),
    }


@pytest.mark.parametrize("template", TEXTS)
def test_mails_and_files_name_the_site_as_it_is_called(
    template: str, facts: dict[str, Any]
) -> None:
    text = render_to_string(template, facts)

    assert NAME in text
    assert "Nexus" not in text


def test_an_invitation_names_the_site_as_it_is_called(company: Company, candidate: User) -> None:
    invitation = Invitation(
        company=company, email="new@example.com", role="viewer", expires_at=timezone.now()
    )

    mail = invite(invitation, "token")

    assert NAME in mail.subject
    assert NAME in mail.text_body
    assert "Nexus" not in mail.subject + mail.text_body


def test_page_of_an_invitation_names_the_site_as_it_is_called(facts: dict[str, Any]) -> None:
    html = render_to_string("account/snippets/invitation_offer.html", facts)

    assert "on Hafen &amp; Söhne" in html


def test_the_name_of_an_admin_who_looked_is_that_of_the_site(admin_user: User) -> None:
    with translation.override("en"):
        assert looker(AuditEntry(actor=admin_user)) == f"{NAME}, by an administrator"


def test_page_of_a_failure_names_nobody() -> None:
    assert "Nexus" not in render_to_string("500.html")

"""What a company says of itself, shown as candidates will see it before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from careers.services import ensure_site_tree
from people.models import Company, User
from people.tests.test_admin import company_form
from people.tests.test_held_logos import logo

pytestmark = pytest.mark.django_db

LIST = "/admin/people/company/"
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _tree() -> None:
    ensure_site_tree()


def test_preview_shows_what_was_typed_with_the_open_jobs_and_saves_nothing(
    client: Client, owner: User, company: Company, make_job: Make
) -> None:
    make_job(company=company, title="Night watch")
    client.force_login(owner)
    sent = company_form(
        name="Acme Tools", description="We make <b>tools</b>.", website="no address"
    )

    page = client.post(f"{LIST}{company.pk}/preview/", {**sent, "logo_file": logo()})

    text = page.content.decode()
    for words in ("Acme Tools", "We make &lt;b&gt;tools", "Bonn", "Night watch"):
        assert words in text, words
    assert 'src="data:image/' in text
    assert "no-store" in page.headers["Cache-Control"]
    company.refresh_from_db()
    assert (company.name, company.description, bool(company.logo)) == ("Acme Works", "", False)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "\0", "answer_days": "x", "held_logo": "x"},
        {"name": "x" * 5000, "website": "javascript:alert(1)", "remove_logo": "on"},
    ],
)
def test_preview_of_a_new_company_bears_anything(
    client: Client, admin_user: User, sent: dict[str, str]
) -> None:
    client.force_login(admin_user)

    page = client.post(f"{LIST}preview/", sent)

    assert page.status_code == 200
    assert "javascript:alert" not in page.content.decode()
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("recruiter", 404), ("viewer", 404), ("rival", 404), ("candidate", 302)],
)
def test_preview_is_for_those_who_may_write_it(
    role: str,
    status: int,
    client: Client,
    owner: User,
    company: Company,
    rival_company: Company,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    answer = client.post(f"{LIST}{company.pk}/preview/", company_form())

    assert answer.status_code in {status, 403 if role == "candidate" else status}
    if role != "admin_user":
        assert client.post(f"{LIST}preview/", company_form()).status_code in {302, 403, 404}
    assert client.get(f"{LIST}{company.pk}/preview/").status_code in {302, 403, 405}

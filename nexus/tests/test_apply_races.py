"""The same application sent twice at the same instant: over HTTP, in threads of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from hiring.models import Application, ApplicationDraft
from hiring.tests.conftest import PDF, make_cv
from nexus.core.models import OutgoingMail
from nexus.tests.test_contract_races import at_once
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 4


@pytest.fixture
def address(make_job: Callable[..., Job]) -> str:
    return f"{make_job(title='Ward nurse').get_absolute_url()}apply/"


def as_browser(client: Client, path: str, data: Callable[[], dict[str, Any]]) -> Any:
    """Return a call that posts to `path` as the same browser as `client`."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def call(other: Client) -> Any:
        for name, value in cookies.items():
            other.cookies[name] = value
        return other.post(path, data())

    return call


def visitors_form() -> dict[str, Any]:
    return {
        "full_name": "Ada Byron",
        "email": "ada@example.com",
        "cover_letter": "Dear all",
        "consent": "on",
        "resume": make_cv("ada.pdf"),
    }


def locations(answers: list[Any]) -> list[tuple[int, str]]:
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]


def assert_sent_once() -> Application:
    application = Application.objects.get()
    assert application.cover_letter == "Dear all"
    with application.resume.open("rb") as file:
        assert file.read() == PDF
    return application


def test_a_form_sent_several_times_at_once_makes_one_application(
    client: Client, address: str, candidate: User
) -> None:
    client.force_login(candidate)
    client.get(address)

    answers = at_once(*[as_browser(client, address, visitors_form)] * TRIES)

    assert locations(answers) == [(302, f"{address}sent/")] * TRIES
    application = assert_sent_once()
    assert application.reference in client.get(f"{address}sent/").content.decode()
    assert OutgoingMail.objects.filter(kind="application_received").count() == 1


def test_a_visitors_form_sent_several_times_at_once_is_kept_once(
    client: Client, address: str
) -> None:
    client.get(address)

    answers = at_once(*[as_browser(client, address, visitors_form)] * TRIES)

    assert locations(answers) == [(302, f"{address}code/")] * TRIES
    draft = ApplicationDraft.objects.get()
    assert draft.resume_name == "ada.pdf"
    assert not Application.objects.exists()
    # Of several codes the newest is good, so that the last mail sends the application.
    assert client.post(f"{address}code/", {"code": newest_code()}).status_code == 302
    assert_sent_once()


def test_a_code_sent_several_times_at_once_makes_one_account_and_one_application(
    client: Client, address: str
) -> None:
    client.get(address)
    client.post(address, visitors_form())
    code = newest_code()
    people = User.objects.count()

    answers = at_once(*[as_browser(client, f"{address}code/", lambda: {"code": code})] * TRIES)

    assert locations(answers) == [(302, f"{address}sent/")] * TRIES
    application = assert_sent_once()
    assert User.objects.count() == people + 1
    assert application.reference in client.get(f"{address}sent/").content.decode()


def newest_code() -> str:
    mail = OutgoingMail.objects.filter(kind="application_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text_body, re.MULTILINE)
    assert found
    return found[1]

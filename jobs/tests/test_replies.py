"""Prepared replies: who writes them, where they are offered, and the mail seen before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jobs.models import PreparedReply
from jobs.services.replies import delete_reply, write_reply
from nexus.core.errors import Invalid, NotAllowed
from nexus.core.models import OutgoingMail
from people.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db
LIST = "/admin/jobs/preparedreply/"
DECLINE = "/admin/jobs/job/decline/"


@pytest.fixture(autouse=True)
def _nothing_prepared(db: None) -> None:
    PreparedReply.objects.all().delete()


def prepared(title: str = "Fraud", text: str = "It asks for money.", **more: str) -> PreparedReply:
    facts = {"decision": "decline", "language": "en", **more}
    return PreparedReply.objects.create(title=title, text=text, **facts)


@pytest.fixture
def waiting(make_job: Callable[..., Job], company: Company) -> Job:
    return make_job(company=company, status="in_review", title="Easy money")


@pytest.fixture
def as_admin(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def test_administrators_write_change_and_delete_replies_and_all_of_it_is_noted(
    as_admin: Client,
) -> None:
    typed = {"decision": "decline", "language": "en", "title": " Fraud ", "text": "No\n fees"}
    as_admin.post(f"{LIST}add/", typed)
    reply = PreparedReply.objects.get()
    assert (reply.title, reply.text) == ("Fraud", "No fees")
    as_admin.post(f"{LIST}{reply.pk}/change/", {**typed, "text": "No fees at all"})
    as_admin.post(f"{LIST}{reply.pk}/delete/", {"post": "yes"})

    assert not PreparedReply.objects.exists()
    acts = AuditEntry.objects.filter(thing=f"preparedreply:{reply.pk}").order_by("pk")
    assert [entry.act for entry in acts] == ["added", "changed", "deleted"]


def test_a_second_one_of_a_title_is_refused_and_what_was_typed_stays(as_admin: Client) -> None:
    prepared()
    typed = {"decision": "decline", "language": "en", "title": "Fraud", "text": "Other words"}

    page = as_admin.post(f"{LIST}add/", typed).text

    assert "There is one of this title for this already." in page
    assert "Other words" in page


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_nobody_else_sees_or_writes_them(
    client: Client, role: str, request: pytest.FixtureRequest
) -> None:
    user, reply = request.getfixturevalue(role), prepared()
    client.force_login(user)

    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}add/", {"title": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        write_reply(reply, by=user)
    with pytest.raises(NotAllowed):
        delete_reply(reply, by=user)


def test_too_long_a_reply_is_refused(admin_user: User) -> None:
    reply = PreparedReply(decision="decline", language="en", title="Fraud", text="x" * 301)

    with pytest.raises(Invalid) as refused:
        write_reply(reply, by=admin_user)

    assert list(refused.value.details) == ["text"]


def test_the_language_of_the_company_is_offered_first(
    as_admin: Client, waiting: Job, owner: User
) -> None:
    prepared("Betrug", language="de")
    prepared("Fraud")
    prepared("For sending back", decision="send_back")
    owner.language = "de"
    owner.save()

    page = as_admin.get(DECLINE, {"ids": waiting.pk}).text

    assert page.index("Betrug") < page.index("Fraud")
    assert "For sending back" not in page


def test_without_scripts_a_button_puts_the_reply_into_the_reason(
    as_admin: Client, waiting: Job
) -> None:
    reply = prepared()

    page = as_admin.post(DECLINE, {"ids": waiting.pk, "reply": reply.pk, "_use": "1"})

    assert page.context["form"]["note"].value() == "It asks for money."
    waiting.refresh_from_db()
    assert waiting.status == "in_review"
    for wrong in ("", "x", "9" * 30, "0"):
        typed = {"ids": waiting.pk, "reply": wrong, "note": "Typed", "_use": "1"}
        assert as_admin.post(DECLINE, typed).context["form"]["note"].value() == "Typed"


def test_the_mail_is_seen_as_its_reader_gets_it_and_nothing_is_sent(
    as_admin: Client, waiting: Job, owner: User
) -> None:
    owner.first_name = "Zelda"
    owner.save()
    typed = {"ids": waiting.pk, "note": "It asks for money.", "_preview": "1"}

    page = as_admin.post(DECLINE, typed).text

    assert "The mail to Zelda" in page
    assert "We do not accept “Easy money”" in page
    assert not OutgoingMail.objects.exists()
    waiting.refresh_from_db()
    assert waiting.status == "in_review"

    as_admin.post(DECLINE, {key: typed[key] for key in ("ids", "note")})
    sent = OutgoingMail.objects.get()
    assert sent.subject in page


def test_a_company_that_takes_its_own_job_back_is_offered_neither(
    client: Client, waiting: Job, owner: User
) -> None:
    prepared("For sending back", decision="send_back")
    client.force_login(owner)
    path = "/admin/jobs/job/send_back/"

    page = client.post(path, {"ids": waiting.pk, "_preview": "1"}).text

    assert "For sending back" not in page
    assert "Preview the mail" not in page


def test_a_decision_leads_to_the_next_in_the_queue(
    as_admin: Client, waiting: Job, make_job: Callable[..., Job], company: Company
) -> None:
    later = make_job(company=company, status="in_review")
    page = as_admin.get("/admin/review/")
    first, last = page.context["waiting"]
    assert (first.job, last.job) == (waiting, later)
    assert first.next_url == f"/admin/review/#job-{later.pk}"
    assert last.next_url == "/admin/review/"

    done = as_admin.post(DECLINE, {"ids": waiting.pk, "note": "Fraud", "next": first.next_url})

    assert done["Location"] == first.next_url

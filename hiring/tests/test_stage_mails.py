"""What a company decides about the mails of the stages: none of one, and a rejection that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import Application, Batch, StageMail
from hiring.services import MailText, move_application, move_applications, undo_batch
from hiring.services.stage_mails import set_stage_rules
from hiring.stage_rules import Rule
from nexus.core.errors import Invalid, Missing, NotAllowed
from nexus.core.models import MailState, OutgoingMail
from people.models import AuditEntry, Company, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

_PENDING, REVIEWED, SHORTLISTED, REJECTED, HIRED = ApplicationStatus
PAGE = "/admin/mail-texts/stages/"


@pytest.fixture
def waits_two_days(company: Company, owner: User) -> None:
    set_stage_rules(company, {REJECTED: Rule(delay_hours=48)}, by=owner)


def owed() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="application_status").order_by("pk"))


def test_a_stage_that_is_off_is_told_to_nobody(
    application: Application, company: Company, owner: User
) -> None:
    set_stage_rules(company, {REVIEWED: Rule(is_off=True)}, by=owner)

    move_application(application, REVIEWED, by=owner)
    assert owed() == []
    move_application(application, SHORTLISTED, by=owner)
    assert len(owed()) == 1


def test_what_somebody_writes_is_sent_all_the_same(
    application: Application, company: Company, owner: User
) -> None:
    set_stage_rules(company, {REVIEWED: Rule(is_off=True)}, by=owner)

    move_application(application, REVIEWED, by=owner, mail=MailText("Hello", "We read it."))

    assert [mail.subject for mail in owed()] == ["Hello"]


@pytest.mark.usefixtures("waits_two_days")
def test_a_rejection_waits_and_can_be_undone_until_then(
    application: Application, owner: User
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        move_application(application, REJECTED, by=owner)
        [mail] = owed()
        assert mail.not_before == start + timedelta(hours=48)
        clock.shift(timedelta(hours=47))
        undo_batch(Batch.objects.get(), by=owner)

    mail.refresh_from_db()
    application.refresh_from_db()
    assert (mail.state, application.status) == (MailState.CANCELLED, "pending")


@pytest.mark.usefixtures("waits_two_days")
def test_whoever_is_moved_back_gets_no_rejection(application: Application, owner: User) -> None:
    move_application(application, REJECTED, by=owner)
    move_application(application, REVIEWED, by=owner)

    rejection, news = owed()
    assert (rejection.state, news.state) == (MailState.CANCELLED, MailState.QUEUED)


@pytest.mark.usefixtures("waits_two_days")
def test_companies_wait_each_as_they_have_it(
    application: Application,
    make_application: Callable[..., Application],
    make_company: Callable[..., Company],
    make_job: Callable[..., Any],
    admin_user: User,
) -> None:
    other = make_application(job=make_job(company=make_company("Elsewhere")))
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        move_applications([application.pk, other.pk], REJECTED, by=admin_user)

    waits = {mail.recipient_id: mail.not_before - start for mail in owed()}
    assert waits == {
        application.applicant_id: timedelta(hours=48),
        other.applicant_id: timedelta(minutes=10),
    }


@pytest.mark.parametrize("rules", [{REJECTED: Rule(False, 169)}, {HIRED: Rule(False, 1)}])
def test_only_rejections_wait_and_for_a_week_at_most(
    rules: dict[str, Rule], company: Company, owner: User
) -> None:
    with pytest.raises(Invalid) as refused:
        set_stage_rules(company, rules, by=owner)
    assert list(refused.value.details) == ["delay_hours"]
    assert not StageMail.objects.exists()


def test_owners_and_administrators_decide(
    company: Company, recruiter: User, rival: User, admin_user: User
) -> None:
    with pytest.raises(NotAllowed):
        set_stage_rules(company, {HIRED: Rule(True)}, by=recruiter)
    with pytest.raises(Missing):
        set_stage_rules(company, {HIRED: Rule(True)}, by=rival)
    set_stage_rules(company, {HIRED: Rule(True)}, by=admin_user)

    entry = AuditEntry.objects.get(thing_kind="company", act="changed")
    assert entry.details == {"mail_hired": ["on", "off"]}


def test_page_shows_and_saves_what_holds(client: Client, company: Company, owner: User) -> None:
    client.force_login(owner)
    sent = {"reviewed": "on", "shortlisted": "on", "hired": "on", "rejected_hours": "24"}

    answer = client.post(f"{PAGE}?company={company.pk}", sent, follow=True)

    assert "The mails of the stages are saved." in answer.content.decode()
    rejected = StageMail.objects.get()
    assert (rejected.status, rejected.is_off, rejected.delay_hours) == ("rejected", True, 24)
    assert 'value="24"' in answer.content.decode()


@pytest.mark.parametrize("hours", ["169", "-1", "soon", ""])
def test_page_says_beside_the_field_what_is_wrong(
    hours: str, client: Client, company: Company, owner: User
) -> None:
    client.force_login(owner)

    answer = client.post(f"{PAGE}?company={company.pk}", {"rejected_hours": hours})

    assert 'class="errorlist"' in answer.content.decode()
    assert not StageMail.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("recruiter", 403), ("rival", 404)])
@pytest.mark.usefixtures("rival_company")
def test_page_is_for_the_owners_of_the_company(
    role: str,
    status: int,
    client: Client,
    company: Company,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(f"{PAGE}?company={company.pk}").status_code == status

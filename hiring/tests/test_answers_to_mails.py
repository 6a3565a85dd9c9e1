"""Where candidates' answers to the mails of a company go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiring.choices import ApplicationStatus
from hiring.services import (
    MailText,
    invite_to_apply,
    mail_applicants,
    move_application,
    submit_application,
    withdraw_application,
)
from nexus.core.models import OutgoingMail
from people.models import Company, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from hiring.models import Application
    from jobs.models import Job
    from people.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "people@acme.example"


@pytest.fixture
def answering(company: Company) -> Company:
    company.reply_address = ADDRESS
    company.save(update_fields=["reply_address"])
    return company


def test_whatever_a_company_writes_to_candidates_is_answered_to_its_address(
    answering: Company, make_job: Callable[..., Job], candidate: User, owner: User
) -> None:
    job, other = make_job(company=answering), make_job(company=answering)
    Profile.objects.filter(user=candidate).update(
        is_profile_public=True, is_available_for_hire=True
    )
    profile = Profile.objects.select_related("user").get(user=candidate)

    application = submit_application(job, applicant=candidate, cover_letter="Hello")
    move_application(application, ApplicationStatus.SHORTLISTED, by=owner)
    mail_applicants([application.pk], MailText("Hello", "When can you come?"), by=owner)
    withdraw_application(application, by=candidate)
    invite_to_apply(profile, other, by=owner, message="Come to us.")

    told = dict(OutgoingMail.objects.filter(recipient=candidate).values_list("kind", "reply_to"))

    assert told == dict.fromkeys(
        [
            "application_received",
            "application_status",
            "application_message",
            "application_withdrawn",
            "job_invitation",
        ],
        ADDRESS,
    )
    to_team = OutgoingMail.objects.filter(recipient=owner).values_list("reply_to", flat=True)
    assert set(to_team) == {""}


@pytest.mark.parametrize(
    ("address", "shown"), [(ADDRESS, ADDRESS), ("", "the address of this site")]
)
def test_who_writes_sees_where_the_answers_go(
    client: Client,
    application: Application,
    company: Company,
    recruiter: User,
    address: str,
    shown: str,
) -> None:
    Company.objects.filter(pk=company.pk).update(reply_address=address)
    client.force_login(recruiter)
    typed = {"subject": "Hello", "body": "When can you come?", "ids": str(application.pk)}

    page = client.post("/admin/hiring/application/act/write/", {**typed, "_preview": "1"}).text

    assert f'Answers go to <span class="quiet">{shown}</span>' in page

"""The queue of jobs in review, and what their companies hear of the outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import services
from jobs.models import Job
from jobs.services.review import jobs_in_review
from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from django.test import Client

    from people.models import Company, User

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/"
MakeJob = Callable[..., Job]


@pytest.fixture
def as_admin(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_only_administrators_see_the_queue(
    client: Client, company: Company, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))

    assert client.get(QUEUE).status_code == 403
    assert QUEUE not in client.get("/admin/").text


def test_queue_names_what_speaks_against_a_job(
    as_admin: Client, make_job: MakeJob, company: Company
) -> None:
    make_job(company=company, title="Easy money", status="in_review", company_description="")
    make_job(company=company, title="Not in review", status="draft")

    page = as_admin.get(QUEUE).text

    assert "Look closely" in page
    assert "It promises quick or easy money." in page
    assert "not verified" in page
    assert "Not in review" not in page


def test_empty_queue_says_what_will_stand_there(as_admin: Client) -> None:
    assert "Nothing waits" in as_admin.get(QUEUE).text


def test_queue_counts_waiting_from_when_it_was_sent_and_not_from_a_later_change(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = services.send_to_review(make_job(company=company, status="draft"), by=owner)
    sent = job.versions.get(status="in_review")
    long_ago = timezone.now() - timedelta(days=3)
    type(sent).objects.filter(pk=sent.pk).update(at=long_ago)
    services.update_job(job, by=owner, title="Changed while it waits")

    assert jobs_in_review().get().waits_since == long_ago


def test_queue_costs_the_same_for_many(
    as_admin: Client, make_job: MakeJob, company: Company
) -> None:
    spent = []
    for number in (10, 30):
        for _ in range(number):
            make_job(company=company, status="in_review")
        as_admin.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            assert as_admin.get(QUEUE).text.count("<article") == min(number, 20)
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_approving_from_the_queue_leads_back_to_it_and_tells_the_owners(
    as_admin: Client, make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="in_review")

    answer = as_admin.post("/admin/jobs/job/approve/", {"ids": job.pk, "next": QUEUE})

    assert answer["Location"] == QUEUE
    job.refresh_from_db()
    assert job.status == "open"
    mail = OutgoingMail.objects.get(kind="job_approved")
    assert mail.recipient == owner


def test_what_the_company_has_changed_since_is_not_approved_unseen(
    as_admin: Client, make_job: MakeJob, company: Company, owner: User
) -> None:
    job = services.send_to_review(make_job(company=company, status="draft"), by=owner)
    [shown] = as_admin.get(QUEUE).context["waiting"]
    assert f'name="seen" value="{shown.job.last_version}"' in as_admin.get(QUEUE).text
    services.update_job(job, by=owner, title="Easy money")
    typed = {"ids": job.pk, "next": QUEUE, "seen": shown.job.last_version}

    refused = as_admin.post("/admin/jobs/job/approve/", typed, follow=True)

    assert "This job has been changed since you looked at it." in refused.text
    job.refresh_from_db()
    assert job.status == "in_review"
    as_admin.post("/admin/jobs/job/approve/", {**typed, "seen": typed["seen"] + 1})
    job.refresh_from_db()
    assert job.status == "open"


@pytest.mark.parametrize("step", ["send_back", "decline"])
def test_what_the_company_has_mended_since_is_not_held_against_it_unseen(
    as_admin: Client, make_job: MakeJob, company: Company, owner: User, step: str
) -> None:
    job = services.send_to_review(make_job(company=company, status="draft"), by=owner)
    [shown] = as_admin.get(QUEUE).context["waiting"]
    path = f"/admin/jobs/job/{step}/?ids={job.pk}&seen={shown.job.last_version}"
    assert path in as_admin.get(QUEUE).text.replace("&amp;", "&")
    services.update_job(job, by=owner, title="Nurse on the night shift")
    asked = as_admin.get(path)
    typed = {"ids": job.pk, "note": "Say which shift it is.", "next": QUEUE}

    refused = as_admin.post(path, {**typed, "seen": asked.context["seen"]})

    assert "This job has been changed since you looked at it." in refused.text
    assert "Say which shift it is." in refused.text
    job.refresh_from_db()
    assert job.status == "in_review"
    assert not OutgoingMail.objects.exists()
    as_admin.post(path, {**typed, "seen": refused.context["seen"]})
    job.refresh_from_db()
    assert job.status == ("draft" if step == "send_back" else "closed")


def test_sending_back_needs_a_reason_which_the_owners_read(
    as_admin: Client, make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="in_review")
    path = "/admin/jobs/job/send_back/"

    refused = as_admin.post(path, {"ids": job.pk, "note": " ", "next": QUEUE})
    assert "the company reads it" in refused.text
    assert not OutgoingMail.objects.exists()

    as_admin.post(path, {"ids": job.pk, "note": "Say who you are.", "next": QUEUE})
    job.refresh_from_db()
    mail = OutgoingMail.objects.get(kind="job_sent_back")
    assert (job.status, mail.recipient) == ("draft", owner)
    assert "Say who you are." in mail.text_body
    assert f"/admin/jobs/job/{job.pk}/change/" in mail.text_body
    assert job.versions.filter(note="Say who you are.", status="draft").exists()


def test_a_company_that_takes_its_job_back_needs_no_reason_and_gets_no_mail(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="in_review")

    services.send_back_job(job, by=owner)

    assert not OutgoingMail.objects.exists()


def test_nothing_is_written_where_the_reason_is_missing(
    make_job: MakeJob, company: Company, admin_user: User
) -> None:
    job = make_job(company=company, status="in_review")

    with pytest.raises(Invalid):
        services.send_back_job(job, by=admin_user)

    job.refresh_from_db()
    assert job.status == "in_review"

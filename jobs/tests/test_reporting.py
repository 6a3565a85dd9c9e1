"""Reports of jobs: who may make them, what is kept of them, and what administrators do with them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import services
from jobs.choices import VersionAction
from jobs.models import Job, JobReport
from jobs.own_data import JOBS
from jobs.services import TransitionNotAllowed, decline_job
from jobs.services.reported import reported_jobs
from jobs.services.reporting import (
    ask_company,
    dismiss_reports,
    forget_old_reports,
    rebuild_report_tokens,
    report_job,
)
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.models import OutgoingMail
from people.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from people.models import Company, User

    MakeJob = Callable[..., Job]

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/reported/"


def report(job: Job, number: int = 1, **more: Any) -> bool:
    facts: dict[str, Any] = {"reason": "fraud", "by": None, "caller": f"192.0.2.{number}"}
    return report_job(job, **{**facts, **more})


# --- making one ------------------------------------------------------------------------------------


def test_the_same_person_reports_a_job_once(
    make_job: MakeJob, candidate: User, company: Company
) -> None:
    job, other = make_job(company=company), make_job(company=company)

    assert report(job, 1)
    assert not report(job, 1, reason="filled")
    assert report(job, 1, email="ada@example.org")
    assert not report(job, 2, email="Ada@example.org")
    assert report(job, 3, by=candidate)
    assert not report(job, 4, by=candidate)
    assert report(other, 1)
    assert job.reports.count() == 3


def test_what_has_changed_since_the_decision_can_be_reported_again(
    make_job: MakeJob, company: Company, owner: User, admin_user: User
) -> None:
    job = make_job(company=company)
    report(job, reason="filled")
    services.update_job(job, by=owner, title="While it waits")
    job.refresh_from_db()
    assert not report(job)
    dismiss_reports(job, by=admin_user)
    assert not report(job)

    services.update_job(job, by=owner, title="Easy money from home")
    job.refresh_from_db()

    assert report(job)
    waiting = reported_jobs().get()
    assert [one.reason for one in waiting.reports.all()] == ["fraud"]


@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "archived"])
def test_only_open_jobs_can_be_reported(make_job: MakeJob, status: str) -> None:
    with pytest.raises(Missing):
        report(make_job(status=status))


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"reason": "taste"}, {"reason"}),
        ({"reason": "other"}, {"text"}),
        ({"text": "x" * 2001}, {"text"}),
        ({"text": "\0"}, {"text"}),
        ({"email": "no address"}, {"email"}),
    ],
)
def test_what_is_wrong_with_a_report_is_told_by_its_field(
    make_job: MakeJob, wrong: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        report(make_job(), **wrong)

    assert set(refused.value.details) == fields


def test_nothing_of_a_report_can_be_read_in_the_database(make_job: MakeJob) -> None:
    report(make_job(), 77, text="They want my savings", email="ada@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, email, who FROM jobs_jobreport")
        held = str(cursor.fetchone())
    assert not [word for word in ("savings", "ada@", "192.0.2") if word in held]


def test_administrators_hear_of_the_first_report_that_waits_and_not_of_who_made_it(
    make_job: MakeJob, admin_user: User, mails: Callable[[str], list[User | None]]
) -> None:
    job = make_job()
    report(job, 1, text="Secret words", email="ada@example.org")
    report(job, 2)
    assert mails("job_reported") == [admin_user]
    mail = OutgoingMail.objects.get(kind="job_reported")
    assert "fraud" in mail.text_body
    assert QUEUE in mail.text_body
    assert "ada@" not in mail.text_body

    dismiss_reports(job, by=admin_user)
    report(job, 3)
    assert len(mails("job_reported")) == 2


# --- deciding --------------------------------------------------------------------------------------


def test_dismissing_settles_all_reports_and_the_company_does_not_read_of_it(
    make_job: MakeJob, company: Company, admin_user: User
) -> None:
    job = make_job(company=company)
    report(job, 1)
    report(job, 2)

    assert dismiss_reports(job, by=admin_user) == 2
    assert not reported_jobs().exists()
    entry = AuditEntry.objects.get(thing=f"job:{job.pk}")
    assert entry.company is None
    assert entry.details == {"reports": "dismissed", "number": 2}
    with pytest.raises(Conflict):
        dismiss_reports(job, by=admin_user)


def test_what_came_in_since_the_queue_was_read_is_not_dismissed(
    client: Client, make_job: MakeJob, company: Company, admin_user: User
) -> None:
    job = make_job(company=company)
    report(job, 1)
    client.force_login(admin_user)
    shown = re.search(r'name="seen" value="(\d+)"', client.get(QUEUE).text)
    assert shown is not None
    report(job, 2, text="They ask for money.")

    client.post(f"{QUEUE}{job.pk}/dismiss/", {"seen": shown[1]})

    assert [one.text for one in job.reports.filter(outcome="")] == ["They ask for money."]
    assert "They ask for money." in client.get(QUEUE).text


def test_taking_a_job_down_settles_its_reports_and_tells_owner_and_poster(
    make_job: MakeJob,
    company: Company,
    owner: User,
    recruiter: User,
    admin_user: User,
    mails: Callable[[str], list[User | None]],
) -> None:
    job = make_job(company=company, posted_by=recruiter)
    report(job, email="ada@example.org")

    decline_job(job, by=admin_user, note="It asks for money.")

    job.refresh_from_db()
    assert (job.status, job.close_reason, job.close_note) == (
        "closed",
        "declined",
        "It asks for money.",
    )
    assert job.reports.get().outcome == "taken_down"
    assert set(mails("job_declined")) == {owner, recruiter}
    assert "ada@" not in OutgoingMail.objects.filter(kind="job_declined")[0].text_body


def test_a_question_goes_to_the_company_and_the_reports_wait(
    make_job: MakeJob,
    company: Company,
    owner: User,
    admin_user: User,
    mails: Callable[[str], list[User | None]],
) -> None:
    job = make_job(company=company)
    report(job)

    ask_company(job, question="Is it filled?", by=admin_user)

    assert mails("job_question") == [owner]
    mail = OutgoingMail.objects.get(kind="job_question")
    assert "Is it filled?" in mail.text_body
    assert mail.reply_to == admin_user.email != ""
    assert reported_jobs().get() == job
    with pytest.raises(Invalid):
        ask_company(job, question=" ", by=admin_user)


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "candidate"])
def test_nobody_but_administrators_decides(
    client: Client, make_job: MakeJob, company: Company, role: str, request: pytest.FixtureRequest
) -> None:
    user, job = request.getfixturevalue(role), make_job(company=company)
    report(job)
    for refused in (
        lambda: dismiss_reports(job, by=user),
        lambda: ask_company(job, question="Why?", by=user),
        lambda: decline_job(job, by=user, note="No"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    client.force_login(user)
    for path in ("", f"{job.pk}/ask/", f"{job.pk}/dismiss/"):
        assert client.post(QUEUE + path, {"question": "Why?"}).status_code in {302, 403}
    assert job.reports.get().outcome == ""
    assert not OutgoingMail.objects.filter(kind="job_question").exists()


def test_queue_counts_reasons_and_shows_the_newest_words_first(
    client: Client, make_job: MakeJob, admin_user: User
) -> None:
    job = make_job(title="Easy money")
    make_job(title="Never reported")
    for number, reason in enumerate(["fraud", "filled", "fraud"]):
        report(job, number, reason=reason, text=f"Words {number}", email=f"{number}@example.org")
    client.force_login(admin_user)

    page = client.get(QUEUE).text

    assert "3 reports" in page
    assert "Never reported" not in page
    assert page.index("asks for money: 2") < page.index("out of date: 1")
    assert page.index("Words 2") < page.index("Words 1") < page.index("Words 0")


def test_queue_costs_the_same_for_many(
    client: Client, make_job: MakeJob, company: Company, admin_user: User
) -> None:
    client.force_login(admin_user)
    spent = []
    for number in (10, 30):
        jobs = [make_job(company=company) for _ in range(number)]
        JobReport.objects.bulk_create(
            JobReport(job=job, reason="fraud", who=f"{job.pk}-{n}") for job in jobs for n in (1, 2)
        )
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE).text.count("<article") == min(number, 20)
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_pages_of_the_queue_lead_back_to_it(
    client: Client, make_job: MakeJob, company: Company, admin_user: User
) -> None:
    job, other = make_job(company=company), make_job(company=company)
    report(job)
    client.force_login(admin_user)
    assert client.get(f"{QUEUE}{other.pk}/ask/").status_code == 404
    assert client.get(f"{QUEUE}{job.pk}/dismiss/").status_code == 405

    refused = client.post(f"{QUEUE}{job.pk}/ask/", {"question": " "})
    assert "This field is required." in refused.text
    asked = client.post(f"{QUEUE}{job.pk}/ask/", {"question": "Is it filled?"})
    assert asked["Location"] == QUEUE
    assert "The company was asked" in client.get(QUEUE).text

    assert client.post(f"{QUEUE}{job.pk}/dismiss/")["Location"] == QUEUE
    assert job.reports.get().outcome == "dismissed"


# --- what is kept ----------------------------------------------------------------------------------


def test_old_reports_go_unless_they_wait_for_a_decision(
    make_job: MakeJob, admin_user: User, settings: Settings
) -> None:
    settings.JOB_REPORT_DAYS = 30
    waiting, decided, moot, fresh = (make_job(title=word) for word in ("w", "d", "m", "f"))
    for job in (waiting, decided, moot, fresh):
        report(job)
    dismiss_reports(decided, by=admin_user)
    dismiss_reports(fresh, by=admin_user)
    long_ago = timezone.now() - timedelta(days=31)
    JobReport.objects.exclude(job=fresh).update(at=long_ago)
    JobReport.objects.filter(job=decided).update(decided_at=long_ago)
    Job.objects.filter(pk=moot.pk).update(status="closed")

    assert forget_old_reports() == 2
    assert set(JobReport.objects.values_list("job__title", flat=True)) == {"w", "f"}


def test_people_get_their_reports_and_are_forgotten_in_them(
    make_job: MakeJob, candidate: User
) -> None:
    EmailAddress.objects.filter(user=candidate).delete()
    EmailAddress.objects.create(user=candidate, email="ada@example.org", verified=True)
    signed_in, as_stranger = make_job(), make_job()
    report(signed_in, by=candidate, text="Theirs")
    report(as_stranger, email="ada@example.org", text="Theirs too")
    report(as_stranger, 9, text="Not theirs")

    told = [row["text"] for row in JOBS.sections["job_reports"](candidate)]
    assert told == ["Theirs", "Theirs too"]

    assert JOBS.erase is not None
    JOBS.erase(candidate)
    rows = JobReport.objects.order_by("pk")
    assert [row.text for row in rows] == ["", "", "Not theirs"]
    assert not any(row.email or row.reporter_id for row in rows)


def test_new_keys_still_know_who_has_reported(
    make_job: MakeJob, candidate: User, settings: Settings
) -> None:
    job = make_job()
    report(job, by=candidate)
    report(job, email="ada@example.org")
    settings.INDEX_KEY = "another"
    rebuild_report_tokens()

    assert not report(job, by=candidate)
    assert not report(job, email="ada@example.org")


def test_what_two_accounts_of_one_person_reported_is_reported_once(
    make_job: MakeJob, candidate: User, other_candidate: User, settings: Settings
) -> None:
    both, one = make_job(), make_job()
    report(both, by=candidate, text="Kept")
    report(both, by=other_candidate, text="Said twice")
    report(one, by=other_candidate, text="Handed over")
    assert JOBS.merge is not None

    JOBS.merge(other_candidate, candidate)

    told = [row["text"] for row in JOBS.sections["job_reports"](candidate)]
    assert told == ["Kept", "Handed over"]
    assert not report(one, by=candidate)
    settings.INDEX_KEY = "another"
    rebuild_report_tokens()


# --- declined jobs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["in_review", "open"])
def test_a_declined_job_stays_closed_for_its_company(
    client: Client,
    make_job: MakeJob,
    company: Company,
    owner: User,
    admin_user: User,
    status: str,
) -> None:
    job = decline_job(make_job(company=company, status=status), by=admin_user, note="Fraud")

    offered = services.actions_for(job, by=owner)
    assert not offered & {VersionAction.REOPENED, VersionAction.COPIED, VersionAction.EXTENDED}
    later = timezone.now() + timedelta(days=90)
    ways: list[Callable[[], Job]] = [
        lambda: services.reopen_job(job, by=owner),
        lambda: services.publish_job(job, by=owner),
        lambda: services.update_job(job, by=owner, is_active=True),
        lambda: services.duplicate_job(job, by=owner),
        lambda: services.extend_job(job, to=later, by=owner),
    ]
    for refused in ways:
        with pytest.raises(TransitionNotAllowed):
            refused()
    # Strangers learn nothing: neither of one that was out, nor of one that never was.
    page = client.get(job.get_absolute_url())
    assert page.status_code == (410 if status == "open" else 404)
    assert job.title not in page.text

    assert services.reopen_job(job, by=admin_user).status == "open"


def test_declining_needs_a_reason_and_a_job_that_can_be_declined(
    make_job: MakeJob, company: Company, owner: User, admin_user: User
) -> None:
    with pytest.raises(Invalid):
        decline_job(make_job(company=company), by=admin_user, note=" ")
    for status in ("draft", "closed"):
        with pytest.raises(TransitionNotAllowed):
            decline_job(make_job(company=company, status=status), by=admin_user, note="Fraud")


def test_companies_cannot_say_that_they_declined(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    with pytest.raises(Invalid):
        services.close_job(make_job(company=company), by=owner, reason="declined")

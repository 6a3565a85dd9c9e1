"""What those who have applied are told of a job that was closed or reopened, and of a withdrawal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from hiring.job_news import SETTLING, tell_job_news
from hiring.models import Application, JobNews
from hiring.services import withdraw_application
from jobs.models import Job
from jobs.services import close_expired_jobs, close_job, reopen_job
from nexus.core.models import OutgoingMail
from people.models import User
from people.services.mail_choices import choose_mails

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def later() -> Any:
    return timezone.now() + SETTLING + timedelta(minutes=1)


def owed(kind: str) -> list[User | None]:
    rows = OutgoingMail.objects.filter(kind=kind).select_related("recipient").order_by("pk")
    return [mail.recipient for mail in rows]


def test_closing_is_told_once_and_after_a_while(
    application: Application, owner: User, candidate: User
) -> None:
    close_job(application.job, by=owner)

    assert tell_job_news() == 0
    assert tell_job_news(at=later()) == 1
    assert tell_job_news(at=later()) == 0
    [mail] = OutgoingMail.objects.filter(kind="job_closed")
    assert mail.recipient == candidate
    assert "Ward nurse" in mail.subject
    assert "/accounts/mails/end/" in mail.unsubscribe_url
    assert not JobNews.objects.exists()


def test_reopening_is_told(application: Application, owner: User, candidate: User) -> None:
    job = close_job(application.job, by=owner)
    tell_job_news(at=later())
    reopen_job(job, by=owner)

    assert tell_job_news(at=later()) == 1
    assert owed("job_reopened") == [candidate]


def test_what_is_undone_at_once_is_told_to_nobody(application: Application, owner: User) -> None:
    reopen_job(close_job(application.job, by=owner), by=owner)

    assert tell_job_news(at=later()) == 0
    assert not JobNews.objects.exists()


@pytest.mark.parametrize("status", ["rejected", "hired", "withdrawn"])
def test_whoever_does_not_wait_any_more_is_not_told(
    status: str, application: Application, owner: User
) -> None:
    change = {"withdrawn_at": timezone.now()} if status == "withdrawn" else {"status": status}
    Application.objects.filter(pk=application.pk).update(**change)
    close_job(application.job, by=owner)

    assert tell_job_news(at=later()) == 0


def test_whoever_does_not_want_it_is_not_told(
    application: Application, owner: User, candidate: User
) -> None:
    choose_mails(candidate, {"job_news": "never"})
    close_job(application.job, by=owner)

    assert tell_job_news(at=later()) == 0
    assert not JobNews.objects.exists()


def test_the_end_of_a_deadline_is_news_to_nobody(application: Application) -> None:
    Job.objects.update(application_deadline=timezone.now() - timedelta(minutes=1))
    assert close_expired_jobs() == 1

    assert not JobNews.objects.exists()


def test_a_run_that_died_goes_on_where_it_was(
    application: Application, make_application: Callable[..., Application], owner: User
) -> None:
    second = make_application(job=application.job)
    close_job(application.job, by=owner)
    JobNews.objects.update(told_up_to=application.pk)

    assert tell_job_news(at=later()) == 1
    assert owed("job_closed") == [second.applicant]


def test_costs_the_same_for_many(
    job: Job,
    make_application: Callable[..., Application],
    owner: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr("nexus.core.mail.enqueue_mails", lambda _ids, _at: None)
    for number in (10, 40):
        while job.applications.count() < number:
            make_application(job=job)
        JobNews.objects.create(job=job, is_open=True, at=timezone.now())
        with django_assert_max_num_queries(18):
            assert tell_job_news(at=later()) == number


def test_a_withdrawal_is_confirmed(application: Application, candidate: User) -> None:
    # It is news of one's own application: there is no way to have none of it.
    withdraw_application(application, by=candidate)

    [mail] = OutgoingMail.objects.filter(kind="application_withdrawn")
    assert mail.recipient == candidate
    assert "Ward nurse" in mail.subject
    assert application.reference in mail.text_body
    assert mail.unsubscribe_url == ""

"""Which way a posting's status goes, by whose hand, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs import services
from jobs.choices import TRANSITIONS, JobStatus
from jobs.models import Job
from jobs.services import TransitionNotAllowed, move_job
from nexus.core.errors import Invalid, Missing, NotAllowed

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from people.models import Company, User

MakeJob = Callable[..., Job]


@pytest.mark.parametrize(("came_from", "to"), [*product(JobStatus, JobStatus)])
def test_move_job_between_any_two_statuses_follows_the_map(
    make_job: MakeJob, admin_user: User, came_from: JobStatus, to: JobStatus
) -> None:
    job = make_job(status=came_from)
    if (came_from, to) == (JobStatus.IN_REVIEW, JobStatus.SCHEDULED):
        Job.objects.filter(pk=job.pk).update(opens_at=timezone.now() + timedelta(days=1))

    if (came_from, to) == (JobStatus.DRAFT, JobStatus.SCHEDULED):
        # That takes a time, which `schedule_job` gives it.
        with pytest.raises(Invalid):
            move_job(job, to, by=admin_user)
        expected = came_from
    elif to in TRANSITIONS[came_from]:
        assert move_job(job, to, by=admin_user).status == to
        expected = to
    else:
        with pytest.raises(Missing if came_from == JobStatus.ARCHIVED else TransitionNotAllowed):
            move_job(job, to, by=admin_user)
        expected = came_from

    job.refresh_from_db()
    assert job.status == expected


@pytest.mark.parametrize(
    ("service", "came_from", "to"),
    [
        (services.publish_job, "draft", "open"),
        (services.send_to_review, "draft", "in_review"),
        (services.approve_job, "in_review", "open"),
        (partial(services.send_back_job, note="Say who you are."), "in_review", "draft"),
        (services.close_job, "open", "closed"),
        (services.reopen_job, "closed", "open"),
        (services.archive_job, "closed", "archived"),
    ],
)
def test_each_service_leads_where_its_name_says(
    make_job: MakeJob, admin_user: User, service: Any, came_from: str, to: str
) -> None:
    job = make_job(status=came_from)

    assert service(job, by=admin_user).status == to


@pytest.mark.parametrize("role", ["owner", "recruiter", "admin_user"])
def test_close_by_a_writer_is_allowed(
    make_job: MakeJob, company: Company, role: str, request: pytest.FixtureRequest
) -> None:
    job = make_job(company=company)

    assert services.close_job(job, by=request.getfixturevalue(role)).status == "closed"


@pytest.mark.parametrize("role", ["viewer", "rival", "candidate"])
@pytest.mark.parametrize("status", ["open", "closed"])
def test_archive_of_a_published_job_by_others_is_not_allowed(
    make_job: MakeJob, company: Company, role: str, status: str, request: pytest.FixtureRequest
) -> None:
    job = make_job(company=company, status=status)

    with pytest.raises(NotAllowed):
        services.archive_job(job, by=request.getfixturevalue(role))

    job.refresh_from_db()
    assert job.status == status


@pytest.mark.parametrize(
    ("role", "refusal"), [("viewer", NotAllowed), ("rival", Missing), ("candidate", Missing)]
)
def test_publish_of_a_draft_by_others_tells_only_colleagues_that_it_is_there(
    make_job: MakeJob,
    company: Company,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status="draft")

    with pytest.raises(refusal):
        services.publish_job(job, by=request.getfixturevalue(role))


def test_publish_sets_the_time_of_publication(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    before = timezone.now()

    job = services.publish_job(make_job(company=company, status="draft"), by=owner)

    assert job.published_at is not None
    assert before <= job.published_at <= timezone.now()


def test_reopen_keeps_the_first_publication_and_forgets_the_closing(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="closed")

    reopened = services.reopen_job(job, by=owner)

    assert reopened.published_at == job.published_at
    assert reopened.closed_at is None


@pytest.mark.parametrize("service", [services.publish_job, services.reopen_job])
def test_opening_after_the_deadline_is_refused(
    make_job: MakeJob, company: Company, owner: User, service: Any
) -> None:
    status = "draft" if service is services.publish_job else "closed"
    job = make_job(
        company=company, status=status, application_deadline=timezone.now() - timedelta(hours=1)
    )

    with pytest.raises(Invalid) as refused:
        service(job, by=owner)

    assert list(refused.value.details) == ["application_deadline"]


def test_publish_in_an_inactive_category_is_refused(
    make_job: MakeJob, make_category: Any, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="draft", category=make_category(is_active=False))

    with pytest.raises(Invalid) as refused:
        services.publish_job(job, by=owner)

    assert list(refused.value.details) == ["category"]


def test_close_of_an_expired_job_dates_back_to_its_deadline(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    deadline = timezone.now() - timedelta(days=2)
    job = make_job(company=company, application_deadline=deadline)

    assert services.close_job(job, by=owner).closed_at == deadline


def test_archive_of_a_draft_leaves_no_closing_time(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = services.archive_job(make_job(company=company, status="draft"), by=owner)

    assert job.closed_at is None


def test_archive_keeps_the_applications(
    make_job: MakeJob, make_application: Any, company: Company, owner: User
) -> None:
    job = make_job(company=company)
    application = make_application(job=job)

    services.archive_job(job, by=owner)

    application.refresh_from_db()
    assert application.job_id == job.pk


def test_every_move_bumps_what_the_index_polls(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    job = make_job(company=company, changed_at=long_ago, updated_at=long_ago)

    services.close_job(job, by=owner)

    job.refresh_from_db()
    assert job.changed_at == job.updated_at
    assert job.changed_at > long_ago


def test_every_move_tells_the_search_after_the_commit(
    make_job: MakeJob,
    company: Company,
    owner: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[list[int]] = []
    monkeypatch.setattr("jobs.services.lifecycle.apply_now", told.append)
    job = make_job(company=company)

    with django_capture_on_commit_callbacks(execute=True):
        services.close_job(job, by=owner)
        assert told == []

    assert told == [[job.pk]]


def test_publish_under_moderation_waits_for_review(
    make_job: MakeJob, company: Company, owner: User, settings: Settings
) -> None:
    settings.MODERATE_JOBS = True

    job = services.publish_job(make_job(company=company, status="draft"), by=owner)

    assert job.status == "in_review"
    assert job.published_at is None


@pytest.mark.parametrize("privilege", ["verified company", "admin"])
def test_publish_under_moderation_by_the_trusted_opens_at_once(
    make_job: MakeJob,
    make_company: Any,
    owner: User,
    admin_user: User,
    settings: Settings,
    privilege: str,
) -> None:
    settings.MODERATE_JOBS = True
    company = make_company(owner=owner, is_verified=privilege == "verified company")
    job = make_job(company=company, status="draft")

    by = admin_user if privilege == "admin" else owner

    assert services.publish_job(job, by=by).status == "open"


def test_approval_by_the_company_is_not_allowed(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="in_review")

    with pytest.raises(NotAllowed):
        services.approve_job(job, by=owner)


@pytest.mark.parametrize("came_from", ["draft", "in_review"])
def test_opening_past_the_review_is_not_allowed(
    make_job: MakeJob, company: Company, owner: User, settings: Settings, came_from: str
) -> None:
    settings.MODERATE_JOBS = True
    job = make_job(company=company, status=came_from)

    with pytest.raises(TransitionNotAllowed):
        move_job(job, JobStatus.OPEN, by=owner)


def test_close_expired_jobs_closes_them_as_of_their_deadline(make_job: MakeJob) -> None:
    deadline = timezone.now() - timedelta(minutes=5)
    expired = make_job(application_deadline=deadline)
    ahead = make_job()

    assert services.close_expired_jobs() == 1

    expired.refresh_from_db()
    ahead.refresh_from_db()
    assert (expired.status, expired.closed_at) == ("closed", deadline)
    assert ahead.status == "open"


def test_close_expired_jobs_is_scheduled(db: None) -> None:
    from django_q.models import Schedule

    schedule = Schedule.objects.get(func="jobs.services.close_expired_jobs")

    assert schedule.minutes == 5

"""What waits for people who handle applications, and what they are told has happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from hiring.choices import ApplicationStatus
from hiring.models import Note, StatusChange
from hiring.services import move_application, move_applications, undo_batch
from hiring.statistics.upkeep import rebuild
from hiring.workload import activity, funnel, waiting_jobs, workload
from people.models import Company, User
from people.standing import companies_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


@pytest.fixture
def market(
    company: Company, rival_company: Company, make_job: Make, make_application: Make
) -> None:
    """Both companies have the same: 2 new applications, 1 overdue, 1 deadline, 1 job in review, 1
    that opens by itself.
    """
    for its in (company, rival_company):
        job = make_job(company=its, application_deadline=now() + timedelta(days=2))
        make_job(company=its, status="in_review")
        make_job(company=its, status="scheduled")
        make_application(job=job, applied_at=now() - timedelta(days=15))
        make_application(job=job)
        make_application(job=job, status="reviewed")
        make_application(job=job, withdrawn_at=now())


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "rival"])
@pytest.mark.usefixtures("market")
def test_members_are_told_what_waits_in_their_company(
    role: str, request: pytest.FixtureRequest
) -> None:
    assert workload(request.getfixturevalue(role)) == (2, 1, 1, 1, 1, 3)


@pytest.mark.usefixtures("market")
def test_administrators_are_told_what_waits_in_the_market_or_in_one_company(
    admin_user: User, company: Company
) -> None:
    assert workload(admin_user) == (4, 2, 2, 2, 2, 6)
    assert workload(admin_user, company=company.pk) == (2, 1, 1, 1, 1, 3)


@pytest.mark.usefixtures("market")
def test_nothing_waits_for_those_who_belong_to_no_company(
    candidate: User, company: Company
) -> None:
    assert workload(candidate) == (0, 0, 0, 0, 0, 0)
    assert workload(candidate, company=company.pk) == (0, 0, 0, 0, 0, 0)
    assert activity(candidate, company=company.pk) == []
    assert {step.number for step in funnel(candidate, days=30)} == {0}


def test_funnel_counts_applications_of_the_time_by_the_stages_they_came_to(
    owner: User, company: Company, rival_company: Company, make_job: Make, make_application: Make
) -> None:
    job = make_job(company=company)
    made = [make_application(job=job) for _ in range(4)]
    make_application(job=job, applied_at=now() - timedelta(days=31))
    make_application(job=make_job(company=rival_company))
    move_application(made[0], ApplicationStatus.HIRED, by=owner)
    move_application(made[1], ApplicationStatus.REJECTED, by=owner)
    rebuild()

    steps = funnel(owner, days=30)

    assert [(step.status, step.number, step.percent) for step in steps] == [
        ("pending", 4, 100),
        ("reviewed", 2, 50),
        ("shortlisted", 1, 25),
        ("hired", 1, 25),
    ]


def test_step_that_was_undone_is_none_in_the_funnel(
    owner: User, company: Company, make_job: Make, make_application: Make
) -> None:
    application = make_application(job=make_job(company=company))
    move_application(application, ApplicationStatus.REVIEWED, by=owner)
    batch = move_applications([application.pk], ApplicationStatus.HIRED, by=owner).batch
    assert batch is not None

    undo_batch(batch, by=owner)

    rebuild()
    steps = funnel(owner, days=30)
    assert {str(step.status): step.number for step in steps} == {
        "pending": 1,
        "reviewed": 1,
        "shortlisted": 0,
        "hired": 0,
    }


def test_activity_is_of_ones_own_companies_the_newest_first(
    owner: User, company: Company, rival_company: Company, make_job: Make, make_application: Make
) -> None:
    at = now()
    job = make_job(company=company, published_at=at - timedelta(hours=4), posted_by=owner)
    application = make_application(job=job, applied_at=at - timedelta(hours=3))
    StatusChange.objects.create(
        application=application,
        from_status="pending",
        to_status="reviewed",
        by=owner,
        at=at - timedelta(hours=2),
    )
    Note.objects.create(
        application=application, author=owner, text="Good", created_at=at - timedelta(hours=1)
    )
    make_application(job=make_job(company=rival_company))

    happened = activity(owner)

    assert [(event.what, event.by) for event in happened] == [
        ("noted", owner),
        ("moved", owner),
        ("received", None),
        ("published", owner),
    ]


def test_many_applications_that_were_moved_at_once_are_one_event(
    owner: User, company: Company, make_job: Make, make_application: Make
) -> None:
    job = make_job(company=company)
    ids = [make_application(job=job).pk for _ in range(3)]
    move_applications(ids, ApplicationStatus.SHORTLISTED, by=owner)

    moved = [event for event in activity(owner) if event.what == "moved"]

    assert [event.together for event in moved] == [3]


def test_waiting_jobs_are_those_of_the_own_company_the_longest_wait_first(
    owner: User,
    company: Company,
    rival_company: Company,
    make_job: Make,
    make_application: Make,
    django_assert_num_queries: Any,
) -> None:
    baker, cook = (make_job(company=company, title=title) for title in ("Baker", "Cook"))
    for job, days in ((cook, 1), (baker, 3), (cook, 2), (make_job(company=rival_company), 9)):
        make_application(job=job, applied_at=now() - timedelta(days=days))
    make_application(job=cook, status="reviewed", applied_at=now() - timedelta(days=8))

    with django_assert_num_queries(1):
        found = waiting_jobs(owner)

    assert [(job.title, job.number, job.is_least) for job in found] == [
        ("Baker", 1, False),
        ("Cook", 2, False),
    ]
    assert found[1].since < now() - timedelta(days=1, hours=23)


def test_waiting_jobs_count_no_further_than_a_bound_and_say_so(
    owner: User,
    company: Company,
    make_job: Make,
    make_application: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hiring.workload.MOST_COUNTED", 2)
    job = make_job(company=company)
    for _ in range(3):
        make_application(job=job)

    assert [(one.number, one.is_least) for one in waiting_jobs(owner)] == [(2, True)]


@pytest.mark.parametrize("role", ["owner", "admin_user"])
def test_all_of_it_takes_seven_queries_however_much_there_is(
    role: str,
    request: pytest.FixtureRequest,
    company: Company,
    make_job: Make,
    make_application: Make,
    django_assert_num_queries: Any,
) -> None:
    user = request.getfixturevalue(role)
    companies_of(user)  # looked up once a request, whoever asks
    funnel(user, days=30)  # keeps the days that are over
    for _ in range(3):
        for application in [make_application(job=make_job(company=company)) for _ in range(10)]:
            Note.objects.create(application=application, author=user, text="Good")
            move_application(application, ApplicationStatus.REVIEWED, by=user)
        with django_assert_num_queries(7):
            workload(user)
            funnel(user, days=30)
            [str(event.by) + str(event.thing) for event in activity(user)]

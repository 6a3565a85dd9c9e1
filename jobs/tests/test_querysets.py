"""Which jobs each vocabulary word returns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from jobs.models import Job
from jobs.querysets import feature_pages_of_open_jobs

if TYPE_CHECKING:
    from people.models import Company, User

MakeJob = Callable[..., Job]
PAST = timezone.now() - timedelta(days=1)


@pytest.fixture
def jobs(make_job: MakeJob, company: Company, rival_company: Company) -> dict[str, Job]:
    """A job of `company` in each state, and an open and a draft one of the rival's."""
    made = {
        name: make_job(company=company, status=name)
        for name in ("draft", "in_review", "open", "closed", "archived")
    }
    made["expired"] = make_job(company=company, application_deadline=PAST)
    made["rival_open"] = make_job(company=rival_company)
    made["rival_draft"] = make_job(company=rival_company, status="draft")
    return made


def names(jobs: dict[str, Job], found: Any) -> set[str]:
    ids = {job.pk for job in found}
    return {name for name, job in jobs.items() if job.pk in ids}


def test_open_leaves_out_every_other_state(jobs: dict[str, Job]) -> None:
    assert names(jobs, Job.objects.open()) == {"open", "rival_open"}


def test_open_at_a_moment_after_the_deadline_is_empty(jobs: dict[str, Job]) -> None:
    later = timezone.now() + timedelta(days=31)

    assert names(jobs, Job.objects.open(at=later)) == set()


def test_expired_finds_open_jobs_past_their_deadline(jobs: dict[str, Job]) -> None:
    assert names(jobs, Job.objects.expired()) == {"expired"}


def test_present_leaves_out_archived_jobs(jobs: dict[str, Job]) -> None:
    assert names(jobs, Job.objects.present()) == set(jobs) - {"archived"}


def test_visible_to_nobody_is_what_is_open(jobs: dict[str, Job]) -> None:
    assert names(jobs, Job.objects.visible_to(AnonymousUser())) == {"open", "rival_open"}


def test_visible_to_a_candidate_is_what_is_open(jobs: dict[str, Job], candidate: User) -> None:
    assert names(jobs, Job.objects.visible_to(candidate)) == {"open", "rival_open"}


def test_visible_to_an_admin_is_all_but_archived(jobs: dict[str, Job], admin_user: User) -> None:
    assert names(jobs, Job.objects.visible_to(admin_user)) == set(jobs) - {"archived"}


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_visible_to_a_member_is_what_is_open_and_their_own(
    jobs: dict[str, Job], role: str, request: pytest.FixtureRequest
) -> None:
    member = request.getfixturevalue(role)

    found = list(Job.objects.visible_to(member))

    assert names(jobs, found) == set(jobs) - {"archived", "rival_draft"}
    assert len(found) == len(set(found))


def test_of_concern_to_a_member_is_their_company_s(jobs: dict[str, Job], viewer: User) -> None:
    expected = {"draft", "in_review", "open", "closed", "expired"}

    assert names(jobs, Job.objects.of_concern_to(viewer)) == expected


def test_of_concern_to_a_former_member_holds_no_draft_they_posted(
    make_job: MakeJob, company: Company, candidate: User
) -> None:
    draft = make_job(company=company, status="draft", posted_by=candidate)
    still_open = make_job(company=company, posted_by=candidate)

    found = set(Job.objects.of_concern_to(candidate))

    assert still_open in found
    assert draft not in found


def test_card_facts_count_applications_that_stand(
    make_job: MakeJob, make_application: Callable[..., Any]
) -> None:
    job = make_job()
    make_application(job=job)
    make_application(job=job)
    make_application(job=job, withdrawn_at=timezone.now())

    card: Any = Job.objects.with_card_facts().get(pk=job.pk)
    assert card.application_count == 2


@pytest.mark.parametrize("live", [True, False])
def test_card_facts_say_whether_a_page_features_the_job(
    make_job: MakeJob, feature: Callable[..., Any], live: bool
) -> None:
    job = make_job()
    feature(job, live=live)

    card: Any = Job.objects.with_card_facts().get(pk=job.pk)
    assert card.is_featured is live


def test_feature_pages_come_once_for_each_open_job_in_their_order(
    make_job: MakeJob, feature: Callable[..., Any]
) -> None:
    first, second, hidden, closed = (
        make_job(),
        make_job(),
        make_job(),
        make_job(status="closed"),
    )
    feature(second)
    feature(first)
    feature(closed)
    feature(hidden, live=False)
    feature(second)

    found = feature_pages_of_open_jobs().order_by("path").values_list("job", flat=True)

    assert list(found) == [second.pk, first.pk]


def test_closing_within_a_week_are_open_jobs_whose_deadline_is_in_it(make_job: MakeJob) -> None:
    at = timezone.now()
    soon = make_job(application_deadline=at + timedelta(days=7))
    make_job(application_deadline=at + timedelta(days=7, seconds=1))
    make_job(application_deadline=at - timedelta(seconds=1))
    make_job(application_deadline=at + timedelta(days=1), status="draft")

    assert list(Job.objects.closing_within(days=7, at=at)) == [soon]


def test_jobs_are_managed_by_the_members_of_their_company_and_by_admins(
    owner: User,
    admin_user: User,
    candidate: User,
    company: Company,
    rival_company: Company,
    make_job: MakeJob,
) -> None:
    ours = make_job(company=company, status="draft")
    theirs = make_job(company=rival_company)

    assert list(Job.objects.managed_by(owner)) == [ours]
    assert set(Job.objects.managed_by(admin_user)) == {ours, theirs}
    assert not Job.objects.managed_by(candidate).exists()

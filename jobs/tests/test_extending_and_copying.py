"""Putting deadlines off, closing with a reason, and posting earlier jobs again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import LONG_TEXTS, Job
from jobs.services import (
    TransitionNotAllowed,
    close_job,
    duplicate_job,
    extend_job,
    reopen_job,
)
from nexus.core.errors import Invalid, Missing, NotAllowed

if TYPE_CHECKING:
    from people.models import Company, User

MakeJob = Callable[..., Job]


# --- Extending ---------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["draft", "in_review", "open"])
def test_extend_gives_a_later_deadline_and_leaves_the_status(
    make_job: MakeJob, company: Company, owner: User, status: str
) -> None:
    job = make_job(company=company, status=status)
    later = job.application_deadline + timedelta(days=14)

    extended = extend_job(job, to=later, by=owner)

    job.refresh_from_db()
    assert (job.application_deadline, job.status) == (later, status)
    assert extended == job
    assert job.versions.latest("number").action == "extended"


def test_extend_opens_a_job_that_ran_out_again(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    past = timezone.now() - timedelta(days=3)
    job = make_job(company=company, status="closed", application_deadline=past, closed_at=past)
    later = timezone.now() + timedelta(days=14)

    extended = extend_job(job, to=later, by=owner)

    assert (extended.status, extended.closed_at) == ("open", None)


def test_extend_of_a_job_closed_by_hand_says_to_reopen_it(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company, status="closed")

    with pytest.raises(TransitionNotAllowed, match="Reopen"):
        extend_job(job, to=job.application_deadline + timedelta(days=1), by=owner)


def test_extend_to_an_earlier_day_or_one_that_has_passed_is_refused(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    now = timezone.now()
    ahead = make_job(company=company)
    past = make_job(company=company, status="draft", application_deadline=now - timedelta(days=9))

    with pytest.raises(Invalid) as earlier:
        extend_job(ahead, to=ahead.application_deadline, by=owner)
    with pytest.raises(Invalid) as over:
        extend_job(past, to=now - timedelta(days=1), by=owner)

    assert list(earlier.value.details) == list(over.value.details) == ["application_deadline"]


@pytest.mark.parametrize(("role", "refusal"), [("viewer", NotAllowed), ("rival", Missing)])
def test_extend_and_duplicate_are_for_those_who_may_write(
    make_job: MakeJob,
    company: Company,
    role: str,
    refusal: type[Exception],
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company, status="draft")
    person = request.getfixturevalue(role)

    with pytest.raises(refusal):
        extend_job(job, to=job.application_deadline + timedelta(days=1), by=person)
    with pytest.raises(refusal):
        duplicate_job(job, by=person)


# --- Closing -----------------------------------------------------------------------------------
def test_close_keeps_the_reason_until_the_job_is_reopened(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)

    closed = close_job(job, by=owner, reason="on_hold", note="Until spring")
    assert (closed.close_reason, closed.close_note) == ("on_hold", "Until spring")

    reopened = reopen_job(closed, by=owner)
    assert (reopened.close_reason, reopened.close_note) == ("", "")


@pytest.mark.parametrize(
    ("reason", "note", "at_fault"), [("bored", "", "reason"), ("other", "x" * 301, "note")]
)
def test_close_with_a_bad_reason_or_note_is_refused(
    make_job: MakeJob, company: Company, owner: User, reason: str, note: str, at_fault: str
) -> None:
    with pytest.raises(Invalid) as refused:
        close_job(make_job(company=company), by=owner, reason=reason, note=note)

    assert list(refused.value.details) == [at_fault]


def test_open_job_with_a_reason_is_refused_by_the_database(make_job: MakeJob) -> None:
    job = make_job()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(close_reason="filled")


# --- Posting again -----------------------------------------------------------------------------
def test_duplicate_is_a_draft_with_the_same_words_and_a_deadline_of_its_own(
    make_job: MakeJob, company: Company, owner: User, recruiter: User
) -> None:
    texts = {name: f"<p>Text of {name}.</p>" for name in LONG_TEXTS}
    job = make_job(
        company=company,
        status="archived",
        posted_by=owner,
        skills=["Bread", "Cake"],
        workplace="hybrid",
        source="feed",
        external_id="12",
        **texts,
    )
    deadline = timezone.now() + timedelta(days=21)

    copy = duplicate_job(job, by=recruiter, deadline=deadline)

    copy.refresh_from_db()
    assert copy.pk != job.pk
    assert (copy.status, copy.published_at, copy.posted_by) == ("draft", None, recruiter)
    assert (copy.source, copy.external_id) == ("", "")
    assert copy.application_deadline == deadline
    for name in ("title", "location", "workplace", "salary_min", "category_id", *LONG_TEXTS):
        assert getattr(copy, name) == getattr(job, name), name
    assert {skill.name for skill in copy.skills.all()} == {"Bread", "Cake"}
    first = copy.versions.get()
    assert (first.action, first.note) == ("copied", f"Copied from job {job.pk}.")


def test_duplicate_of_a_job_in_an_unused_category_is_refused_by_field(
    make_job: MakeJob, make_category: Callable[..., object], company: Company, owner: User
) -> None:
    job = make_job(company=company, category=make_category("Old", is_active=False))

    with pytest.raises(Invalid) as refused:
        duplicate_job(job, by=owner)

    assert list(refused.value.details) == ["category"]


def test_duplicate_with_a_deadline_that_has_passed_makes_nothing(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    job = make_job(company=company)

    with pytest.raises(Invalid):
        duplicate_job(job, by=owner, deadline=timezone.now() - timedelta(days=1))

    assert Job.objects.count() == 1

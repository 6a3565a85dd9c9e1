"""Two people at the same instant: one wins, the other is told, nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from jobs import services
from jobs.models import Job
from jobs.services import TransitionNotAllowed
from nexus.core.errors import Invalid, Missing, Refused
from people.models import Company

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[Any]:
    """Run the calls at the same moment, each in a thread; return what they returned or raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.parametrize(
    ("service", "before", "after"),
    [
        (services.close_job, "open", "closed"),
        (services.reopen_job, "closed", "open"),
        (services.publish_job, "draft", "open"),
    ],
)
def test_two_who_move_a_job_at_once_move_it_once(
    make_job: Any, make_user: Any, make_company: Any, service: Any, before: str, after: str
) -> None:
    owner = make_user()
    job = make_job(company=make_company(owner=owner), status=before)

    results = at_once(*[lambda: service(Job.objects.get(pk=job.pk), by=owner)] * 2)

    job.refresh_from_db()
    assert job.status == after
    assert {type(result) for result in results} == {Job, TransitionNotAllowed}


def test_two_who_archive_a_job_at_once_archive_it_once(
    make_job: Any, make_user: Any, make_company: Any
) -> None:
    owner = make_user()
    job = make_job(company=make_company(owner=owner))

    results = at_once(*[lambda: services.archive_job(job, by=owner)] * 2)

    assert {type(result) for result in results} == {Job, Missing}


def test_two_who_change_different_fields_at_once_both_succeed(
    make_job: Any, make_user: Any, make_company: Any
) -> None:
    owner = make_user()
    job = make_job(company=make_company(owner=owner))

    at_once(
        lambda: services.update_job(job, by=owner, title="New title"),
        lambda: services.update_job(job, by=owner, location="Wien"),
    )

    job.refresh_from_db()
    assert (job.title, job.location) == ("New title", "Wien")


def test_two_who_name_the_same_new_company_at_once_make_it_once(
    make_user: Any, make_category: Any
) -> None:
    fields = {
        "title": "Gardener",
        "location": "Wien",
        "description": "You garden.",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": make_category(),
    }
    first, second = make_user(), make_user()

    results = at_once(
        lambda: services.create_job(by=first, company_name="Brand New", **fields),
        lambda: services.create_job(by=second, company_name="brand new", **fields),
    )

    assert {type(result) for result in results} == {Job, Invalid}
    company = Company.objects.get(name__iexact="brand new")
    assert company.jobs.count() == company.memberships.count() == 1

"""What the database refuses of a posting, and its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import Job, job_path

MakeJob = Callable[..., Job]


@pytest.mark.parametrize(
    "wrong",
    [
        {"salary_min": Decimal(2), "salary_max": Decimal(1)},
        {"salary_min": Decimal(-1), "salary_max": None},
        {"salary_currency": ""},
        {"employment_type": "remote", "workplace": "on_site"},
        {"status": "open", "published_at": None},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_job_that_breaks_a_rule_is_refused_by_the_database(
    make_job: MakeJob, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(**wrong)


def test_job_of_one_source_is_kept_once(make_job: MakeJob) -> None:
    make_job(source="feed", external_id="17")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(source="feed", external_id="17")


def test_jobs_without_an_external_id_do_not_collide(make_job: MakeJob) -> None:
    make_job(source="feed")
    make_job(source="feed")

    assert Job.objects.filter(source="feed").count() == 2


@pytest.mark.parametrize(
    ("period", "factor"), [("year", 1), ("month", 12), ("week", 52), ("day", 260), ("hour", 2080)]
)
def test_yearly_salary_follows_the_period(make_job: MakeJob, period: str, factor: int) -> None:
    job = make_job(salary_min=Decimal("10.50"), salary_max=Decimal(20), salary_period=period)

    job.refresh_from_db()

    assert job.salary_min_yearly == Decimal("10.50") * factor
    assert job.salary_max_yearly == Decimal(20) * factor


@pytest.mark.parametrize(
    ("status", "days_left", "expected"),
    [("open", 1, True), ("open", -1, False), ("closed", 1, False), ("draft", 1, False)],
)
def test_is_open_needs_status_and_deadline(
    make_job: MakeJob, status: str, days_left: int, expected: bool
) -> None:
    job = make_job(status=status, application_deadline=timezone.now() + timedelta(days=days_left))

    assert job.is_open() is expected
    assert Job.objects.open().filter(pk=job.pk).exists() is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("C++ Developer (m/w/d)", "/jobs/7-c-developer-mwd/"),
        ("ሶፍትዌር", "/jobs/7/"),
        ("x" * 200, f"/jobs/7-{'x' * 80}/"),
    ],
)
def test_job_path_holds_the_title(title: str, expected: str) -> None:
    assert job_path(7, title) == expected

"""Postings from a file to the database."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jobs.importing.loader import Report, load
from jobs.importing.reader import Source
from jobs.models import Job
from people.models import Company

Load = Callable[..., Report]


def row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"board:{number}",
        "source": "board",
        "title": f"Cook {number}",
        "company": "Green Kitchen",
        "location": "Rome",
        "description_text": "You cook.",
        "category": "Food",
        "posted_at": "2026-01-10",
        "skills": "Soup|Bread",
        **changes,
    }


@pytest.fixture
def load_rows(db: None, tmp_path: Path) -> Load:
    def run(*rows: dict[str, Any], **options: Any) -> Report:
        path = tmp_path / "rows.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)))
        return load([Source(str(path))], now=timezone.now(), **options)

    return run


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.bad


def test_new_rows_become_jobs_with_all_that_belongs_to_them(load_rows: Load) -> None:
    deadline = timezone.now() + timedelta(days=9)

    report = load_rows(
        row(1, valid_through=deadline.isoformat(), salary_min=10_000, currency="EUR")
    )

    job = Job.objects.select_related("company", "category").get()
    assert counts(report) == (1, 0, 0, 0)
    assert (job.source, job.external_id, job.status) == ("board", "1", "open")
    assert (job.company.name, job.category.name) == ("Green Kitchen", "Hospitality & Food")
    assert job.created_at == job.published_at == datetime(2026, 1, 10, tzinfo=UTC)
    assert job.application_deadline == deadline
    assert sorted(skill.name for skill in job.skills.all()) == ["Bread", "Soup"]
    assert (job.posted_by, job.salary_min_yearly) == (None, 10_000)


def test_past_deadline_makes_a_closed_job(load_rows: Load) -> None:
    load_rows(row(1, valid_through="2026-01-20"))

    job = Job.objects.get()
    assert job.status == "closed"
    assert job.closed_at == job.application_deadline


def test_row_without_deadline_stays_open_for_the_default_time(
    load_rows: Load, settings: Any
) -> None:
    settings.JOB_DEFAULT_DAYS_OPEN = 20

    load_rows(row(1))

    assert Job.objects.get().application_deadline == datetime(2026, 1, 30, tzinfo=UTC)


def test_second_load_changes_nothing(load_rows: Load) -> None:
    rows = [row(n, posted_at=None if n % 2 else "2026-01-10") for n in range(4)]
    load_rows(*rows)
    before = list(Job.objects.order_by("pk").values())

    report = load_rows(*rows)

    assert counts(report) == (0, 0, 4, 0)
    assert list(Job.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"title": "Head cook"}, "title", "Head cook"),
        ({"company": "Red Kitchen"}, "company__name", "Red Kitchen"),
        ({"salary_max": 30_000}, "salary_max", 30_000),
        ({"posted_at": "2026-02-01"}, "created_at", datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_changed_row_updates_its_job_alone(
    load_rows: Load, change: dict[str, Any], column: str, value: object
) -> None:
    load_rows(row(1), row(2))
    first, second = Job.objects.order_by("external_id").values_list("pk", "changed_at")

    report = load_rows(row(1, **change), row(2))

    assert counts(report) == (0, 1, 1, 0)
    assert Job.objects.filter(pk=first[0]).values_list(column, flat=True).get() == value
    assert Job.objects.get(pk=first[0]).changed_at > first[1]
    assert Job.objects.get(pk=second[0]).changed_at == second[1]


def test_changed_skills_alone_are_an_update(load_rows: Load) -> None:
    load_rows(row(1))

    report = load_rows(row(1, skills="soup|Fire"))

    assert counts(report) == (0, 1, 0, 0)
    assert sorted(s.name for s in Job.objects.get().skills.all()) == ["Fire", "Soup"]


def test_job_that_ran_out_opens_again_with_a_later_deadline(load_rows: Load) -> None:
    load_rows(row(1, valid_through="2026-01-20"))

    load_rows(row(1, valid_through=(timezone.now() + timedelta(days=5)).isoformat()))

    job = Job.objects.get()
    assert (job.status, job.closed_at) == ("open", None)


@pytest.mark.parametrize("status", ["closed", "archived"])
def test_job_that_somebody_ended_stays_ended(load_rows: Load, status: str) -> None:
    ahead = (timezone.now() + timedelta(days=5)).isoformat()
    load_rows(row(1, valid_through=ahead))
    Job.objects.update(status=status, closed_at=timezone.now())

    load_rows(row(1, valid_through=ahead, title="Head cook"))

    assert Job.objects.values_list("status", "title").get() == (status, "Head cook")


def test_company_of_the_same_name_in_any_case_is_found(
    load_rows: Load, make_company: Callable[..., Company]
) -> None:
    company = make_company("Élan Kitchen")

    load_rows(row(1, company="Élan  kitchen"), row(2, company="élan kitchen", company_key="élan"))

    assert set(Job.objects.values_list("company", flat=True)) <= set(
        Company.objects.filter(name__in=["Élan Kitchen", "élan kitchen"]).values_list(
            "pk", flat=True
        )
    )
    assert Job.objects.get(external_id="1").company == company


def test_company_key_joins_spellings_of_one_employer(load_rows: Load) -> None:
    load_rows(
        row(1, company="Made.com", company_key="made-com"),
        row(2, company="MADE dot com", company_key="made-com"),
    )

    assert Company.objects.values_list("name", flat=True).get() == "Made.com"


def test_key_that_comes_twice_counts_as_the_later_row(load_rows: Load) -> None:
    report = load_rows(row(1), row(2), row(1, title="Head cook"))

    assert (report.created, report.repeated) == (2, 1)
    assert Job.objects.get(external_id="1").title == "Head cook"


def test_dry_run_counts_and_writes_nothing(load_rows: Load) -> None:
    load_rows(row(1), row(2))

    report = load_rows(row(1), row(2, title="New"), row(3, company="Brand New"), dry_run=True)

    assert counts(report) == (1, 1, 1, 0)
    assert Job.objects.count() == 2
    assert not Company.objects.filter(name="Brand New").exists()


def test_fresh_load_twice_on_a_day_changes_nothing(load_rows: Load) -> None:
    rows = [row(n, posted_at=f"2020-01-{n + 1:02}") for n in range(9)]
    load_rows(*rows, fresh=True)

    report = load_rows(*rows, fresh=True)

    assert counts(report) == (0, 0, 9, 0)
    assert Job.objects.open().count() == 9


def test_stored_ids_are_announced_after_the_commit(
    load_rows: Load, django_capture_on_commit_callbacks: Any
) -> None:
    announced: list[int] = []

    with django_capture_on_commit_callbacks(execute=True):
        load_rows(row(1), row(2), announce=announced.extend)

    assert announced == list(Job.objects.order_by("pk").values_list("pk", flat=True))


def test_statements_do_not_grow_with_the_rows(
    load_rows: Load, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_rows(row(0))

    with django_assert_max_num_queries(16):
        load_rows(*[row(n, company=f"Kitchen {n}", skills=f"Skill {n}") for n in range(1, 200)])


def test_row_the_database_refuses_costs_no_good_one(
    load_rows: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jobs.importing import writer

    honest = writer._new_job

    def spoiling(*args: Any, **kwargs: Any) -> Job:
        job = honest(*args, **kwargs)
        if job.external_id == "2":
            job.salary_min = -1  # against a constraint
        return job

    monkeypatch.setattr(writer, "_new_job", spoiling)
    complaints: list[tuple[str, int, str]] = []

    report = load_rows(row(1), row(2), row(3), complain=lambda *told: complaints.append(told))

    assert counts(report) == (2, 0, 0, 1)
    assert complaints[0][1] == 2
    assert "database refused" in complaints[0][2]

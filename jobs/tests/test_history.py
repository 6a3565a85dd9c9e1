"""The history of a posting: what is kept of each change, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone

from jobs import services
from jobs.differences import differences
from jobs.models import Job, JobVersion
from nexus.core.errors import Missing, NotAllowed

if TYPE_CHECKING:
    from people.models import Company, User

MakeJob = Callable[..., Job]


def told(job: Job) -> list[tuple[int, str, str | None, str]]:
    rows = job.versions.select_related("by").order_by("number")
    return [(v.number, v.action, v.by.username if v.by else None, v.status) for v in rows]


@pytest.fixture
def job(make_job: MakeJob, company: Company) -> Job:
    return make_job(company=company, title="Baker", skills=["Bread", "Cake"], status="draft")


def test_life_of_a_job_is_told_step_by_step(job: Job, owner: User, admin_user: User) -> None:
    services.send_to_review(job, by=owner)
    services.approve_job(job, by=admin_user)
    services.close_job(job, by=owner, reason="filled", note="  By\n a friend ")
    services.reopen_job(job, by=owner)
    services.update_job(job, by=owner, title="Pastry baker")
    services.archive_job(job, by=owner)

    assert told(job) == [
        (1, "to_review", "owner", "in_review"),
        (2, "approved", "boss", "open"),
        (3, "closed", "owner", "closed"),
        (4, "reopened", "owner", "open"),
        (5, "changed", "owner", "open"),
        (6, "archived", "owner", "archived"),
    ]
    assert job.versions.get(number=3).note == "By a friend"


def test_created_job_has_a_first_version_with_all_that_was_written(
    company: Company, owner: User, category: Any
) -> None:
    job = services.create_job(
        by=owner,
        title="Baker",
        location="Hamburg",
        category=category,
        description="<p>Bake.</p>",
        employment_type="full_time",
        experience_level="mid",
        salary_min=Decimal(40000),
        skills=["Bread"],
    )

    first = job.versions.get()
    assert (first.number, first.action, first.by) == (1, "created", owner)
    assert first.fields["title"] == "Baker"
    assert first.fields["category_name"] == "Engineering"
    assert first.fields["salary_min"] == "40000.00"
    assert first.fields["skills"] == ["Bread"]


def test_first_change_of_a_job_without_history_keeps_what_it_said_before(
    job: Job, owner: User
) -> None:
    services.update_job(job, by=owner, title="Pastry baker", skills=["Cake"])

    assert told(job) == [(1, "found", None, "draft"), (2, "changed", "owner", "draft")]
    before, after = job.versions.order_by("number")
    assert (before.fields["title"], before.fields["skills"]) == ("Baker", ["Bread", "Cake"])
    assert (after.fields["title"], after.fields["skills"]) == ("Pastry baker", ["Cake"])
    assert before.at == job.created_at


@pytest.mark.parametrize("has_versions", [False, True])
def test_saving_without_a_change_leaves_no_version(
    job: Job, owner: User, has_versions: bool
) -> None:
    if has_versions:
        services.update_job(job, by=owner, title="Pastry baker")
    kept = told(job)

    job.refresh_from_db()
    services.update_job(job, by=owner, title=job.title, skills=["Bread", "Cake"])

    assert told(job) == kept


def test_refused_change_leaves_no_version(job: Job, owner: User) -> None:
    with pytest.raises(services.TransitionNotAllowed):
        services.close_job(job, by=owner)

    assert not job.versions.exists()


def test_change_that_is_rolled_back_leaves_no_version(job: Job, owner: User) -> None:
    with transaction.atomic():
        services.update_job(job, by=owner, title="Other")
        transaction.set_rollback(True)

    assert not job.versions.exists()


def test_two_versions_of_a_job_cannot_share_a_number(job: Job, owner: User) -> None:
    from django.db import IntegrityError

    services.send_to_review(job, by=owner)
    twin = job.versions.get()
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_expired_jobs_are_closed_in_their_history_by_nobody(
    make_job: MakeJob, django_assert_max_num_queries: Any
) -> None:
    past = timezone.now() - timedelta(hours=1)
    jobs = [make_job(application_deadline=past) for _ in range(12)]

    with django_assert_max_num_queries(14):
        assert services.close_expired_jobs() == 12

    assert told(jobs[0]) == [(1, "expired", None, "closed")]
    assert JobVersion.objects.count() == 12


def test_closed_jobs_of_an_empty_company_say_so(make_job: MakeJob, company: Company) -> None:
    job = make_job(company=company)

    services.close_jobs_of(company)

    assert told(job) == [(1, "closed", None, "closed")]


# --- Differences -------------------------------------------------------------------------------
def test_differences_show_lines_of_texts_and_words_of_choices(job: Job, owner: User) -> None:
    services.update_job(job, by=owner, description="<p>One.</p><p>Two.</p>")
    services.update_job(
        job, by=owner, description="<p>One.</p><p>Three.</p>", employment_type="part_time"
    )
    newer, older, _found = job.versions.all()

    found = differences(older.fields, newer.fields)

    assert [(d.field, [(line.kind, line.text) for line in d.lines]) for d in found] == [
        ("employment_type", [("removed", "Full time"), ("added", "Part time")]),
        ("description", [("same", "One."), ("removed", "Two."), ("added", "Three.")]),
    ]
    assert [d.label for d in found] == ["Employment type", "Description"]


def test_differences_of_equal_versions_are_none(job: Job, owner: User) -> None:
    services.update_job(job, by=owner, title="Pastry baker")
    fields = job.versions.latest("number").fields

    assert differences(fields, dict(fields)) == []


def test_differences_of_enormous_texts_end_in_time(job: Job) -> None:
    long = "".join(f"<p>Line {n}</p>" for n in range(5_000))
    other = "".join(f"<p>Row {n}</p>" for n in range(5_000))

    found = differences({"description": long}, {"description": other})

    assert len(found[0].lines) == 10_000


# --- Restoring ---------------------------------------------------------------------------------
def test_restore_brings_back_every_field_and_is_a_change_itself(
    job: Job, owner: User, make_category: Callable[..., Any]
) -> None:
    services.update_job(
        job,
        by=owner,
        title="Pastry baker",
        category=make_category("Pastry"),
        salary_min=None,
        salary_max=None,
        skills=["Sugar"],
        workplace="hybrid",
        description="<p>Other.</p>",
    )

    restored = services.restore_version(job, 1, by=owner)

    assert restored.kept == []
    now = Job.objects.get(pk=job.pk)
    assert (now.title, now.workplace, now.salary_min) == ("Baker", "on_site", Decimal(50000))
    assert now.category == job.category
    assert sorted(now.skills.values_list("name", flat=True)) == ["Bread", "Cake"]
    last = job.versions.latest("number")
    assert (last.number, last.action, last.note) == (3, "restored", "Version 1")
    assert last.fields == job.versions.get(number=1).fields


def test_restore_keeps_deadline_and_category_that_would_not_do_any_more(
    job: Job, owner: User, make_category: Callable[..., Any]
) -> None:
    past = timezone.now() - timedelta(days=1)
    Job.objects.filter(pk=job.pk).update(application_deadline=past)
    unused = job.category
    later = timezone.now() + timedelta(days=9)
    changed = services.update_job(
        job, by=owner, application_deadline=later, category=make_category("New"), title="New"
    )
    unused.live = False
    unused.save()

    restored = services.restore_version(job, 1, by=owner)

    assert sorted(restored.kept) == ["application_deadline", "category"]
    assert restored.job.title == "Baker"
    assert restored.job.application_deadline == later
    assert restored.job.category_id == changed.category_id


def test_restore_of_another_job_s_version_is_missing(
    job: Job, make_job: MakeJob, owner: User
) -> None:
    services.update_job(job, by=owner, title="New")

    with pytest.raises(Missing):
        services.restore_version(make_job(company=job.company), 1, by=owner)


@pytest.mark.parametrize(("role", "refusal"), [("viewer", NotAllowed), ("rival", Missing)])
def test_restore_is_for_those_who_may_write(
    job: Job, owner: User, role: str, refusal: type[Exception], request: pytest.FixtureRequest
) -> None:
    services.update_job(job, by=owner, title="New")

    with pytest.raises(refusal):
        services.restore_version(job, 1, by=request.getfixturevalue(role))


def test_import_that_changes_a_job_is_told(shared_rows: Any) -> None:
    job = shared_rows()

    assert told(job) == [(1, "found", None, "open"), (2, "imported", None, "open")]


@pytest.fixture
def shared_rows(db: None) -> Callable[[], Job]:
    """Import a posting, and again under another title."""
    from dataclasses import replace

    from jobs.importing.mapping import posting_of
    from jobs.importing.writer import Writer

    def load() -> Job:
        row = {
            "source": "feed",
            "id": "1",
            "external_id": "1",
            "title": "Baker",
            "company_name": "Kitchen",
            "location": "Hamburg",
            "description_text": "Bake.",
        }
        posting = posting_of(row, now=timezone.now())
        writer = Writer()
        writer.store([posting])
        writer.store([posting])
        writer.store([replace(posting, title="Pastry baker")])
        return Job.objects.get()

    return load

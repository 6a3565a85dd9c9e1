"""Jobs that come in as files: whose, which, what is refused in words, and the way back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiring.models import Fact
from jobs.choices import JobStatus
from jobs.models import Job, JobVersion
from jobs.transfers.writing import source_of
from nexus.core.storages import private_storage
from nexus.core.tests import imports
from nexus.core.tests.imports import check_hostile_files
from nexus.core.transfers.models import ImportRun, RunState
from people.models import AuditEntry

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from people.models import Company, User
    from taxonomy.models import Category

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
NEW = "/admin/imports/new/jobs/"


def row(of: Category, number: int = 1, **more: Any) -> dict[str, Any]:
    facts = {
        "external_id": f"HR-{number}",
        "title": f"Electrician {number}",
        "category": of.name,
        "location": "Ghent, Belgium",
        "employment_type": "full_time",
        "experience_level": "mid",
        "description": "You wire homes.",
    }
    return {**facts, **more}


def upload(client: Client, rows: list[dict[str, Any]] | bytes, **more: Any) -> Any:
    return imports.upload(client, "jobs", rows, **{"opens": "open", **more})


def take_in(client: Client, rows: list[dict[str, Any]] | bytes, **more: Any) -> ImportRun:
    return imports.take_in(client, "jobs", rows, **{"opens": "open", **more})


@pytest.fixture
def desk(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def test_new_jobs_are_posted_as_by_hand(
    desk: Client, category: Category, company: Company, recruiter: User
) -> None:
    run = take_in(desk, [row(category, n, skills="Wiring | Plans") for n in range(3)])

    assert (run.state, run.added, run.wrong) == (RunState.DONE, 3, 0)
    job = Job.objects.get(external_id="HR-1")
    assert (job.company, job.posted_by, job.status) == (company, recruiter, JobStatus.OPEN)
    assert job.summary == "You wire homes."
    assert {skill.name for skill in job.skills.all()} == {"Wiring", "Plans"}
    assert job.published_at is not None
    assert list(JobVersion.objects.filter(job=job).values_list("action", "by")) == [
        ("created", recruiter.pk)
    ]
    assert Fact.objects.filter(job=job.pk).exists()
    assert AuditEntry.objects.filter(act="imported", company=company, actor=recruiter).count() == 1
    assert not run.stored


def test_nothing_happens_before_the_person_says_so(desk: Client, category: Category) -> None:
    answer = upload(desk, [row(category, 1), row(category, 2, salary_min="much")])

    html = answer.content.decode()
    assert "Import 1 row" in html
    assert "Electrician 1, Ghent, Belgium" in html
    assert "This is not a number. Write it as 45000 or 45000.50." in html
    assert not Job.objects.exists()
    run = ImportRun.objects.get()
    assert private_storage().exists(run.stored)

    desk.post(f"/admin/imports/{run.pk}/stop/")

    assert not Job.objects.exists()
    assert not private_storage().exists(run.stored)
    run.refresh_from_db()
    assert run.state == RunState.ABANDONED


def test_second_run_changes_instead_of_doubling(
    desk: Client, category: Category, recruiter: User
) -> None:
    rows = [row(category, n) for n in range(3)]
    take_in(desk, rows)

    again = take_in_nothing(desk, rows)
    assert again.unchanged == 3
    changed = take_in(desk, [{**rows[0], "title": "Master electrician"}, *rows[1:]])

    assert (changed.changed, changed.unchanged, changed.added) == (1, 2, 0)
    assert Job.objects.count() == 3
    job = Job.objects.get(external_id="HR-0")
    assert job.title == "Master electrician"
    actions = job.versions.order_by("number").values_list("action", "by")
    assert list(actions) == [("created", recruiter.pk), ("imported", recruiter.pk)]


def take_in_nothing(client: Client, rows: list[dict[str, Any]]) -> ImportRun:
    html = upload(client, rows).content.decode()
    assert "There is nothing in this file to import." in html
    run = ImportRun.objects.latest("pk")
    client.post(f"/admin/imports/{run.pk}/stop/")
    return run


def test_jobs_without_a_number_are_found_by_title_and_place(
    desk: Client, category: Category
) -> None:
    first = row(category, title="Électricien", external_id="")
    take_in(desk, [first])

    run = take_in(desk, [{**first, "description": "Other words."}])

    assert (run.changed, run.added) == (1, 0)
    assert Job.objects.get().summary == "Other words."


def test_jobs_are_found_by_their_number_here_and_keep_what_the_file_does_not_say(
    desk: Client, company: Company, make_job: Make
) -> None:
    job = make_job(company=company, title="Old", benefits="<p>Cake</p>", status="closed")

    run = take_in(desk, [{"id": job.pk, "title": "New"}])

    job.refresh_from_db()
    assert run.changed == 1
    assert (job.title, job.benefits, job.status) == ("New", "<p>Cake</p>", "closed")


def test_an_export_comes_in_again_unchanged(
    desk: Client, company: Company, make_job: Make, category: Category
) -> None:
    job = make_job(company=company, category=category, salary_min=30_000, salary_max=40_000)
    line = {
        "Number": job.pk,
        "Title": job.title,
        "Company": company.name,
        "Category": category.name,
        "Place": job.location,
        "Employment type": job.employment_type,
        "Experience": job.experience_level,
        "Lowest pay": job.salary_min,
        "Highest pay": job.salary_max,
        "Deadline": job.application_deadline.isoformat(),
        "Published": "",
    }

    html = upload(desk, [line]).content.decode()

    run = ImportRun.objects.get()
    assert (run.unchanged, run.wrong, run.changed) == (1, 0, 0)
    assert "These columns of an export are not imported: Published." in html


@pytest.mark.parametrize(
    ("more", "column", "told"),
    [
        ({"title": ""}, "title", "This is missing"),
        ({"title": "x" * 300}, "title", "at most 200 have room"),
        ({"category": "Alchemy"}, "category", "There is none called “Alchemy”"),
        ({"employment_type": "sometimes"}, "employment_type", "Write one of these"),
        ({"salary_min": "5", "salary_max": "4"}, "salary_min", "must not exceed"),
        ({"salary_currency": "XXZ"}, "salary_currency", "This is no currency"),
        ({"application_deadline": "2001-01-01"}, "application_deadline", "has passed"),
        ({"application_deadline": "soon"}, "application_deadline", "This is not a date"),
        ({"description": "<script>x()</script>"}, "description", "Nothing of it is left"),
        ({"id": "99999999"}, "id", "There is no job of yours with this number"),
        ({"skills": "y" * 80}, "skills", "longer than 50 characters"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(
    desk: Client, category: Category, more: dict[str, str], column: str, told: str
) -> None:
    upload(desk, [row(category, 1), row(category, 2, **more)])
    run = ImportRun.objects.get()

    assert (run.added, run.wrong) == (1, 1)
    answer: Any = desk.get(f"/admin/imports/{run.pk}/faults/")
    lines = b"".join(answer.streaming_content)
    (fault,) = list(csv.reader(io.StringIO(lines.decode("utf-8-sig"))))[1:]
    assert fault[:2] == ["3", column]
    assert told in fault[3]


def test_undo_brings_back_exactly_what_was(
    desk: Client, company: Company, category: Category, make_job: Make
) -> None:
    old = make_job(
        company=company,
        category=category,
        title="Before",
        salary_min=30_000,
        source=source_of(company.pk),
        external_id="HR-1",
    )
    old_fields = {name: value for name, value in vars(old).items() if name in KEPT}
    run = take_in(desk, [row(category, n, skills="Wiring") for n in (1, 2, 3)])
    assert (run.changed, run.added) == (1, 2)
    assert Job.objects.count() == 3

    desk.post(f"/admin/imports/{run.pk}/undo/")

    run.refresh_from_db()
    assert (run.state, run.kept) == (RunState.UNDONE, 0)
    job = Job.objects.get()
    assert {name: value for name, value in vars(job).items() if name in KEPT} == old_fields
    assert not job.skills.exists()
    assert not Fact.objects.exclude(job=old.pk).exists()
    assert AuditEntry.objects.filter(act="undone").count() == 1


KEPT = {
    "title",
    "location",
    "category_id",
    "company_id",
    "description",
    "summary",
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "application_deadline",
    "status",
    "published_at",
}


def test_undo_leaves_what_changed_since(
    desk: Client, category: Category, make_application: Make
) -> None:
    run = take_in(desk, [row(category, n) for n in (1, 2, 3)])
    jobs = {job.external_id: job for job in Job.objects.all()}
    make_application(job=jobs["HR-1"])
    Job.objects.filter(pk=jobs["HR-2"].pk).update(title="By hand")

    html = desk.post(f"/admin/imports/{run.pk}/undo/", follow=True).content.decode()

    assert set(Job.objects.values_list("external_id", flat=True)) == {"HR-1", "HR-2"}
    assert "Somebody has applied since." in html
    assert "It was changed since." in html


def test_drafts_stay_drafts(desk: Client, category: Category) -> None:
    take_in(desk, [row(category)], opens="draft")

    job = Job.objects.get()
    assert (job.status, job.published_at) == (JobStatus.DRAFT, None)


def test_jobs_of_companies_that_are_not_verified_wait_for_review(
    desk: Client, category: Category, settings: Any, company: Company
) -> None:
    settings.MODERATE_JOBS = True
    company.is_verified = False
    company.save()

    run = take_in(desk, [row(category)])

    assert Job.objects.get().status == JobStatus.IN_REVIEW
    page = desk.get(f"/admin/imports/{run.pk}/").text
    assert "1 of these jobs waits for review." in page
    assert 'href="/admin/jobs/job/?status__exact=in_review"' in page
    Job.objects.update(status=JobStatus.DRAFT)
    assert "of these jobs" not in desk.get(f"/admin/imports/{run.pk}/").text


def test_open_jobs_that_a_file_makes_others_go_back_to_review_and_the_undo_leaves_them_there(
    desk: Client, category: Category, settings: Any, company: Company
) -> None:
    company.is_verified = True
    company.save()
    rows = [row(category, external_id="A"), row(category, external_id="B")]
    take_in(desk, rows)
    settings.MODERATE_JOBS = True
    company.is_verified = False
    company.save()

    other = [{**rows[0], "title": "Something else"}, {**rows[1], "location": "Bruges, Belgium"}]
    run = take_in(desk, other)
    assert statuses() == {"A": "in_review", "B": "open"}

    desk.post(f"/admin/imports/{run.pk}/undo/")
    assert Job.objects.filter(title="Electrician 1", status="in_review").exists()


def statuses() -> dict[str, str]:
    return dict(Job.objects.values_list("external_id", "status"))


def test_other_peoples_jobs_are_not_reached(
    desk: Client, category: Category, rival_company: Company, make_job: Make
) -> None:
    theirs = make_job(company=rival_company, title="Theirs")
    upload(
        desk,
        [
            row(category, 1, id=str(theirs.pk)),
            row(category, 2, company=rival_company.name),
            row(category, 3, company="Nobody & Sons"),
        ],
    )

    run = ImportRun.objects.get()
    assert (run.wrong, run.good) == (3, 0)
    theirs.refresh_from_db()
    assert theirs.title == "Theirs"


def test_administrators_import_for_any_company(
    client: Client,
    admin_user: User,
    category: Category,
    company: Company,
    rival_company: Company,
) -> None:
    client.force_login(admin_user)
    rows = [row(category, 1), row(category, 1, company=rival_company.name)]

    run = take_in(client, rows, company=company.name)

    assert run.added == 2
    assert set(Job.objects.values_list("company", flat=True)) == {company.pk, rival_company.pk}
    html = upload(client, rows, company="Nobody").content.decode()
    assert "There is no company of this name." in html


def test_runs_are_their_uploaders_alone(
    desk: Client, category: Category, owner: User, viewer: User, rival: User, candidate: User
) -> None:
    upload(desk, [row(category)])
    run = ImportRun.objects.get()
    for user in (owner, viewer, rival, candidate):
        desk.force_login(user)
        for end in ("", "progress/", "faults/"):
            assert desk.get(f"/admin/imports/{run.pk}/{end}").status_code in {302, 403, 404}
        for end in ("begin/", "stop/", "undo/"):
            assert desk.post(f"/admin/imports/{run.pk}/{end}").status_code in {302, 403, 404}
    for user in (viewer, candidate):
        desk.force_login(user)
        assert desk.get("/admin/imports/").status_code in {302, 403}
        assert desk.get(NEW).status_code in {302, 403, 404}
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert not Job.objects.exists()


def test_bad_files_are_refused_beside_the_field(desk: Client) -> None:
    for data, told in (
        (b"", "The file is empty."),
        (b"%PDF-1.7 x", "This is a PDF"),
        (b"a,b\n1,2\n", "None of the columns is known"),
    ):
        html = upload(desk, data).content.decode()
        assert told in html
    assert "Choose a file." in desk.post(NEW, {"opens": "open"}).content.decode()
    assert not ImportRun.objects.exists()


def test_every_malformed_file_has_a_clear_report(desk: Client, shared_data: Path) -> None:
    check_hostile_files(desk, "jobs", shared_data, opens="open")

    assert not Job.objects.exists()


def test_long_files_are_left_to_the_worker(
    desk: Client, category: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.transfers.kind.JobKind.most_at_once", 2)
    monkeypatch.setattr("nexus.core.transfers.services._enqueue", lambda run: None)
    answer = upload(desk, [row(category, n) for n in range(3)])

    run = ImportRun.objects.get()
    html = answer.content.decode()
    assert run.state == RunState.CHECKING
    assert "The file is being looked at. Nothing is changed yet." in html
    told = json.loads(desk.get(f"/admin/imports/{run.pk}/progress/").content)
    assert (told["percent"], told["isOver"]) == (0, False)

    from nexus.core.transfers.steps import work

    work(run.pk)
    desk.post(f"/admin/imports/{run.pk}/begin/")
    assert not Job.objects.exists()
    work(run.pk)

    assert Job.objects.count() == 3
    assert json.loads(desk.get(f"/admin/imports/{run.pk}/progress/").content)["isOver"] is True


def test_template_can_be_imported(desk: Client, make_category: Make) -> None:
    make_category("Skilled Trades & Construction")
    data = desk.get(f"{NEW}template/").content

    run = take_in(desk, data)

    assert (run.added, run.wrong) == (1, 0)
    assert Job.objects.get().title == "Electrician"


def test_pages_say_what_to_do(desk: Client, category: Category) -> None:
    html = desk.get("/admin/imports/").content.decode()
    assert "None yet." in html
    assert NEW in html
    html = desk.get(NEW).content.decode()
    assert "external_id" in html
    assert NEW in desk.get("/admin/jobs/job/").content.decode()
    run = take_in(desk, [row(category)])
    assert "1 good, 0 wrong" in desk.get("/admin/imports/").content.decode()
    html = desk.get(f"/admin/imports/{run.pk}/").content.decode()
    assert "Undo this import" in html
    ImportRun.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert "Undo this import" not in desk.get(f"/admin/imports/{run.pk}/").content.decode()


def test_pages_cost_the_same_at_10_and_40_rows(desk: Client, category: Category) -> None:
    spent = []
    for begin, number in ((0, 10), (10, 40)):
        rows = [
            row(category, n, salary_min="" if n % 2 else "x") for n in range(begin, begin + number)
        ]
        upload(desk, rows)
        run = ImportRun.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/admin/imports/{run.pk}/")
        with CaptureQueriesContext(connection) as writing:
            desk.post(f"/admin/imports/{run.pk}/begin/")
        spent.append((len(queries), len(writing)))

    assert spent[0] == spent[1]


# --- when jobs open by themselves --------------------------------------------------------------


def test_a_new_job_with_a_time_opens_then(
    desk: Client, category: Category, recruiter: User
) -> None:
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)

    run = take_in(desk, [row(category, opens_at=at.isoformat()), row(category, 2, opens_at="")])

    timed, open_now = Job.objects.order_by("external_id")
    assert run.added == 2
    assert (timed.status, timed.opens_at, timed.scheduled_by) == ("scheduled", at, recruiter)
    assert timed.published_at is None
    assert timed.versions.get().opens_at == at
    assert (open_now.status, open_now.opens_at) == (JobStatus.OPEN, None)


@pytest.mark.parametrize(
    ("days", "opens", "sentence"),
    [
        (-1, "open", "Choose a time that is ahead."),
        (400, "open", "Choose a time before the deadline."),
        (3, "draft", "Drafts do not open by themselves."),
    ],
)
def test_a_time_at_which_no_job_can_open_is_refused(
    desk: Client, category: Category, days: int, opens: str, sentence: str
) -> None:
    at = timezone.now() + timedelta(days=days)

    page = upload(desk, [row(category, opens_at=at.isoformat())], opens=opens)

    assert sentence in page.content.decode()
    assert not Job.objects.exists()


def test_the_time_of_a_job_that_is_here_stays(desk: Client, category: Category) -> None:
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    take_in(desk, [row(category, opens_at=at.isoformat())])

    same = take_in(desk, [row(category, title="Wirer", opens_at=at.isoformat())])
    other = upload(desk, [row(category, opens_at=(at + timedelta(days=1)).isoformat())])

    assert same.changed == 1
    assert Job.objects.get().opens_at == at
    assert "the time is set at the job itself" in other.content.decode()

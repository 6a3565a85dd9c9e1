"""Exports of jobs: whose rows, which of them, how they are written, and what becomes of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.tests.exports import asked_for, bytes_of, kind_of, rows_for, rows_in
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.exporting import services, steps
from nexus.core.exporting.formats import ExportFormat
from nexus.core.exporting.lists import Asked
from nexus.core.exporting.models import FILE_KEPT_FOR
from nexus.core.exporting.services import Choice, begin_export, clean_up_exports, export_of
from nexus.core.models import ExportRun
from nexus.core.storages import private_storage
from people.models import AuditEntry

if TYPE_CHECKING:
    from people.models import Company, User

pytestmark = pytest.mark.django_db

MakeJob = Callable[..., Job]


def stored_files() -> set[str]:
    try:
        return set(private_storage().listdir("exports")[1])
    except FileNotFoundError:
        return set()


@pytest.fixture
def long_work(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], bool]:
    """Make every export one for the background, in parts of two rows; returns its work, by hand."""
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(services, "_enqueue", lambda run: None)
    monkeypatch.setattr(steps, "PART_ROWS", 2)
    monkeypatch.setattr(steps, "CHUNK_ROWS", 1)
    return lambda run_id: steps.work(run_id, seconds=0)


# --- Whose rows, and which ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", {"Ours"}),
        ("recruiter", {"Ours"}),
        ("viewer", {"Ours"}),
        ("rival", {"Theirs"}),
        ("admin_user", {"Ours", "Theirs"}),
    ],
)
def test_each_role_exports_the_jobs_of_its_list(
    role: str,
    expected: set[str],
    make_job: MakeJob,
    company: Company,
    rival_company: Company,
    request: pytest.FixtureRequest,
) -> None:
    ours = make_job(company=company, title="Ours")
    theirs = make_job(company=rival_company, title="Theirs")
    make_job(company=company, title="Put away", status="archived")
    user = request.getfixturevalue(role)

    assert {row["title"] for row in rows_for(user)} == expected
    # Naming the rows themselves opens no other ones.
    assert {row["title"] for row in rows_for(user, ids=(ours.pk, theirs.pk))} == expected


def test_candidates_export_nothing(candidate: User, make_job: MakeJob) -> None:
    make_job()

    with pytest.raises(NotAllowed):
        asked_for(candidate)


def test_filter_search_and_company_in_view_are_those_of_the_list(
    admin_user: User, make_job: MakeJob, company: Company, rival_company: Company
) -> None:
    make_job(company=company, title="Baker", status="open")
    make_job(company=company, title="Baker", status="draft")
    make_job(company=company, title="Cook", status="open")
    make_job(company=rival_company, title="Baker", status="open")

    rows = rows_for(
        admin_user,
        query="status=open&q=baker&p=2",
        company=company.pk,
        columns=("title", "company", "status"),
    )

    assert rows == [{"title": "Baker", "company": company.name, "status": "open"}]


def test_what_narrows_the_list_is_said_in_words(
    owner: User, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company)

    found = kind_of("jobs").describe(owner, Asked("status__exact=open&q=baker&deadline=week"))

    assert found.narrowed_by == [
        ("Search", "baker"),
        ("Status", "Open"),
        ("Deadline", "Within a week"),
    ]


# --- How it is written -------------------------------------------------------------------------
@pytest.mark.parametrize("format", ExportFormat)
def test_every_column_is_written_as_what_it_is(
    format: ExportFormat, owner: User, company: Company, make_job: MakeJob, make_application: Any
) -> None:
    job = make_job(
        company=company,
        title="=1+1",
        location="- remote",
        salary_min=Decimal("50000.50"),
        salary_max=None,
        application_deadline=timezone.now().replace(year=2031, microsecond=0),
    )
    for name in ("SQL", "C++"):
        job.skills.create(name=name)
    make_application(job=job)
    everything = tuple(kind_of("jobs").resource.columns())

    [row] = rows_for(owner, format=format, columns=everything)

    is_json = format == ExportFormat.JSON
    names = {name: str(c.label) for name, c in kind_of("jobs").resource.columns().items()}
    is_named = format in {ExportFormat.JSON, ExportFormat.CSV_PLAIN}
    value = {name: row[name if is_named else names[name]] for name in everything}
    assert value["title"] == ("=1+1" if is_json else "'=1+1")
    assert value["location"] == "- remote"
    assert value["company"] == company.name
    assert float(value["salary_min"]) == 50000.5
    assert value["salary_max"] in {None, ""}
    assert int(value["application_count"]) == 1
    assert value["skills"] == (["C++", "SQL"] if is_json else "C++ | SQL")
    assert str(value["application_deadline"]).startswith("2031-")
    assert value["url"].endswith(f"/jobs/{job.pk}-11/")


def test_no_row_and_no_column_are_refused_or_empty(owner: User, company: Company) -> None:
    assert rows_for(owner) == []
    for columns in ((), ("title", "password")):
        with pytest.raises(Invalid):
            asked_for(owner, columns=columns)


def test_queries_do_not_grow_with_rows(owner: User, company: Company, make_job: MakeJob) -> None:
    everything = tuple(kind_of("jobs").resource.columns())
    asked_for(owner, columns=everything)  # what is kept for a while is kept from now on
    spent = []
    for more in (10, 30):
        for _ in range(more):
            make_job(company=company).skills.create(name=f"skill {Job.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            asked_for(owner, columns=everything)
        spent.append(len(queries))

    assert spent[0] == spent[1]


# --- In the background -------------------------------------------------------------------------
@pytest.mark.parametrize("format", ExportFormat)
def test_long_export_goes_on_part_by_part_to_the_same_file(
    format: ExportFormat,
    owner: User,
    company: Company,
    make_job: MakeJob,
    long_work: Callable[[int], bool],
) -> None:
    titles = [make_job(company=company, title=f"Job {n}").title for n in range(5)]
    run = asked_for(owner, format=format)
    assert run.is_working
    positions = []

    while long_work(run.pk):
        run.refresh_from_db()
        positions.append((run.position, run.total))

    run.refresh_from_db()
    rows = rows_in(bytes_of(owner, run), format)
    assert positions == [(2, 5), (4, 5), (5, 5)]
    assert [list(row.values())[1] for row in rows] == titles[::-1]
    assert run.size == len(bytes_of(owner, run))
    assert run.parts == []


def test_long_export_is_handed_to_a_task(
    owner: User,
    company: Company,
    make_job: MakeJob,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(services, "MOST_AT_ONCE", 2)
    for _ in range(3):
        make_job(company=company)

    with django_capture_on_commit_callbacks(execute=True):
        run = asked_for(owner)

    run.refresh_from_db()
    assert (run.state, run.position) == ("ready", 3)


def test_worker_that_dies_loses_no_row_and_doubles_none(
    owner: User,
    company: Company,
    make_job: MakeJob,
    long_work: Callable[[int], bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(5):
        make_job(company=company, title=f"Job {n}")
    run = asked_for(owner)
    long_work(run.pk)
    commit = steps._commit

    def dies(*args: Any) -> None:
        commit(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "_commit", dies)
    with pytest.raises(KeyboardInterrupt):
        long_work(run.pk)
    monkeypatch.setattr(steps, "_commit", commit)
    while long_work(run.pk):
        pass

    assert [row["title"] for row in rows_in(bytes_of(owner, run))] == [
        f"Job {n}" for n in range(4, -1, -1)
    ]


def test_second_worker_on_the_same_part_does_no_harm(
    owner: User, company: Company, make_job: MakeJob, long_work: Callable[[int], bool]
) -> None:
    for _ in range(3):
        make_job(company=company)
    run = asked_for(owner)
    behind = ExportRun.objects.select_related("by").get(pk=run.pk)
    long_work(run.pk)

    with pytest.raises(steps.Overtaken):
        steps._work(behind, None)
    while long_work(run.pk):
        pass

    assert len(rows_in(bytes_of(owner, run))) == 3


def test_stopped_export_leaves_no_file(
    owner: User,
    company: Company,
    make_job: MakeJob,
    long_work: Callable[[int], bool],
    django_capture_on_commit_callbacks: Any,
) -> None:
    for _ in range(3):
        make_job(company=company)
    before = stored_files()
    run = asked_for(owner)
    long_work(run.pk)
    assert stored_files() > before

    with django_capture_on_commit_callbacks(execute=True):
        services.stop_export(run, by=owner)

    assert not long_work(run.pk)
    assert stored_files() == before
    with pytest.raises(Missing):
        bytes_of(owner, run)
    with pytest.raises(Conflict):
        services.stop_export(run, by=owner)


def test_who_left_the_company_gets_no_more_of_it(
    recruiter: User, company: Company, make_job: MakeJob, long_work: Callable[[int], bool]
) -> None:
    for _ in range(3):
        make_job(company=company)
    run = asked_for(recruiter)
    long_work(run.pk)
    recruiter.memberships.all().delete()

    assert not long_work(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert run.complaint


def test_only_so_many_are_written_at_once(
    owner: User, company: Company, make_job: MakeJob, long_work: Callable[[int], bool]
) -> None:
    for _ in range(3):
        make_job(company=company)
    for _ in range(services.MOST_UNFINISHED):
        asked_for(owner)

    with pytest.raises(Conflict):
        asked_for(owner)


# --- The file ----------------------------------------------------------------------------------
def test_file_is_its_askers_alone_and_lies_sealed(
    owner: User, recruiter: User, admin_user: User, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company, title="Grasp this title")
    run = asked_for(owner)

    for other in (recruiter, admin_user):
        with pytest.raises(Missing):
            export_of(other, run.pk)
        with pytest.raises(Missing):
            bytes_of(other, run)
    with private_storage().open(run.stored) as file:
        assert b"Grasp" not in file.read()
    assert b"Grasp" in bytes_of(owner, run)


def test_file_goes_after_a_day(owner: User, company: Company, make_job: MakeJob) -> None:
    make_job(company=company)
    young, old = asked_for(owner), asked_for(owner)
    over = timezone.now() - FILE_KEPT_FOR - timedelta(seconds=1)
    ExportRun.objects.filter(pk=old.pk).update(finished_at=over)

    with pytest.raises(Missing):  # whether or not it was erased yet
        bytes_of(owner, old)
    assert clean_up_exports() == 1

    assert not private_storage().exists(old.stored)
    assert bytes_of(owner, young)
    assert clean_up_exports() == 0


def test_what_nobody_finishes_is_given_up(
    owner: User, company: Company, make_job: MakeJob, long_work: Callable[[int], bool]
) -> None:
    for _ in range(3):
        make_job(company=company)
    run = asked_for(owner)
    ExportRun.objects.filter(pk=run.pk).update(moved_at=timezone.now() - timedelta(hours=1))

    assert clean_up_exports() == 1

    run.refresh_from_db()
    assert run.state == "failed"


def test_audit_names_every_export_and_every_download(
    owner: User, company: Company, make_job: MakeJob
) -> None:
    make_job(company=company, title="A title that is nobody's business")
    run = asked_for(owner, query="q=title")
    bytes_of(owner, run)

    exported, downloaded = AuditEntry.objects.filter(thing=f"export:{run.pk}").order_by("pk")
    assert (exported.act, downloaded.act) == ("exported", "downloaded")
    assert exported.actor_id == downloaded.actor_id == owner.pk
    assert exported.company_id == company.pk
    assert exported.details == {
        "rows": 1,
        "format": "json",
        "columns": ["id", "title"],
        "personal": False,
    }


def test_words_that_were_searched_lie_encrypted(
    owner: User, company: Company, make_job: MakeJob
) -> None:
    run = begin_export(
        kind_of("jobs"),
        Asked("q=Pia+Person"),
        Choice(ExportFormat.JSON, ["id"]),
        by=owner,
        narrowed_by=[("Search", "Pia Person")],
    )

    with connection.cursor() as cursor:
        cursor.execute("select * from core_exportrun where id = %s", [run.pk])
        assert "Pia" not in str(cursor.fetchall())
    assert run.narrowings() == [("Search", "Pia Person")]

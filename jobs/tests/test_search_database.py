"""Searching and writing against the database: catching up, falling back, repairing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from jobs import search
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.search import JobQuery, Likeness, fallback, source
from jobs.search.builder import BuildUnderWay, build_index
from jobs.search.documents import to_document
from jobs.search.engine import EngineError
from jobs.search.reader import Reader
from jobs.search.schema import SCHEMA_VERSION
from jobs.search.store import Mended, Store, read_caught_up
from jobs.search.writer import FIRST, IndexWriter

MakeJob = Callable[..., Job]


@pytest.fixture
def store(tmp_path: Path, db: None) -> Store:
    return Store(tmp_path / "search", source.database_name())


@pytest.fixture
def writer(store: Store) -> Iterator[IndexWriter]:
    writer = IndexWriter(build_index(store))
    yield writer
    writer.close()


def held(writer: IndexWriter) -> set[int]:
    """Return the ids that the index holds."""
    return set(writer.snapshot().versions(-1, None))


def test_inline_search_follows_creation_change_closing_and_deletion(make_job: MakeJob) -> None:
    job = make_job(title="Welder")
    assert search.search(JobQuery(text="welder")).ids == [job.pk]

    Job.objects.filter(pk=job.pk).update(title="Cook", changed_at=timezone.now())
    assert search.search(JobQuery(text="welder")).total == 0
    assert search.search(JobQuery(text="cook")).total == 1

    Job.objects.filter(pk=job.pk).update(status=JobStatus.CLOSED, closed_at=timezone.now())
    assert search.search(JobQuery(text="cook")).total == 0

    Job.objects.filter(pk=job.pk).update(status=JobStatus.OPEN)
    assert search.search(JobQuery(text="cook")).total == 1

    job.delete()
    assert search.search(JobQuery(text="cook")).total == 0


def test_inline_search_asks_three_queries(
    make_job: MakeJob, django_assert_num_queries: Any
) -> None:
    make_job()

    with django_assert_num_queries(4):  # count, jobs, skills, and no more jobs
        search.search(JobQuery())


def test_search_finds_company_skill_and_category(
    make_job: MakeJob, make_company: Callable[..., Any], make_category: Callable[..., Any]
) -> None:
    job = make_job(
        company=make_company("Nordwind Logistics"),
        category=make_category("Beekeeping"),
        skills=["Rust"],
    )
    make_job()

    for text in ("nordwind", "beekeeping", "rust"):
        assert search.search(JobQuery(text=text)).ids == [job.pk]


def test_documents_come_from_open_jobs_alone(make_job: MakeJob) -> None:
    job = make_job()
    make_job(status=JobStatus.DRAFT)
    make_job(status=JobStatus.CLOSED)
    make_job(application_deadline=timezone.now() - timedelta(seconds=1))

    (jobs,) = source.all_open_jobs()

    assert [found.id for found in jobs] == [job.pk]
    assert to_document(jobs[0]).get_first("id") == job.pk


def test_changes_are_paged_even_where_all_have_one_moment(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "CHUNK", 2)
    moment = timezone.now()
    early = make_job(changed_at=moment - timedelta(seconds=5))
    jobs = [make_job(changed_at=moment) for _ in range(5)]
    late = make_job(changed_at=moment + timedelta(seconds=5))

    seen = [pk for piece in source.changes_since(moment) for pk, _ in piece]

    assert seen == [*(job.pk for job in jobs), late.pk]
    assert early.pk not in seen


def test_writer_applies_change_and_closing(make_job: MakeJob, writer: IndexWriter) -> None:
    job, other = make_job(), make_job()

    assert writer.apply([job.pk, other.pk, 10**9]) == 3
    assert held(writer) == {job.pk, other.pk}

    Job.objects.filter(pk=job.pk).update(status=JobStatus.CLOSED, closed_at=timezone.now())
    writer.apply([job.pk])
    assert held(writer) == {other.pk}


def test_writer_follows_changes_once(make_job: MakeJob, writer: IndexWriter) -> None:
    job = make_job()

    assert [writer.follow(), writer.follow()] == [1, 0]
    assert held(writer) == {job.pk}

    Job.objects.filter(pk=job.pk).update(title="Other", changed_at=timezone.now())
    assert [writer.follow(), writer.follow()] == [1, 0]


def test_writer_follows_row_that_was_committed_late(make_job: MakeJob, writer: IndexWriter) -> None:
    writer.follow()
    late = make_job(changed_at=timezone.now() - timedelta(seconds=50))

    writer.follow()

    assert late.pk in held(writer)


def test_writer_that_opens_an_old_build_follows_from_its_note(
    make_job: MakeJob, store: Store
) -> None:
    build = build_index(store)
    assert read_caught_up(build) is not None
    job = make_job()

    writer = IndexWriter(build)
    writer.follow()

    assert held(writer) == {job.pk}
    writer.close()


def test_writer_drops_expired_jobs(
    make_job: MakeJob, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    job, _ = make_job(), make_job(application_deadline=now + timedelta(hours=1))
    writer.follow()

    monkeypatch.setattr(source, "now", lambda: now + timedelta(hours=1))

    assert [writer.expire(), writer.expire()] == [1, 0]
    assert held(writer) == {job.pk}


def test_repair_adds_the_missing_drops_the_gone_and_renews_the_stale(
    make_job: MakeJob, writer: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "CHUNK", 1)
    monkeypatch.setattr("jobs.search.writer.SLICE", 1)
    fine, gone, stale = make_job(), make_job(), make_job()
    writer.follow()
    assert writer.is_complete()
    missing = make_job(changed_at=timezone.now() - timedelta(days=1))
    Job.objects.filter(pk=gone.pk).delete()
    Job.objects.filter(pk=stale.pk).update(
        title="Zookeeper", changed_at=timezone.now() - timedelta(days=1)
    )

    assert not writer.is_complete()
    assert writer.repair(lambda: None) == 3

    assert writer.is_complete()
    assert held(writer) == {fine.pk, stale.pk, missing.pk}
    found = writer.snapshot().search(
        JobQuery(text="zookeeper"), offset=0, limit=5, at=timezone.now()
    )
    assert found.ids == [stale.pk]


def break_it(writer: IndexWriter, missing: Job, stale: Job, left_over: Job) -> None:
    """Make the index wrong in each way there is, behind the backs of count and latest change."""
    Job.objects.filter(pk=left_over.pk).delete()
    Job.objects.filter(pk=stale.pk).update(
        title="Zookeeper", changed_at=timezone.now() - timedelta(days=2)
    )
    writer._writer.delete_documents_by_term("id", missing.pk)
    writer._writer.commit()


def test_rolling_comparison_mends_a_slice_at_a_time_and_begins_again(
    make_job: MakeJob, writer: IndexWriter
) -> None:
    jobs = [make_job() for _ in range(7)]
    writer.follow()
    break_it(writer, jobs[0], jobs[2], jobs[6])

    # It ends where there are no more jobs, and takes what is left over behind them along.
    above, mended = FIRST, []
    for _ in range(4):
        number, above = writer.repair_slice(above, most=2)
        mended.append(number)

    assert (mended, above) == ([1, 1, 0, 1], FIRST)
    assert held(writer) == {job.pk for job in jobs[:6]}
    found = writer.snapshot().search(
        JobQuery(text="zookeeper"), offset=0, limit=5, at=timezone.now()
    )
    assert found.ids == [jobs[2].pk]
    assert [writer.repair_slice(FIRST)] == [(0, FIRST)]


def test_comparing_a_slice_costs_one_query_however_many_jobs_there_are(
    make_job: MakeJob, writer: IndexWriter, django_assert_num_queries: Any
) -> None:
    jobs = [make_job() for _ in range(6)]
    writer.follow()

    for most in (1, 3, 5):
        with django_assert_num_queries(1):
            assert writer.repair_slice(FIRST, most=most) == (0, jobs[most - 1].pk)


def test_change_that_is_just_on_its_way_counts_as_no_difference(
    make_job: MakeJob, writer: IndexWriter
) -> None:
    make_job()

    assert writer.repair_slice(FIRST) == (0, FIRST)
    assert len(held(writer)) == 1


def test_what_was_mended_is_counted_and_told(store: Store, writer: IndexWriter) -> None:
    assert store.mended() == Mended(0, None)

    store.note_mended(3)
    store.note_mended(2)

    assert store.mended().number == 5
    assert store.mended().last_at is not None


def test_second_writer_of_a_build_is_refused(writer: IndexWriter) -> None:
    with pytest.raises(EngineError, match="LockBusy"):
        IndexWriter(writer.build)


def test_second_build_at_once_is_refused(store: Store) -> None:
    lock = store.build_lock()
    assert lock.acquire()

    with pytest.raises(BuildUnderWay, match="another process"):
        build_index(store)

    lock.release()


def test_build_replaces_the_one_in_use_and_reports(make_job: MakeJob, store: Store) -> None:
    first = build_index(store)
    make_job()
    seen: list[tuple[int, int]] = []

    second = build_index(store, on_progress=lambda p: seen.append((p.done, p.total)))

    assert store.current() == second != first
    assert seen == [(1, 1)]
    assert store.progress(within_seconds=60) is None


def test_failed_build_leaves_the_old_one_in_use(
    make_job: MakeJob, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_job()
    first = build_index(store)

    with pytest.raises(ZeroDivisionError):
        build_index(store, on_progress=lambda _: 1 // 0)  # type: ignore[arg-type]  # it raises

    assert store.current() == first
    assert list(store.root.glob("build-*")) == [first]


def test_rebuild_command_says_what_it_did(
    make_job: MakeJob, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SEARCH_DIR = tmp_path / "fresh"
    make_job()

    call_command("rebuild_search")

    assert "The search index holds 1 open jobs." in capsys.readouterr().out
    assert Store(tmp_path / "fresh", source.database_name()).current()


def test_fallback_agrees_with_the_index_on_everything_but_rank(
    make_job: MakeJob, make_company: Callable[..., Any]
) -> None:
    now = timezone.now()
    companies = [make_company(f"Works {n}") for n in range(4)]
    jobs = [
        make_job(
            title=f"Welder {n}",
            location=("Berlin, Germany", "Bern")[n % 2],
            employment_type=("full_time", "contract")[n % 2],
            salary_min=Decimal(1000 * n) if n % 3 else None,
            salary_max=Decimal(2000 * n) if n % 3 else None,
            created_at=now - timedelta(days=n),
            application_deadline=now + timedelta(days=20 - n),
            company=companies[n % 4],
        )
        for n in range(12)
    ]
    Job.objects.filter(pk=jobs[0].pk).update(status=JobStatus.CLOSED)
    queries = [
        JobQuery(),
        JobQuery(text="welder"),
        JobQuery(text="welder -berlin"),
        JobQuery(employment_types=frozenset({"contract"})),
        JobQuery(salary_min=Decimal(3000), currency="EUR"),
        JobQuery(salary_max=Decimal(9000), ordering="salary_max"),
        JobQuery(location="ber ger", company="works"),
        JobQuery(posted_since=now - timedelta(days=6), ordering="created_at"),
        *(JobQuery(ordering=f"{way}salary_min") for way in ("", "-")),
    ]

    for query in queries:
        plain = fallback.search(query, offset=0, limit=50, at=timezone.now())
        assert plain.total == search.search(query, limit=50).total
        assert len(plain.ids) == plain.total
        if query.ordering:
            assert _known_pay(plain.ids) == _known_pay(search.search(query, limit=50).ids)
        assert fallback.facets(query, timezone.now()) == search.facets(query)
    assert fallback.open_counts_by_category(timezone.now()) == search.open_counts_by_category()
    assert fallback.market_stats("EUR", timezone.now()) == search.market_stats("EUR")


def _known_pay(ids: list[int]) -> list[int]:
    """Return the ids of jobs with a salary: those without stand last, in no set order."""
    paid = set(Job.objects.exclude(salary_min=None).values_list("pk", flat=True))
    return [pk for pk in ids if pk in paid]


@pytest.mark.parametrize("ordering", ["", "created_at"])
def test_fallback_pages_by_cursor(make_job: MakeJob, ordering: str) -> None:
    jobs = [make_job().pk for _ in range(5)]
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        ids, cursor = fallback.search_after(
            JobQuery(ordering=ordering), cursor=cursor, limit=2, at=timezone.now()
        )
        seen += ids

    assert seen == (jobs if ordering else jobs[::-1])


def test_fallback_suggests(make_job: MakeJob) -> None:
    make_job(title="Zookeeper")

    assert [one.text for one in fallback.suggest("zoo", 5, timezone.now())] == ["Zookeeper"]
    assert fallback.suggest("", 5, timezone.now()) == []


@pytest.mark.parametrize("text", ['"', "%", "_", "\0", "\ud800", "-", "a" * 5_000, "x " * 5_000])
def test_fallback_answers_awkward_strings(make_job: MakeJob, text: str) -> None:
    make_job()

    fallback.search(JobQuery(text=text), offset=0, limit=5, at=timezone.now())
    fallback.search(JobQuery(location=text, company=text), offset=0, limit=5, at=timezone.now())


def test_reader_without_an_index_says_so_and_with_one_answers(
    make_job: MakeJob, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    make_job()
    reader = Reader()
    assert reader.snapshot() is None
    assert reader.status().state == "degraded"

    build_index(reader.store)
    reader._glanced_at = float("-inf")  # the next question looks at the disk again

    assert reader.snapshot() is not None
    assert reader.status().state == "ready"


def test_reader_says_when_changes_no_longer_arrive(
    make_job: MakeJob, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    reader = Reader()
    build_index(reader.store)
    monkeypatch.setattr("jobs.search.reader._LATE_SECONDS", -1)

    status = reader.status()

    assert status.state == "degraded"
    assert "No changes have reached the search index" in status.sentence


def test_index_of_another_schema_or_database_is_not_used(store: Store) -> None:
    build_index(store)
    assert store.current() is not None

    assert Store(store.root, "another database").current() is None
    pointer = store.root / "pointer.json"
    pointer.write_text(pointer.read_text().replace(f'"schema": {SCHEMA_VERSION}', '"schema": 0'))
    assert store.current() is None


def test_ids_handed_over_are_taken_once(store: Store) -> None:
    store.root.mkdir(parents=True)

    store.hand_over([3, 1])
    store.hand_over(range(1_000, 2_000))

    assert store.take_over() == [3, 1, *range(1_000, 2_000)]
    assert store.take_over() == []


def test_lock_is_exclusive_and_noticed_when_deleted(store: Store) -> None:
    first, second = store.writer_lock(), store.writer_lock()

    assert first.acquire()
    assert not second.acquire()
    (store.root / "writer.lock").unlink()
    assert not first.is_held()
    assert second.acquire()
    first.release()
    assert second.is_held()
    second.release()


def test_fallback_takes_the_newest_of_the_category_for_similar(
    make_job: MakeJob, make_category: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    job = make_job(title="Nurse")
    older = make_job(created_at=timezone.now() - timedelta(days=1))
    newer = make_job()
    make_job(status="closed")
    make_job(title="Nurse", category=make_category("Elsewhere"))
    like = Likeness(job.pk, job.title, job.category_id)

    with django_assert_num_queries(1):
        found = fallback.similar(like, 5, timezone.now())

    assert found == [newer.pk, older.pk]
    assert search.similar(like, limit=1) != []

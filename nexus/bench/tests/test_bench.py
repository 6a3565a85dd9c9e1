"""The parts of the benchmark that need no server: what is asked for, the market, the table."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hiring.models import Application, StatusChange
from hiring.statistics_models import Fact, Figure
from jobs.models import Job
from nexus.bench.bulk import copied, insert_rows
from nexus.bench.client import percentile
from nexus.bench.histories import add_histories
from nexus.bench.market import Base, Resampled, base_indexes, reference_of, resample
from nexus.bench.options import BadOptions, read_options
from nexus.bench.queries import QUERIES
from nexus.bench.report import Facts, comparison, ratio, read_medians, table, write_medians
from nexus.bench.scenarios import Line
from nexus.bench.server import Memory
from taxonomy.models import Skill

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASES = [
    Base("Cook", "Rome", Decimal(100), Decimal(200)),
    Base("Driver", "Bath", None, None),
    Base("Nurse", "Ulm", None, Decimal("19.50")),
]


def make_market(count: int) -> list[Resampled]:
    return list(resample(BASES, list(range(100)), count=count, now=NOW))


def test_options_by_default_are_ten_thousand_jobs_on_sqlite() -> None:
    options = read_options({})

    assert (options.jobs, options.uses_postgres, options.keep) == (10_000, False, False)
    assert options.is_measured("list")
    assert options.database_url.startswith("sqlite:///")


def test_options_never_name_the_database_they_were_given() -> None:
    options = read_options({"JOBS": "500", "DATABASE_URL": "postgres://me@host:5433/market?a=b"})

    assert options.database_url == "postgres://me@host:5433/nexus_bench_500?a=b"


def test_a_market_with_a_past_is_another_database_than_one_without() -> None:
    environ = {"JOBS": "500", "DATABASE_URL": "postgres://host/market"}

    options = read_options({**environ, "STATUS_CHANGES": "1600"})

    assert options.changes == 1600
    assert options.database_name != read_options(environ).database_name
    assert options.data_dir != read_options(environ).data_dir


@pytest.mark.django_db(transaction=True)
def test_a_past_holds_the_changes_that_were_asked_for_and_is_counted(
    make_user: Any, make_job: Any
) -> None:
    people = [make_user().pk for _ in range(40)]
    for _ in range(5):
        make_job()

    add_histories(160, people, say=lambda _: None)

    told = Fact.objects.filter(figure=Figure.RECEIVED).count()
    assert told == Application.objects.count() == 100
    # Some of the latest have not come that far yet.
    assert 120 < StatusChange.objects.count() <= 160
    for one in Application.objects.prefetch_related("status_changes"):
        steps = list(one.status_changes.all())
        assert one.status == (steps[-1].to_status if steps else "pending")
        assert [step.from_status for step in steps[1:]] == [step.to_status for step in steps[:-1]]


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({"JOBS": "many"}, "JOBS must be a number"),
        ({"JOBS": "-5"}, "JOBS must be a number"),
        ({"JOBS": "99"}, "JOBS must be a number"),
        ({"STATUS_CHANGES": "many"}, "STATUS_CHANGES must be a number"),
        ({"STATUS_CHANGES": "10000001"}, "STATUS_CHANGES must be a number"),
        ({"DATABASE_URL": "mysql://host/market"}, "names mysql"),
        ({"POSTINGS": "nowhere.jsonl"}, "is no file"),
    ],
)
def test_options_that_make_no_sense_are_refused(environ: dict[str, str], reason: str) -> None:
    with pytest.raises(BadOptions, match=reason):
        read_options(environ)


def test_environment_of_a_run_holds_no_setting_of_the_caller(tmp_path: Path) -> None:
    environment = read_options({}).environment()

    assert environment["ENV_FILE"] == ""
    assert environment["DATABASE_URL"].startswith("sqlite:///")


def test_market_is_the_same_every_time() -> None:
    assert make_market(50) == make_market(50)


def test_market_is_in_the_order_of_posting_and_open() -> None:
    market = make_market(200)

    assert all(a.posted_at < b.posted_at for a, b in pairwise(market))
    assert all(job.posted_at < NOW < job.deadline for job in market)


def test_market_can_tell_again_which_base_each_job_has() -> None:
    assert [job.index for job in make_market(300)] == list(base_indexes(len(BASES), count=300))


def test_market_pay_stays_in_order_and_unknown_pay_unknown() -> None:
    for job in make_market(300):
        base = BASES[job.index]
        assert (job.salary_min is None, job.salary_max is None) == (
            base.salary_min is None,
            base.salary_max is None,
        )
        if job.salary_min is not None and job.salary_max is not None:
            assert 0 < job.salary_min < job.salary_max


def test_market_has_big_and_small_employers() -> None:
    sizes = Counter(job.company_id for job in make_market(5000))

    assert max(sizes.values()) > 20 * min(sizes.values())


def test_references_are_distinct() -> None:
    assert len({reference_of(number) for number in range(200_000)}) == 200_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, b"\\N"),
        ("", b""),
        ("a\tb\nc\\d\r", b"a\\tb\\nc\\\\d\\r"),
        ("Käse", "Käse".encode()),
        (True, b"t"),
        (Decimal("1.50"), b"1.50"),
        (NOW, b"2026-11-22T12:00:00+00:00"),
    ],
)
def test_copied_value_is_in_the_format_of_copy(value: Any, text: bytes) -> None:
    assert copied(value) == text


def test_inserted_rows_read_back_as_they_were(db: None) -> None:
    awkward = "tab\there, \\N and \\t, line\nbreak, Käse"

    insert_rows("taxonomy_skill", ("id", "name"), iter([(901, awkward), (902, "plain")]))

    assert Skill.objects.get(pk=901).name == awkward
    assert Skill.objects.filter(pk__in=[901, 902]).count() == 2


def test_inserted_job_reads_back_as_its_base(db: None, make_job: Any) -> None:
    base = make_job(salary_min=Decimal("10.50"), salary_max=None)
    columns = [f.attname for f in Job._meta.concrete_fields if not f.generated]
    values = Job.objects.filter(pk=base.pk).values(*columns).get() | {"id": base.pk + 1}

    insert_rows("jobs_job", columns, [tuple(values[name] for name in columns)])

    copy = Job.objects.filter(pk=base.pk + 1).values(*columns).get()
    assert copy == values
    assert Job.objects.open().count() == 2


@pytest.mark.parametrize(("share", "expected"), [(0.5, 3), (0.95, 5), (0.2, 1), (1.0, 5)])
def test_percentile_is_one_of_the_times(share: float, expected: float) -> None:
    assert percentile([5, 1, 3, 2, 4], share) == expected


def test_queries_are_fifty_distinct_ones_of_one_to_four_words() -> None:
    assert len(set(QUERIES)) == 50
    assert {len(query.split()) for query in QUERIES} == {1, 2, 3, 4}


def test_table_shows_medians_and_how_far_the_floor_is() -> None:
    line = Line("list", 2, [0.009, 0.012], [0.004] * 3, [0.006] * 3, [0.002] * 3, 250.0)
    facts = Facts(
        10_000,
        "SQLite",
        "resampled",
        12.0,
        3.0,
        2**20,
        Memory(2**28, 2**27, 2**26),
        Memory(2**29, 1, 1),
    )

    text = table(facts, [line])

    assert ratio(line) == pytest.approx(2.0)
    assert "10,000 jobs on SQLite" in text
    assert "256 MB while reading (then 128 MB its own, 64 MB of mapped files), 512 MB" in text
    assert (
        "| list | 2 | 9.00 | 12.00 | 4.00 | 4.00 | 6.00 | 6.00 | 250 | 250 | 2.00 | 2.00 | 2.00"
        " | 3.00 | 4.50 |" in text
    )


def test_fresh_deadlines_leave_time_for_a_run() -> None:
    assert min(job.deadline for job in make_market(500)) > NOW + timedelta(days=6)


@pytest.mark.parametrize(
    ("environ", "beside"),
    [
        ({}, 0),
        ({"JOBS": "10000"}, 0),
        ({"JOBS": "1000000"}, 10_000),
        ({"JOBS": "1000000", "BESIDE": "0"}, 0),
        ({"JOBS": "500", "BESIDE": "100"}, 100),
    ],
)
def test_a_large_market_is_measured_beside_a_small_one(
    environ: dict[str, str], beside: int
) -> None:
    assert read_options(environ).beside == beside


@pytest.mark.parametrize("beside", ["500", "many", "-1"])
def test_a_market_is_not_measured_beside_a_larger_one(beside: str) -> None:
    with pytest.raises(BadOptions, match="BESIDE must be a number below JOBS"):
        read_options({"JOBS": "500", "BESIDE": beside})


def test_comparison_tells_how_many_times_the_cost_it_is(tmp_path: Path) -> None:
    small = Line("list", 2, [0.009], [0.002] * 3, [], [0.001] * 3, 250.0)
    large = Line("list", 2, [0.009], [0.003] * 19 + [0.006], [], [0.002] * 3, 250.0)
    other = Line("new", 2, [0.009], [0.003], [], [0.002], 250.0)
    write_medians(tmp_path / "medians.json", [small])

    text = comparison([large, other], read_medians(tmp_path / "medians.json"), jobs=10_000)

    assert "| list | 3.00 | 3.00 | 1.50 | 2.00 | 2.00 | 1.50 | 1.00 |" in text
    assert "new" not in text


def test_lines_are_measured_that_hold_one_of_the_names_given() -> None:
    options = read_options({"ONLY": "list,page: home"})

    measured = [name for name in ("list", "page: home", "page: job") if options.is_measured(name)]
    assert measured == ["list", "page: home"]

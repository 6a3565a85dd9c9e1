"""Every filter alone and with every other, against the same question answered in Python."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from nexus.core.api.schemas import utc_string
from nexus.core.money import yearly

if TYPE_CHECKING:
    from taxonomy.models import Category

MakeJob = Callable[..., Job]
Holds = Callable[[Job], bool]
NOW = timezone.now()


@dataclass(frozen=True)
class Filter:
    """One query parameter, perhaps repeated, and the jobs for which it holds."""

    name: str
    value: Any
    holds: Holds


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def has_words(text: str, *beginnings: str) -> bool:
    words = folded(text).replace(",", " ").split()
    return all(any(word.startswith(begin) for word in words) for begin in beginnings)


def pays_at_least(amount: int) -> Holds:
    return lambda job: (
        job.salary_min is not None and yearly(job.salary_min, job.salary_period) >= amount
    )


def pays_at_most(amount: int) -> Holds:
    return lambda job: (
        job.salary_max is not None and yearly(job.salary_max, job.salary_period) <= amount
    )


@pytest.fixture
def categories(make_category: Any) -> list[Category]:
    return [make_category(name) for name in ("Engineering", "Nursing", "Teaching")]


@pytest.fixture
def jobs(make_job: MakeJob, make_company: Any, categories: list[Category]) -> list[Job]:
    """Twenty-four open jobs that differ in everything, and some that are not open."""
    companies = [make_company(name) for name in ("Acme Works", "Zürich Ärzte", "acme labs")]
    places = ["São Paulo, Brazil", "Hamburg", "New York", "Neuchâtel"]
    types = ["full_time", "part_time", "contract", "internship", "remote"]
    levels = ["entry", "mid", "senior", "executive"]
    pays: list[tuple[int | str | None, int | str | None, str, str]] = [
        ("50000", "60000", "year", "EUR"),
        ("20.50", "30", "hour", "USD"),
        (None, None, "year", "USD"),
        ("4000", None, "month", "EUR"),
        (None, "300", "day", "USD"),
        ("1000", "2000", "week", "CHF"),
        ("70000", "90000", "year", "USD"),
    ]
    titles = ["Python developer", "Staff nurse", "Head teacher", "Data engineer"]
    made = []
    for n in range(24):
        low, high, period, currency = pays[n % 7]
        kind = types[n % 5]
        made.append(
            make_job(
                title=titles[n % 4],
                company=companies[n % 3],
                category=categories[(n // 2) % 3],
                location=places[(n // 3) % 4],
                employment_type=kind,
                workplace="remote" if kind == "remote" else "on_site",
                experience_level=levels[(n // 5) % 4],
                salary_min=None if low is None else Decimal(low),
                salary_max=None if high is None else Decimal(high),
                salary_period=period,
                salary_currency=currency,
                created_at=NOW - timedelta(hours=7 * n),
                application_deadline=NOW + timedelta(days=40 - (n * 5) % 24),
            )
        )
    make_job(title="Python developer", status="closed", category=categories[0])
    make_job(title="Python developer", status="draft", category=categories[0])
    make_job(title="Python developer", application_deadline=NOW - timedelta(seconds=1))
    return made


@pytest.fixture
def filters(categories: list[Category]) -> list[Filter]:
    engineering, nursing = categories[:2]
    since = NOW - timedelta(hours=70)
    return [
        Filter("search", "python", lambda j: "Python" in j.title),
        Filter("search", "nurse zürich", lambda j: "nurse" in j.title and "Z" in j.company.name),
        Filter("employment_type", "contract", lambda j: j.employment_type == "contract"),
        Filter("employment_type", "remote", lambda j: j.employment_type == "remote"),
        Filter(
            "employment_type",
            ["full_time", "internship"],
            lambda j: j.employment_type in {"full_time", "internship"},
        ),
        Filter("experience_level", "senior", lambda j: j.experience_level == "senior"),
        Filter(
            "experience_level",
            ["entry", "mid"],
            lambda j: j.experience_level in {"entry", "mid"},
        ),
        Filter("category", engineering.slug, lambda j: j.category_id == engineering.pk),
        Filter("category", str(nursing.pk), lambda j: j.category_id == nursing.pk),
        Filter(
            "category",
            [engineering.slug, str(nursing.pk), "unheard-of"],
            lambda j: j.category_id in {engineering.pk, nursing.pk},
        ),
        Filter("salary_min", "45000", pays_at_least(45_000)),
        Filter("salary_min", "42640.00", pays_at_least(42_640)),
        Filter("salary_max", "78000", pays_at_most(78_000)),
        Filter("salary_currency", "EUR", lambda j: j.salary_currency == "EUR"),
        Filter("location", "sao", lambda j: has_words(j.location, "sao")),
        Filter("location", "NEW y", lambda j: has_words(j.location, "new", "y")),
        Filter("location", "ork", lambda j: False),
        Filter("company", "ACME", lambda j: has_words(j.company.name, "acme")),
        Filter("company", "arzte zur", lambda j: has_words(j.company.name, "arzte", "zur")),
        Filter(
            "posted_since",
            utc_string(since),
            lambda j: j.created_at >= since.replace(microsecond=0),
        ),
    ]


def found(api: Any, *chosen: Filter) -> set[int]:
    params = {filter_.name: filter_.value for filter_ in chosen}
    page = api.get("/api/jobs/", page_size=100, **params).json()
    assert page["count"] == len(page["results"])
    return {row["id"] for row in page["results"]}


def expected(jobs: list[Job], *chosen: Filter) -> set[int]:
    return {job.pk for job in jobs if all(filter_.holds(job) for filter_ in chosen)}


def test_without_filters_all_open_jobs_are_listed(api: Any, jobs: list[Job]) -> None:
    assert found(api) == {job.pk for job in jobs}


@pytest.mark.parametrize("index", range(20))
def test_each_filter_alone_finds_what_it_says(
    api: Any, jobs: list[Job], filters: list[Filter], index: int
) -> None:
    chosen = filters[index]

    assert found(api, chosen) == expected(jobs, chosen)


def test_each_filter_narrows_but_does_not_empty_the_market(
    jobs: list[Job], filters: list[Filter]
) -> None:
    sizes = {(f.name, str(f.value)): len(expected(jobs, f)) for f in filters}

    assert sizes.pop(("location", "ork")) == 0
    assert all(0 < size < len(jobs) for size in sizes.values()), sizes


def test_each_pair_of_filters_finds_what_both_say(
    api: Any, jobs: list[Job], filters: list[Filter]
) -> None:
    one_of_each = {filter_.name: filter_ for filter_ in reversed(filters)}
    pairs = list(combinations(one_of_each.values(), 2))

    wrong = [pair for pair in pairs if found(api, *pair) != expected(jobs, *pair)]

    assert wrong == []
    assert sum(bool(expected(jobs, *pair)) for pair in pairs) > len(pairs) / 2


def test_salary_filters_ask_for_a_range(api: Any, jobs: list[Job]) -> None:
    page = api.get("/api/jobs/", salary_min="40000", salary_max="65000", page_size=100).json()

    low, high = pays_at_least(40_000), pays_at_most(65_000)
    assert {row["id"] for row in page["results"]} == {j.pk for j in jobs if low(j) and high(j)}


# --- Order -------------------------------------------------------------------------------------
KEYS: dict[str, Callable[[Job], Any]] = {
    "created_at": lambda j: j.created_at,
    "application_deadline": lambda j: j.application_deadline,
    "salary_min": lambda j: j.salary_min and yearly(j.salary_min, j.salary_period),
    "salary_max": lambda j: j.salary_max and yearly(j.salary_max, j.salary_period),
}


def in_order(jobs: list[Job], ordering: str) -> list[Any]:
    """Return the values of the key in order, those without one last."""
    key = KEYS[ordering.removeprefix("-")]
    values = [key(job) for job in jobs]
    known = sorted([v for v in values if v is not None], reverse=ordering.startswith("-"))
    return known + [None] * (len(values) - len(known))


@pytest.mark.parametrize("ordering", [sign + key for key in KEYS for sign in ("", "-")])
def test_ordering_sorts_by_its_key_with_the_unpaid_last(
    api: Any, jobs: list[Job], ordering: str
) -> None:
    page = api.get("/api/jobs/", ordering=ordering, page_size=100).json()

    by_id = {job.pk: job for job in jobs}
    key = KEYS[ordering.removeprefix("-")]
    assert [key(by_id[row["id"]]) for row in page["results"]] == in_order(jobs, ordering)


@pytest.mark.parametrize("ordering", ["", *(sign + key for key in KEYS for sign in ("", "-"))])
def test_cursor_walks_through_every_job_once_in_order(
    api: Any, jobs: list[Job], ordering: str
) -> None:
    params = {"ordering": ordering} if ordering else {}
    page = api.get("/api/jobs/", cursor="", page_size=5, **params).json()
    walked = [row["id"] for row in page["results"]]
    while page["next"]:
        page = api.get(page["next"]).json()
        walked += [row["id"] for row in page["results"]]

    by_id = {job.pk: job for job in jobs}
    effective = ordering or "-created_at"
    key = KEYS[effective.removeprefix("-")]
    assert page["count"] is None
    assert sorted(walked) == sorted(by_id)
    assert [key(by_id[pk]) for pk in walked] == in_order(jobs, effective)


def test_pages_together_hold_every_job_once(api: Any, jobs: list[Job]) -> None:
    page = api.get("/api/jobs/", page_size=7, search="developer").json()
    walked = [row["id"] for row in page["results"]]
    while page["next"]:
        page = api.get(page["next"]).json()
        walked += [row["id"] for row in page["results"]]

    assert sorted(walked) == sorted(job.pk for job in jobs if "developer" in job.title)

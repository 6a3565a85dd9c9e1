"""What a page of results asks: bands of pay, facets of the site, ways out where nothing is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from jobs.search import Exploration, Findings, JobQuery, explore, fallback
from jobs.search.bands import band_named, bands_of
from jobs.search.query import posted_after
from jobs.tests.search_lab import NOW, indexed, snapshot_of

Make = Callable[..., Any]
SITE = ("category", "workplace", "employment_type", "pay_band", "posted")


def counts(findings: Findings, facet: str) -> dict[str, int]:
    return {one.value: one.count for one in findings.facets[facet]}


@pytest.mark.parametrize(
    ("low", "high", "currency", "expected"),
    [
        ("50000", "60000", "EUR", ["EUR-40000", "EUR-60000"]),
        ("50000", "59999.99", "EUR", ["EUR-40000"]),
        (None, "30000", "USD", ["USD-25000"]),
        ("150000", None, "GBP", ["GBP-150000"]),
        ("0", "0", "EUR", ["EUR-0"]),
        ("90000", "30000", "EUR", ["EUR-25000", "EUR-40000", "EUR-60000", "EUR-80000"]),
        ("4500000", "4500000", "JPY", ["JPY-4000000"]),
        (None, None, "EUR", []),
        ("1", "1", "", []),
    ],
)
def test_a_job_is_in_each_band_that_its_pay_touches(
    low: str | None, high: str | None, currency: str, expected: list[str]
) -> None:
    amounts = [None if one is None else Decimal(one) for one in (low, high)]

    assert [band.value for band in bands_of(amounts[0], amounts[1], currency)] == expected


@pytest.mark.parametrize("value", ["", "EUR", "EUR-1", "EUR-40000 ", "-", "EUR-40000" * 99])
def test_what_names_no_band_is_none(value: str) -> None:
    assert band_named(value) is None


def test_each_facet_is_counted_without_its_own_filter() -> None:
    snapshot = snapshot_of(
        indexed(workplace="remote"),
        indexed(workplace="hybrid"),
        indexed(workplace="hybrid", employment_type="contract"),
    )
    query = JobQuery(workplaces=frozenset({"remote"}))

    found = snapshot.explore(Exploration(query, facets=SITE), NOW)

    assert found.hits.total == 1
    assert counts(found, "workplace") == {"hybrid": 2, "remote": 1}
    assert counts(found, "employment_type") == {"full_time": 1}


def test_bands_narrow_and_several_mean_any_of_them() -> None:
    snapshot = snapshot_of(
        indexed(salary_min_yearly=Decimal(30_000), salary_max_yearly=Decimal(30_000)),
        indexed(salary_min_yearly=Decimal(50_000), salary_max_yearly=Decimal(90_000)),
        indexed(salary_min_yearly=Decimal(50_000), currency="USD"),
    )
    query = JobQuery(pay_bands=frozenset({"EUR-25000", "EUR-80000"}))

    found = snapshot.explore(Exploration(query, facets=SITE), NOW)

    assert found.hits.total == 2
    assert counts(found, "pay_band")["EUR-60000"] == 1
    assert counts(found, "pay_band")["USD-40000"] == 1


def test_posted_within_counts_add_up_and_leave_their_own_filter_out() -> None:
    snapshot = snapshot_of(
        *(indexed(created_at=NOW - timedelta(days=days)) for days in (0, 2, 6, 40))
    )
    query = JobQuery(posted_since=posted_after(1, NOW))

    found = snapshot.explore(Exploration(query, facets=SITE), NOW)

    assert found.hits.total == 1
    assert counts(found, "posted") == {"1": 1, "3": 2, "7": 3, "14": 3, "30": 3}


def test_ways_out_are_counted_where_nothing_is_found_alone() -> None:
    snapshot = snapshot_of(indexed(title="Nurse"), indexed(title="Baker", workplace="remote"))
    narrow = JobQuery(text="nurse", workplaces=frozenset({"remote"}))
    ways = (narrow.but(workplaces=frozenset()), narrow.but(text=""))

    assert snapshot.explore(Exploration(narrow, ways_out=ways), NOW).ways_out == [1, 1]
    assert snapshot.explore(Exploration(JobQuery(), ways_out=ways), NOW).ways_out == []


def test_a_spelling_is_offered_though_the_filters_stand_in_its_way() -> None:
    snapshot = snapshot_of(indexed(title="Nurse"))
    asked = Exploration(JobQuery(text="nurze", workplaces=frozenset({"remote"})))

    found = snapshot.explore(asked, NOW)

    assert found.hits.did_you_mean is None
    assert found.spelling_alone == "nurse"


@pytest.mark.django_db
def test_the_database_narrows_as_the_index_does(make_job: Make) -> None:
    paid = {"salary_min": Decimal(30_000), "salary_max": None}
    make_job(**paid)
    make_job(salary_min=None, salary_max=Decimal(130_000))
    make_job(salary_min=None, salary_max=None)
    make_job(created_at=timezone.now() - timedelta(days=10), workplace="hybrid")
    for query in (
        JobQuery(),
        JobQuery(pay_bands=frozenset({"EUR-25000"})),
        JobQuery(pay_bands=frozenset({"EUR-100000", "EUR-40000"})),
        JobQuery(workplaces=frozenset({"hybrid"})),
        JobQuery(posted_since=posted_after(7, timezone.now())),
        JobQuery(pay_bands=frozenset({"EUR-150000"})),
    ):
        facets = ("workplace", "employment_type", "posted")
        asked = Exploration(query, facets=facets, ways_out=(JobQuery(),))

        from_index, from_database = explore(asked), fallback.explore(asked, timezone.now())

        assert from_database.hits.ids == from_index.hits.ids
        assert from_database.facets == from_index.facets
        assert from_database.ways_out == from_index.ways_out

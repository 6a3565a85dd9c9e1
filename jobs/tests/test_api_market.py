"""Stats and facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.api.schemas import JobFacets, JobStats
from jobs.models import Job

if TYPE_CHECKING:
    from pytest_django import Settings

MakeJob = Callable[..., Job]


def test_stats_have_exactly_their_keys(api: Any, make_job: MakeJob) -> None:
    make_job()

    stats = api.get("/api/jobs/stats/").json()

    assert set(stats) == {
        "total_jobs",
        "total_applications",
        "employment_type_distribution",
        "average_salary_by_level",
        "currency",
    }
    assert set(stats["employment_type_distribution"][0]) == {"employment_type", "count"}
    assert set(stats["average_salary_by_level"][0]) == {"experience_level", "avg_salary"}
    assert JobStats.model_validate(stats).model_dump(mode="json") == stats


def test_stats_count_open_jobs_and_standing_applications(
    api: Any, make_job: MakeJob, make_application: Callable[..., Any]
) -> None:
    job = make_job(employment_type="contract")
    make_job(employment_type="part_time")
    make_job(status="closed")
    make_application(job=job)
    make_application(job=job, withdrawn_at=timezone.now())

    stats = api.get("/api/jobs/stats/").json()

    assert stats["total_jobs"] == 2
    assert stats["total_applications"] == 1
    counts = {d["employment_type"]: d["count"] for d in stats["employment_type_distribution"]}
    assert counts == {"full_time": 0, "part_time": 1, "contract": 1, "internship": 0, "remote": 0}


def test_stats_average_yearly_pay_in_the_site_s_currency_alone(
    api: Any, make_job: MakeJob, settings: Settings
) -> None:
    settings.DEFAULT_CURRENCY = "EUR"
    make_job(experience_level="senior", salary_min=Decimal(40_000), salary_max=Decimal(60_000))
    make_job(
        experience_level="senior", salary_min=None, salary_max=Decimal(10), salary_period="hour"
    )
    make_job(experience_level="senior", salary_max=Decimal(10**6), salary_currency="JPY")
    make_job(experience_level="entry", salary_min=None, salary_max=None)

    stats = api.get("/api/jobs/stats/").json()

    pay = {d["experience_level"]: d["avg_salary"] for d in stats["average_salary_by_level"]}
    assert pay == {"entry": None, "mid": None, "senior": "35400.00", "executive": None}
    assert stats["currency"] == "EUR"


def test_stats_see_a_new_application_at_once_though_many_are_cached(
    api: Any, make_application: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.api.market._MANY_APPLICATIONS", 1)
    make_application()
    assert api.get("/api/jobs/stats/").json()["total_applications"] == 1

    make_application()

    assert api.get("/api/jobs/stats/").json()["total_applications"] == 2


@pytest.fixture
def market(make_job: MakeJob, make_category: Any) -> list[Job]:
    categories = [make_category(name) for name in ("Engineering", "Nursing")]
    types = ["full_time", "contract", "contract"]
    levels = ["entry", "mid", "mid", "senior"]
    jobs = [
        make_job(
            category=categories[n % 2],
            employment_type=types[n % 3],
            experience_level=levels[n % 4],
            location=["Hamburg", "Wien"][n // 7],
        )
        for n in range(12)
    ]
    make_job(status="closed", category=categories[0])
    return jobs


def counts(facets: dict[str, Any], name: str) -> dict[str, int]:
    return {facet["value"]: facet["count"] for facet in facets[name]}


def test_facets_have_exactly_their_keys(api: Any, market: list[Job]) -> None:
    facets = api.get("/api/jobs/facets/").json()

    assert set(facets) == {"category", "employment_type", "experience_level", "location"}
    assert set(facets["category"][0]) == {"id", "value", "label", "count"}
    for name in ("employment_type", "experience_level", "location"):
        assert set(facets[name][0]) == {"value", "label", "count"}
    assert JobFacets.model_validate(facets).model_dump(mode="json") == facets


def test_facets_count_open_jobs(api: Any, market: list[Job]) -> None:
    facets = api.get("/api/jobs/facets/").json()

    assert counts(facets, "category") == Counter(job.category.slug for job in market)
    assert counts(facets, "employment_type") == Counter(job.employment_type for job in market)
    assert counts(facets, "experience_level") == Counter(j.experience_level for j in market)
    assert counts(facets, "location") == Counter(job.location for job in market)


def test_facets_leave_out_their_own_filter_alone(api: Any, market: list[Job]) -> None:
    facets = api.get("/api/jobs/facets/", employment_type="contract", category="engineering").json()

    contracts = [job for job in market if job.employment_type == "contract"]
    engineering = [job for job in market if job.category.slug == "engineering"]
    both = [job for job in contracts if job in engineering]
    assert counts(facets, "category") == Counter(job.category.slug for job in contracts)
    assert counts(facets, "employment_type") == Counter(j.employment_type for j in engineering)
    assert counts(facets, "experience_level") == Counter(j.experience_level for j in both)


def test_facets_of_an_unknown_category_still_offer_the_others(api: Any, market: list[Job]) -> None:
    facets = api.get("/api/jobs/facets/", category="unheard-of").json()

    assert counts(facets, "category") == {"engineering": 6, "nursing": 6}
    assert facets["location"] == []


def test_facets_values_can_be_sent_as_filters(api: Any, market: list[Job]) -> None:
    facets = api.get("/api/jobs/facets/").json()

    for name, values in facets.items():
        for facet in values:
            page = api.get("/api/jobs/", **{name: facet["value"]}).json()
            assert page["count"] == facet["count"], (name, facet)


@pytest.mark.parametrize("name", ["page", "ordering", "content"])
def test_facets_know_no_paging(api: Any, db: None, name: str) -> None:
    assert api.get("/api/jobs/facets/", **{name: "1"}).status_code == 400

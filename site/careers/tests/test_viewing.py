"""Which visits of a job's page count as views."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from jobs.view_counts import counter

if TYPE_CHECKING:
    from jobs.models import Job
    from people.models import Company, User

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    seen: list[int] = []
    monkeypatch.setattr(counter, "note", seen.append)
    return seen


def test_view_by_a_visitor_counts_even_where_the_cached_page_still_holds(
    client: Client, make_job: Callable[..., Job], noted: list[int]
) -> None:
    job = make_job()
    first = client.get(job.get_absolute_url(), headers=FIREFOX)

    again = client.get(
        job.get_absolute_url(), headers={**FIREFOX, "If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert noted == [job.pk, job.pk]


def test_redirect_and_closed_job_do_not_count(
    client: Client, make_job: Callable[..., Job], noted: list[int]
) -> None:
    client.get(f"/jobs/{make_job().pk}-another-title/", headers=FIREFOX)
    client.get(make_job(status="closed").get_absolute_url(), headers=FIREFOX)

    assert noted == []


@pytest.mark.parametrize(
    ("role", "counts"),
    [("candidate", True), ("rival", True), ("viewer", False), ("owner", False)],
)
def test_the_job_s_own_people_do_not_count(
    client: Client,
    make_job: Callable[..., Job],
    company: Company,
    noted: list[int],
    role: str,
    counts: bool,
    request: pytest.FixtureRequest,
) -> None:
    job = make_job(company=company)
    person: User = request.getfixturevalue(role)
    client.force_login(person)

    client.get(job.get_absolute_url(), headers=FIREFOX)

    assert noted == ([job.pk] if counts else [])


def test_counting_costs_a_visitor_no_query(
    client: Client,
    make_job: Callable[..., Job],
    noted: list[int],
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    job = make_job()
    client.get(job.get_absolute_url())
    with CaptureQueriesContext(connection) as without:
        client.get(job.get_absolute_url())
    with CaptureQueriesContext(connection) as counted:
        client.get(job.get_absolute_url(), headers=FIREFOX)

    assert len(counted) == len(without)
    assert noted == [job.pk]

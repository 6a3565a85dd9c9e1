"""The list's manners: bad parameters, pages, freshness, validators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.search import Hits

if TYPE_CHECKING:
    from taxonomy.models import Category

MakeJob = Callable[..., Job]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "x"),
        ("page_size", "101"),
        ("page_size", "0"),
        ("cursor", "made-up"),
        ("employment_type", "slavery"),
        ("experience_level", "expert"),
        ("salary_min", "much"),
        ("salary_min", "-1"),
        ("salary_max", "NaN"),
        ("salary_currency", "XYZ"),
        ("posted_since", "yesterday"),
        ("ordering", "title"),
        ("content", "perhaps"),
        ("location", "x" * 201),
        ("unheard_of", "1"),
    ],
)
def test_bad_parameter_is_400_under_its_name(api: Any, db: None, name: str, value: str) -> None:
    response = api.get("/api/jobs/", **{name: value})

    assert response.status_code == 400
    assert list(response.json()["details"]) == [name]


def test_bad_one_of_repeated_values_is_400(api: Any) -> None:
    response = api.get("/api/jobs/", employment_type=["contract", "slavery"])

    assert list(response.json()["details"]) == ["employment_type"]


@pytest.mark.parametrize("page", [3, 501, 10**9])
def test_page_past_the_end_is_404(api: Any, make_job: MakeJob, page: int) -> None:
    for _ in range(3):
        make_job()

    response = api.get("/api/jobs/", page=page, page_size=2)

    assert response.status_code == 404
    assert "the last one is 2" in response.json()["error"]


def test_first_page_of_nothing_is_empty(api: Any) -> None:
    page = api.get("/api/jobs/").json()

    assert page == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
        "did_you_mean": None,
    }


def test_unknown_category_has_no_jobs(api: Any, make_job: MakeJob) -> None:
    make_job()

    response = api.get("/api/jobs/", category="unheard-of")

    assert (response.status_code, response.json()["count"]) == (200, 0)


@pytest.mark.parametrize("category", ["99999999999999999999999", "-1", "0", "²"])
def test_odd_category_has_no_jobs(api: Any, make_job: MakeJob, category: str) -> None:
    make_job()

    assert api.get("/api/jobs/", category=category).json()["count"] == 0


def test_next_and_previous_keep_the_filters(
    api: Any, make_job: MakeJob, category: Category
) -> None:
    for _ in range(5):
        make_job(category=category)

    page = api.get("/api/jobs/", category=category.slug, page=2, page_size=2).json()

    start = "http://testserver/api/jobs/?category=engineering&page="
    assert page["next"] == f"{start}3&page_size=2"
    assert page["previous"] == f"{start}1&page_size=2"


def test_search_with_a_slip_offers_another_spelling(api: Any, make_job: MakeJob) -> None:
    make_job(title="Accountant")

    page = api.get("/api/jobs/", search="acountant").json()

    assert (page["count"], page["did_you_mean"]) == (0, "accountant")


def test_search_ranks_the_title_above_the_texts(api: Any, make_job: MakeJob) -> None:
    aside = make_job(title="Office manager", description="<p>You help the gardener.</p>")
    about = make_job(title="Gardener", created_at=timezone.now() - timedelta(days=20))

    page = api.get("/api/jobs/", search="gardener").json()

    assert [row["id"] for row in page["results"]] == [about.pk, aside.pk]


@pytest.mark.parametrize("cursor", [None, ""])
def test_list_never_shows_a_job_the_index_still_holds_as_open(
    api: Any, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, cursor: str | None
) -> None:
    closed, expired = make_job(status="closed"), make_job(application_deadline=timezone.now())
    stays = make_job()
    held = [closed.pk, stays.pk, expired.pk]
    monkeypatch.setattr("jobs.api.lists.search", lambda *_, **__: Hits(ids=held, total=3))
    monkeypatch.setattr("jobs.api.lists.search_after", lambda *_, **__: (held, None))

    page = api.get("/api/jobs/", **({} if cursor is None else {"cursor": cursor})).json()

    assert [row["id"] for row in page["results"]] == [stays.pk]


def test_list_keeps_the_order_of_the_index(
    api: Any, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [make_job().pk for _ in range(7)]
    held = [ids[n] for n in (3, 0, 6, 2, 5, 1, 4)]
    monkeypatch.setattr("jobs.api.lists.search", lambda *_, **__: Hits(ids=held, total=7))

    page = api.get("/api/jobs/").json()

    assert [row["id"] for row in page["results"]] == held


def test_list_held_by_the_caller_is_304(api: Any, make_job: MakeJob) -> None:
    make_job()
    etag = api.get("/api/jobs/").headers["ETag"]

    assert api.get("/api/jobs/", headers={"If-None-Match": etag}).status_code == 304


def test_list_with_a_bad_token_is_401(api: Any, db: None) -> None:
    response = api.get("/api/jobs/", headers={"Authorization": "Bearer made-up"})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("ordering", ["", "created_at", "-created_at"])
def test_crawl_through_the_whole_market_leads_by_the_table_and_meets_each_job_once(
    api: Any, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, ordering: str
) -> None:
    def scan(*args: object, **kwargs: object) -> None:
        raise AssertionError("The search looks at every job.")

    monkeypatch.setattr("jobs.api.lists.search_after", scan)
    moment = timezone.now()
    made = [make_job(created_at=moment - timedelta(hours=n // 3)).pk for n in range(7)]
    make_job(status="closed")

    seen: list[int] = []
    address = f"/api/jobs/?cursor=&page_size=2&ordering={ordering}".removesuffix("&ordering=")
    while address:
        page = api.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]

    newest_first = sorted(made, key=lambda pk: (-(made.index(pk) // 3), pk), reverse=True)
    assert seen == (newest_first[::-1] if ordering == "created_at" else newest_first)

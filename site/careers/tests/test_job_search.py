"""The page that finds jobs: what it says, how it is kept, what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from careers.tests.search_pages import page, text_of

if TYPE_CHECKING:
    from django.test import Client


Make = Callable[..., Any]


@pytest.mark.django_db
def test_a_row_says_all_that_is_asked_at_a_glance(
    client: Client, make_job: Make, time_machine: Any
) -> None:
    now = timezone.now().replace(hour=12)  # the days that are left are those of the calendar
    time_machine.move_to(now)
    make_job(
        title="Ward nurse",
        workplace="hybrid",
        experience_level="senior",
        application_deadline=now + timedelta(days=12, hours=1),
        published_at=now - timedelta(days=3),
    )

    shown = text_of(page(client))

    for part in (
        "Ward nurse", "Company", "Hamburg", "Hybrid", "Full time", "Senior",
        "50,000 – 60,000 EUR a year", "12 days left", "Posted 3 days ago",
    ):  # fmt: skip
        assert part in shown


@pytest.mark.django_db
def test_filters_narrow_together_and_each_is_counted_without_itself(
    client: Client, make_job: Make, make_category: Make
) -> None:
    care = make_category("Care")
    make_job(title="Nurse", category=care, workplace="remote")
    make_job(title="Carer", category=care, workplace="hybrid")
    make_job(title="Baker", workplace="remote")

    html = page(client, f"category={care.slug}&workplace=remote")

    assert "Nurse" in html
    assert "Carer" not in html
    assert "Baker" not in html
    assert "1 job" in text_of(html)
    remote = re.search(r'id="workplace-hybrid".*?option__count">(\d+)', html, re.DOTALL)
    assert remote
    assert remote[1] == "1"
    assert 'value="remote" autocomplete="off" checked' in html


@pytest.mark.django_db
def test_chips_lead_to_the_search_without_them(client: Client, make_job: Make) -> None:
    make_job()

    html = page(client, "q=job&workplace=on_site&posted_within=7&sort=closing")

    assert 'href="/jobs/?q=job&amp;posted_within=7&amp;sort=closing"' in html
    assert 'href="/jobs/?q=job&amp;workplace=on_site&amp;sort=closing"' in html
    assert 'href="/jobs/?q=job&amp;sort=closing" data-search-link>Remove all filters' in html


@pytest.mark.django_db
def test_empty_parts_of_a_form_are_not_kept_in_the_address(client: Client) -> None:
    response = client.get("/jobs/?q=+&location=&workplace=remote&posted_within=&category=zz")

    assert response.status_code == 302
    assert response["Location"] == "/jobs/?workplace=remote&category=zz"


@pytest.mark.django_db
def test_nothing_found_names_what_to_drop_and_what_is_then_found(
    client: Client, make_job: Make
) -> None:
    make_job(title="Nurse", workplace="on_site")
    make_job(title="Nurse", workplace="on_site")
    make_job(title="Baker", workplace="remote")

    shown = text_of(page(client, "q=nurse&workplace=remote"))

    assert "0 jobs for “nurse”" in shown
    assert "Without Workplace: Remote 2 jobs Without “nurse” 1 job" in shown
    assert "Remove all filters" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("q=nurze", "/jobs/?q=nurse"),
        ("q=nurze&employment_type=full_time", "/jobs/?q=nurse&amp;employment_type=full_time"),
        ("q=nurze&employment_type=contract", "/jobs/?q=nurse"),
    ],
)
def test_nothing_found_offers_the_right_spelling(
    client: Client, make_job: Make, query: str, address: str
) -> None:
    make_job(title="Nurse")

    html = page(client, query)

    assert f'<a href="{address}" data-search-link><bdi>nurse</bdi></a>' in html


@pytest.mark.django_db
def test_an_empty_market_says_so(client: Client) -> None:
    assert "0 jobs" in text_of(page(client))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sort", "first"), [("", "Newest"), ("closing", "Closing"), ("pay", "Rich")]
)
def test_jobs_are_sorted_as_asked(client: Client, make_job: Make, sort: str, first: str) -> None:
    now = timezone.now()
    make_job(title="Rich", salary_max=Decimal(90_000), created_at=now - timedelta(days=2))
    make_job(
        title="Closing",
        application_deadline=now + timedelta(days=1),
        created_at=now - timedelta(days=1),
    )
    make_job(title="Newest")

    html = page(client, f"sort={sort}" if sort else "")

    titles = re.findall(r'dir="auto">(Rich|Closing|Newest)</a>', html)
    assert titles[0] == first


@pytest.mark.django_db
def test_pages_lead_on_and_back_and_the_last_stands_for_all_beyond(
    client: Client, make_job: Make
) -> None:
    for _ in range(21):
        make_job()

    assert 'rel="next" href="/jobs/?q=job&amp;page=2"' in page(client, "q=job")
    second = page(client, "q=job&page=2")
    assert 'rel="prev" href="/jobs/?q=job"' in second
    assert second.count('class="job-row"') == 1
    assert client.get("/jobs/?q=job&page=9")["Location"] == "/jobs/?q=job&page=2"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "q=%00%0b%ff", "q=%ed%a0%80", "q=" + "x" * 5_000, "q=<script>alert(1)</script>", "q=%22", "q=-",
        "location=%00", "location=" + "%F0%9F%98%80" * 100, "company=%25_%5C", "q=*:*&location=OR",
        "q=%E2%80%AE%D7%90", "%00=%00", "page=%00", "pay=%00", "q[]=1", "q=a&q=b", "=&&==",
    ],
)  # fmt: skip
def test_any_string_gets_a_page(client: Client, make_job: Make, query: str) -> None:
    make_job()

    response = client.get(f"/jobs/?{query}", follow=True)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.django_db
def test_long_titles_and_odd_places_are_escaped_and_shown(client: Client, make_job: Make) -> None:
    make_job(title="W" * 200, location="<b>&amp;</b> ()")

    html = page(client)

    assert "W" * 200 in html
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt; ()" in html


@pytest.mark.django_db
def test_results_are_kept_out_of_search_engines_and_the_bare_page_is_not(
    client: Client,
) -> None:
    assert 'content="noindex"' in page(client, "q=nurse")
    assert "noindex" not in page(client)


@pytest.mark.django_db
def test_visitors_get_no_cookie_and_a_second_view_costs_no_page(
    client: Client, make_job: Make
) -> None:
    make_job()

    first = client.get("/jobs/?q=job")
    second = client.get("/jobs/?q=job", headers={"if-none-match": first["ETag"]})

    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert second.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 40])
def test_a_page_costs_the_same_at_any_number_of_jobs(
    client: Client, make_job: Make, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_job(skills=["Care"])
    page(client, "q=job&workplace=on_site&sort=pay")

    with django_assert_max_num_queries(10):
        page(client, "q=job&workplace=on_site&sort=pay")
    with django_assert_max_num_queries(10):
        page(client, "q=nothing&workplace=remote&employment_type=contract")


@pytest.mark.django_db
def test_there_is_a_german_search_that_stays_german(client: Client, make_job: Make) -> None:
    make_job()

    html = page(client, "q=job", path="/de/jobs/")

    assert '<html lang="de">' in html
    assert 'action="/de/jobs/"' in html
    assert 'href="/de/jobs/?q=job' in html
    assert 'data-suggest="/de/jobs/suggestions/"' in html


@pytest.mark.django_db
def test_the_search_refuses_to_be_posted_to(client: Client) -> None:
    assert client.post("/jobs/").status_code == 405
    assert client.post("/jobs/suggestions/").status_code == 405

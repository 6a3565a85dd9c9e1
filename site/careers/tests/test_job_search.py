"""The search on the site: what addresses mean, what the page says, what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from careers.job_search.facets import label_of
from careers.job_search.map import HEIGHT, WIDTH, Spot, draw
from careers.job_search.parameters import Search, read_search
from careers.job_search.vocabulary import CategoryName, Vocabulary
from jobs.models import Place
from jobs.places.files import City
from jobs.places.loading import load_cities

if TYPE_CHECKING:
    from django.test import Client

    from taxonomy.models import Category

Make = Callable[..., Any]
VOCABULARY = Vocabulary({"care": CategoryName(7, "care", "Nursing & Care")})


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(client: Client, query: str = "", *, path: str = "/jobs/") -> str:
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


def read(query: str) -> tuple[Search, list[str]]:
    return read_search(QueryDict(query), VOCABULARY)


# What addresses mean


def test_an_address_is_read_and_written_the_same() -> None:
    query = (
        "q=nurse+%26+more&location=Bath&company=Acme&category=care&workplace=hybrid"
        "&workplace=remote&pay=EUR-40000&posted_within=7&sort=closing&page=3"
    )

    search, notices = read(query)

    assert not notices
    assert search.address("/jobs/", page=3) == f"/jobs/?{query}"


def test_a_change_begins_on_the_first_page_again() -> None:
    search, _ = read("q=nurse&page=3")

    assert search.address("/jobs/") == "/jobs/?q=nurse"
    assert search.address("/jobs/", text="") == "/jobs/"
    assert search.without("q").address("/jobs/") == "/jobs/"


def test_values_lose_their_order_and_their_doubles() -> None:
    assert read("workplace=remote&workplace=hybrid&workplace=remote") == read(
        "workplace=hybrid&workplace=remote"
    )


def test_one_value_of_several_can_be_dropped() -> None:
    search, _ = read("workplace=remote&workplace=hybrid&category=care")

    assert search.without("workplace", "remote").address("/") == "/?category=care&workplace=hybrid"
    assert search.without("workplace").address("/") == "/?category=care"


def test_a_category_may_be_named_by_its_id() -> None:
    assert read("category=7") == read("category=care")


@pytest.mark.parametrize(
    "query",
    [
        "category=nope",
        "workplace=%00",
        "employment_type=x" + "y" * 500,
        "experience_level=Senior",
        "pay=EUR-1",
        "posted_within=-1",
        "posted_within=%C2%B2",
        "sort=created_at;drop",
        "page=0",
        "page=-3",
        "page=1e9",
        "page=" + "9" * 500,
        "page=%C2%B2",
        "page=501",
        "q=" + "x" * 201,
    ],
)
def test_what_is_not_understood_is_said_and_left_out(query: str) -> None:
    search, notices = read(query)

    assert len(notices) == 1
    assert len(notices[0]) < 200
    assert search.page in (1, 500)
    assert not any(search.chosen.values())


def test_so_many_values_count_and_no_more() -> None:
    search, notices = read("&".join(f"category={n}" for n in range(1_000)))

    assert search.chosen == {"category": ("care",)}
    assert len(notices) == 20


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("category", "care", "Nursing & Care"),
        ("workplace", "on_site", "On site"),
        ("posted_within", "1", "Last 24 hours"),
        ("posted_within", "7", "Last 7 days"),
        ("pay", "EUR-0", "below 25,000 EUR"),
        ("pay", "EUR-40000", "40,000 – 60,000 EUR"),
        ("pay", "EUR-150000", "from 150,000 EUR"),
    ],
)
def test_values_have_names(name: str, value: str, expected: str) -> None:
    assert label_of(name, value, VOCABULARY) == expected


# What the page says


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


# How it is kept


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


# Suggestions


@pytest.mark.django_db
def test_suggestions_complete_titles_companies_places_and_categories(
    client: Client, make_job: Make, make_company: Make, make_category: Make
) -> None:
    make_job(
        title="Hamster keeper",
        company=make_company("Hammer & Sons"),
        category=make_category("Home & Hammocks"),
        location="Hamburg",
    )
    make_category("Hamlets without jobs")

    found = client.get("/jobs/suggestions/?q=hAm").json()["suggestions"]

    assert {(one["kind"], one["text"], one["url"]) for one in found} == {
        ("Category", "Home & Hammocks", "/jobs/?category=home-hammocks"),
        ("Title", "Hamster keeper", "/jobs/?q=Hamster+keeper"),
        ("Company", "Hammer & Sons", "/jobs/?company=Hammer+%26+Sons"),
        ("Place", "Hamburg", "/jobs/?location=Hamburg"),
    }
    assert all(one["count"] == 1 for one in found)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " ", "%00", "%ff", "x" * 5_000, "%22", "%F0%9F%98%80"])
def test_suggestions_for_what_begins_nothing_are_none(client: Client, typed: str) -> None:
    response = client.get(f"/jobs/suggestions/?q={typed}")

    assert response.status_code == 200
    assert response.json() == {"suggestions": []}


@pytest.mark.django_db
def test_suggestions_may_be_kept_by_caches(client: Client, make_job: Make) -> None:
    make_job()

    response = client.get("/jobs/suggestions/?q=jo")

    assert "public" in response["Cache-Control"]
    assert "max-age=60" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_pages_of_the_cms_lead_to_the_search(
    client: Client, make_job: Make, category: Category
) -> None:
    make_job()

    assert 'action="/jobs/"' in page(client, path="/")
    assert 'href="/jobs/"' in page(client, path="/categories/")


# Near a place


@pytest.fixture
def cities(db: None) -> None:
    """Three cities in the north of Germany: Lübeck is 57 km from Hamburg, Bremen 95."""
    rows = [
        (2911298, "Hamburg", "Hambourg", 53.55, 9.99),
        (2875601, "Lübeck", "", 53.87, 10.69),
        (2944388, "Bremen", "", 53.08, 8.80),
    ]
    load_cities(
        City(pk, name, "DE", "", "", latitude, longitude, 200_000, (alias,))
        for pk, name, alias, latitude, longitude in rows
    )


@pytest.fixture
def north(cities: None, make_job: Make) -> None:
    for title, place, location in (
        ("Docker", 2911298, "Hamburg-Altona"),
        ("Baker", 2875601, "Lübeck"),
        ("Brewer", 2944388, "Bremen"),
        ("Sailor", None, "At sea"),
    ):
        make_job(title=title, place_id=place, location=location)


def titles(html: str) -> list[str]:
    return re.findall(r'dir="auto">(\w+)</a></h2>', html)


@pytest.mark.usefixtures("north")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("location=Hamburg&within=10", ["Docker"]),
        ("location=hambourg&within=100&sort=distance", ["Docker", "Baker", "Brewer"]),
        ("location=L%C3%BCbeck&within=100&sort=distance", ["Baker", "Docker"]),
        ("location=Hambourg", ["Docker"]),
        ("location=sea", ["Sailor"]),
        ("place=2875601&place=2944388&sort=closing", ["Baker", "Brewer"]),
    ],
)
def test_jobs_are_found_near_a_city(client: Client, query: str, expected: list[str]) -> None:
    found = titles(page(client, query))

    assert sorted(found) == sorted(expected)
    if "distance" in query:
        assert found == expected


@pytest.mark.usefixtures("north")
def test_rows_say_how_far_away_a_job_is(client: Client) -> None:
    shown = text_of(page(client, "location=Hamburg&within=100&sort=distance"))

    assert "Hamburg, 100 km around" in shown
    assert "Lübeck 58 km away" in shown
    assert "Bremen 95 km away" in shown
    assert "3 jobs" in shown


@pytest.mark.usefixtures("north")
def test_nothing_near_offers_the_next_distance(client: Client) -> None:
    shown = text_of(page(client, "location=Hamburg&within=50&q=baker"))

    assert "Within 100 km of Hamburg 1 job" in shown
    assert "Without Hamburg, 50 km around 1 job" in shown
    assert "Without “baker” 1 job" in shown


@pytest.mark.usefixtures("north")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("within=50", "Say a city as well"),
        ("location=Hamburg&within=51", "“51” is no distance"),
        ("location=Atlantis&within=50", "“Atlantis” is no city that we know"),
        ("place=nowhere", "“nowhere” is not known as a value of “City”"),
        ("place=" + "9" * 30, "is not known as a value of “City”"),
        ("place=7", "Unknown city"),
    ],
)
def test_places_that_are_not_known_are_said(client: Client, query: str, said: str) -> None:
    assert said in text_of(page(client, query))


@pytest.mark.usefixtures("north")
def test_the_map_says_the_same_in_words(client: Client) -> None:
    html = page(client, "q=-sailor")

    assert html.count('class="map__dot"') == 3
    assert 'role="img" aria-label="Map of the cities below' in html
    assert "Bremen, DE 1 Hamburg, DE 1 Lübeck, DE 1" in text_of(html)
    assert "map__ring" not in html
    assert "map__ring" in page(client, "location=Hamburg&within=100")
    assert "map__dot" not in page(client, "location=Hamburg&within=50")


@pytest.mark.usefixtures("north")
def test_the_map_has_points_in_its_numbers_in_every_language(client: Client) -> None:
    html = page(client, "location=Hamburg&within=100", path="/de/jobs/")

    numbers = re.findall(r'map__dot" cx="([^"]+)" cy="([^"]+)" r="([^"]+)"', html)
    assert len(numbers) == 3
    assert all(re.fullmatch(r"\d+\.\d", one) for dot in numbers for one in dot)


def test_names_on_the_map_neither_overlap_nor_leave_it() -> None:
    spots = [
        Spot(
            Place(
                pk=n,
                name="W" * (n % 7 * 4 + 3),
                country="DE",
                latitude=50 + n % 9 / 10,
                longitude=8 + n % 5,
            ),
            n,
            "",
        )
        for n in range(1, 60)
    ]

    drawn = draw(spots, None)

    assert drawn
    for dot in drawn.dots:
        assert 0 <= float(dot.x) <= WIDTH
        assert 0 <= float(dot.y) <= HEIGHT
    names = [dot.name for dot in drawn.dots if dot.name]
    assert 1 < len(names) <= 14
    assert all(float(name.x) >= 0 for name in names)


@pytest.mark.parametrize("longitude", [0.0, 180.0])
def test_a_map_of_one_spot_or_the_whole_world_can_be_drawn(longitude: float) -> None:
    def spot(n: int, latitude: float, east: float) -> Spot:
        return Spot(Place(pk=n, name="X", latitude=latitude, longitude=east), 1, "")

    world = [spot(1, 90, -180), spot(2, -90, 180), spot(3, 0, longitude)]
    same = [spot(n, 50, longitude) for n in (1, 2, 3)]

    assert draw(world, None)
    assert draw(same, None)
    assert draw(same[:2], None) is None


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize("number", [10, 40])
def test_a_page_near_a_place_costs_the_same_at_any_number_of_jobs(
    client: Client, make_job: Make, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_job(place_id=2911298)
    query = "q=job&location=Hamburg&within=100&place=2911298&sort=distance"
    page(client, query)

    with django_assert_max_num_queries(10):
        page(client, query)


@pytest.mark.usefixtures("north")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("location=Hamburg&within=100", {"Docker", "Baker", "Brewer"}),
        ("location=Hambourg", {"Docker"}),
        ("place=2875601", {"Baker"}),
        ("pay=EUR-150000", set()),
        ("pay=EUR-40000&location=sea", {"Sailor"}),
    ],
)
def test_feeds_list_what_the_page_of_that_address_shows(
    client: Client, query: str, expected: set[str]
) -> None:
    items = client.get(f"/jobs/feed.json?{query}").json()["items"]

    assert {item["title"].partition(" – ")[0] for item in items} == expected
    assert set(titles(page(client, query))) == expected

"""Searches near a place, and the map of what they find."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from careers.job_search.map import HEIGHT, WIDTH, Spot, draw
from careers.tests.search_pages import page, text_of
from jobs.models import Place
from jobs.places.files import City
from jobs.places.loading import load_cities

if TYPE_CHECKING:
    from django.test import Client


Make = Callable[..., Any]


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

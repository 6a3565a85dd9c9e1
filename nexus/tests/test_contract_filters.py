"""Every filter of profiles, applications and categories, alone and with every other.

Each answer is compared with the same question answered in Python. (Those of jobs are beside the
jobs.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from people.services import rebuild_tokens
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from conftest import ApiClient
    from hiring.models import Application
    from people.models import Profile, User
    from taxonomy.models import Category


@dataclass(frozen=True)
class Filter[T]:
    """One query parameter, perhaps repeated, and the rows for which it holds."""

    name: str
    value: Any
    holds: Callable[[T], bool]


def choices[T](filters: list[Filter[T]]) -> list[list[Filter[T]]]:
    """Return no filter, each alone, and every two of different names."""
    pairs = [[a, b] for a, b in combinations(filters, 2) if a.name != b.name]
    return [[], *[[one] for one in filters], *pairs]


def disagreements[T](
    api: ApiClient,
    path: str,
    rows: dict[int, T],
    filters: list[Filter[T]],
    *,
    as_: User | None,
    refuses: Callable[[list[Filter[T]]], bool] = lambda chosen: False,
) -> list[Any]:
    """Ask `path` in every way and return where it finds anything but what the filters say."""
    wrong: list[Any] = []
    for chosen in choices(filters):
        params = {one.name: one.value for one in chosen}
        page = api.get(path, as_=as_, page_size=100, **params).json()
        found = {row["id"] for row in page["results"]}
        expected = {
            pk
            for pk, row in rows.items()
            if not refuses(chosen) and all(one.holds(row) for one in chosen)
        }
        if found != expected or page["count"] != len(expected):
            wrong.append((params, sorted(found), sorted(expected)))
    return wrong


def narrows[T](rows: dict[int, T], filters: list[Filter[T]]) -> None:
    """Demand that each filter has something to find and something to leave out."""
    sizes = {(f.name, str(f.value)): sum(map(f.holds, rows.values())) for f in filters}
    assert all(0 < size < len(rows) for size in sizes.values()), sizes


# --- Profiles ----------------------------------------------------------------------------------
SKILLS = [["Python", "C++"], ["Python"], ["Welding", "C"], []]


@pytest.fixture
def people(make_user: Callable[..., User]) -> dict[int, Profile]:
    """Twenty-four public profiles that differ in everything, and two private ones."""
    found: dict[int, Profile] = {}
    for n in range(26):
        user = make_user(first_name=["Łukasz", "Mia"][n % 2], last_name=f"Person{n}")
        profile = user.profile
        profile.is_profile_public = n < 24
        profile.is_available_for_hire = n % 3 == 0
        profile.experience_level = ["entry", "mid", "senior", "expert", ""][n % 5]
        profile.city = ["Hamburg", "Bad Homburg", "São Paulo", ""][(n // 2) % 4]
        profile.country = ["Germany", "Brazil"][(n // 3) % 2]
        profile.job_title = ["Welder", "Head of data"][(n // 4) % 2]
        if n % 4:
            profile.expected_salary_min = Decimal(30_000 + 2_000 * n)
        if n % 3:
            profile.expected_salary_max = Decimal(40_000 + 2_000 * n)
        profile.save()
        profile.skills.set(get_or_create_skills(SKILLS[n % 4]))
        rebuild_tokens([user])
        if n < 24:
            profile.refresh_from_db()
            found[profile.pk] = profile
    return found


def skills_of(profile: Profile) -> set[str]:
    return {skill.name for skill in profile.skills.all()}


FILTERS_OF_PROFILES: list[Filter[Profile]] = [
    Filter("experience_level", "senior", lambda p: p.experience_level == "senior"),
    Filter("is_available_for_hire", "true", lambda p: p.is_available_for_hire),
    Filter("is_available_for_hire", "false", lambda p: not p.is_available_for_hire),
    Filter("city", "hAM", lambda p: "ham" in p.city.lower()),
    Filter("country", "brazil", lambda p: p.country == "Brazil"),
    Filter("skills", "python", lambda p: "Python" in skills_of(p)),
    Filter("skills", "c++, Python", lambda p: {"C++", "Python"} <= skills_of(p)),
    Filter("skills", "C", lambda p: "C" in skills_of(p)),
    Filter(
        "salary_min",
        "50000",
        lambda p: p.expected_salary_min is not None and p.expected_salary_min >= 50_000,
    ),
    Filter(
        "salary_max",
        "64000.00",
        lambda p: p.expected_salary_max is not None and p.expected_salary_max <= 64_000,
    ),
    Filter("search", "WELD", lambda p: p.job_title == "Welder" or "Welding" in skills_of(p)),
    Filter("search", "data germany", lambda p: "data" in p.job_title and p.country == "Germany"),
]
NAMED: list[Filter[Profile]] = [
    Filter("search", "lukasz", lambda p: p.user.first_name == "Łukasz"),
    Filter(
        "search",
        "mia welder",
        lambda p: p.user.first_name == "Mia" and p.job_title == "Welder",
    ),
]


def asks_for_pay(chosen: list[Filter[Any]]) -> bool:
    return any(one.name.startswith("salary") for one in chosen)


@pytest.mark.parametrize(
    "path", ["/api/profiles/", "/account/profiles/", "/api/profiles/available_candidates/"]
)
def test_profiles_are_narrowed_for_employers_as_the_filters_say(
    path: str, api: ApiClient, people: dict[int, Profile], viewer: User
) -> None:
    filters = [*FILTERS_OF_PROFILES, *NAMED]
    narrows(people, filters)
    if "available" in path:
        people = {pk: p for pk, p in people.items() if p.is_available_for_hire}

    assert disagreements(api, path, people, filters, as_=viewer) == []


@pytest.mark.parametrize("who", ["", "candidate"])
def test_profiles_are_narrowed_for_everybody_by_what_everybody_sees(
    who: str, api: ApiClient, people: dict[int, Profile], request: pytest.FixtureRequest
) -> None:
    as_ = request.getfixturevalue(who) if who else None
    nobody: list[Filter[Profile]] = [Filter("search", "lukasz", lambda p: False)]

    wrong = disagreements(
        api,
        "/api/profiles/",
        people,
        [*FILTERS_OF_PROFILES, *nobody],
        as_=as_,
        refuses=asks_for_pay,
    )

    assert wrong == []


@pytest.mark.parametrize("key", ["created_at", "updated_at", "expected_salary_min"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_profiles_are_ordered_with_the_unpaid_last(
    key: str, sign: str, api: ApiClient, people: dict[int, Profile], viewer: User
) -> None:
    page = api.get("/api/profiles/", as_=viewer, ordering=sign + key, page_size=100).json()

    values = [getattr(people[row["id"]], key) for row in page["results"]]
    known = sorted((v for v in values if v is not None), reverse=bool(sign))
    assert values == known + [None] * (len(values) - len(known))
    assert len(values) == len(people)


# --- Applications ------------------------------------------------------------------------------
STATUSES = ["pending", "reviewed", "shortlisted", "rejected", "hired"]


@pytest.fixture
def applications(
    make_application: Callable[..., Any],
    make_job: Callable[..., Any],
    make_company: Callable[..., Any],
    make_user: Callable[..., User],
    owner: User,
    candidate: User,
) -> dict[int, Application]:
    """Applications of two people to jobs of two companies of one owner, and elsewhere."""
    companies = [
        make_company("Acme Works", owner=owner),
        make_company("Nurse & Sons", owner=owner),
        make_company("Acme of somebody else"),
    ]
    candidate.phone_number = "+49 40 1234567"
    candidate.save()
    mia = make_user("mia", first_name="Mia", last_name="Welder")
    rebuild_tokens([candidate, mia])
    found: dict[int, Application] = {}
    now = timezone.now()
    for n, (company, title, status) in enumerate(
        product(companies, ["Ward nurse", "Welder", "100% cook"], STATUSES)
    ):
        found_one = make_application(
            job=make_job(company=company, title=title),
            applicant=mia if n % 3 == 0 else candidate,
            status=status,
            applied_at=now - timedelta(hours=(n * 7) % 45),
        )
        found[found_one.pk] = found_one
    return found


def company_of(application: Application) -> str:
    return str(application.job.company.name).lower()


def title_of(application: Application) -> str:
    return str(application.job.title).lower()


FILTERS_OF_APPLICATIONS: list[Filter[Application]] = [
    *[Filter("status", one, lambda a, one=one: a.status == one) for one in STATUSES],  # type: ignore[misc]  # bound at once
    Filter("status", ["hired", "rejected"], lambda a: a.status in {"hired", "rejected"}),
    Filter("job_title", "NURSE", lambda a: "nurse" in title_of(a)),
    Filter("job_title", "100%", lambda a: "100%" in title_of(a)),
    Filter("company", "acme", lambda a: "acme" in company_of(a)),
    Filter("search", "nurse", lambda a: "nurse" in title_of(a) or "nurse" in company_of(a)),
]


def of_candidate(application: Application) -> bool:
    return application.applicant.username == "candidate"


PEOPLE_APPLYING: list[Filter[Application]] = [
    Filter("search", "carla", of_candidate),
    Filter("search", "candidate@example.com", of_candidate),
    Filter("search", "040 1234567", of_candidate),
    Filter(
        "search",
        "welder",
        lambda a: "welder" in title_of(a) or a.applicant.username == "mia",
    ),
]


@pytest.mark.parametrize("path", ["/api/applications/", "/api/applications/my_applications/"])
def test_own_applications_are_narrowed_as_the_filters_say(
    path: str, api: ApiClient, applications: dict[int, Application], candidate: User
) -> None:
    mine = {pk: a for pk, a in applications.items() if of_candidate(a)}
    nothing: list[Filter[Application]] = [Filter("search", "carla", lambda a: False)]
    narrows(mine, FILTERS_OF_APPLICATIONS)

    filters = [*FILTERS_OF_APPLICATIONS, *nothing]
    assert disagreements(api, path, mine, filters, as_=candidate) == []


def test_received_applications_are_narrowed_as_the_filters_say(
    api: ApiClient, applications: dict[int, Application], owner: User
) -> None:
    ours = {pk: a for pk, a in applications.items() if "somebody else" not in company_of(a)}
    filters = [*FILTERS_OF_APPLICATIONS, *PEOPLE_APPLYING]
    narrows(ours, filters)

    path = "/api/applications/received_applications/"
    assert disagreements(api, path, ours, filters, as_=owner) == []


def test_applications_to_a_job_are_narrowed_as_the_filters_say(
    api: ApiClient,
    applications: dict[int, Application],
    make_application: Callable[..., Any],
    owner: User,
) -> None:
    job = next(a.job for a in applications.values() if a.job.title == "100% cook")
    here = {a.pk: a for a in applications.values() if a.job_id == job.pk}
    for status in STATUSES:
        made = make_application(job=job, status=status)
        here[made.pk] = made
    by_person = PEOPLE_APPLYING[0 if any(map(of_candidate, here.values())) else 3]
    filters = [*FILTERS_OF_APPLICATIONS[:6], by_person]

    assert disagreements(api, f"/api/jobs/{job.pk}/applications/", here, filters, as_=owner) == []


@pytest.mark.parametrize("key", ["applied_at", "updated_at", "status"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_applications_are_ordered_by_each_key(
    key: str, sign: str, api: ApiClient, applications: dict[int, Application], owner: User
) -> None:
    path = "/api/applications/received_applications/"
    page = api.get(path, as_=owner, ordering=sign + key, page_size=100).json()

    values = [getattr(applications[row["id"]], key) for row in page["results"]]
    assert values == sorted(values, reverse=bool(sign))
    assert len(values) == 30


# --- Categories --------------------------------------------------------------------------------
@pytest.mark.parametrize("ordering", ["name", "created_at", "job_count"])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("search", ["", "über", "TRADE", "nothing like it"])
def test_categories_are_narrowed_and_ordered_together(
    ordering: str,
    sign: str,
    search: str,
    api: ApiClient,
    make_category: Callable[..., Category],
    make_job: Callable[..., Any],
) -> None:
    rows = [("Law", "Über all"), ("trade", ""), ("Überseehandel", "Trade overseas"), ("Arts", "")]
    counts: dict[str, int] = {}
    for n, (name, description) in enumerate(rows):
        category = make_category(name, description=description)
        counts[name] = n % 3
        for _ in range(n % 3):
            make_job(category=category)
        make_job(category=category, status="closed")
    make_category("Trade of old", is_active=False)
    keys: dict[str, Callable[[str], Any]] = {
        "name": str.casefold,
        "created_at": [name for name, _ in rows].index,
        "job_count": counts.__getitem__,
    }

    page = api.get("/api/categories/", ordering=sign + ordering, search=search).json()

    found = [row["name"] for row in page["results"]]
    expected = [n for n, d in rows if search.casefold() in f"{n} {d}".casefold()]
    assert sorted(found) == sorted(expected)
    values = [keys[ordering](name) for name in found]
    assert values == sorted(values, reverse=bool(sign))
    assert all(row["job_count"] == counts[row["name"]] for row in page["results"])

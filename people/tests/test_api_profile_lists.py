"""The lists of `/api/profiles/`: filters, order, search, cursors and their cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from people.models import Profile, User

if TYPE_CHECKING:
    from conftest import ApiClient


def found(api: ApiClient, user: User | None = None, **params: Any) -> list[int]:
    response = api.get("/api/profiles/", as_=user, **params)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_list_holds_public_profiles_newest_first(
    api: ApiClient, make_profile: Callable[..., Profile], candidate: User
) -> None:
    first, second = make_profile(), make_profile()

    assert found(api) == [second.pk, first.pk]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"experience_level": "senior"}, {"anna"}),
        ({"is_available_for_hire": "true"}, {"bert"}),
        ({"is_available_for_hire": "false"}, {"anna"}),
        ({"city": "hamb"}, {"anna"}),
        ({"city": "ZÜRICH"}, {"bert"}),
        ({"search": "zÜRich"}, {"bert"}),
        ({"country": "GERMANY"}, {"anna", "bert"}),
        ({"skills": "python"}, {"anna", "bert"}),
        ({"skills": "Python, django"}, {"anna"}),
        ({"skills": "cobol"}, set()),
        ({"search": "developer"}, {"anna"}),
        ({"search": "developer bremen"}, set()),
        ({"search": "bremen python"}, {"bert"}),
        ({"search": "c++"}, {"bert"}),
        ({"city": ""}, {"anna", "bert"}),
        ({"search": "  "}, {"anna", "bert"}),
    ],
)
def test_filters_of_everybody(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    params: dict[str, Any],
    expected: set[str],
) -> None:
    people = {
        "anna": make_profile(
            "anna",
            experience_level="senior",
            city="Hamburg",
            country="Germany",
            job_title="Developer",
            skills=["Python", "Django"],
        ).pk,
        "bert": make_profile(
            "bert",
            experience_level="mid",
            city="Bremen / Zürich",
            country="Germany",
            is_available_for_hire=True,
            skills=["Python", "C++"],
        ).pk,
    }

    assert set(found(api, **params)) == {people[name] for name in expected}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"salary_min": "60000"}, {"high"}),
        ({"salary_max": "60000"}, {"low"}),
        ({"salary_min": "40000", "salary_max": "90000"}, {"low", "high"}),
        ({"salary_min": "90001"}, set()),
    ],
)
def test_salary_filters_see_what_the_caller_sees(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    employer: User,
    candidate: User,
    params: dict[str, Any],
    expected: set[str],
) -> None:
    def wish(low: int, high: int) -> dict[str, Decimal]:
        return {"expected_salary_min": Decimal(low), "expected_salary_max": Decimal(high)}

    people = {
        "low": make_profile(**wish(40_000, 50_000)).pk,
        "high": make_profile(**wish(70_000, 90_000)).pk,
        "silent": make_profile().pk,
    }

    assert set(found(api, employer, **params)) == {people[name] for name in expected}
    assert found(api, candidate, **params) == []
    assert found(api, **params) == []


def test_ordering_by_salary_is_for_those_who_see_it(
    api: ApiClient, make_profile: Callable[..., Profile], employer: User
) -> None:
    high = make_profile(expected_salary_min=Decimal(90)).pk
    low = make_profile(expected_salary_min=Decimal(10)).pk
    silent = make_profile().pk

    assert found(api, employer, ordering="expected_salary_min") == [low, high, silent]
    assert found(api, employer, ordering="-expected_salary_min") == [high, low, silent]
    assert found(api, ordering="expected_salary_min") == [silent, low, high]
    assert found(api, ordering="-expected_salary_min") == [silent, low, high]


def test_search_finds_names_for_employers_only(
    api: ApiClient, make_profile: Callable[..., Profile], employer: User
) -> None:
    profile = make_profile(
        first_name="Łukasz", last_name="Müller", job_title="Welder", skills=["Steel"]
    )

    for text in ("muller", "lukasz welder", "mueller steel"):
        assert found(api, employer, search=text) == [profile.pk]
        assert found(api, search=text) == []


@pytest.mark.parametrize(
    "params",
    [
        {"experience_level": "executive"},
        {"ordering": "user__password"},
        {"salary_min": "many"},
        {"salary_min": "-1"},
        {"is_available_for_hire": "perhaps"},
        {"page": "0"},
        {"page_size": "101"},
        {"nonsense": "1"},
        {"search": "a\x00b"},
        {"search": "x" * 201},
    ],
)
def test_bad_filters_are_400(api: ApiClient, params: dict[str, Any]) -> None:
    response = api.get("/api/profiles/", **params)

    assert response.status_code == 400


def test_available_candidates_holds_those_who_look_for_work(
    api: ApiClient, make_profile: Callable[..., Profile]
) -> None:
    looking = make_profile(is_available_for_hire=True)
    make_profile()

    body = api.get("/api/profiles/available_candidates/").json()

    assert [row["id"] for row in body["results"]] == [looking.pk]


def test_cursor_walks_over_all_profiles(
    api: ApiClient, make_profile: Callable[..., Profile]
) -> None:
    everybody = [make_profile().pk for _ in range(5)]
    seen: list[int] = []
    page = api.get("/api/profiles/", cursor="", page_size=2).json()
    while True:
        assert page["count"] is None
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = api.get(page["next"]).json()

    assert seen == everybody[::-1]


@pytest.mark.parametrize("rows", [10, 40])
@pytest.mark.parametrize("caller", [None, "candidate", "employer"])
def test_list_costs_at_most_five_queries_for_any_number_of_rows(
    api: ApiClient,
    make_profile: Callable[..., Profile],
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Any,
    rows: int,
    caller: str | None,
) -> None:
    user = request.getfixturevalue(caller) if caller else None
    for _ in range(rows):
        make_profile(skills=["Python", "Django"])
    api.get("/api/profiles/my_stats/", as_=user)

    with django_assert_max_num_queries(5):
        body = api.get("/api/profiles/", as_=user, page_size=rows).json()

    assert len(body["results"]) == rows

"""`/api/categories/`: who may, what comes back, at what cost."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from jobs.models import Job
from nexus.core.api.paging import Paged
from people.models import User
from taxonomy import counts
from taxonomy.api import CategoryOut
from taxonomy.models import Category, CategoryIndexPage

pytestmark = pytest.mark.django_db

ROOT = "/api/categories/"
KEYS = {
    "id",
    "name",
    "slug",
    "description",
    "is_active",
    "job_count",
    "created_at",
    "updated_at",
    "url",
}
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _database_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count in the database, whatever index is registered."""
    monkeypatch.setattr(counts, "_providers", [])


def _at(category: Category) -> str:
    return f"{ROOT}{category.pk}/"


def _names(response: Any) -> list[str]:
    return [row["name"] for row in response.json()["results"]]


def test_list_shows_active_categories_by_name(api: Any, make_category: Make) -> None:
    make_category("beta")
    make_category("Alpha")
    make_category("Gone", is_active=False)

    response = api.get(ROOT)

    assert response.status_code == 200
    assert _names(response) == ["Alpha", "beta"]
    assert {frozenset(row) for row in response.json()["results"]} == {frozenset(KEYS)}


def test_list_rows_fit_their_schema(api: Any, make_category: Make) -> None:
    make_category("Alpha")

    Paged[CategoryOut].model_validate(api.get(ROOT).json())


def test_list_counts_open_jobs_alone(api: Any, category: Category, make_job: Make) -> None:
    make_job(category=category)
    make_job(category=category, status="closed")

    (row,) = api.get(ROOT).json()["results"]

    assert row["job_count"] == 1


def test_list_asks_the_registered_index_for_its_counts(
    api: Any, category: Category, make_job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_job(category=category)

    def provider() -> Mapping[int, int]:
        return {category.pk: 42}

    counts.register(provider)

    (row,) = api.get(ROOT).json()["results"]
    assert row["job_count"] == 42


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("name", ["a", "B", "c"]),
        ("-name", ["c", "B", "a"]),
        ("created_at", ["c", "a", "B"]),
        ("-created_at", ["B", "a", "c"]),
        ("job_count", ["a", "c", "B"]),
        ("-job_count", ["B", "c", "a"]),
    ],
)
@pytest.mark.parametrize("cursor", [False, True])
def test_list_is_ordered_as_asked_in_pages_of_either_kind(
    api: Any, make_category: Make, make_job: Make, ordering: str, expected: list[str], cursor: bool
) -> None:
    categories = {name: make_category(name) for name in ("c", "a", "B")}
    for name, jobs in (("B", 2), ("c", 1)):
        for _ in range(jobs):
            make_job(category=categories[name])

    found: list[str] = []
    path: str | None = f"{ROOT}?ordering={ordering}&page_size=1" + ("&cursor=" if cursor else "")
    while path:
        response = api.get(path)
        found += _names(response)
        path = response.json()["next"]

    assert found == expected


@pytest.mark.parametrize("search", ["WARDS", "care", "Über"])
def test_list_is_searched_by_name_and_description(
    api: Any, make_category: Make, search: str
) -> None:
    make_category("Health care über alles", description="Many wards.")
    make_category("Law")

    assert _names(api.get(ROOT, search=search)) == ["Health care über alles"]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("ordering", "size"),
        ("page", "0"),
        ("page_size", "101"),
        ("cursor", "nonsense"),
        ("colour", "red"),
    ],
)
def test_list_with_a_bad_parameter_names_it(api: Any, parameter: str, value: str) -> None:
    response = api.get(ROOT, **{parameter: value})

    assert response.status_code == 400
    assert list(response.json()["details"]) == [parameter]


def test_list_past_its_end_is_404(api: Any, category: Category) -> None:
    assert api.get(ROOT, page=2).status_code == 404


@pytest.mark.parametrize("rows", [10, 40])
@pytest.mark.parametrize("path", [ROOT, f"{ROOT}stats/"])
def test_lists_cost_at_most_three_queries_signed_in(
    api: Any,
    admin_user: User,
    django_assert_max_num_queries: Any,
    rows: int,
    path: str,
) -> None:
    index = CategoryIndexPage.objects.get()
    for n in range(rows):
        index.add_child(instance=Category(name=f"Category {n}"))
    api.get(path, as_=admin_user)

    with django_assert_max_num_queries(3):
        response = api.get(path, as_=admin_user)

    assert response.status_code == 200


def test_create_answers_201_with_the_row(api: Any, admin_user: User) -> None:
    response = api.post(ROOT, {"name": "Health care", "description": "Wards."}, as_=admin_user)

    assert response.status_code == 201
    row = response.json()
    assert set(row) == KEYS
    assert (row["name"], row["slug"], row["is_active"]) == ("Health care", "health-care", True)
    assert row["url"] == "http://testserver/categories/health-care/"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "ENGINEERING"}, "name"),
        ({"name": "Law", "description": "x" * 5001}, "description"),
        ({"name": "Law", "colour": "red"}, "colour"),
    ],
)
def test_create_with_a_bad_field_names_it(
    api: Any, admin_user: User, category: Category, body: dict[str, Any], field: str
) -> None:
    response = api.post(ROOT, body, as_=admin_user)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]


def test_writes_without_a_token_are_401(api: Any, category: Category) -> None:
    answers = [
        api.post(ROOT, {"name": "Law"}),
        api.put(_at(category), {"name": "Law"}),
        api.patch(_at(category), {"name": "Law"}),
        api.delete(_at(category)),
    ]

    assert [answer.status_code for answer in answers] == [401] * 4


@pytest.mark.parametrize("role", ["candidate", "owner", "recruiter", "viewer"])
def test_writes_by_somebody_who_is_no_admin_are_403(
    api: Any, category: Category, role: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)

    answers = [
        api.post(ROOT, {"name": "Law"}, as_=user),
        api.put(_at(category), {"name": "Law"}, as_=user),
        api.patch(_at(category), {"name": "Law"}, as_=user),
        api.delete(_at(category), as_=user),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize(("id_", "status"), [("999999", 404), ("99999999999999999999", 400)])
def test_an_unknown_category_is_no_server_error(
    api: Any, admin_user: User, method: str, id_: str, status: int
) -> None:
    body = {} if method in {"get", "delete"} else {"body": {"name": "Law"}}

    assert getattr(api, method)(f"{ROOT}{id_}/", as_=admin_user, **body).status_code == status


def test_detail_shows_the_row_to_anyone(api: Any, category: Category) -> None:
    response = api.get(_at(category))

    assert response.status_code == 200
    assert set(response.json()) == KEYS


@pytest.mark.parametrize(("role", "status"), [("candidate", 404), ("admin_user", 200)])
def test_detail_of_an_inactive_category_is_for_admins(
    api: Any, make_category: Make, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    category = make_category(is_active=False)

    response = api.get(_at(category), as_=request.getfixturevalue(role))

    assert response.status_code == status


def test_put_writes_name_and_description(api: Any, admin_user: User, category: Category) -> None:
    response = api.put(_at(category), {"name": "Law", "description": "Courts."}, as_=admin_user)

    assert response.status_code == 200
    assert set(response.json()) == KEYS
    assert (response.json()["name"], response.json()["description"]) == ("Law", "Courts.")


def test_put_without_a_name_is_400(api: Any, admin_user: User, category: Category) -> None:
    response = api.put(_at(category), {"description": "Courts."}, as_=admin_user)

    assert response.json()["details"] == {"name": ["This field is required."]}


def test_patch_changes_only_what_it_names(api: Any, admin_user: User, make_category: Make) -> None:
    category = make_category("Law", description="Courts.")

    row = api.patch(_at(category), {"is_active": False}, as_=admin_user).json()

    assert (row["name"], row["description"], row["is_active"]) == ("Law", "Courts.", False)


@pytest.mark.parametrize("field", ["name", "description", "is_active"])
def test_patch_with_null_is_400(api: Any, admin_user: User, category: Category, field: str) -> None:
    response = api.patch(_at(category), {field: None}, as_=admin_user)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]


def test_delete_answers_with_a_message(api: Any, admin_user: User, category: Category) -> None:
    response = api.delete(_at(category), as_=admin_user)

    assert response.status_code == 200
    assert list(response.json()) == ["message"]
    assert not Category.objects.exists()


def test_delete_of_a_category_with_jobs_is_409_and_loses_nothing(
    api: Any, admin_user: User, category: Category, make_job: Make
) -> None:
    make_job(category=category, status="closed")

    response = api.delete(_at(category), as_=admin_user)

    assert response.status_code == 409
    assert "still has jobs" in response.json()["error"]
    assert Job.objects.count() == 1


def test_stats_list_the_active_categories_by_open_jobs(
    api: Any, make_category: Make, make_job: Make
) -> None:
    make_category("Gone", is_active=False)
    law, empty = make_category("Law"), make_category("Empty")
    make_job(category=law)

    response = api.get(f"{ROOT}stats/")

    assert response.json() == [
        {"id": law.pk, "name": "Law", "job_count": 1},
        {"id": empty.pk, "name": "Empty", "job_count": 0},
    ]


def test_an_anonymous_visitor_is_no_manager_of_categories(rf: RequestFactory) -> None:
    from taxonomy.querysets import may_manage_categories

    assert not may_manage_categories(AnonymousUser())

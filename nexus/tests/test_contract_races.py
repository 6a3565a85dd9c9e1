"""What happens at the same instant, over HTTP and with real threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client

from conftest import PASSWORD, access_token
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from jobs.models import Job
    from taxonomy.models import Category

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = 4


def at_once(*calls: Callable[[Client], Any]) -> list[Any]:
    """Make each call in a thread and with a client of its own, all starting together."""
    results: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int) -> None:
        client = Client(raise_request_exception=False)
        start.wait()
        try:
            results[place] = calls[place](client)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def posting(path: str, body: Any, token: str = "") -> Callable[[Client], Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(client: Client) -> Any:
        return client.post(path, body, content_type="application/json", headers=headers)

    return call


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


@pytest.mark.parametrize("tries", [2, TRIES])
def test_of_refreshes_of_one_token_one_wins_and_goes_on(
    tries: int, api: ApiClient, candidate: User
) -> None:
    entry = {"username": candidate.username, "password": PASSWORD}
    token = api.post("/api/token/", entry).json()["refresh"]

    answers = at_once(*[posting("/api/token/refresh/", {"refresh": token})] * tries)

    assert statuses(answers) == [200, *[401] * (tries - 1)]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    for answer in answers:
        if answer.status_code == 401:
            assert set(answer.json()) == {"error", "details"}
            assert answer.headers["WWW-Authenticate"] == "Bearer"
    bearer = {"Authorization": f"Bearer {won['access']}"}
    assert api.get("/api/profiles/my_profile/", headers=bearer).status_code == 200
    assert api.post("/api/token/refresh/", {"refresh": won["refresh"]}).status_code == 200


def test_of_admins_who_add_a_category_one_wins(
    api: ApiClient, admin_user: User, make_user: Callable[..., User]
) -> None:
    second = make_user("second-boss")
    User.objects.filter(pk=second.pk).update(is_admin=True, is_staff=True, is_superuser=True)
    tokens = [access_token(admin_user), access_token(second)]
    names = ["Health care", "HEALTH CARE"]

    answers = at_once(
        *[
            posting("/api/categories/", {"name": name}, token)
            for name, token in zip(names, tokens, strict=True)
        ]
    )

    assert statuses(answers) == [201, 400]
    lost = next(answer.json() for answer in answers if answer.status_code == 400)
    assert list(lost["details"]) == ["name"]
    assert api.get("/api/categories/").json()["count"] == 1


def test_of_a_deletion_and_a_posting_in_a_category_one_wins(
    api: ApiClient, admin_user: User, owner: User, company: Any, category: Category
) -> None:
    admin, employer = access_token(admin_user), access_token(owner)
    job = {
        "title": "Welder",
        "description": "<p>Weld.</p>",
        "location": "Kiel",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": category.pk,
    }

    deleted, posted = at_once(
        lambda client: client.delete(
            f"/api/categories/{category.pk}/", headers={"Authorization": f"Bearer {admin}"}
        ),
        posting("/api/jobs/", job, employer),
    )

    assert (deleted.status_code, posted.status_code) in {(200, 400), (409, 201)}
    assert api.get("/api/jobs/").json()["count"] == (posted.status_code == 201)


def test_of_applications_of_one_person_to_one_job_one_wins(
    api: ApiClient, candidate: User, make_job: Callable[..., Job]
) -> None:
    call = posting("/api/applications/", {"job_id": make_job().pk}, access_token(candidate))

    answers = at_once(*[call] * TRIES)

    assert statuses(answers) == [201, *[400] * (TRIES - 1)]
    assert api.get("/api/applications/", as_=candidate).json()["count"] == 1


def test_of_registrations_of_one_name_one_wins(api: ApiClient) -> None:
    body = {"password": PASSWORD, "first_name": "A", "last_name": "B"}

    answers = at_once(
        *[
            posting("/auth/register/", {**body, "username": name})
            for name in ("mira", "Mira", "MIRA")
        ]
    )

    assert statuses(answers) == [200, 400, 400]
    for answer in answers:
        assert answer.status_code == 200 or list(answer.json()["details"]) == ["username"]
    assert User.objects.filter(username__iexact="mira").count() == 1


def test_registrations_of_one_address_are_answered_alike_and_make_one_account(
    api: ApiClient,
) -> None:
    body = {"password": PASSWORD, "first_name": "A", "last_name": "B", "email": "a@example.com"}

    answers = at_once(
        *[posting("/auth/register/", {**body, "username": f"mira{n}"}) for n in range(3)]
    )

    assert statuses(answers) == [200, 200, 200]
    assert {frozenset(answer.json()) for answer in answers} == {frozenset({"message", "token"})}
    assert User.objects.filter(email="a@example.com").count() == 1


def test_of_people_who_found_one_company_one_wins(
    api: ApiClient, category: Category, make_user: Callable[..., User]
) -> None:
    job = {
        "title": "Welder",
        "description": "<p>Weld.</p>",
        "location": "Kiel",
        "employment_type": "full_time",
        "experience_level": "mid",
        "category": category.pk,
        "company_name": "Brand New",
    }
    tokens = [access_token(make_user()) for _ in range(3)]

    answers = at_once(*[posting("/api/jobs/", job, token) for token in tokens])

    assert statuses(answers) == [201, 400, 400]
    assert api.get("/api/jobs/").json()["count"] == 1


def test_invalid_changes_of_one_profile_leave_everybody_elses_readable(
    api: ApiClient, candidate: User, other_candidate: User
) -> None:
    entered = {"bio": "Mine.", "phone_number": "+49 40 1", "address": "Kai 1"}
    assert api.patch("/api/profiles/my_profile/", entered, as_=other_candidate).status_code == 200
    theirs, mine = (
        {"Authorization": f"Bearer {access_token(user)}"} for user in (candidate, other_candidate)
    )
    done = threading.Event()

    def spoil(client: Client) -> list[int]:
        found = []
        while not done.is_set():
            for fault in ({"phone_number": "call me"}, {"bio": "x" * 5001}, {"address": 7}):
                answer = client.patch(
                    "/api/profiles/my_profile/",
                    fault,
                    content_type="application/json",
                    headers=theirs,
                )
                found.append(answer.status_code)
        return found

    def read(client: Client) -> list[Any]:
        try:
            return [client.get("/api/profiles/my_profile/", headers=mine).json() for _ in range(25)]
        finally:
            done.set()

    refused, also_refused, seen = at_once(spoil, spoil, read)

    assert {*refused, *also_refused} == {400}
    assert [{name: row[name] for name in entered} for row in seen] == [entered] * 25
    assert all(row["phone_number_decrypted"] == "+49 40 1" for row in seen)
    own = api.get("/api/profiles/my_profile/", as_=candidate).json()
    assert {own[name] for name in entered} == {None}

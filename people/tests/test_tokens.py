"""Refresh tokens: rotation, races between callers, theft."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.headless.tokens.strategies.jwt import internal
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from people.headless import Answer, call
from people.models import User
from people.tests.conftest import NEW_PASSWORD, PASSWORD, bearer
from people.tokens import RefreshStrategy

if TYPE_CHECKING:
    from conftest import ApiClient

PATH = "/api/profiles/my_stats/"


@pytest.fixture
def pair(api: ApiClient, candidate: User) -> dict[str, Any]:
    response = api.post("/api/token/", {"username": "candidate", "password": PASSWORD})
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def refreshed(api: ApiClient, token: str) -> Any:
    return api.post("/api/token/refresh/", {"refresh": token})


def in_parallel(run: Callable[[int], Any], count: int) -> list[Any]:
    """Run `run(0)` … `run(count - 1)` at the same moment and return what they returned."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def work(number: int) -> None:
        start.wait()
        try:
            results[number] = run(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_token_answers_a_pair_and_the_user(api: ApiClient, pair: dict[str, Any]) -> None:
    assert set(pair) == {"access", "refresh", "user"}
    assert set(pair["user"]) == {"id", "username", "email", "full_name", "is_admin"}
    assert api.get(PATH, headers=bearer(pair["access"])).status_code == 200


def test_token_wrong_password_is_401(api: ApiClient, candidate: User) -> None:
    response = api.post("/api/token/", {"username": "candidate", "password": "wrong"})

    assert response.status_code == 401


def test_access_token_lives_an_hour_and_refresh_fifteen_days(pair: dict[str, Any]) -> None:
    access = internal.decode_token(pair["access"], "access")
    refresh = internal.decode_token(pair["refresh"], "refresh")

    assert access["exp"] - access["iat"] == 3600
    assert refresh["exp"] - refresh["iat"] == 15 * 86400
    expires = Session.objects.get().expire_date
    assert timedelta(0) <= expires - timezone.now() - timedelta(days=15) + timedelta(minutes=1)


def test_login_without_remember_me_ends_with_its_access_token(
    api: ApiClient, candidate: User, sign_in: Callable[..., dict[str, Any]], clock: Any
) -> None:
    access = sign_in(candidate, remember=False)["access"]
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)

    clock.shift(3601)

    assert api.get(PATH, headers=bearer(access)).status_code == 401


def test_refresh_gives_a_new_pair_that_works(api: ApiClient, pair: dict[str, Any]) -> None:
    response = refreshed(api, pair["refresh"])

    assert response.status_code == 200
    assert set(response.json()) == {"access", "refresh"}
    assert response.json()["refresh"] != pair["refresh"]
    assert api.get(PATH, headers=bearer(response.json()["access"])).status_code == 200
    assert refreshed(api, response.json()["refresh"]).status_code == 200


def test_refresh_keeps_the_login_for_another_fifteen_days(
    api: ApiClient, pair: dict[str, Any], clock: Any
) -> None:
    clock.shift(timedelta(days=14))
    token = refreshed(api, pair["refresh"]).json()["refresh"]

    clock.shift(timedelta(days=14))

    assert refreshed(api, token).status_code == 200


def test_refresh_expired_token_is_401(api: ApiClient, pair: dict[str, Any], clock: Any) -> None:
    clock.shift(timedelta(days=15, seconds=1))

    assert refreshed(api, pair["refresh"]).status_code == 401


def test_spent_token_soon_again_is_only_refused(
    api: ApiClient, pair: dict[str, Any], clock: Any
) -> None:
    winner = refreshed(api, pair["refresh"]).json()
    clock.shift(9)

    response = refreshed(api, pair["refresh"])

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert api.get(PATH, headers=bearer(winner["access"])).status_code == 200
    assert refreshed(api, winner["refresh"]).status_code == 200


def test_spent_token_later_ends_the_login(api: ApiClient, pair: dict[str, Any], clock: Any) -> None:
    thief = refreshed(api, pair["refresh"]).json()
    clock.shift(11)

    assert refreshed(api, pair["refresh"]).status_code == 401

    assert api.get(PATH, headers=bearer(thief["access"])).status_code == 401
    assert refreshed(api, thief["refresh"]).status_code == 401
    assert not Session.objects.exists()


def test_token_spent_long_ago_ends_the_login_after_many_rotations(
    api: ApiClient, pair: dict[str, Any], clock: Any
) -> None:
    token = pair["refresh"]
    for _ in range(4):
        token = refreshed(api, token).json()["refresh"]
        clock.shift(60)

    refreshed(api, pair["refresh"])

    assert refreshed(api, token).status_code == 401


def test_rotations_do_not_pile_up_in_the_session(
    api: ApiClient, pair: dict[str, Any], clock: Any
) -> None:
    token = pair["refresh"]
    for _ in range(12):
        clock.shift(60)
        token = refreshed(api, token).json()["refresh"]

    state = Session.objects.get().get_decoded()
    assert len(state["headless_refresh_tokens"]) == 1
    assert len(state["spent_refresh_tokens"]) == 1


@pytest.mark.parametrize(
    "token", ["", "nonsense", "a.b.c", "ä.ö.ü", "eyJhbGciOiJub25lIn0.e30.", "x" * 4096]
)
def test_refresh_with_nonsense_is_refused(api: ApiClient, token: str, db: None) -> None:
    assert refreshed(api, token).status_code == (401 if token else 400)


def test_refresh_with_an_access_token_is_401(api: ApiClient, pair: dict[str, Any]) -> None:
    assert refreshed(api, pair["access"]).status_code == 401


def test_access_with_a_refresh_token_is_401(api: ApiClient, pair: dict[str, Any]) -> None:
    assert api.get(PATH, headers=bearer(pair["refresh"])).status_code == 401


def test_refresh_after_a_new_password_elsewhere_is_401(
    api: ApiClient, pair: dict[str, Any], candidate: User
) -> None:
    candidate.set_password(NEW_PASSWORD)
    candidate.save()

    assert refreshed(api, pair["refresh"]).status_code == 401
    assert api.get(PATH, headers=bearer(pair["access"])).status_code == 401


def test_authenticated_call_costs_one_query_for_the_caller(
    api: ApiClient, pair: dict[str, Any], django_assert_num_queries: Any
) -> None:
    api.get("/api/profiles/?page_size=1", headers=bearer(pair["access"]))

    with django_assert_num_queries(1):
        api.get("/api/profiles/?nonsense=1", headers=bearer(pair["access"]))


@pytest.mark.django_db(transaction=True)
def test_two_refreshes_at_once_one_wins_and_its_tokens_work(
    api: ApiClient, pair: dict[str, Any]
) -> None:
    token = pair["refresh"]
    for _ in range(5):
        outcomes = in_parallel(lambda _, t=token: RefreshStrategy().refresh_token(t), 4)  # type: ignore[misc]  # bound at once

        winners = [outcome for outcome in outcomes if outcome]
        assert len(winners) == 1
        access, token = winners[0]
        assert api.get(PATH, headers=bearer(access)).status_code == 200
    assert refreshed(api, token).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_have_five_tries_in_all(api: ApiClient, candidate: User, rf: Any) -> None:
    from people import headless_views as views

    token = api.post("/auth/forgot-password/", {"email": candidate.email}).json()["token"]

    def guess(number: int) -> Answer:
        request = rf.post("/auth/verify-reset-code/")
        return call(views.check_reset_code, request, {"key": f"a{number:05}"}, token=token)

    answers = in_parallel(guess, 8)

    assert sum(bool(answer.errors) for answer in answers) == 5

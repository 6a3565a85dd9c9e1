"""`update_account/`: a new password, a new e-mail address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from people.models import User
from people.tests.conftest import NEW_PASSWORD, PASSWORD, bearer

if TYPE_CHECKING:
    from conftest import ApiClient

PATH = "/api/profiles/update_account/"
STATS = "/api/profiles/my_stats/"


def new_password(**changes: str) -> dict[str, str]:
    body = {
        "current_password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "confirm_password": NEW_PASSWORD,
    }
    return body | changes


def test_new_password_works_and_ends_all_earlier_tokens(
    api: ApiClient, candidate: User, sign_in: Callable[..., dict[str, Any]]
) -> None:
    here, elsewhere = sign_in(candidate), sign_in(candidate)

    response = api.put(PATH, new_password(), headers=bearer(here["access"]))

    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"message", "access", "refresh"}
    assert api.get(STATS, headers=bearer(body["access"])).status_code == 200
    for old in (here, elsewhere):
        assert api.get(STATS, headers=bearer(old["access"])).status_code == 401
        refused = api.post("/api/token/refresh/", {"refresh": old["refresh"]})
        assert refused.status_code == 401
    assert api.post("/api/token/refresh/", {"refresh": body["refresh"]}).status_code == 200
    assert sign_in(candidate, password=NEW_PASSWORD)


def test_new_password_of_a_short_login_gives_no_refresh(
    api: ApiClient, candidate: User, sign_in: Callable[..., dict[str, Any]]
) -> None:
    access = sign_in(candidate, remember=False)["access"]

    response = api.patch(PATH, new_password(), headers=bearer(access))

    assert set(response.json()) == {"message", "access"}


def test_new_password_is_told_by_mail(api: ApiClient, candidate: User) -> None:
    api.patch(PATH, new_password(), as_=candidate)

    assert [m.to for m in mail.outbox] == [[candidate.email]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (new_password(current_password="wrong"), "current_password"),
        (new_password(confirm_password="other"), "confirm_password"),
        (new_password(new_password="12345678", confirm_password="12345678"), "new_password"),
        ({"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}, "current_password"),
        ({"new_password": NEW_PASSWORD, "current_password": PASSWORD}, "confirm_password"),
        ({"email": "nonsense"}, "email"),
        ({"email": ""}, "email"),
        ({"email": None}, "email"),
        ({"email": "new@example.com", "current_password": "wrong"}, "current_password"),
        ({"username": "other"}, "username"),
    ],
)
def test_bad_field_is_named_and_nothing_changes(
    api: ApiClient, candidate: User, body: dict[str, Any], field: str
) -> None:
    response = api.patch(PATH, body, as_=candidate)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {field}
    candidate.refresh_from_db()
    assert candidate.check_password(PASSWORD)
    assert not mail.outbox


def test_empty_body_is_400(api: ApiClient, candidate: User) -> None:
    assert api.patch(PATH, {}, as_=candidate).status_code == 400


def test_without_token_is_401(api: ApiClient) -> None:
    assert api.patch(PATH, new_password()).status_code == 401


def test_new_address_counts_only_once_confirmed(
    api: ApiClient, candidate: User, mailed_code: Callable[..., str]
) -> None:
    response = api.patch(PATH, {"email": "Carla@New.example"}, as_=candidate)

    assert response.status_code == 200
    assert set(response.json()) == {"message", "token"}
    candidate.refresh_from_db()
    assert candidate.email == "candidate@example.com"
    login = {"username": "carla@new.example", "password": PASSWORD}
    assert api.post("/auth/login/", login).status_code == 401
    code = mailed_code("carla@new.example")
    confirmed = api.post("/auth/verify-email/", {"token": response.json()["token"], "code": code})
    assert confirmed.status_code == 200
    assert confirmed.json()["user"]["email"] == "carla@new.example"
    assert api.post("/auth/login/", login).status_code == 200
    old = {"username": "candidate@example.com", "password": PASSWORD}
    assert api.post("/auth/login/", old).status_code == 401


def test_new_address_is_told_to_the_old_one(
    api: ApiClient, candidate: User, mailed_code: Callable[..., str]
) -> None:
    token = api.patch(PATH, {"email": "carla@new.example"}, as_=candidate).json()["token"]
    code = mailed_code("carla@new.example")

    api.post("/auth/verify-email/", {"token": token, "code": code})

    assert "candidate@example.com" in [m.to[0] for m in mail.outbox]


def test_new_address_is_found_by_employers(
    api: ApiClient, candidate: User, mailed_code: Callable[..., str]
) -> None:
    token = api.patch(PATH, {"email": "zebra@new.example"}, as_=candidate).json()["token"]
    code = mailed_code("zebra@new.example")

    api.post("/auth/verify-email/", {"token": token, "code": code})

    assert list(User.objects.matching("zebra@new.example")) == [candidate]
    assert not User.objects.matching("candidate@example.com").exists()


def test_new_address_of_somebody_else_is_answered_alike_and_never_confirmed(
    api: ApiClient, candidate: User, other_candidate: User
) -> None:
    free = api.patch(PATH, {"email": "free@example.com"}, as_=candidate)
    taken = api.patch(PATH, {"email": other_candidate.email.upper()}, as_=candidate)

    assert (taken.status_code, set(taken.json())) == (free.status_code, set(free.json()))
    assert taken.json()["message"] == free.json()["message"]
    answer = api.post("/auth/verify-email/", {"token": taken.json()["token"], "code": "000000"})
    assert answer.status_code == 400
    told = [m for m in mail.outbox if m.to == [other_candidate.email]]
    assert len(told) == 1
    assert "already" in str(told[0].body)


def test_new_address_does_not_keep_its_owner_from_registering(
    api: ApiClient, candidate: User, mailed_code: Callable[..., str]
) -> None:
    api.patch(PATH, {"email": "victim@example.com"}, as_=candidate)
    body = {
        "username": "victim",
        "password": "correct-horse-9",
        "first_name": "V",
        "last_name": "I",
        "email": "victim@example.com",
    }

    token = api.post("/auth/register/", body).json()["token"]

    verify = {"token": token, "code": mailed_code("victim@example.com")}
    assert api.post("/auth/verify-email/", verify).status_code == 200
    assert EmailAddress.objects.get(email="victim@example.com").user.username == "victim"


def test_same_address_in_another_case_changes_nothing(api: ApiClient, candidate: User) -> None:
    response = api.patch(PATH, {"email": "CANDIDATE@example.com"}, as_=candidate)

    assert (response.status_code, set(response.json())) == (200, {"message"})
    assert not mail.outbox


def test_address_and_password_change_together(
    api: ApiClient, candidate: User, mailed_code: Callable[..., str]
) -> None:
    response = api.put(PATH, new_password(email="carla@new.example"), as_=candidate)

    assert set(response.json()) == {"message", "access", "token"}
    assert mailed_code("carla@new.example")


def test_address_of_an_account_without_one_is_set_once_confirmed(
    api: ApiClient, make_user: Callable[..., User], mailed_code: Callable[..., str]
) -> None:
    user = make_user("bare", email="")
    token = api.patch(PATH, {"email": "bare@example.com"}, as_=user).json()["token"]

    answer = api.post(
        "/auth/verify-email/", {"token": token, "code": mailed_code("bare@example.com")}
    )

    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.email == "bare@example.com"

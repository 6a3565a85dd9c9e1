"""`/auth/`: registration, sign-in, second factors, confirmation of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from people.models import User
from people.tests.conftest import PASSWORD, bearer

if TYPE_CHECKING:
    from conftest import ApiClient

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
JANE = {
    "username": "Jane",
    "password": "correct-horse-9",
    "first_name": "Jane",
    "last_name": "Doe",
}
LOGIN_KEYS = {"access", "user", "remember_me", "expires_in"}


def totp_code(offset: int = 0) -> str:
    import time

    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset)))


# --- Registration ------------------------------------------------------------------------------


def test_register_without_address_makes_an_account_that_signs_in_at_once(api: ApiClient) -> None:
    response = api.post("/auth/register/", JANE)

    assert response.status_code == 200
    assert set(response.json()) == {"message"}
    login = api.post("/auth/login/", {"username": "jane", "password": JANE["password"]})
    assert login.status_code == 200
    assert login.json()["user"] == {
        "id": User.objects.get().pk,
        "username": "Jane",
        "email": None,
        "full_name": "Jane Doe",
    }


def test_register_without_address_leaves_no_session_behind(api: ApiClient) -> None:
    api.post("/auth/register/", JANE)

    assert not Session.objects.exists()


def test_register_makes_a_profile_and_stores_every_field(api: ApiClient) -> None:
    more = {"full_name": "Dr. Jane Doe", "phone_number": "+49 40 1234567", "address": "Kai 1"}

    api.post("/auth/register/", JANE | more)

    user = User.objects.get(username="Jane")
    assert user.profile.pk
    assert (user.full_name, user.phone_number, user.address) == tuple(more.values())


def test_register_with_address_mails_a_code_and_answers_a_token(
    api: ApiClient, mailed_code: Callable[..., str]
) -> None:
    response = api.post("/auth/register/", JANE | {"email": "Jane@Example.com"})

    assert response.status_code == 200
    assert set(response.json()) == {"message", "token"}
    assert len(mailed_code("jane@example.com")) == 6


def test_verify_email_with_the_mailed_code_signs_in(
    api: ApiClient, mailed_code: Callable[..., str]
) -> None:
    token = api.post("/auth/register/", JANE | {"email": "jane@example.com"}).json()["token"]

    response = api.post(
        "/auth/verify-email/", {"token": token, "code": mailed_code("jane@example.com")}
    )

    assert response.status_code == 200
    assert set(response.json()) == LOGIN_KEYS
    assert EmailAddress.objects.get().verified
    assert api.get("/api/profiles/my_profile/", headers=bearer(response.json()["access"])).json()[
        "user"
    ]["email"] == ("jane@example.com")


@pytest.mark.parametrize("username", ["Candidate", "CANDIDATE", "candidate"])
def test_register_a_taken_name_in_any_case_is_refused(
    api: ApiClient, candidate: User, username: str
) -> None:
    response = api.post("/auth/register/", JANE | {"username": username})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"username"}


def test_register_a_taken_name_in_the_other_case_of_any_script_is_refused(api: ApiClient) -> None:
    api.post("/auth/register/", JANE | {"username": "Émile-ЖУК", "email": ""})

    response = api.post("/auth/register/", JANE | {"username": "éMILE-жук", "email": ""})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"username"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "123"}, "password"),
        ({"password": "password"}, "password"),
        ({"password": "8463920174"}, "password"),
        ({"password": "JaneJane", "username": "janejane"}, "password"),
        ({"username": ""}, "username"),
        ({"username": "with space"}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"username": "nul\x00"}, "username"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": None}, "first_name"),
        ({"last_name": 7}, "last_name"),
        ({"email": "nonsense"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"phone_number": "call me"}, "phone_number"),
        ({"phone_number": "+"}, "phone_number"),
        ({"is_admin": True}, "is_admin"),
    ],
)
def test_register_bad_field_is_named(api: ApiClient, changes: dict[str, Any], field: str) -> None:
    response = api.post("/auth/register/", JANE | changes)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {field}
    assert not User.objects.exists()


def test_register_bad_phone_is_explained_in_words(api: ApiClient) -> None:
    response = api.post("/auth/register/", JANE | {"phone_number": "call me"})

    assert response.json()["details"] == {
        "phone_number": ["Enter a phone number such as +49 40 1234567."]
    }


def test_register_a_known_address_is_answered_alike_and_its_owner_told(
    api: ApiClient, candidate: User
) -> None:
    new = api.post("/auth/register/", JANE | {"email": "new@example.com"})
    known = api.post("/auth/register/", JANE | {"username": "j2", "email": candidate.email.upper()})

    assert (known.status_code, set(known.json())) == (new.status_code, set(new.json()))
    assert known.json()["message"] == new.json()["message"]
    assert not User.objects.filter(username="j2").exists()
    told = [m for m in mail.outbox if m.to == [candidate.email]]
    assert len(told) == 1
    assert "already" in str(told[0].body)


def test_register_token_of_a_known_address_never_verifies(api: ApiClient, candidate: User) -> None:
    token = api.post("/auth/register/", JANE | {"email": candidate.email}).json()["token"]

    response = api.post("/auth/verify-email/", {"token": token, "code": "000000"})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"code"}


# --- Sign-in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["candidate", "CANDIDATE", "candidate@example.com", "Candidate@Example.COM"]
)
def test_login_by_name_or_address_in_any_case_succeeds(
    api: ApiClient, candidate: User, name: str
) -> None:
    response = api.post("/auth/login/", {"username": name, "password": PASSWORD})

    assert response.status_code == 200
    assert response.json()["user"]["id"] == candidate.pk


def test_login_without_remember_me_gives_an_hour_and_no_refresh(
    api: ApiClient, candidate: User
) -> None:
    body = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD}).json()

    assert set(body) == LOGIN_KEYS
    assert (body["remember_me"], body["expires_in"]) == (False, "1 hour")


def test_login_with_remember_me_gives_fifteen_days_and_a_refresh(
    api: ApiClient, candidate: User
) -> None:
    credentials = {"username": "candidate", "password": PASSWORD, "remember_me": True}

    body = api.post("/auth/login/", credentials).json()

    assert set(body) == LOGIN_KEYS | {"refresh"}
    assert (body["remember_me"], body["expires_in"]) == (True, "15 days")


def test_login_sets_no_cookie(api: ApiClient, candidate: User) -> None:
    response = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD})

    assert not response.cookies


def test_login_bears_a_stale_token_in_the_header(api: ApiClient, candidate: User) -> None:
    credentials = {"username": "candidate", "password": PASSWORD}

    response = api.post("/auth/login/", credentials, headers=bearer("stale"))

    assert response.status_code == 200


def test_login_disabled_account_unknown_name_and_wrong_password_answer_the_same(
    api: ApiClient, candidate: User, other_candidate: User
) -> None:
    User.objects.filter(pk=other_candidate.pk).update(is_active=False)
    tries = [
        {"username": "candidate", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
        {"username": "nobody@example.com", "password": PASSWORD},
        {"username": "other-candidate", "password": PASSWORD},
        {"username": "other-candidate@example.com", "password": PASSWORD},
    ]

    answers = [api.post("/auth/login/", body) for body in tries]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}


@pytest.mark.parametrize(
    "body", [{}, {"username": "candidate"}, {"password": "x"}, [], "no json", {"username": None}]
)
def test_login_incomplete_body_is_400(api: ApiClient, candidate: User, body: Any) -> None:
    assert api.post("/auth/login/", body).status_code == 400


def test_login_after_five_failures_is_429_even_with_the_right_password(
    api: ApiClient, candidate: User, settings: Any, clock: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    wrong = {"username": "candidate", "password": "wrong"}
    assert [api.post("/auth/login/", wrong).status_code for _ in range(5)] == [401] * 5
    clock.shift(200)

    right = {"username": candidate.email, "password": PASSWORD}
    response = api.post("/auth/login/", right)

    assert response.status_code == 429
    left = int(response.headers["Retry-After"])
    assert 80 <= left <= 100
    assert set(response.json()) == {"error", "details"}
    clock.shift(left + 1)
    assert api.post("/auth/login/", right).status_code == 200


def test_login_of_an_unconfirmed_address_is_403_with_a_token_that_verifies(
    api: ApiClient, make_user: Callable[..., User], mailed_code: Callable[..., str]
) -> None:
    user = make_user("fresh", verified=False)

    response = api.post(
        "/auth/login/", {"username": "fresh", "password": PASSWORD, "remember_me": True}
    )

    body = response.json()
    assert response.status_code == 403
    assert set(body) == {"error", "details", "code", "token"}
    assert body["code"] == "email_unverified"
    code = mailed_code(user.email)
    finished = api.post("/auth/verify-email/", {"token": body["token"], "code": code})
    assert finished.status_code == 200
    assert finished.json()["expires_in"] == "15 days"


def test_login_ends_the_oldest_beyond_the_limit(
    api: ApiClient, candidate: User, settings: Any
) -> None:
    settings.MAX_LOGINS_PER_USER = 3
    credentials = {"username": "candidate", "password": PASSWORD}
    tokens = [api.post("/auth/login/", credentials).json()["access"] for _ in range(5)]

    statuses = [
        api.get("/api/profiles/my_stats/", headers=bearer(token)).status_code for token in tokens
    ]

    assert statuses == [401, 401, 200, 200, 200]


# --- Second factor -----------------------------------------------------------------------------


@pytest.fixture
def guarded(candidate: User) -> Iterator[User]:
    """The candidate, with an authenticator app whose code does not change under a test."""
    with time_machine.travel(timezone.now(), tick=False):
        TOTP.activate(candidate, SECRET)
        yield candidate


def _owed(api: ApiClient, **more: Any) -> dict[str, Any]:
    response = api.post("/auth/login/", {"username": "candidate", "password": PASSWORD, **more})
    assert response.status_code == 403
    body: dict[str, Any] = response.json()
    return body


def test_login_with_second_factor_owes_a_code(api: ApiClient, guarded: User) -> None:
    body = _owed(api)

    assert set(body) == {"error", "details", "code", "token"}
    assert body["code"] == "mfa_required"


def test_login_mfa_right_code_finishes_as_login(api: ApiClient, guarded: User) -> None:
    token = _owed(api, remember_me=True)["token"]

    response = api.post("/auth/login/mfa/", {"token": token, "code": totp_code()})

    assert response.status_code == 200
    assert set(response.json()) == LOGIN_KEYS | {"refresh"}


def test_login_mfa_recovery_code_finishes_once(api: ApiClient, guarded: User) -> None:
    code = RecoveryCodes.activate(guarded).generate_codes()[0]
    body = {"token": _owed(api)["token"], "code": code}
    again = {"token": _owed(api)["token"], "code": code}

    assert api.post("/auth/login/mfa/", body).status_code == 200
    assert api.post("/auth/login/mfa/", again).status_code == 400


def test_login_mfa_wrong_code_is_400_and_the_token_lives(api: ApiClient, guarded: User) -> None:
    token = _owed(api)["token"]

    response = api.post("/auth/login/mfa/", {"token": token, "code": "000000"})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"code"}
    assert api.post("/auth/login/mfa/", {"token": token, "code": totp_code()}).status_code == 200


def test_login_mfa_after_five_wrong_codes_the_token_is_dead(api: ApiClient, guarded: User) -> None:
    token = _owed(api)["token"]
    for _ in range(5):
        api.post("/auth/login/mfa/", {"token": token, "code": "000000"})

    response = api.post("/auth/login/mfa/", {"token": token, "code": totp_code()})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}


@pytest.mark.parametrize("token", ["nonsense", "x" * 32, "ä" * 32, "a" * 200])
def test_step_with_a_token_of_nobody_is_400(api: ApiClient, token: str, db: None) -> None:
    for path in ("/auth/login/mfa/", "/auth/verify-email/", "/auth/verify-reset-code/"):
        response = api.post(path, {"token": token, "code": "123456"})

        assert response.status_code == 400
        assert set(response.json()["details"]) == {"token"}


def test_secret_of_the_second_factor_is_sealed(guarded: User) -> None:
    stored = Authenticator.objects.get(user=guarded).data["secret"]

    assert stored.startswith("v1.")
    assert SECRET not in stored


def test_verification_comes_before_the_second_factor(
    api: ApiClient, guarded: User, mailed_code: Callable[..., str]
) -> None:
    EmailAddress.objects.update(verified=False)
    owed = _owed(api)
    assert owed["code"] == "email_unverified"

    response = api.post(
        "/auth/verify-email/", {"token": owed["token"], "code": mailed_code(guarded.email)}
    )

    assert response.status_code == 403
    assert response.json()["code"] == "mfa_required"
    finished = api.post(
        "/auth/login/mfa/", {"token": response.json()["token"], "code": totp_code()}
    )
    assert finished.status_code == 200


# --- Confirmation of addresses -----------------------------------------------------------------


def test_verify_email_wrong_code_is_400_and_five_end_the_token(
    api: ApiClient, mailed_code: Callable[..., str]
) -> None:
    token = api.post("/auth/register/", JANE | {"email": "jane@example.com"}).json()["token"]
    wrong = {"token": token, "code": "000000"}
    answers = [api.post("/auth/verify-email/", wrong) for _ in range(5)]
    assert [set(a.json()["details"]) for a in answers] == [{"code"}] * 5

    response = api.post(
        "/auth/verify-email/", {"token": token, "code": mailed_code("jane@example.com")}
    )

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}


def test_verify_email_code_works_once(api: ApiClient, mailed_code: Callable[..., str]) -> None:
    token = api.post("/auth/register/", JANE | {"email": "jane@example.com"}).json()["token"]
    body = {"token": token, "code": mailed_code("jane@example.com")}
    assert api.post("/auth/verify-email/", body).status_code == 200

    assert api.post("/auth/verify-email/", body).status_code == 400


def test_resend_verification_mails_a_code_that_signs_in(
    api: ApiClient, make_user: Callable[..., User], mailed_code: Callable[..., str]
) -> None:
    user = make_user("fresh", verified=False)

    response = api.post("/auth/resend-verification/", {"email": user.email})

    assert response.status_code == 200
    assert set(response.json()) == {"message", "token"}
    code = mailed_code(user.email)
    finished = api.post("/auth/verify-email/", {"token": response.json()["token"], "code": code})
    assert finished.status_code == 200


def test_resend_verification_answers_alike_for_unknown_and_confirmed_addresses(
    api: ApiClient, candidate: User, make_user: Callable[..., User]
) -> None:
    waiting = make_user("fresh", verified=False).email

    answers = [
        api.post("/auth/resend-verification/", {"email": email})
        for email in (waiting, candidate.email, "nobody@example.com")
    ]

    assert {a.status_code for a in answers} == {200}
    assert len({(tuple(a.json()), a.json()["message"]) for a in answers}) == 1


def test_resend_verification_never_signs_a_confirmed_account_in(
    api: ApiClient, candidate: User
) -> None:
    token = api.post("/auth/resend-verification/", {"email": candidate.email}).json()["token"]

    response = api.post("/auth/verify-email/", {"token": token, "code": "000000"})

    assert response.status_code == 400
    assert not [m for m in mail.outbox if m.to == [candidate.email] and "code" in str(m.subject)]


# --- Sign-out ----------------------------------------------------------------------------------


def test_logout_ends_access_and_refresh_at_once_and_no_other_login(
    api: ApiClient, candidate: User, sign_in: Callable[..., dict[str, Any]]
) -> None:
    here, elsewhere = sign_in(candidate), sign_in(candidate)

    response = api.post("/auth/logout/", headers=bearer(here["access"]))

    assert (response.status_code, set(response.json())) == (200, {"message"})
    profile = "/api/profiles/my_stats/"
    assert api.get(profile, headers=bearer(here["access"])).status_code == 401
    assert api.post("/api/token/refresh/", {"refresh": here["refresh"]}).status_code == 401
    assert api.get(profile, headers=bearer(elsewhere["access"])).status_code == 200


def test_logout_without_token_is_401(api: ApiClient) -> None:
    assert api.post("/auth/logout/").status_code == 401


def test_a_disabled_account_loses_its_tokens(
    api: ApiClient, candidate: User, sign_in: Callable[..., dict[str, Any]]
) -> None:
    tokens = sign_in(candidate)

    User.objects.filter(pk=candidate.pk).update(is_active=False)

    assert api.get("/api/profiles/", headers=bearer(tokens["access"])).status_code == 401
    assert api.post("/api/token/refresh/", {"refresh": tokens["refresh"]}).status_code == 401


def test_headless_views_are_reached_through_the_contract_alone() -> None:
    """Their stock answer to the reset code of an unknown address is a server error."""
    with pytest.raises(NoReverseMatch):
        reverse("headless:app:account:reset_password")


def test_session_rows_hold_no_code_in_clear(
    api: ApiClient, mailed_code: Callable[..., str]
) -> None:
    import base64
    import zlib

    cache.clear()
    api.post("/auth/register/", JANE | {"email": "jane@example.com"})

    stored = Session.objects.get().session_data.split(":")[0]
    raw = base64.urlsafe_b64decode(stored.lstrip(".") + "=" * (-len(stored.lstrip(".")) % 4))
    text = (zlib.decompress(raw) if stored.startswith(".") else raw).decode("latin-1")
    assert text.startswith("v1.")
    assert mailed_code("jane@example.com") not in text

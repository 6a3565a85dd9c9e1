"""`/auth/`: a forgotten password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse

from nexus.core.models import OutgoingMail
from people.models import User
from people.tests.conftest import NEW_PASSWORD, PASSWORD, bearer

if TYPE_CHECKING:
    from conftest import ApiClient

ANSWER_KEYS = {"message", "email", "token", "expires_in"}


def reset_body(token: str, code: str, new: str = NEW_PASSWORD) -> dict[str, str]:
    return {"token": token, "code": code, "new_password": new, "confirm_password": new}


@pytest.fixture
def request_code(api: ApiClient, mailed_code: Callable[..., str]) -> Callable[..., tuple[str, str]]:
    def ask(user: User, path: str = "/auth/forgot-password/") -> tuple[str, str]:
        """Ask for a code and return the token and the code."""
        token = api.post(path, {"email": user.email}).json()["token"]
        return token, mailed_code(user.email)

    return ask


def test_reset_with_the_mailed_code_sets_the_password(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)

    response = api.post("/auth/reset-password/", reset_body(token, code))

    assert response.status_code == 200
    assert response.json() == {"message": response.json()["message"], "success": True}
    login = {"username": "candidate", "password": NEW_PASSWORD}
    assert api.post("/auth/login/", login).status_code == 200
    assert api.post("/auth/login/", login | {"password": PASSWORD}).status_code == 401


def test_reset_after_checking_the_code_works(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)

    checked = api.post("/auth/verify-reset-code/", {"token": token, "code": code})

    assert checked.status_code == 200
    assert set(checked.json()) == {"message", "token", "valid"}
    assert checked.json()["valid"] is True
    body = reset_body(checked.json()["token"], code)
    assert api.post("/auth/reset-password/", body).status_code == 200


def test_reset_is_single_use(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    body = reset_body(*request_code(candidate))
    assert api.post("/auth/reset-password/", body).status_code == 200

    response = api.post("/auth/reset-password/", body)

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}


def test_reset_ends_every_token_and_session(
    api: ApiClient,
    candidate: User,
    sign_in: Callable[..., dict[str, Any]],
    request_code: Callable[..., tuple[str, str]],
    client: Any,
) -> None:
    tokens = [sign_in(candidate) for _ in range(2)]
    client.force_login(candidate)
    page = reverse("account_change_password")
    assert client.get(page).status_code == 200

    api.post("/auth/reset-password/", reset_body(*request_code(candidate)))

    for pair in tokens:
        denied = api.get("/api/profiles/", headers=bearer(pair["access"]))
        assert denied.status_code == 401
        refused = api.post("/api/token/refresh/", {"refresh": pair["refresh"]})
        assert refused.status_code == 401
    assert client.get(page).status_code == 302


def test_reset_mails_a_confirmation(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)
    mail.outbox.clear()

    api.post("/auth/reset-password/", reset_body(token, code))

    assert [m.to for m in mail.outbox] == [[candidate.email]]


def test_forgot_password_answers_alike_for_known_unknown_and_disabled(
    api: ApiClient, candidate: User, other_candidate: User
) -> None:
    User.objects.filter(pk=other_candidate.pk).update(is_active=False)
    emails = [candidate.email, other_candidate.email, "nobody@example.com"]

    answers = [api.post("/auth/forgot-password/", {"email": email}) for email in emails]

    assert {a.status_code for a in answers} == {200}
    assert [set(a.json()) for a in answers] == [ANSWER_KEYS] * 3
    assert len({a.json()["message"] for a in answers}) == 1
    assert {a.json()["expires_in"] for a in answers} == {"1 hour"}
    assert [a.json()["email"] for a in answers] == emails


def test_reset_code_of_an_unknown_address_behaves_like_a_wrong_one(
    api: ApiClient, candidate: User
) -> None:
    def outcomes(email: str) -> list[tuple[int, bytes]]:
        token = api.post("/auth/forgot-password/", {"email": email}).json()["token"]
        paths = ["/auth/verify-reset-code/"] * 3
        answers = [api.post(path, {"token": token, "code": "000000"}) for path in paths]
        answers += [api.post("/auth/reset-password/", reset_body(token, "000000"))] * 2
        answers += [api.post("/auth/reset-password/", reset_body(token, "000000"))] * 2
        return [(a.status_code, a.content) for a in answers]

    assert outcomes("nobody@example.com") == outcomes(candidate.email)


def test_an_older_code_tells_no_more_of_an_account_than_a_wrong_one(
    api: ApiClient, candidate: User
) -> None:
    def outcomes(email: str) -> list[tuple[int, bytes]]:
        token = api.post("/auth/forgot-password/", {"email": email}).json()["token"]
        api.post("/auth/resend-reset-code/", {"email": email})
        answers = [
            api.post("/auth/verify-reset-code/", {"token": token, "code": "000000"}),
            api.post("/auth/reset-password/", reset_body(token, "000000")),
            *[
                api.post("/auth/verify-reset-code/", {"token": token, "code": "000000"})
                for _again in range(4)
            ],
        ]
        return [(a.status_code, a.content) for a in answers]

    assert outcomes("nobody@example.com") == outcomes(candidate.email)


def test_reset_weak_password_is_refused_and_the_code_still_good(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)

    response = api.post("/auth/reset-password/", reset_body(token, code, "12345678"))

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"new_password"}
    assert api.post("/auth/reset-password/", reset_body(token, code)).status_code == 200


def test_reset_different_passwords_are_refused_without_costing_a_try(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)
    body = reset_body(token, code) | {"confirm_password": "other"}

    answers = [api.post("/auth/reset-password/", body) for _ in range(6)]

    assert {a.status_code for a in answers} == {400}
    assert set(answers[0].json()["details"]) == {"confirm_password"}
    assert api.post("/auth/reset-password/", reset_body(token, code)).status_code == 200


def test_reset_five_wrong_codes_end_the_token(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    token, code = request_code(candidate)
    wrong = {"token": token, "code": "000000" if code != "000000" else "111111"}
    answers = [api.post("/auth/verify-reset-code/", wrong) for _ in range(5)]
    assert [set(a.json()["details"]) for a in answers] == [{"code"}] * 5

    response = api.post("/auth/verify-reset-code/", {"token": token, "code": code})

    assert response.status_code == 400
    assert set(response.json()["details"]) == {"token"}


def test_resend_reset_code_ends_earlier_codes(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    first = request_code(candidate)
    second = request_code(candidate, "/auth/resend-reset-code/")

    assert api.post("/auth/reset-password/", reset_body(*first)).status_code == 400
    assert api.post("/auth/reset-password/", reset_body(*second)).status_code == 200


def test_resend_reset_code_of_somebody_else_ends_nothing(
    api: ApiClient,
    candidate: User,
    other_candidate: User,
    request_code: Callable[..., tuple[str, str]],
) -> None:
    mine = request_code(candidate)
    request_code(other_candidate, "/auth/resend-reset-code/")

    assert api.post("/auth/reset-password/", reset_body(*mine)).status_code == 200


def test_reset_code_expires_after_an_hour(
    api: ApiClient,
    candidate: User,
    request_code: Callable[..., tuple[str, str]],
    clock: Any,
) -> None:
    token, code = request_code(candidate)

    clock.shift(3601)

    assert api.post("/auth/reset-password/", reset_body(token, code)).status_code == 400


def test_reset_confirms_the_address_the_code_was_mailed_to(
    api: ApiClient,
    make_user: Callable[..., User],
    request_code: Callable[..., tuple[str, str]],
) -> None:
    from allauth.account.models import EmailAddress

    user = make_user("fresh", verified=False)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)

    api.post("/auth/reset-password/", reset_body(*request_code(user)))

    login = {"username": "fresh", "password": NEW_PASSWORD}
    assert api.post("/auth/login/", login).status_code == 200


def test_forgot_password_too_often_is_429(api: ApiClient, candidate: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "2/m/key"}
    body = {"email": candidate.email}
    assert [api.post("/auth/forgot-password/", body).status_code for _ in range(2)] == [200, 200]

    response = api.post("/auth/forgot-password/", body)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_reset_mail_is_in_the_ledger_of_its_recipient_and_sealed(
    api: ApiClient, candidate: User, request_code: Callable[..., tuple[str, str]]
) -> None:
    from django.db import connection

    _, code = request_code(candidate)

    row = OutgoingMail.objects.get(recipient=candidate)
    assert (row.kind, row.state) == ("password_reset_code", "sent")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_address, subject, text_body, html_body FROM core_outgoingmail")
        stored = " ".join(cursor.fetchone())
    assert code not in stored
    assert candidate.email not in stored

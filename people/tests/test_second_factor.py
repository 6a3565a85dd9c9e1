"""The doors of the back office and the CMS: for whom they open, and with which factors."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from conftest import PASSWORD
from nexus.core.api.gate import needs_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from people.models import Company, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DOORS = ["/admin/", "/cms/"]


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.REQUIRE_MFA = True


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("door", DOORS)
def test_door_without_a_second_factor_leads_to_setting_one_up(
    door: str, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)

    response = client.get(f"{door}?page=2")

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/2fa/?next={door.replace('/', '%2F')}%3Fpage%3D2"
    page = client.get(response["Location"]).content.decode()
    assert "needs a second step at sign-in" in page
    TOTP.activate(admin_user, SECRET)
    assert f'href="{door}?page=2"' in client.get("/accounts/2fa/").content.decode()


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("door", DOORS)
def test_door_opens_with_a_second_factor_and_forgets_the_errand(
    door: str, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)
    client.get(door)
    TOTP.activate(admin_user, SECRET)

    assert client.get(door).status_code == 200

    assert "where you were going" not in client.get("/accounts/2fa/").content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_door_opens_without_a_second_factor_where_none_is_demanded(
    door: str, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)

    assert client.get(door).status_code == 200


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("door", DOORS)
def test_door_is_shut_to_candidates(
    door: str, wanted: bool, client: Client, candidate: User, settings: Any
) -> None:
    settings.REQUIRE_MFA = wanted
    client.force_login(candidate)

    response = client.get(door)

    assert response.status_code == 403
    assert "You may not open this page" in response.content.decode()


@pytest.mark.usefixtures("demanded")
def test_employers_are_asked_for_a_second_factor_and_have_no_cms(
    client: Client, recruiter: User
) -> None:
    client.force_login(recruiter)

    assert client.get("/admin/")["Location"].startswith("/accounts/2fa/")
    assert client.get("/cms/").status_code == 403


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("door", DOORS)
def test_door_sends_visitors_to_sign_in(door: str, client: Client, db: None) -> None:
    response = client.get(door, follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("way_out", ["/admin/logout/", "/cms/logout/"])
def test_staff_without_a_second_factor_can_sign_out(
    way_out: str, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)

    assert client.get(way_out)["Location"] == "/accounts/logout/"


@pytest.mark.parametrize("login", ["/accounts/login/", "/admin/login/", "/cms/login/"])
@pytest.mark.parametrize("wanted", [True, False])
def test_a_password_alone_never_opens_a_door_to_somebody_with_two_factors(
    login: str, wanted: bool, client: Client, admin_user: User, settings: Any
) -> None:
    settings.REQUIRE_MFA = wanted
    TOTP.activate(admin_user, SECRET)

    for names in ("login", "username"):
        client.post(login, {names: "boss", "password": PASSWORD, "next": "/admin/"})

    for door in DOORS:
        assert client.get(door).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_second_factor_completes_a_sign_in_and_keeps_its_aim(
    client: Client, admin_user: User
) -> None:
    TOTP.activate(admin_user, SECRET)
    form = {"login": "boss", "password": PASSWORD}
    asked = client.post("/accounts/login/?next=/admin/", {**form, "next": "/admin/"})
    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))

    response = client.post(asked["Location"], {"code": code})

    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("role", ["admin_user", "owner"])
def test_api_refuses_what_staff_without_a_second_factor_would_change(
    role: str, api: ApiClient, company: Company, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)

    response = api.post("/api/categories/", {"name": "Nursing"}, as_=user)

    assert response.status_code == 403
    assert response.json()["code"] == "mfa_setup_required"
    assert "/accounts/2fa/" in response.json()["error"]


@pytest.mark.usefixtures("demanded")
def test_api_keeps_applicants_from_staff_without_a_second_factor(
    api: ApiClient, owner: User, company: Company, make_application: Callable[..., Any]
) -> None:
    application = make_application()
    application.job.company = company
    application.job.save(update_fields=["company"])

    for path in (
        "/api/applications/",
        f"/api/applications/{application.pk}/",
        f"/api/jobs/{application.job_id}/applications/",
    ):
        assert api.get(path, as_=owner).json().get("code") == "mfa_setup_required"
    assert api.get("/api/jobs/", as_=owner).status_code == 200

    TOTP.activate(owner, SECRET)
    assert api.get("/api/applications/", as_=owner).status_code == 200


@pytest.mark.usefixtures("demanded")
def test_api_lets_staff_without_a_second_factor_sign_out_and_candidates_work(
    api: ApiClient, owner: User, company: Company, candidate: User
) -> None:
    assert api.post("/auth/logout/", {}, as_=owner).json().get("code") is None
    assert api.get("/api/applications/", as_=candidate).status_code == 200


def test_api_asks_nobody_for_a_second_factor_where_none_is_demanded(
    api: ApiClient, admin_user: User
) -> None:
    assert api.post("/api/categories/", {"name": "Nursing"}, as_=admin_user).status_code == 201


def test_every_call_that_may_owe_a_second_factor_tells_so_in_the_document(api: ApiClient) -> None:
    document = api.get("/swagger.json").json()

    silent = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "security" in operation
        and needs_second_factor(method.upper(), path)
        and "403" not in operation["responses"]
    ]

    assert silent == []
    assert needs_second_factor("POST", "/api/jobs/")
    assert not needs_second_factor("GET", "/api/jobs/")

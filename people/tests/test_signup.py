"""Signing up on the site, as a candidate and as an employer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from nexus.core.errors import Conflict, Invalid, NotAllowed
from people.forms import SignupForm
from people.models import Company, CompanyRegistration, User
from people.services import found_planned_company, plan_company, register_company
from people.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SIGNUP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"
COMPANY = "/accounts/company/"
CANDIDATE = {
    "account_type": "candidate",
    "company_name": "",
    "first_name": "Jane",
    "last_name": "Doe",
    "email": "jane@example.com",
    "username": "jane",
    "password1": "staple-battery-7",
    "password2": "staple-battery-7",
}
EMPLOYER = {**CANDIDATE, "account_type": "employer", "company_name": " Brook  & Sons "}


def html(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.fixture
def confirm(client: Client, mailed_code: Callable[..., str]) -> Callable[[], Any]:
    return lambda: client.post(CONFIRM, {"code": mailed_code("jane@example.com")})


def test_candidate_signs_up_with_a_name(client: Client, confirm: Callable[[], Any]) -> None:
    client.post(SIGNUP, CANDIDATE)

    assert confirm().headers["Location"] == "/"
    user = User.objects.get()
    assert (user.get_full_name(), user.is_staff) == ("Jane Doe", False)
    assert list(User.objects.matching("jane doe")) == [user]
    assert not CompanyRegistration.objects.exists()


def test_company_of_a_candidate_is_not_taken_for_meant(client: Client) -> None:
    client.post(SIGNUP, {**CANDIDATE, "company_name": "Left over"})

    assert User.objects.exists()
    assert not CompanyRegistration.objects.exists()


def test_company_exists_only_once_the_address_is_confirmed(
    client: Client, confirm: Callable[[], Any]
) -> None:
    client.post(SIGNUP, EMPLOYER)
    assert not Company.objects.exists()
    assert not User.objects.get().is_staff

    confirm()

    company = Company.objects.get()
    assert company.name == "Brook & Sons"
    assert [(m.user.username, m.role) for m in company.memberships.all()] == [("jane", "owner")]
    assert User.objects.get().is_staff
    assert not CompanyRegistration.objects.exists()


def test_company_also_comes_when_the_code_is_entered_elsewhere(
    client: Client, api: Any, mailed_code: Callable[..., str]
) -> None:
    client.post(SIGNUP, EMPLOYER)
    body = {"username": "jane", "password": "staple-battery-7"}
    owed = api.post("/auth/login/", body).json()

    code = mailed_code("jane@example.com")
    api.post("/auth/verify-email/", {"token": owed["token"], "code": code})

    assert Company.objects.get().memberships.get().user == User.objects.get()


def test_company_also_comes_when_a_reset_has_confirmed_the_address(
    client: Client, api: Any, mailed_code: Callable[..., str]
) -> None:
    client.post(SIGNUP, EMPLOYER)
    token = api.post("/auth/forgot-password/", {"email": "jane@example.com"}).json()["token"]

    code = mailed_code("jane@example.com")
    new = {"new_password": "battery-staple-8", "confirm_password": "battery-staple-8"}
    api.post("/auth/reset-password/", {"token": token, "code": code, **new})

    assert Company.objects.get().memberships.get().user.username == "jane"


@pytest.mark.parametrize("name", ["", "   "])
def test_employer_without_a_company_is_asked_for_it(client: Client, name: str) -> None:
    response = client.post(SIGNUP, {**EMPLOYER, "company_name": name})

    assert "A company needs a name." in html(response)
    assert not User.objects.exists()


def test_name_of_a_company_that_is_not_theirs_is_refused_with_a_way_on(
    client: Client, company: Company
) -> None:
    users = User.objects.count()

    response = client.post(SIGNUP, {**EMPLOYER, "company_name": "ACME  works"})

    page = html(response)
    assert "Ask one of its owners to invite you" in page
    assert 'value="ACME works"' in page.replace("ACME  works", "ACME works")
    assert 'value="jane@example.com"' in page
    assert User.objects.count() == users


def test_question_of_the_purpose_must_be_answered_and_can_be_by_the_address(
    client: Client,
) -> None:
    assert "checked" not in html(client.get(SIGNUP))
    assert 'value="employer" id="id_account_type_1" checked' in html(
        client.get(SIGNUP + "?as=employer")
    ).replace(" required", "")
    assert client.get(SIGNUP + "?as=nonsense").status_code == 200

    response = client.post(SIGNUP, {**CANDIDATE, "account_type": ""})

    assert "This field is required." in html(response)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password1": "12345678", "password2": "12345678"}, "This password is entirely numeric."),
        (
            {"first_name": "Leopoldine", "password1": "leopoldine1", "password2": "leopoldine1"},
            "is too similar to the first name",
        ),
        ({"password2": "something-else-7"}, "same password"),
        ({"username": "boss@example.com"}, "must be your own e-mail address"),
        ({"first_name": ""}, "This field is required."),
        ({"last_name": "x" * 151}, "at most 150"),
        ({"company_name": "a\x00b"}, "Null characters"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: Client, fields: dict[str, str], error: str
) -> None:
    response = client.post(SIGNUP, {**EMPLOYER, **fields})

    assert response.status_code == 200
    assert error in html(response)
    assert not User.objects.exists()


def test_rules_of_the_password_are_said_beforehand(client: Client) -> None:
    assert "at least 8 characters" in html(client.get(SIGNUP))


def test_known_address_is_answered_as_a_new_one(client: Client, candidate: User) -> None:
    new = client.post(SIGNUP, EMPLOYER)
    new_page = html(client.get(CONFIRM))
    other = Client()
    known = other.post(SIGNUP, {**EMPLOYER, "email": candidate.email, "username": "someone"})
    known_page = html(other.get(CONFIRM))

    assert (known.status_code, known.headers["Location"]) == (302, new.headers["Location"])
    assert "We&#x27;ve sent a code" in new_page or "We've sent a code" in new_page
    assert candidate.email in known_page
    assert not User.objects.filter(username="someone").exists()
    assert CompanyRegistration.objects.count() == 1


def test_address_taken_at_the_same_moment_is_answered_as_a_known_one(
    client: Client, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignupForm, "validate_unique_email", lambda form, value: value)

    response = client.post(SIGNUP, {**CANDIDATE, "email": candidate.email})

    assert response.headers["Location"] == CONFIRM
    assert not User.objects.filter(username="jane").exists()


def test_user_name_taken_at_the_same_moment_is_said_beside_the_field(
    client: Client, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignupForm, "clean_username", lambda form: form.cleaned_data["username"])

    response = client.post(SIGNUP, {**CANDIDATE, "username": "candidate"})

    assert response.status_code == 200
    assert "This user name is taken." in html(response)


def test_name_taken_meanwhile_leads_to_another_one_and_loses_nothing(
    client: Client, rival: User, confirm: Callable[[], Any]
) -> None:
    client.post(SIGNUP, EMPLOYER)
    register_company("Brook & Sons", by=rival)

    assert confirm().headers["Location"] == COMPANY

    page = html(client.get(COMPANY))
    assert "somebody else registered a company of this name first" in page
    assert 'value="Brook &amp; Sons"' in page
    assert "exists already" in html(client.post(COMPANY, {"company_name": "BROOK & sons"}))
    client.post(COMPANY, {"company_name": "Brook & Sons (Leeds)"})
    assert list(User.objects.get(username="jane").companies.values_list("name", flat=True)) == [
        "Brook & Sons (Leeds)"
    ]
    assert not CompanyRegistration.objects.exists()


def test_sign_in_leads_to_another_name_where_the_first_is_taken(
    client: Client, candidate: User, rival: User
) -> None:
    plan_company("Brook", by=candidate)
    register_company("Brook", by=rival)

    fields = {"login": "candidate", "password": PASSWORD}

    assert client.post("/accounts/login/", fields).headers["Location"] == COMPANY


def test_planned_company_can_be_given_up(client: Client, candidate: User) -> None:
    plan_company("Brook", by=candidate)
    client.force_login(candidate)

    client.post(COMPANY, {"action": "give_up"})

    assert not CompanyRegistration.objects.exists()
    assert not Company.objects.exists()


def test_company_is_registered_by_people_with_a_confirmed_address_alone(
    client: Client, make_user: Callable[..., User]
) -> None:
    client.force_login(make_user(email=""))

    assert "Confirm an e-mail address" in html(client.post(COMPANY, {"company_name": "Brook"}))
    assert client.post(COMPANY, {"company_name": "x" * 201}).status_code == 200
    assert not Company.objects.exists()
    client.logout()
    assert client.get(COMPANY).headers["Location"] == f"/accounts/login/?next={COMPANY}"


def test_planned_company_is_founded_once(candidate: User) -> None:
    plan_company("Brook", by=candidate)

    assert found_planned_company(candidate)
    assert found_planned_company(candidate) is None
    assert Company.objects.count() == 1


def test_plan_and_registration_need_a_name_that_is_free(
    candidate: User, company: Company, make_user: Callable[..., User]
) -> None:
    for name in ("acme works", "", "x" * 201):
        with pytest.raises(Invalid):
            plan_company(name, by=candidate)
        with pytest.raises(Invalid):
            register_company(name, by=candidate)
    EmailAddress.objects.filter(user=candidate).update(verified=False)
    with pytest.raises(NotAllowed):
        register_company("Brook", by=candidate)


def test_company_of_ones_own_is_not_registered_twice(company: Company, owner: User) -> None:
    with pytest.raises(Conflict, match="belong to this company"):
        register_company("acme  WORKS", by=owner)


def test_names_of_companies_cannot_be_taken_by_the_dozen(candidate: User, clock: Any) -> None:
    for number in range(5):
        register_company(f"Brook {number}", by=candidate)
    with pytest.raises(Conflict, match="tomorrow"):
        register_company("Brook 5", by=candidate)

    clock.shift(24 * 3600 + 1)

    assert register_company("Brook 5", by=candidate).name == "Brook 5"

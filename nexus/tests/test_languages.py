"""Which language a page, a mail and the API speak, and who decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import translation

from conftest import PASSWORD
from hiring.choices import ApplicationStatus
from hiring.services import AlreadyApplied, move_application, submit_application
from nexus.core.errors import Refused
from nexus.core.models import OutgoingMail
from people.services import set_preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def language_of(client: Client, address: str, **headers: str) -> str:
    return str(client.get(address, headers=headers).headers["Content-Language"])


@pytest.mark.parametrize(
    ("address", "spoken"),
    [
        (f"{LOGIN}?next=/de/jobs/", "de"),
        (f"{LOGIN}?next=/jobs/", "en"),
        (f"{LOGIN}?next=/jobs/&language=de", "de"),
        (f"{LOGIN}?next=/my/", "en"),
        (f"{LOGIN}?next=/de/my/saved/", "de"),
        (f"{LOGIN}?next=/my/saved/%3Flanguage%3Dde", "de"),
        (f"{LOGIN}?next=/accounts/email/", "browser"),
        (f"{LOGIN}?language=tlh", "browser"),
        (f"{LOGIN}?next=https://elsewhere.example/de/", "browser"),
    ],
)
def test_account_pages_speak_the_language_of_the_way_there(
    client: Client, address: str, spoken: str
) -> None:
    for browser in ("en", "de"):
        expected = browser if spoken == "browser" else spoken
        assert language_of(client, address, **{"Accept-Language": browser}) == expected
        client.cookies.clear()


def test_language_that_was_asked_for_stays(client: Client) -> None:
    client.get(f"{LOGIN}?language=de")

    assert client.cookies["language"]["httponly"]
    assert language_of(client, LOGIN) == "de"
    assert language_of(client, f"{LOGIN}?next=/jobs/") == "de"
    assert language_of(client, "/categories/") == "en"


@pytest.mark.parametrize(("page", "spoken"), [("/jobs/", "en"), ("/de/jobs/", "de")])
@pytest.mark.parametrize("browser", ["en", "de"])
def test_my_area_goes_on_in_the_language_of_the_page_that_led_there(
    client: Client, candidate: User, page: str, spoken: str, browser: str
) -> None:
    html = client.get(page).content.decode()
    found = re.search(r'site-header__account" href="([^"]+)"', html)
    assert found

    login = client.get(found[1], headers={"Accept-Language": browser})
    assert language_of(client, login["Location"], **{"Accept-Language": browser}) == spoken

    client.force_login(candidate)
    assert language_of(client, found[1], **{"Accept-Language": browser}) == spoken
    account = re.search(r'href="(/accounts/email/[^"]*)"', client.get(found[1]).content.decode())
    assert account
    assert language_of(client, account[1], **{"Accept-Language": browser}) == spoken


@pytest.mark.parametrize("part", ["", "profile/", "saved/", "searches/", "invitations/"])
def test_my_area_is_in_the_language_of_its_address(
    client: Client, candidate: User, part: str
) -> None:
    set_preferences(candidate, language="de", time_zone="Asia/Tokyo")
    client.force_login(candidate)

    for address, spoken, other in ((f"/my/{part}", "en", "de"), (f"/de/my/{part}", "de", "en")):
        html = client.get(address).content.decode()
        assert f'<html lang="{spoken}">' in html
        assert f'href="{f"/de/my/{part}" if other == "de" else f"/my/{part}"}"' in html
        assert "Asia/Tokyo" in html
        leading = re.findall(r'(?:href|action)="((?:/de)?/my/[^"]*)"[^>]*>', html)
        astray = [link for link in leading if link.startswith("/de/") != (spoken == "de")]
        assert astray == [f"/de/my/{part}" if other == "de" else f"/my/{part}"]


def test_older_addresses_of_my_area_lead_to_those_with_a_language(
    client: Client, candidate: User
) -> None:
    client.force_login(candidate)

    answer = client.get("/my/searches/?query=q%3Dnurse&language=de")
    assert (answer.status_code, answer["Location"]) == (302, "/de/my/searches/?query=q%3Dnurse")
    assert client.get("/de/my/?language=en")["Location"] == "/my/"
    assert client.get("/my/?language=tlh").status_code == 200
    assert client.get("/my/?language=en").status_code == 200


def test_own_choice_counts_more_than_the_way_there(client: Client, candidate: User) -> None:
    set_preferences(candidate, language="en", time_zone="")
    client.force_login(candidate)

    assert 'lang="en"' in client.get("/accounts/preferences/?language=de").content.decode()


def test_pages_are_kept_apart_by_what_decides_their_language(client: Client) -> None:
    varies = client.get(LOGIN).headers["Vary"]

    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in varies.split(",")}


def test_signing_in_on_a_german_page_leads_on_to_german_ones(
    client: Client,
    candidate: User,
) -> None:
    address = f"{LOGIN}?language=de"
    answer = client.post(address, {"login": candidate.username, "password": PASSWORD})

    assert answer.headers["Location"] == "/de/"


def test_who_applies_in_german_is_written_to_in_german(
    make_job: Callable[..., Job], company: Company, candidate: User, admin_user: User
) -> None:
    with translation.override("de"):
        application = submit_application(
            make_job(title="Ward nurse", company=company), applicant=candidate
        )
    move_application(application, ApplicationStatus.REVIEWED, by=admin_user)

    subjects = OutgoingMail.objects.filter(recipient=candidate).order_by("pk")
    assert [mail.subject for mail in subjects] == [
        f"Ihre Bewerbung ist eingegangen: Ward nurse bei {company.name}",
        f"Ihre Bewerbung: Ward nurse bei {company.name}",
    ]
    candidate.refresh_from_db()
    assert candidate.language == "de"


def test_applying_in_german_leaves_a_choice_alone(
    make_job: Callable[..., Job], candidate: User
) -> None:
    set_preferences(candidate, language="en", time_zone="")
    with translation.override("de"):
        submit_application(make_job(), applicant=candidate)

    candidate.refresh_from_db()
    assert candidate.language == "en"


def test_refusals_are_worded_where_they_are_raised(
    make_job: Callable[..., Job], candidate: User
) -> None:
    job = make_job()
    submit_application(job, applicant=candidate)

    said: dict[str, Refused] = {}
    for language in ("en", "de"):
        with translation.override(language), pytest.raises(AlreadyApplied) as refusal:
            submit_application(job, applicant=candidate)
        said[language] = refusal.value
    assert said["en"].details["job_id"] == ["You have applied to this job already."]
    assert said["de"].details["job_id"] == ["Sie haben sich auf diese Stelle bereits beworben."]


@pytest.mark.parametrize(
    "headers", [{"Accept-Language": "de"}, {"Accept-Language": "de", "Cookie": "language=de"}]
)
def test_api_answers_the_same_whatever_language_is_asked_for(
    client: Client, make_job: Callable[..., Any], headers: dict[str, str]
) -> None:
    make_job()
    for address in (
        "/api/jobs/",
        "/api/jobs/facets/",
        "/api/jobs/?salary_currency=XXQ",
        "/api/jobs/?ordering=upwards",
        "/api/jobs/999999/",
        "/api/applications/",
        "/api/profiles/?page_size=0",
    ):
        plain, asked = client.get(address), client.get(address, headers=headers)
        assert (asked.status_code, asked.content) == (plain.status_code, plain.content), address


@pytest.mark.parametrize("address", ["/de/nothing-here/", "/de/jobs/999999-none/"])
def test_missing_pages_below_de_say_so_in_german(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert '<html lang="de">' in answer.content.decode()
    assert "Seite nicht gefunden" in answer.content.decode()
    assert 'href="/de/categories/"' in answer.content.decode()

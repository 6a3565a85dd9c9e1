"""Language and time zone: chosen in the account, in force wherever we speak to the person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail
from people.models import Company, User
from people.preferences import PreferencesMiddleware, in_words_of, zone_choices, zone_names
from people.services import set_preferences

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

PAGE = "/accounts/preferences/"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def german(candidate: User) -> User:
    set_preferences(candidate, language="de", time_zone="Europe/Berlin")
    return candidate


def spoken_on(path: str, user: Any) -> tuple[str | None, str, str | None]:
    """Return the language and zone in force on a page, and the language that it declares."""
    heard: list[tuple[str | None, str]] = []

    def view(request: Any) -> HttpResponse:
        heard.append((translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse()

    request = RequestFactory().get(path)
    request.user = user
    response = PreferencesMiddleware(view)(request)
    return *heard[0], response.headers.get("Content-Language")


@pytest.mark.parametrize("path", ["/accounts/sessions/", "/admin/", "/cms/pages/"])
def test_own_pages_are_in_the_language_and_zone_of_the_person(path: str, german: User) -> None:
    assert spoken_on(path, german) == ("de", "Europe/Berlin", "de")
    assert translation.get_language() == "en"
    assert timezone.get_current_timezone_name() == "UTC"


def test_public_pages_do_not_look_at_who_is_signed_in() -> None:
    class Unasked:
        @property
        def is_authenticated(self) -> bool:
            raise AssertionError("The session was looked at.")

    assert spoken_on("/jobs/", Unasked()) == ("en", "UTC", None)


def test_who_has_chosen_nothing_gets_what_is_active(candidate: User) -> None:
    with translation.override("de"):
        assert spoken_on(PAGE, candidate) == ("de", "UTC", "de")


def test_what_this_machine_does_not_know_is_left_alone(candidate: User) -> None:
    User.objects.filter(pk=candidate.pk).update(language="tlh", time_zone="Europe/Atlantis")
    candidate.refresh_from_db()

    assert spoken_on(PAGE, candidate) == ("en", "UTC", "en")


def test_page_saves_and_shows_the_choice(client: Client, candidate: User) -> None:
    client.force_login(candidate)

    response = client.post(
        PAGE, {"language": "de", "time_zone": "America/Argentina/Ushuaia"}, follow=True
    )

    html = response.content.decode()
    assert '<option value="de" selected>Deutsch</option>' in html
    assert '<option value="America/Argentina/Ushuaia" selected>Argentina – Ushuaia</option>' in html
    assert '<html lang="de">' in html
    candidate.refresh_from_db()
    assert (candidate.language, candidate.time_zone) == ("de", "America/Argentina/Ushuaia")


def test_choice_can_be_taken_back(client: Client, german: User) -> None:
    client.force_login(german)

    client.post(PAGE, {"language": "", "time_zone": ""})

    german.refresh_from_db()
    assert (german.language, german.time_zone) == ("", "")


def test_unknown_choice_is_told_beside_its_field(client: Client, candidate: User) -> None:
    client.force_login(candidate)

    response = client.post(PAGE, {"language": "tlh", "time_zone": "Mars/Olympus\x00"})

    assert response.status_code == 200
    html = response.content.decode()
    assert 'id="id_language_error"' in html
    assert 'id="id_time_zone_error"' in html


def test_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"


@pytest.mark.parametrize(("language", "zone"), [("tlh", ""), ("", "Europe/Atlantis")])
def test_service_refuses_what_is_unknown(language: str, zone: str, candidate: User) -> None:
    with pytest.raises(Invalid):
        set_preferences(candidate, language=language, time_zone=zone)


def test_zones_are_grouped_by_region() -> None:
    groups = {str(region): [name for name, _label in places] for region, places in zone_choices()}

    assert "Europe/Berlin" in groups["Europe"]
    assert {"UTC"} | {name for names in groups.values() for name in names} == zone_names()
    assert zone_names() < available_timezones()
    assert "Etc/GMT+5" not in zone_names()


def test_times_on_account_pages_are_in_the_zone_of_the_person(client: Client, german: User) -> None:
    client.force_login(german)

    html = client.get(PAGE).content.decode()

    assert "Europe/Berlin" in html.rpartition("<footer")[2]


def test_mails_are_written_for_their_reader(german: User) -> None:
    with in_words_of(german):
        assert translation.get_language() == "de"
        assert f"{timezone.localtime(NOON):%H:%M}" == "14:00"
    with translation.override("de"), in_words_of(None):
        assert translation.get_language() == "en"


def test_mail_of_the_account_is_in_the_language_of_its_reader(
    german: User, rf: RequestFactory
) -> None:
    request = rf.get("/")
    with context.request_context(request):
        get_adapter().send_mail(
            "account/email/login_code", german.email, {"user": german, "code": "123456"}
        )

    assert '<html lang="de">' in OutgoingMail.objects.get().html_body


def test_mail_on_an_application_is_in_the_language_of_its_reader(
    german: User, company: Company, make_application: Callable[..., Any], make_job: Any
) -> None:
    from hiring import mails

    application = make_application(applicant=german, job=make_job(company=company))
    with translation.override("en"):
        mails.acknowledge(application)
    with translation.override("de"):
        mails.announce(application)

    first, second = OutgoingMail.objects.order_by("pk")
    assert '<html lang="de">' in first.html_body
    assert '<html lang="en">' in second.html_body

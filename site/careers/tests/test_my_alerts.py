"""The alerts of an account: in My area, in the archive of one's data, and after its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careers.alerts import services
from careers.alerts.accounts import claim_alerts, move_alerts
from careers.alerts.models import AlertState, JobAlert, Subscriber, address_token
from careers.alerts.services import MOST_ALERTS
from careers.own_data import CAREERS
from hiring.services import save_search

if TYPE_CHECKING:
    from conftest import ApiClient
    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(candidate: User) -> Client:
    client = Client()
    client.force_login(candidate)
    return client


def of_a_visitor(address: str, query: str = "q=nurse") -> JobAlert:
    services.request_alert(address=address, query=query, frequency="weekly", language="en")
    mail.outbox.clear()
    waiting = JobAlert.objects.select_related("subscriber").latest("pk")
    return services.confirm_alert(waiting)


def act(client: Client, alert: JobAlert, **given: str) -> int:
    return client.post(reverse("my_alert_change", args=[alert.pk]), given).status_code


def state_of(alert: JobAlert) -> str:
    return JobAlert.objects.get(pk=alert.pk).state


def test_a_confirmed_address_needs_no_other_link(mine: Client, candidate: User) -> None:
    url = f"{reverse('job_alert_new')}?q=nurse"
    html = mine.get(url).content.decode()
    assert candidate.email in html
    assert 'name="email"' not in html

    # What address somebody sends along makes no difference.
    given = {"frequency": "weekly", "email": "other@example.com"}
    response = mine.post(url, given, follow=True)

    assert not mail.outbox
    assert "The alert is on." in response.content.decode()
    alert = JobAlert.objects.get()
    assert (alert.state, alert.subscriber.user, alert.frequency) == ("active", candidate, "weekly")
    assert alert.subscriber.address == candidate.email


def test_an_unconfirmed_address_is_asked_like_any_other(make_user: Any) -> None:
    user = make_user("new", verified=False)
    client = Client()
    client.force_login(user)
    url = f"{reverse('job_alert_new')}?q=nurse"

    assert f'value="{user.email}"' in client.get(url).content.decode()
    client.post(url, {"frequency": "daily", "email": user.email})

    assert [one.to for one in mail.outbox] == [[user.email]]
    assert JobAlert.objects.get().state == AlertState.UNCONFIRMED


def test_one_finds_and_changes_those_of_ones_address_and_no_others(
    mine: Client, candidate: User, other_candidate: User
) -> None:
    own = of_a_visitor(candidate.email.upper())
    foreign = of_a_visitor(other_candidate.email)

    html = mine.get(reverse("my_saved_searches")).content.decode()
    assert f"/searches/alerts/{own.pk}/" in html
    assert f"/searches/alerts/{foreign.pk}/" not in html

    assert act(mine, own, action="frequency", frequency="at_once") == 302
    assert JobAlert.objects.get(pk=own.pk).frequency == "at_once"
    act(mine, own, action="pause")
    assert state_of(own) == "paused"
    act(mine, own, action="resume")
    assert state_of(own) == "active"
    act(mine, own, action="end")
    assert state_of(own) == "ended"
    for action in ("pause", "end"):
        assert act(mine, foreign, action=action) == 404
    assert state_of(foreign) == "active"
    assert Client().post(reverse("my_alert_change", args=[own.pk])).status_code == 302
    assert mine.get(reverse("my_alert_change", args=[own.pk])).status_code == 405


def test_a_saved_search_is_switched_to_mail(
    mine: Client, candidate: User, other_candidate: User
) -> None:
    search = save_search(name="Nurses", query="q=nurse&sort=newest&page=2", by=candidate)
    foreign = save_search(name="Clerks", query="q=clerk", by=other_candidate)
    url = reverse("my_saved_search_mail", args=[search.pk])
    assert url in mine.get(reverse("my_saved_searches")).content.decode()

    html = mine.post(url, follow=True).content.decode()

    assert url not in html
    assert "Once a day" in html
    assert JobAlert.objects.get().query == "q=nurse"
    assert mine.post(reverse("my_saved_search_mail", args=[foreign.pk])).status_code == 404


def test_there_are_only_so_many_for_an_address(mine: Client, candidate: User) -> None:
    for number in range(MOST_ALERTS):
        of_a_visitor(candidate.email, f"q=nurse{number}")
    html = mine.post(
        f"{reverse('job_alert_new')}?q=one+more", {"frequency": "daily"}
    ).content.decode()
    assert "End one first." in html

    services.request_alert(
        address=candidate.email, query="q=more", frequency="daily", language="en"
    )
    waiting = JobAlert.objects.get(state=AlertState.UNCONFIRMED)
    url = reverse("job_alert", args=[waiting.secret])
    assert "End one first." in Client().post(url, {"action": "confirm"}).content.decode()
    assert JobAlert.objects.live().count() == MOST_ALERTS


def test_they_are_part_of_ones_data_and_go_with_the_account(
    candidate: User, other_candidate: User
) -> None:
    of_a_visitor(candidate.email)
    foreign = of_a_visitor(other_candidate.email)

    (shown,) = CAREERS.sections["job_alerts"](candidate)
    assert (shown["address"], shown["search"], shown["state"]) == (
        candidate.email,
        "q=nurse",
        "active",
    )
    assert CAREERS.close
    CAREERS.close(candidate)
    assert [state_of(one) for one in JobAlert.objects.of(candidate)] == ["ended"]
    assert CAREERS.erase
    CAREERS.erase(candidate)
    assert [one.pk for one in JobAlert.objects.all()] == [foreign.pk]
    assert Subscriber.objects.count() == 1


def test_whoever_confirms_an_address_later_has_its_alerts(candidate: User, make_user: Any) -> None:
    alert = of_a_visitor("old@example.com")
    EmailAddress.objects.create(user=candidate, email="old@example.com", verified=True)
    client = Client()
    client.force_login(candidate)
    client.get(reverse("my_saved_searches"))
    assert JobAlert.objects.get(pk=alert.pk).subscriber.user == candidate

    EmailAddress.objects.filter(email="old@example.com").delete()
    later = make_user("later", email="old@example.com")
    client.force_login(later)
    client.get(reverse("my_saved_searches"))
    assert JobAlert.objects.get(pk=alert.pk).subscriber.user == later


def test_alerts_come_to_the_address_that_takes_the_place_of_another(
    api: ApiClient, candidate: User
) -> None:
    old_address = candidate.email
    nurse, cook = of_a_visitor(old_address), of_a_visitor(old_address, "q=cook")
    asked_twice = of_a_visitor("new@example.com", "q=cook")
    foreign = of_a_visitor("other@example.com")

    body = {"email": "new@example.com"}
    token = api.patch("/api/profiles/update_account/", body, as_=candidate).json()["token"]
    [code] = re.findall(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert api.post("/auth/verify-email/", {"token": token, "code": code}).status_code == 200

    assert not Subscriber.objects.filter(address_token=address_token(old_address)).exists()
    live = JobAlert.objects.of(candidate).live()
    assert {one.pk for one in live} == {nurse.pk, cook.pk}
    assert {one.subscriber.address for one in live} == {"new@example.com"}
    assert state_of(asked_twice) == "ended"
    assert JobAlert.objects.get(pk=foreign.pk).subscriber.user is None
    assert JobAlert.objects.with_secret(nurse.secret) == nurse


@pytest.mark.parametrize(
    ("of_account", "of_address", "goes_on"),
    [
        ("active", "active", "of_account"),
        ("active", "paused", "of_account"),
        ("paused", "paused", "of_account"),
        ("paused", "active", "of_address"),
        ("active", "ended", "of_account"),
        ("ended", "active", "of_address"),
    ],
)
def test_of_two_alerts_for_the_same_search_the_active_one_goes_on(
    candidate: User, of_account: str, of_address: str, goes_on: str
) -> None:
    alerts = {
        "of_account": of_a_visitor(candidate.email),
        "of_address": of_a_visitor("n@x.example"),
    }
    for name, state in (("of_account", of_account), ("of_address", of_address)):
        ended_at = timezone.now() if state == "ended" else None
        JobAlert.objects.filter(pk=alerts[name].pk).update(state=state, ended_at=ended_at)
    claim_alerts(candidate)
    EmailAddress.objects.filter(user=candidate).update(email="n@x.example")

    move_alerts(candidate)

    [live] = JobAlert.objects.of(candidate).live()
    assert (live.pk, live.state) == (
        alerts[goes_on].pk,
        {"of_account": of_account, "of_address": of_address}[goes_on],
    )
    assert JobAlert.objects.filter(subscriber=live.subscriber, state="ended").count() == 1


def test_an_address_that_is_only_asked_for_changes_nothing(candidate: User) -> None:
    alert = of_a_visitor(candidate.email)
    EmailAddress.objects.create(user=candidate, email="new@example.com")

    move_alerts(candidate)
    claim_alerts(candidate)
    move_alerts(candidate)

    assert JobAlert.objects.get(pk=alert.pk).subscriber.address == candidate.email


def test_the_list_costs_the_same_for_many(mine: Client, candidate: User) -> None:
    def queries_for(number: int) -> int:
        for one in range(number):
            of_a_visitor(candidate.email, f"q=nurse{one}&place={one + 1}")
            save_search(name="Nurses", query=f"q=nurse{one}", by=candidate)
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(reverse("my_saved_searches")).status_code == 200
        return len(queries)

    queries_for(1)
    assert queries_for(5) == queries_for(MOST_ALERTS)


def test_the_search_offers_it_to_visitors_without_a_token(client: Client) -> None:
    for query in ("", "?q=nothing-like-it"):
        html = client.get(f"{reverse('job_list')}{query}").content.decode()
        assert f'href="{reverse("job_alert_new")}{query}"' in html
        assert "csrfmiddlewaretoken" not in html

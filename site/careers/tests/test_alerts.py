"""Job alerts from the form to the last mail, at a clock that stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.alerts import rounds, services, upkeep
from careers.alerts.models import JobAlert, JobAlertQuerySet, Subscriber
from careers.alerts.services import MOST_UNCONFIRMED
from careers.tests.alert_lab import READER, ask, confirmed, links, taken
from nexus.core.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., Any]


def test_an_alert_from_the_form_to_its_end(client: Client, publish: Make, clock: Any) -> None:
    url = ask("q=nurse&location=Hamburg&sort=newest")

    # A program that follows links confirms nothing.
    assert "Yes, mail me new jobs" in client.get(url).content.decode()
    assert JobAlert.objects.get().state == "unconfirmed"
    client.post(url, {"action": "confirm"})
    assert "Your job alert" in client.get(url).content.decode()

    clock.shift(timedelta(hours=2))
    nurse = publish("Ward nurse", location="Hamburg")
    publish("Ward nurse", location="Leeds")
    clock.shift(timedelta(hours=1))
    assert rounds.send_due_alerts() == 0
    assert not taken()

    clock.move_to(datetime(2026, 11, 25, 7, 1, tzinfo=UTC))
    assert rounds.send_due_alerts() == 1
    (sent,) = taken()
    assert sent.to == [READER]
    assert sent.subject == "1 new job: nurse, Hamburg"
    body = str(sent.body)
    assert "Ward nurse\n" in body
    assert "Hamburg · 50,000 – 60,000 EUR a year · apply by" in body
    assert "Leeds" not in body
    html = str(sent.alternatives[0][0])
    assert (
        f'href="{settings.BASE_URL}{links(body)[0]}" style="font-weight:700">Ward nurse</a>' in html
    )
    job_link, _change, end_link = links(body)
    assert sent.extra_headers["List-Unsubscribe"] == f"<{settings.BASE_URL}{end_link}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert client.get(job_link)["Location"] == nurse.get_absolute_url()
    alert = JobAlert.objects.get()
    assert (alert.mails_since_read, alert.read_at) == (0, timezone.now())

    # Nothing new, no mail; and nothing twice.
    clock.shift(timedelta(days=1))
    assert rounds.send_due_alerts() == 0
    assert not taken()

    stranger = Client(enforce_csrf_checks=True)
    assert "End this job alert?" in stranger.get(end_link).content.decode()
    assert JobAlert.objects.get().state == "active"
    response = stranger.post(end_link, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "No more mails" in response.content.decode()

    publish("Head nurse", location="Hamburg")
    clock.shift(timedelta(days=2))
    assert rounds.send_due_alerts() == 0

    clock.shift(timedelta(days=61))
    upkeep.look_after_alerts()
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()
    # To programs that an alert is no more is as good as that it has ended.
    assert stranger.post(end_link).status_code == 200
    assert stranger.get(end_link).status_code == 404
    assert not taken()


def test_the_answer_tells_nothing_of_an_address(client: Client) -> None:
    path = f"{reverse('job_alert_new')}?q=nurse"
    given = {"email": READER, "frequency": "daily"}
    fresh = client.post(path, given)
    client.post(links(str(taken()[0].body))[0], {"action": "confirm"})
    known = client.post(path, given)

    assert (fresh.status_code, fresh["Location"]) == (known.status_code, known["Location"])
    # The second asks once more, and confirmed changes the first.
    changed = client.post(links(str(taken()[0].body))[0], {"action": "confirm"})
    assert changed.status_code == 302
    assert JobAlert.objects.live().count() == 1


def test_nobody_has_us_mail_their_links(client: Client) -> None:
    lure = "You won! https://evil.example/win www.evil.example evil.com evil.shop/win me@evil.com"
    query = urlencode({"q": f"{lure} {'Hurry. ' * 30}", "company": "evil.org"})

    client.post(
        f"{reverse('job_alert_new')}?{query}", {"email": "victim@example.com", "frequency": "daily"}
    )

    (sent,) = taken()
    body, html = str(sent.body), str(sent.alternatives[0][0])
    assert len(sent.subject) < 150
    assert len(re.findall(r"https?://", body)) == 1  # where it is confirmed
    assert not re.search(r"evil\.\w", sent.subject + body + html)
    assert "@evil" not in sent.subject + body + html
    assert html.count("<a ") == 1
    # Of a search that names no address all is said.
    client.post(
        f"{reverse('job_alert_new')}?q=ASP.NET&location=St.+Gallen",
        {"email": READER, "frequency": "daily"},
    )
    assert taken()[0].subject.endswith("ASP.\u2060NET, St. Gallen")


def test_a_link_that_is_pressed_twice_at_once_says_what_became_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed("q=nurse")
    url = ask("q=nurse", frequency="weekly")
    again = JobAlert.objects.get(state="unconfirmed")
    client.post(url, {"action": "confirm"})
    # As the second finds it that looked it up before the first was through.
    monkeypatch.setattr(JobAlertQuerySet, "with_secret", lambda *_given: again)

    response = client.post(url, {"action": "confirm"})

    kept = JobAlert.objects.get()
    assert response["Location"] == reverse("job_alert", args=[kept.secret])
    assert kept.frequency == "weekly"
    kept.delete()
    assert client.post(url, {"action": "confirm"}).status_code == 200
    assert client.post(url, {"action": "resume"}).status_code == 200


def test_few_wait_to_be_confirmed_and_not_for_long(client: Client, clock: Any) -> None:
    for number in range(MOST_UNCONFIRMED + 2):
        response = client.post(
            f"{reverse('job_alert_new')}?q=nurse{number}",
            {"email": READER, "frequency": "daily"},
        )
        assert response.status_code == 302
    sent = taken()
    assert len(sent) == MOST_UNCONFIRMED

    clock.shift(timedelta(days=8))
    upkeep.look_after_alerts()
    url = links(str(sent[0].body))[0]
    assert client.get(url).status_code == 404
    assert client.post(url, {"action": "confirm"}).status_code == 200
    assert not Subscriber.objects.exists()


def test_asking_too_often_is_refused_beside_the_field(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"job_alert": "2/h/key"})
    path = f"{reverse('job_alert_new')}?q=nurse"
    given = {"email": READER, "frequency": "weekly"}
    for _ in range(2):
        assert client.post(path, given).status_code == 302
    html = client.post(path, given).content.decode()

    assert "Wait an hour" in html
    assert f'value="{READER}"' in html


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"email": "mia", "frequency": "daily"}, "valid email"),
        ({"email": "", "frequency": "daily"}, "required"),
        ({"email": READER}, "Choose how often."),
        ({"email": READER, "frequency": "hourly"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    client: Client, given: dict[str, str], wrong: str
) -> None:
    html = client.post(reverse("job_alert_new"), given).content.decode()

    assert wrong in html
    assert not Subscriber.objects.exists()


def test_pages_without_the_right_secret_are_not_there(client: Client) -> None:
    confirmed("q=nurse")
    for name in ("job_alert", "job_alert_end", "job_alert_end_all"):
        assert client.get(reverse(name, args=["x" * 43])).status_code == 404
        assert client.post(reverse(name, args=["x" * 43])).status_code == 200
    assert JobAlert.objects.get().state == "active"
    secret = JobAlert.objects.get().secret
    # A page of another site cannot press its buttons.
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("job_alert", args=[secret]), {"action": "end"}).status_code == 403


def test_an_alert_that_nobody_reads_is_asked_about_and_ends(
    client: Client, publish: Make, clock: Any
) -> None:
    kept, ended = confirmed("q=nurse"), confirmed("q=clerk", address="tom@example.com")
    clock.shift(timedelta(days=184))
    upkeep.look_after_alerts()
    upkeep.look_after_alerts()
    asked = taken()
    assert sorted(one.to[0] for one in asked) == [READER, "tom@example.com"]
    assert asked[0].subject == "Do you still want new jobs for nurse?"
    keep = next(link for link in links(str(asked[0].body)) if link.endswith("/keep/"))

    clock.shift(timedelta(days=10))
    assert "goes on" in client.get(keep).content.decode()
    clock.shift(timedelta(days=5))
    upkeep.look_after_alerts()
    (told,) = taken()
    assert told.to == ["tom@example.com"]
    assert told.subject == "Your job alert has ended: clerk"
    assert links(str(told.body))[0] == f"{reverse('job_alert_new')}?q=clerk"
    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.state, ended.state) == ("active", "ended")


def test_a_pause_of_a_year_is_the_end(clock: Any) -> None:
    alert = confirmed("q=nurse")
    services.pause_alert(alert)
    clock.shift(timedelta(days=364))
    upkeep.look_after_alerts()
    assert JobAlert.objects.get().state == "paused"

    clock.shift(timedelta(days=2))
    upkeep.look_after_alerts()

    assert JobAlert.objects.get().state == "ended"
    assert not taken()


def test_sixty_unread_mails_are_enough_to_ask(clock: Any) -> None:
    alert = confirmed("q=nurse")
    JobAlert.objects.filter(pk=alert.pk).update(mails_since_read=60)
    clock.shift(timedelta(days=59))
    assert upkeep.ask_about_unread() == 0
    clock.shift(timedelta(days=2))
    assert upkeep.ask_about_unread() == 1


def test_what_was_in_old_mails_is_forgotten(clock: Any) -> None:
    confirmed("q=nurse")
    clock.shift(timedelta(days=61))
    confirmed("q=clerk")

    upkeep.look_after_alerts()

    assert OutgoingMail.objects.count() == 1

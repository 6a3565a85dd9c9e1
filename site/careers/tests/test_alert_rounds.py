"""The pass that mails new jobs: when, how many, to whom, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.alerts import rounds, services
from careers.alerts.accounts import claim_alerts
from careers.alerts.models import AlertedJob, AlertFrequency, JobAlert, Subscriber
from careers.alerts.services import next_due
from careers.tests.alert_lab import READER, confirmed, links, taken
from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from people.models import Company, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Make = Callable[..., Any]


def test_at_once_and_every_week(publish: Make, clock: Any) -> None:
    confirmed("q=nurse", frequency="at_once")
    confirmed("q=ward", frequency="weekly", address="tom@example.com")
    publish("Ward nurse")
    # What has just been written may not be committed yet, and is left to the next pass.
    assert rounds.send_due_alerts() == 0
    clock.shift(timedelta(minutes=5))
    assert rounds.send_due_alerts() == 1
    assert [one.to for one in taken()] == [[READER]]
    assert rounds.send_due_alerts() == 0

    publish("Ward manager")
    clock.move_to(datetime(2026, 11, 30, 7, 0, tzinfo=UTC))
    assert rounds.send_due_alerts() == 1
    (weekly,) = taken()
    assert weekly.to == ["tom@example.com"]
    assert weekly.subject == "2 new jobs: ward"


def test_one_mail_for_all_alerts_of_an_address(publish: Make, clock: Any) -> None:
    confirmed("q=nurse")
    confirmed("location=Hamburg")
    confirmed("q=clerk")
    nurse, cook = publish("Nurse", location="Hamburg"), publish("Cook", location="Hamburg")
    clock.shift(timedelta(days=1))

    assert rounds.send_due_alerts() == 1
    (sent,) = taken()
    assert sent.subject == "2 new jobs: nurse and 1 other search"
    body = str(sent.body)
    assert body.count("Nurse\n") == body.count("Cook\n") == 1
    assert body.index("nurse\n\nNurse") < body.index("Hamburg\n\nCook")
    # Both alerts have told of the nurse, whichever of them shows her.
    assert AlertedJob.objects.filter(job=nurse).count() == 2
    assert AlertedJob.objects.filter(job=cook).count() == 1
    # One press ends whatever the mail was for.
    (end_all,) = links(sent.extra_headers["List-Unsubscribe"].strip("<>"))
    assert end_all.endswith("/end/all/")
    Client().post(end_all)
    assert not JobAlert.objects.live().exists()


def test_few_jobs_of_a_company_and_the_rest_in_the_search(
    client: Client, publish: Make, make_company: Make, clock: Any
) -> None:
    alert = confirmed("workplace=on_site")
    big = make_company("Big Works")
    for number in range(6):
        publish(f"Big {number}", company=big)
    for number in range(20):
        publish(f"Small {number}", company=make_company(f"Small {number}"))
    clock.shift(timedelta(days=1))

    rounds.send_due_alerts()
    (sent,) = taken()
    body = str(sent.body)
    assert sent.subject.startswith("26 new jobs: ")
    assert body.count("Big Works ·") <= 3
    assert body.count("· apply by") == 20
    assert "and 6 more:" in body
    more = next(link for link in links(body) if link.endswith(f"/read/{alert.mark}/"))
    found = client.get(more)["Location"]
    assert found == "/jobs/?workplace=on_site&posted_within=3&sort=newest"


def test_what_is_reopened_is_told_of_where_it_was_not(
    publish: Make, clock: Any, company: Company, admin_user: User
) -> None:
    from jobs.services import close_job, reopen_job

    early = confirmed("q=nurse", frequency="at_once")
    job = publish("Nurse", company=company)
    clock.shift(timedelta(hours=1))
    assert rounds.send_due_alerts() == 1
    assert [one.to for one in taken()] == [[READER]]
    late = confirmed("q=nurse", frequency="at_once", address="tom@example.com")
    clock.shift(timedelta(hours=1))
    close_job(job, by=admin_user)
    clock.shift(timedelta(hours=1))
    reopen_job(job, by=admin_user)
    clock.shift(timedelta(hours=1))

    assert rounds.send_due_alerts() == 1
    assert [one.to for one in taken()] == [["tom@example.com"]]
    assert set(AlertedJob.objects.values_list("alert", flat=True)) == {early.pk, late.pk}


def test_a_pass_that_dies_goes_on_and_tells_nothing_twice(
    publish: Make, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        confirmed("q=nurse", address=f"{number}@example.com")
    monkeypatch.setattr(rounds, "_ADDRESSES_AT_ONCE", 1)
    publish("Nurse")
    clock.shift(timedelta(days=1))
    note, calls = rounds._note_told, iter([None, RuntimeError("killed")])

    def die_at_the_second(chosen: Any, *, at: datetime) -> None:
        note(chosen, at=at)
        if problem := next(calls):
            raise problem

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "_note_told", die_at_the_second)
        with pytest.raises(RuntimeError):
            rounds.send_due_alerts()
    assert AlertedJob.objects.count() == OutgoingMail.objects.filter(kind="job_alert").count() == 1

    clock.shift(timedelta(minutes=5))
    assert rounds.send_due_alerts() == 2
    owed = OutgoingMail.objects.filter(kind="job_alert")
    assert sorted(one.to_address for one in owed) == [f"{n}@example.com" for n in range(3)]
    assert rounds.send_due_alerts() == 0


def test_two_passes_at_once_tell_nothing_twice(publish: Make, clock: Any) -> None:
    confirmed("q=nurse")
    publish("Nurse")
    clock.shift(timedelta(days=1))
    at = datetime(2026, 11, 25, 15, tzinfo=UTC)
    first, second = (rounds.Round(at, list(AlertFrequency)) for _ in range(2))
    due = second._due()
    assert first.run() == 1
    second._due = lambda: due  # type: ignore[method-assign]

    assert second.run() == 0
    assert len(taken()) == 1


def test_it_is_in_the_language_in_which_it_was_asked_for(publish: Make, clock: Any) -> None:
    alert = confirmed("q=nurse", path="/de/jobs/alerts/new/")
    publish("Nurse")
    clock.shift(timedelta(days=1))
    rounds.send_due_alerts()

    (sent,) = taken()
    assert alert.language == "de"
    assert all(link.startswith("/de/jobs/alerts/") for link in links(str(sent.body)))


def test_who_is_shut_out_gets_nothing(publish: Make, clock: Any, candidate: User) -> None:
    confirmed("q=nurse", address=candidate.email)
    claim_alerts(candidate)
    candidate.is_active = False
    candidate.save(update_fields=["is_active"])
    publish("Nurse")
    clock.shift(timedelta(days=1))

    assert rounds.send_due_alerts() == 0


def test_a_pass_costs_the_same_for_many(
    publish: Make, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nexus.core.mail.enqueue_mails", lambda *_: None)
    monkeypatch.setattr(rounds, "_ADDRESSES_AT_ONCE", 40)

    def queries_for(number: int) -> int:
        for one in range(number):
            found = Subscriber.objects.create(address=f"{one}", address_token=f"{number}-{one}")
            for query in ("q=nurse", f"q=nurse{one}", "location=Hamburg"):
                alert = services.new_alert(found, query, "at_once", "en")
                alert.state = "active"
                alert.save()
        publish("Nurse", location="Hamburg")
        clock.shift(timedelta(minutes=5))
        with CaptureQueriesContext(connection) as queries:
            assert rounds.send_due_alerts() == number
        JobAlert.objects.all().delete()
        return len(queries)

    queries_for(2)
    assert queries_for(10) == queries_for(40)


@pytest.mark.parametrize(
    ("frequency", "after", "expected"),
    [
        ("at_once", (24, 15), (24, 15)),
        ("daily", (24, 6), (24, 7)),
        ("daily", (24, 7), (25, 7)),
        ("weekly", (24, 15), (30, 7)),
        ("weekly", (30, 6), (30, 7)),
    ],
)
def test_when_the_next_mail_may_go(
    frequency: str, after: tuple[int, int], expected: tuple[int, int]
) -> None:
    moments = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in (after, expected)]

    assert next_due(frequency, after=moments[0]) == moments[1]

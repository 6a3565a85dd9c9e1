"""Administrators see what failed in the background, and deal with it; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule

from careers.alerts.models import Subscriber
from careers.alerts.numbers import alert_numbers
from careers.alerts.services import new_alert
from nexus.backoffice.work_names import MAILS, WORK, name_of_mail, name_of_work
from nexus.core.backup_record import note_good_backup
from nexus.core.mail import queue_mail
from nexus.core.models import MailState, OutgoingMail
from nexus.core.q2_backend import RUN
from nexus.core.schedules import registered, write_schedules
from nexus.core.tasks import send_mail
from people.models import AuditEntry

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

PAGE = "/admin/background/"
SAID = 'boom : Traceback (most recent call last):\n  File "x"\nLookupError: boom <b>'


def failure(number: int = 1, **more: object) -> Failure:
    now = timezone.now()
    facts = {
        "id": f"{number:032}",
        "name": "send_mail",
        "func": RUN,
        "group": send_mail.module_path,
        "args": (send_mail.module_path, [number], {}),
        "kwargs": {},
        "result": SAID,
        "started": now,
        "stopped": now,
        "success": False,
        "attempt_count": 5,
    }
    return Failure.objects.create(**facts | more)


def failed_mail(recipient: User | None, error: str = "SMTPRecipientsRefused 550") -> OutgoingMail:
    mail = queue_mail(
        kind="application_received",
        to="secret@example.com",
        recipient=recipient,
        subject="Secret subject",
        text="Secret text",
    )
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED, attempts=7, last_error=error
    )
    return mail


@pytest.fixture
def page(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def test_page_says_what_failed_and_why(page: Client, candidate: User) -> None:
    failure()
    failed_mail(candidate)

    html = page.get(PAGE).content.decode()

    for said in ("Send a mail", "LookupError: boom &lt;b&gt;", "5 attempts", "All that it said"):
        assert said in html
    for said in ("Application received", candidate.username, "refused it for good (550)"):
        assert said in html
    assert "secret" not in html.lower()


def test_page_without_failures_says_that_all_is_well(page: Client) -> None:
    Schedule.objects.update(next_run=timezone.now())

    html = page.get(PAGE).content.decode()

    assert "Nothing has failed to the end." in html
    assert "Every mail that was owed has been sent" in html
    assert "No worker seems to be running" not in html


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("SMTPRecipientsRefused 450", "could not take it (450)"),
        ("ConnectionRefusedError", "could not be reached"),
        ("ValueError", "cannot be decrypted"),
        ("OSError", "could not be sent (OSError)"),
        ("", "could not be sent (?)"),
    ],
)
def test_reason_of_a_mail_is_told_in_words(page: Client, error: str, told: str) -> None:
    failed_mail(None, error)

    html = page.get(PAGE).content.decode()

    assert told in html
    assert "to somebody without an account" in html


def test_failed_work_is_tried_again_or_given_up(
    page: Client, settings: object, admin_user: User
) -> None:
    again, over = failure(1), failure(2)

    answer = page.post(PAGE, {"do": "try_work_again", "key": [again.pk]}, follow=True)
    assert "It is tried again." in answer.content.decode()
    answer = page.post(PAGE, {"do": "give_work_up", "key": [over.pk]}, follow=True)
    assert "It is given up." in answer.content.decode()

    assert not Failure.objects.exists()
    assert OrmQ.objects.get().task["args"] == (send_mail.module_path, [1], {})
    acts = AuditEntry.objects.filter(actor=admin_user, thing_kind="task").values_list("act")
    assert sorted(acts) == [("deleted",), ("restored",)]


def test_failed_mails_are_sent_again_or_given_up(page: Client, candidate: User) -> None:
    again, over, third = failed_mail(candidate), failed_mail(None), failed_mail(None)

    answer = page.post(PAGE, {"do": "send_mails_again", "key": [again.pk, over.pk]}, follow=True)
    assert "2 are sent again." in answer.content.decode()
    page.post(PAGE, {"do": "give_mails_up", "key": [third.pk]})

    states = dict(OutgoingMail.objects.values_list("pk", "state"))
    assert states[third.pk] == MailState.CANCELLED
    assert MailState.FAILED not in states.values()
    assert AuditEntry.objects.filter(thing_kind="mail").count() == 2


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choose what is meant first."),
        ({"do": "try_work_again"}, "Choose what is meant first."),
        ({"do": "burn", "key": "1"}, "Choose what is meant first."),
        ({"do": "try_work_again", "key": "gone"}, "somebody else has dealt with it"),
        ({"do": "give_work_up", "key": "gone"}, "somebody else has dealt with it"),
        ({"do": "send_mails_again", "key": ["x", "9" * 40, "7"]}, "somebody else has dealt"),
    ],
)
def test_what_makes_no_sense_is_said(page: Client, sent: dict[str, str], told: str) -> None:
    answer = page.post(PAGE, sent, follow=True)

    assert told in answer.content.decode()
    assert not AuditEntry.objects.filter(act__in=["deleted"]).exists()


def test_only_administrators_see_and_do_it(
    client: Client, owner: User, recruiter: User, viewer: User, candidate: User
) -> None:
    row = failure()
    assert client.get(PAGE).status_code == 302
    for user in (owner, recruiter, viewer, candidate):
        client.force_login(user)
        for answer in (
            client.get(PAGE),
            client.post(PAGE, {"do": "give_work_up", "key": [row.pk]}),
        ):
            assert answer.status_code in {302, 403}, user
            assert "Send a mail" not in answer.content.decode()
    assert Failure.objects.count() == 1


def test_page_costs_the_same_with_10_and_40_failures(page: Client, candidate: User) -> None:
    spent = []
    for start in (0, 10):
        for number in range(start, start * 4 or 10):
            failure(number)
            failed_mail(candidate)
        page.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            page.get(PAGE)
        spent.append(len(queries))

    assert spent[0] == spent[1]


def test_page_shows_no_more_than_it_says(page: Client) -> None:
    for number in range(60):
        failure(number, stopped=timezone.now() - timedelta(minutes=number))

    html = page.get(PAGE).content.decode()

    assert html.count('class="trouble"') == 50
    assert "These are the newest 50." in html
    assert f'value="{0:032}"' in html
    assert f'value="{59:032}"' not in html


def test_all_work_that_recurs_has_a_name() -> None:
    names = [recurring.name for recurring in registered()]

    assert names
    assert not [name for name in names if name not in WORK]


def test_every_task_has_a_name() -> None:
    for path in WORK:
        assert name_of_work(path)
    assert name_of_work("some.new.task") == "some.new.task"
    assert name_of_mail("application_received") == "Application received"
    assert name_of_mail("member_removed") == str(MAILS["member_removed"])
    assert name_of_mail("anything") == "Mail about an account"


def test_page_is_reached_from_the_navigation(page: Client, owner: User) -> None:
    assert f'href="{PAGE}"' in page.get(reverse("admin:index")).content.decode()

    page.force_login(owner)
    assert f'href="{PAGE}"' not in page.get(reverse("admin:index")).content.decode()


def test_page_names_what_recurs_and_for_how_long_the_first_waits(
    client: Client, admin_user: User
) -> None:
    write_schedules()
    mail = queue_mail(
        kind="hello",
        to="a@example.com",
        recipient=None,
        subject="Hi",
        text="Hi",
        not_before=timezone.now() + timedelta(hours=1),
    )
    OutgoingMail.objects.filter(pk=mail.pk).update(not_before=timezone.now())
    client.force_login(admin_user)

    said = client.get(PAGE).content.decode()

    assert "The first for less than a minute" in said
    for recurring in registered():
        assert f'<th scope="row">{name_of_work(recurring.name)}</th>' in said
    assert "every minute" in said
    assert "every day" in said
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(minutes=5))
    assert "The first for 5" in client.get(PAGE).content.decode()


def test_page_tells_of_the_last_good_backup(page: Client) -> None:
    assert "None has been made by the command" in page.get(PAGE).content.decode()
    taken_at = timezone.now() - timedelta(days=2)

    note_good_backup(taken_at=taken_at.isoformat(), size=5 * 2**20, rows=12345, files=67, missing=2)

    said = unescape(page.get(PAGE).content.decode()).replace("\xa0", " ")
    assert "2 days ago" in said
    assert "of 5.0 MB with 12,345 rows and 67 files" in said
    assert "2 files that rows name were not there." in said


def test_alerts_are_counted_and_nobody_is_named(page: Client) -> None:
    subscriber = Subscriber.objects.create(address="mia@example.com", address_token="x")
    states = ["active", "active", "paused", "unconfirmed", "ended"]
    for number, state in enumerate(states):
        alert = new_alert(subscriber, f"q={number}", "weekly" if number else "daily", "en")
        alert.state = state
        alert.save()

    html = page.get(PAGE).content.decode()

    assert "Once a day: 1, Once a week: 1" in html
    assert "mia@example.com" not in html
    assert (alert_numbers().active, alert_numbers().ended) == (2, 1)

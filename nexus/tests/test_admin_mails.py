"""What administrators are told by mail: that jobs wait for them, and that something has failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from jobs.admin_reminders import remind_of_reviews
from jobs.models import Job
from nexus.backoffice.failure_mails import tell_of_failures
from nexus.core.mail import queue_mail
from nexus.core.models import MailState, OutgoingMail
from people.models import Company, Reminder, User
from people.services import set_preferences
from people.services.mail_choices import choose_mails

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
NOW = timezone.now()


def owed(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def fail(kind: str = "hello", at: datetime = NOW) -> None:
    mail = queue_mail(kind=kind, to="x@example.com", recipient=None, subject="x", text="x")
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, not_before=at)


def told_at(at: datetime) -> None:
    Reminder.objects.filter(kind="failures").update(at=at)


class TestReviews:
    @pytest.fixture
    def waiting(self, make_job: Callable[..., Job], company: Company) -> Job:
        return make_job(company=company, status="in_review")

    @pytest.mark.usefixtures("waiting")
    def test_are_told_once_a_day_while_jobs_wait(self, admin_user: User, owner: User) -> None:
        assert remind_of_reviews(at=THURSDAY) == 1
        assert remind_of_reviews(at=THURSDAY + timedelta(hours=12)) == 0
        assert remind_of_reviews(at=THURSDAY + timedelta(days=1)) == 1
        Job.objects.update(status="draft")
        assert remind_of_reviews(at=THURSDAY + timedelta(days=2)) == 0

        mail = owed("jobs_waiting")[0]
        assert (mail.recipient, "1 job" in mail.subject) == (admin_user, True)
        assert "/admin/review/" in mail.text_body
        assert mail.unsubscribe_url

    @pytest.mark.usefixtures("waiting")
    def test_come_in_the_morning_of_the_reader(self, admin_user: User) -> None:
        remind_of_reviews(at=THURSDAY)
        set_preferences(admin_user, language="", time_zone="Asia/Tokyo")

        assert remind_of_reviews(at=THURSDAY + timedelta(hours=12)) == 0
        assert remind_of_reviews(at=THURSDAY + timedelta(hours=14)) == 1

    @pytest.mark.usefixtures("waiting")
    def test_come_to_nobody_who_does_not_want_them(self, admin_user: User) -> None:
        choose_mails(admin_user, {"jobs_waiting": "never"})

        assert remind_of_reviews(at=THURSDAY) == 0


class TestFailures:
    def test_are_told_to_administrators(self, admin_user: User, owner: User) -> None:
        assert tell_of_failures() == 0
        fail()
        fail()

        assert tell_of_failures() == 1
        [mail] = owed("failures")
        assert mail.recipient == admin_user
        assert "2 mails, 0 tasks" in mail.subject
        assert "/admin/background" in mail.text_body

    @pytest.mark.usefixtures("admin_user")
    def test_are_told_once_an_hour_at_most(self) -> None:
        fail()
        tell_of_failures()
        told_at(NOW - timedelta(minutes=30))
        fail(at=NOW + timedelta(seconds=1))
        assert tell_of_failures(at=NOW) == 0

        told_at(NOW - timedelta(hours=1))
        assert tell_of_failures(at=NOW) == 1

    @pytest.mark.usefixtures("admin_user")
    def test_what_was_told_is_not_told_again(self) -> None:
        fail(at=NOW - timedelta(hours=3))
        tell_of_failures(at=NOW)

        assert tell_of_failures(at=NOW + timedelta(hours=5)) == 0

    @pytest.mark.usefixtures("admin_user")
    def test_do_not_tell_of_themselves(self) -> None:
        fail("failures")

        assert tell_of_failures() == 0

"""The mails of a job from its draft to its deadline, at a clock that stands: who gets what, when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.core import mail as outbox
from django_q.models import Schedule
from django_q.scheduler import scheduler

from careers.alerts.models import AlertFrequency
from careers.alerts.services import add_alert
from hiring.choices import ApplicationStatus
from hiring.models import SavedJob
from hiring.services import move_application, submit_application
from jobs.choices import JobStatus
from jobs.models import Job
from jobs.services import schedule_job
from nexus.core import background
from nexus.core.schedules import write_schedules
from nexus.core.tests.queue_hands import work
from people.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MONDAY = datetime(2031, 3, 10, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOON = datetime(2031, 3, 21, 12, 0, tzinfo=UTC)


class Worker:
    """A worker that looks at the clock only when it is told to. `letters` are those sent since."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock

    def at(self, moment: datetime) -> list[tuple[str, str]]:
        """Move the clock, do all that is due, and return to whom mails went, and their subjects."""
        self._clock.move_to(moment, tick=False)
        outbox.outbox.clear()
        # The worker has a connection of its own to close; here it holds the test's transaction.
        with patch("django_q.scheduler.close_old_django_connections"):
            scheduler()
        while work():
            pass
        assert background.failed_for_good().count() == background.tried_again() == 0
        return sorted((message.to[0], str(message.subject)) for message in outbox.outbox)

    def text_to(self, person: User) -> str:
        (text,) = [str(m.body) for m in outbox.outbox if m.to == [person.email]]
        return text


@pytest.fixture
def worker(db: None, settings: Any, time_machine: Any) -> Worker:
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
        "q2": {"BACKEND": "nexus.core.q2_backend.Q2Backend", "QUEUES": []},
    }
    time_machine.move_to(MONDAY, tick=False)
    write_schedules()
    Schedule.objects.update(next_run=MONDAY)
    return Worker(time_machine)


def test_mails_of_a_job_from_its_draft_to_its_deadline(
    worker: Worker,
    make_job: Callable[..., Job],
    company: Company,
    owner: User,
    recruiter: User,
    viewer: User,
    candidate: User,
    other_candidate: User,
) -> None:
    job = make_job(
        company=company,
        title="Ward nurse",
        status=JobStatus.DRAFT,
        application_deadline=NOON,
        posted_by=recruiter,
    )
    add_alert(
        address=other_candidate.email,
        user=other_candidate,
        query="q=nurse",
        frequency=AlertFrequency.AT_ONCE,
        language="en",
    )
    job = schedule_job(job, at=MONDAY + 2 * HOUR, by=recruiter)
    # Until its time it is in nobody's alert; then it opens by itself, as if by hand.
    assert worker.at(MONDAY + HOUR) == []
    assert Job.objects.get().status == JobStatus.SCHEDULED
    assert worker.at(MONDAY + 2 * HOUR) == []
    job = Job.objects.get()
    assert (job.status, job.opens_at) == (JobStatus.OPEN, None)
    assert job.published_at == MONDAY + 2 * HOUR
    # Opening tells nobody who has not asked for such news, and whoever has once.
    assert worker.at(MONDAY + 2 * HOUR + timedelta(minutes=10)) == [
        (other_candidate.email, "1 new job: nurse")
    ]
    assert "Ward nurse" in worker.text_to(other_candidate)
    assert worker.at(MONDAY + 2 * HOUR + timedelta(minutes=20)) == []

    SavedJob.objects.create(user=other_candidate, job=job)
    application = submit_application(job, applicant=candidate, cover_letter="Dear all")
    assert worker.at(MONDAY + 3 * HOUR) == [
        (candidate.email, "We have your application for Ward nurse at Acme Works"),
        (owner.email, "New application for Ward nurse"),
        (recruiter.email, "New application for Ward nurse"),
    ]
    assert application.reference in worker.text_to(candidate)
    for reader in (owner, recruiter):
        assert "Carla Candidate" in worker.text_to(reader)
        assert "Dear all" not in worker.text_to(reader)

    # It can be taken back for ten minutes.
    move_application(application, to=ApplicationStatus.REVIEWED, by=recruiter)
    assert worker.at(MONDAY + 3 * HOUR + timedelta(minutes=9)) == []
    assert worker.at(MONDAY + 3 * HOUR + timedelta(minutes=11)) == [
        (candidate.email, "Your application for Ward nurse at Acme Works")
    ]

    # In the mornings before it ends those hear who decide, and who saved it and has not applied.
    assert worker.at(NOON - timedelta(days=2, hours=3)) == [
        (owner.email, "Ending soon: 1 job"),
        (recruiter.email, "Ending soon: 1 job"),
    ]
    assert "Ward nurse" in worker.text_to(owner)
    assert worker.at(NOON - timedelta(days=1, hours=3)) == [
        (other_candidate.email, "You saved it, and it ends soon: 1 job")
    ]
    assert "Ward nurse" in worker.text_to(other_candidate)

    assert Job.objects.get().status == JobStatus.OPEN
    assert worker.at(NOON + timedelta(minutes=6)) == []
    assert Job.objects.get().status == JobStatus.CLOSED
    assert Job.objects.get().closed_at == NOON


def test_mails_of_a_job_that_cannot_open_at_its_time(
    worker: Worker, make_job: Callable[..., Job], company: Company, owner: User, recruiter: User
) -> None:
    job = make_job(
        company=company,
        title="Ward nurse",
        status=JobStatus.DRAFT,
        posted_by=recruiter,
        application_deadline=NOON,
    )
    schedule_job(job, at=MONDAY + 2 * HOUR, by=recruiter)
    company.memberships.filter(user=recruiter).update(role=Role.VIEWER)

    told = worker.at(MONDAY + 2 * HOUR)

    assert told == [(reader.email, "“Ward nurse” did not open") for reader in (owner, recruiter)]
    assert "may not publish the jobs of the company any more" in worker.text_to(owner)
    assert Job.objects.get().status == JobStatus.DRAFT
    assert worker.at(MONDAY + 3 * HOUR) == []

"""What is done straight in the database that several machines share."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any

import django

from nexus.tests.acting import act_as_told

PASSWORD = "correct-horse-battery"
NOTE_SECONDS = 0.4


def note(key: str) -> None:
    """Leave a row for this run, by this process; what a schedule of these tests calls."""
    from nexus.core.tests.queue_samples import note_in_session

    time.sleep(NOTE_SECONDS)
    note_in_session.func(f"{key} {os.getpid()} {time.monotonic_ns()}"[:40])


def people(names: list[str]) -> None:
    """Make people with confirmed addresses, all of them with the same password."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from people.models import User

    password = make_password(PASSWORD)
    for name in names:
        user = User.objects.create_user(name, email=f"{name}@example.com")
        User.objects.filter(pk=user.pk).update(password=password)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def company(owner: str) -> None:
    from people.models import User
    from people.services import create_company

    create_company("Acme Works", by=User.objects.get(username=owner))


def admin(name: str) -> None:
    from people.models import User

    User.objects.filter(username=name).update(is_admin=True, is_staff=True, is_superuser=True)


def schedule(keys: list[str], after: float) -> None:
    """Have every key noted once, all of them in the same look at what is due."""
    from django.utils import timezone
    from django_q.models import Schedule

    due = timezone.now() + timedelta(seconds=after)
    for key in keys:
        Schedule.objects.create(
            name=key,
            func="nexus.tests.machines_acts.note",
            args=repr((key,)),
            schedule_type=Schedule.MINUTES,
            minutes=60,
            next_run=due,
            repeats=-1,
        )


def alerts(addresses: list[str], query: str) -> None:
    """Have alerts that tell at once of jobs that opened in the last hour."""
    from django.utils import timezone

    from careers.alerts.models import JobAlert
    from careers.alerts.services import add_alert
    from people.models import User

    for address in addresses:
        add_alert(
            address=address,
            user=User.objects.get(email=address),
            query=query,
            frequency="at_once",
            language="en",
        )
    past = timezone.now() - timedelta(hours=1)
    JobAlert.objects.update(since=past, due_at=past)


def look_for_alerts(times: int) -> None:
    """Have the pass over all alerts begin several times at once."""
    from django.utils import timezone
    from django_q.models import Schedule

    for _time in range(times):
        Schedule.objects.create(
            func="careers.alerts.rounds.send_due_alerts",
            schedule_type=Schedule.ONCE,
            next_run=timezone.now(),
        )


def opened_before(job: int, minutes: int) -> None:
    from django.utils import timezone

    from jobs.models import Job

    Job.objects.filter(pk=job).update(published_at=timezone.now() - timedelta(minutes=minutes))


def state() -> dict[str, Any]:
    """Return what is in the ledger of mails, what was noted, and how many workers are there."""
    from django.contrib.sessions.models import Session
    from django_q.models import OrmQ

    from nexus.core.models import OutgoingMail, WorkerBeat

    mails = OutgoingMail.objects.values_list("message_id", "kind", "state")
    noted = Session.objects.filter(session_key__startswith="note")
    return {
        "mails": list(mails),
        "notes": list(noted.values_list("session_key", flat=True)),
        "queue": OrmQ.objects.count(),
        "workers": WorkerBeat.objects.count(),
    }


_ACTS = {
    act.__name__: act
    for act in (people, company, admin, schedule, alerts, look_for_alerts, opened_before, state)
}

if __name__ == "__main__":
    django.setup()
    act_as_told(_ACTS)

"""What runs in processes that tests kill: a worker, and somebody who owes mails.

`python -m nexus.tests.crash_processes worker` is the worker with short pauses; with `web` it does
what it reads, a line of JSON each, and answers in the same way.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import django

from nexus.tests.acting import act_as_told

if TYPE_CHECKING:
    from collections.abc import Callable


def shorten_pauses() -> None:
    """Wait for seconds where a deployment waits for minutes."""
    from nexus import keeper
    from nexus.core import background, mail, mail_sending
    from nexus.tests.crash_settings import SHORT

    keeper._SHORT_LIFE_SECONDS = 0
    mail_sending.LEASE = 5 * SHORT
    mail.GRACE = SHORT
    mail_sending.PAUSES = (SHORT,) * 8
    background.PAUSES = (SHORT,) * 4


def owe(number: int) -> list[str]:
    """Owe mails as a request does: in one transaction. Return the ids of the messages."""
    from django.db import transaction

    from nexus.core.mail import queue_mail

    with transaction.atomic():
        mails = [
            queue_mail(
                kind="crash", to=f"p{n}@example.com", recipient=None, subject="Hi", text="Hi"
            )
            for n in range(number)
        ]
    return [mail.message_id for mail in mails]


def owe_and_lose_the_tasks(number: int) -> list[str]:
    """Owe mails of which the queue then knows nothing."""
    from django_q.models import OrmQ

    ids = owe(number)
    OrmQ.objects.all().delete()
    return ids


def die(*, committed: bool) -> str:
    """Owe a mail in a process that is killed just before or just after its commit."""
    from django.db import connection, transaction

    from nexus.core.mail import queue_mail

    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        os.waitpid(child, 0)
        with os.fdopen(reading) as told:
            return told.read()
    try:
        with transaction.atomic():
            mail = queue_mail(
                kind="crash", to="p@example.com", recipient=None, subject="Hi", text="Hi"
            )
            os.write(writing, mail.message_id.encode())
            if not committed:
                os.kill(os.getpid(), signal.SIGKILL)
    finally:
        os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody is here")


def sweep() -> int:
    """Do what the schedule does every minute, and the queue looks at every half."""
    from nexus.core.mail import sweep_due_mail

    return sweep_due_mail()


def enqueue(key: str, pause: float) -> None:
    """Have a worker say who it is, take its time, and say that it is done."""
    from nexus.core.tests.queue_samples import note_before_and_after

    note_before_and_after.using(backend="q2").enqueue(key, pause)


def cut() -> int:
    """End every connection to the database but this one, and return how many those were."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def state() -> dict[str, Any]:
    """Return what is in the ledger and in the queue."""
    from django.contrib.sessions.models import Session
    from django_q.models import OrmQ

    from nexus.core.models import OutgoingMail

    return {
        "mails": dict(OutgoingMail.objects.values_list("message_id", "state")),
        "errors": sorted(set(OutgoingMail.objects.values_list("last_error", flat=True)) - {""}),
        "queue": OrmQ.objects.count(),
        "notes": list(Session.objects.values_list("session_key", flat=True)),
    }


def empty() -> None:
    from django.contrib.sessions.models import Session
    from django_q.models import OrmQ, Task

    from nexus.core.models import OutgoingMail

    for model in (OutgoingMail, OrmQ, Task, Session):
        model.objects.all().delete()


_ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (owe, owe_and_lose_the_tasks, die, sweep, enqueue, cut, state, empty)
}


def main(role: str) -> None:
    django.setup()
    shorten_pauses()
    if role == "worker":
        from django.core.management import call_command

        call_command("qcluster")
        return
    if role == "keeper":
        from nexus import keeper

        keeper.WORKER = (sys.executable, "-m", __spec__.name, "worker")
        keeper.main()
        return
    act_as_told(_ACTS)


if __name__ == "__main__":
    main(sys.argv[1])

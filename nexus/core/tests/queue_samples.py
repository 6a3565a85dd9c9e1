"""Tasks for the tests of the queue; module-level, because the queue stores their names."""

import os
import time

from django.tasks import task

CALLS: list[object] = []


@task
def remember(value: object) -> object:
    CALLS.append(value)
    return {"kept": value}


@task
def fail(value: int) -> None:
    raise LookupError(f"nothing at {value}")


@task
async def remember_later(value: int) -> int:
    return value + 1


@task(takes_context=True)
def with_context(context: object) -> None:
    raise AssertionError("must never run")


@task
def note_in_session(key: str, pause: float = 0) -> None:
    """Leave a row that another process can look for."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    time.sleep(pause)
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


@task
def note_before_and_after(key: str, pause: float) -> None:
    """Leave a row that names the process, and another one after a pause."""
    note_in_session.func(f"{key} {os.getpid()}")
    time.sleep(pause)
    note_in_session.func(key)


def not_a_task() -> None:
    raise AssertionError("must never run")

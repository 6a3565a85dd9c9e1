"""Recurring work is written into the database by `migrate`."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from nexus.core.schedules import write_schedules


def test_migrate_writes_the_schedules(db: None) -> None:
    write_schedules()

    names = set(Schedule.objects.values_list("name", flat=True))
    assert {"Send overdue mail", "Remove expired sessions"} <= names


def test_every_schedule_names_a_function(db: None) -> None:
    write_schedules()

    for path in Schedule.objects.values_list("func", flat=True):
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name)), path


def test_writing_again_keeps_the_time_of_the_next_run(db: None) -> None:
    write_schedules()
    later = timezone.now() + timedelta(hours=5)
    Schedule.objects.update(next_run=later, minutes=99)

    write_schedules()

    sweep = Schedule.objects.get(name="Send overdue mail")
    assert (sweep.next_run, sweep.minutes) == (later, 1)
    assert Schedule.objects.filter(name=sweep.name).count() == 1


def test_a_due_schedule_becomes_a_task_that_runs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # It would end the connection in which the test runs.
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    write_schedules()
    Schedule.objects.exclude(name="Remove expired sessions").delete()
    Schedule.objects.update(next_run=timezone.now() - timedelta(days=3))
    Session.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )

    scheduler()

    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == (
        "django.core.management.call_command",
        ("clearsessions",),
    )
    call_command(*task["args"])
    assert not Session.objects.exists()
    assert Schedule.objects.get().next_run > timezone.now()

"""Work that recurs: each app names its own, and `migrate` writes them into the database."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, router

_recurring: dict[str, "Recurring"] = {}


@dataclass(frozen=True, slots=True)
class Recurring:
    """A function, by dotted path, that the worker calls every so many minutes.

    Where a run was missed because no worker ran, it is made up for once.
    """

    name: str
    function: str
    minutes: int
    arguments: tuple[Any, ...] = ()


def register(recurring: Recurring) -> None:
    """Have `recurring` written by the next `migrate`; to be called from `AppConfig.ready`."""
    _recurring[recurring.name] = recurring


def registered() -> list[Recurring]:
    """Return what apps have named."""
    return list(_recurring.values())


def write_schedules(using: str = "default", **kwargs: Any) -> None:
    """Make the table of schedules hold what is registered; times of next runs are kept.

    Does nothing while the table does not exist. Receives `post_migrate`.
    """
    from django_q.models import Schedule

    if not router.allow_migrate_model(using, Schedule):
        return
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    for recurring in _recurring.values():
        Schedule.objects.using(using).update_or_create(
            name=recurring.name,
            defaults={
                "func": recurring.function,
                "args": repr(recurring.arguments) if recurring.arguments else "",
                "schedule_type": Schedule.MINUTES,
                "minutes": recurring.minutes,
                "repeats": -1,
            },
        )

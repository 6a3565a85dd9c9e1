"""Work in the background: how much waits, what has failed for good, and what can be done about it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.tasks import async_task

from nexus.core.errors import Conflict, Missing
from nexus.core.logs import current_task
from nexus.core.mail import PENDING
from nexus.core.models import OutgoingMail
from nexus.core.q2_backend import RUN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

logger = logging.getLogger("nexus.worker")

PAUSES: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
)
"""What is waited after each failure of a task. After one more (`max_attempts`) it has failed."""

KEEP_FAILURES_FOR = timedelta(days=90)
KEEP_FINISHED_FOR = timedelta(days=2)
# What recurs is looked at every half minute; a worker that is there is never so late.
LATE_AFTER = timedelta(minutes=5)


class Queue(NamedTuple):
    """How much waits: due now, and for a later hour. `oldest` is since when the first is due."""

    due: int
    later: int
    oldest: datetime | None


def queue_now() -> Queue:
    """Count what waits. One query; the table holds what is not done yet, and no more."""
    now = timezone.now()
    # What a worker has taken is put off by the time it may take, and counts as done for so long.
    due = Q(lock__lte=now)
    found = OrmQ.objects.aggregate(
        due=Count("pk", filter=due), later=Count("pk", filter=~due), oldest=Min("lock", filter=due)
    )
    return Queue(found["due"], found["later"], found["oldest"])


def mails_now() -> Queue:
    """Count the mails that wait, whether or not a task knows of them. One query."""
    now = timezone.now()
    # One that is being sent waits for its sender.
    due = Q(not_before__lte=now)
    found = OutgoingMail.objects.filter(PENDING).aggregate(
        due=Count("pk", filter=due),
        later=Count("pk", filter=~due),
        oldest=Min("not_before", filter=due),
    )
    return Queue(found["due"], found["later"], found["oldest"])


def is_worker_missing() -> bool:
    """Tell whether what recurs is so late that no worker can be there. One query."""
    schedules: QuerySet[Schedule] = Schedule.objects.all()
    return schedules.filter(next_run__lt=timezone.now() - LATE_AFTER).exists()


def put_off(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
    """Have a task that failed wait for longer each time. Receives `post_execute_in_worker`.

    The queue by itself tries again as soon as a worker might have died, be it the fifth time.
    """
    taken = task.get("ack_id")
    if task.get("success") or not taken:
        return
    try:
        _put_off(task["id"], taken)
    except (OperationalError, InterfaceError):
        # The database is away, maybe that is why it failed: the queue tries again by itself then.
        logger.warning("The pause after a failure could not be noted.")
        connection.close()


def begin_task(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
    """Have the log say at which task this process works. Receives `pre_execute`."""
    current_task.set({"task": str(task.get("group") or task["func"]), "task_id": str(task["id"])})


def end_task(sender: Any, **kwargs: Any) -> None:
    """Have the log say no more that a task is being done. Receives `post_execute_in_worker`."""
    current_task.set(None)


class FailureLog:
    """Tells the log of each failure of a task, while it is being handled; called by the worker."""

    def report(self) -> None:
        logger.exception("A task failed.")


def _put_off(task_id: str, taken: int) -> None:
    before = Failure.objects.filter(pk=task_id).values_list("attempt_count", flat=True).first()
    pause = PAUSES[min(before or 0, len(PAUSES) - 1)]
    OrmQ.objects.filter(pk=taken).update(lock=timezone.now() + pause)


def failed_for_good() -> QuerySet[Failure]:
    """Return what is not tried again by itself, the newest first. Loads no arguments or results."""
    failed: QuerySet[Failure] = Failure.objects.filter(
        attempt_count__gte=settings.Q_CLUSTER["max_attempts"]
    )
    return failed.defer("args", "kwargs").order_by("-stopped", "pk")


def tried_again() -> int:
    """Count what has failed and is tried again by itself."""
    failed: QuerySet[Failure] = Failure.objects.all()
    return failed.filter(attempt_count__lt=settings.Q_CLUSTER["max_attempts"]).count()


def try_again(ids: Collection[str]) -> int:
    """Put failed work into the queue anew, and return how much. Raises Missing where none is there.

    Raises Conflict, and puts nothing in, where something is of a kind that is not known any more.
    """
    with transaction.atomic():
        rows = list(failed_for_good().defer(None).filter(pk__in=ids).select_for_update())
        if not rows:
            raise Missing(gone())
        for row in rows:
            _enqueue_again(row)
        Failure.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def give_up(ids: Collection[str]) -> int:
    """Forget failed work, and return how much. Raises Missing where none of it is there."""
    number, _by_model = failed_for_good().filter(pk__in=ids).delete()
    if not number:
        raise Missing(gone())
    return number


def forget_old_failures() -> int:
    """Forget what failed long ago and nobody has dealt with; return how much."""
    failed: QuerySet[Failure] = Failure.objects.all()
    number, _by_model = failed.filter(stopped__lt=timezone.now() - KEEP_FAILURES_FOR).delete()
    return number


def forget_finished() -> int:
    """Forget what was done long enough ago; return how much."""
    done: QuerySet[Success] = Success.objects.filter(stopped__lt=timezone.now() - KEEP_FINISHED_FOR)
    number, _by_model = done.delete()
    return number


def recurring() -> list[Schedule]:
    """Return what recurs, what is due next first. One query."""
    schedules: QuerySet[Schedule] = Schedule.objects.order_by("next_run", "name")
    return list(schedules)


def path_of(row: Failure) -> str:
    """Return what failed: the dotted path of a task, or the name of what recurs."""
    return str(row.group or row.func)


def reason_of(row: Failure) -> str:
    """Return the last line of what it said: the exception."""
    lines = [line for line in str(row.result or "").strip().splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""


def gone() -> str:
    """Return what is said of something that has failed, and is not found any more."""
    return _("It is not there any more: somebody else has dealt with it.")


def _enqueue_again(row: Failure) -> None:
    arguments: Sequence[Any] = row.args or ()
    path = arguments[0] if row.func == RUN else row.func
    try:
        import_string(path)
    except ImportError as exc:
        raise Conflict(_("This version does not know such work any more: give it up.")) from exc
    async_task(row.func, *arguments, **(row.kwargs or {}), task_name=row.name, group=row.group)

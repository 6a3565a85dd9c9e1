"""A backend of `django.tasks` whose queue is django-q2's table in the database.

A task enqueued inside a transaction is enqueued with its commit and vanishes with its rollback. A
task that fails or whose worker dies is run again (`retry`, `max_attempts` of Q_CLUSTER), so tasks
must bear being run twice. Arguments are stored in clear: pass ids.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist
from django.tasks.signals import task_enqueued
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.models import Task as Outcome
from django_q.tasks import async_task

if TYPE_CHECKING:
    from datetime import datetime

RUN = "nexus.core.q2_backend.run_task"
UNKEPT = {"nexus.core.tasks.send_mail", "nexus.core.tasks.send_mails"}
"""Tasks whose success is noted elsewhere: a row for each would be one for every mail."""

_LAST_LINE = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)")


class DeferringBroker(ORM):
    """Stores a task so that no worker sees it before its time."""

    def __init__(self, run_after: datetime | None) -> None:
        super().__init__(list_key=Conf.CLUSTER_NAME)
        self.run_after = run_after

    def enqueue(self, task: str) -> int:
        row = self.get_connection().create(
            key=self.list_key, payload=task, lock=self.run_after or timezone.now()
        )
        return int(row.pk)


class Q2Backend(BaseTaskBackend):
    """Hands tasks to `manage.py qcluster`; time of running is exact to about a second."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True

    def validate_task(self, task: Task[..., Any]) -> None:
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTask("The q2 backend does not pass a context to tasks.")

    def enqueue(  # type: ignore[override]  # the stub wants a generic method
        self, task: Task[..., Any], args: Any, kwargs: Any
    ) -> TaskResult[..., Any]:
        self.validate_task(task)
        args, kwargs = normalize_json(list(args)), normalize_json(dict(kwargs))
        now = timezone.now()
        task_id = async_task(
            RUN,
            task.module_path,
            args,
            kwargs,
            q_options={
                "save": task.module_path not in UNKEPT,
                "task_name": task.name[:100],
                "group": task.module_path[-100:],
                "broker": DeferringBroker(task.run_after),
            },
        )
        result = self._result(task, task_id, args, kwargs, enqueued_at=now)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[..., Any]:
        """Return what is known of a task.

        Raises TaskResultDoesNotExist where nothing is: outcomes are kept for a while only. Reads
        the whole queue, so it is for looking into one task, not for waiting. A task that runs at
        this moment is reported as ready: the queue does not tell.
        """
        waiting = next((row.task for row in OrmQ.objects.all() if row.task_id() == result_id), None)
        try:
            outcome = Outcome.objects.get(pk=result_id)
        except ObjectDoesNotExist:
            outcome = None
        stored = outcome.args if outcome is not None else (waiting or {}).get("args")
        if not stored:
            raise TaskResultDoesNotExist(result_id)
        path, args, kwargs = stored
        if outcome is None:
            return self._result(
                _task(path), result_id, args, kwargs, enqueued_at=(waiting or {})["started"]
            )
        return self._finished(_task(path), outcome, args, kwargs, will_retry=waiting is not None)

    def _finished(
        self, task: Task[..., Any], outcome: Any, args: Any, kwargs: Any, *, will_retry: bool
    ) -> TaskResult[..., Any]:
        if outcome.success:
            status = TaskResultStatus.SUCCESSFUL
        else:
            status = TaskResultStatus.READY if will_retry else TaskResultStatus.FAILED
        result = self._result(
            task,
            outcome.pk,
            args,
            kwargs,
            status=status,
            enqueued_at=outcome.started,
            finished_at=outcome.stopped if status != TaskResultStatus.READY else None,
            last_attempted_at=outcome.stopped,
            errors=[] if outcome.success else [_error(str(outcome.result))],
            worker_ids=[outcome.cluster or Conf.CLUSTER_NAME] * outcome.attempt_count,
        )
        if outcome.success:
            # As Django's own backends do it: the dataclass is frozen.
            object.__setattr__(result, "_return_value", outcome.result)
        return result

    def _result(
        self, task: Task[..., Any], task_id: str, args: Any, kwargs: Any, **known: Any
    ) -> TaskResult[..., Any]:
        facts: dict[str, Any] = {
            "status": TaskResultStatus.READY,
            "started_at": None,
            "finished_at": None,
            "last_attempted_at": None,
            "errors": [],
            "worker_ids": [],
        }
        return TaskResult(
            task=task, id=task_id, args=args, kwargs=kwargs, backend=self.alias, **facts | known
        )


def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Run a task by its dotted path; what a worker calls. Returns what JSON can hold."""
    return normalize_json(_task(path).call(*args, **kwargs))


def _task(path: str) -> Task[..., Any]:
    found = import_string(path)
    if not isinstance(found, Task):
        raise InvalidTask(f"{path} is not a task.")
    return found


def _error(report: str) -> TaskError:
    """Read the class of the exception from the last line of a traceback that begins with one."""
    for line in reversed(report.strip().splitlines()):
        match = _LAST_LINE.match(line)
        if match:
            name = match[1] if "." in match[1] else f"builtins.{match[1]}"
            return TaskError(exception_class_path=name, traceback=report)
    return TaskError(exception_class_path="builtins.Exception", traceback=report)

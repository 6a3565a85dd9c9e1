"""`django.tasks` on django-q2's table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import task_backends
from django.tasks.base import TaskResultStatus
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ

from nexus.core.q2_backend import run_task
from nexus.core.tests import queue_samples as samples
from nexus.core.tests.queue_hands import on_q2, work


def test_enqueue_waits_for_a_worker_and_then_runs(queue: None) -> None:
    result = on_q2(samples.remember).enqueue(7)
    assert (samples.CALLS, OrmQ.objects.count()) == ([], 1)
    assert result.status == TaskResultStatus.READY

    work()

    result.refresh()
    assert samples.CALLS == [7]
    assert (result.status, result.return_value, result.attempts) == (
        TaskResultStatus.SUCCESSFUL,
        {"kept": 7},
        1,
    )
    assert not OrmQ.objects.exists()


def test_enqueue_in_a_rolled_back_transaction_leaves_nothing(queue: None) -> None:
    with transaction.atomic():
        on_q2(samples.remember).enqueue(7)
        transaction.set_rollback(True)

    assert not OrmQ.objects.exists()


def test_deferred_task_is_not_seen_before_its_time(queue: None) -> None:
    on_q2(samples.remember, run_after=timezone.now() + timedelta(hours=1)).enqueue(7)

    assert work() == 0
    assert get_broker().dequeue() is None

    OrmQ.objects.update(lock=timezone.now())
    assert work() == 1
    assert samples.CALLS == [7]


def test_coroutines_run(queue: None) -> None:
    assert run_task("nexus.core.tests.queue_samples.remember_later", [1], {}) == 2


def test_failed_task_stays_for_another_try_and_tells_why(queue: None) -> None:
    result = on_q2(samples.fail).enqueue(3)

    work()
    OrmQ.objects.update(lock=timezone.now())
    work()

    result.refresh()
    assert (result.status, result.attempts) == (TaskResultStatus.READY, 2)
    assert result.errors[0].exception_class is LookupError
    OrmQ.objects.all().delete()
    result.refresh()
    assert result.status == TaskResultStatus.FAILED


def test_result_of_an_unknown_task_raises(queue: None) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        task_backends["q2"].get_result("nothing")


def test_arguments_that_json_cannot_hold_are_refused(queue: None) -> None:
    with pytest.raises(TypeError):
        on_q2(samples.remember).enqueue(object())


@pytest.mark.parametrize(
    "path", ["nexus.core.tests.queue_samples.not_a_task", "os.getcwd", "django.conf.settings"]
)
def test_only_tasks_run(path: str) -> None:
    with pytest.raises(InvalidTask):
        run_task(path, [], {})


def test_a_task_that_wants_a_context_is_refused(queue: None) -> None:
    with pytest.raises(InvalidTask, match="context"):
        on_q2(samples.with_context)

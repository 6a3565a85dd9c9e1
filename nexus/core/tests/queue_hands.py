"""What the processes of a worker do, in the process of a test."""

from __future__ import annotations

import multiprocessing
from typing import Any
from unittest.mock import patch

from django.utils import timezone
from django_q.brokers import get_broker
from django_q.monitor import monitor
from django_q.queues import Queue
from django_q.signing import SignedPackage
from django_q.worker import worker


def work() -> int:
    """Do what the processes of a worker do with what is due, and return how much that was."""
    broker = get_broker()
    tasks, results = Queue(), Queue()
    count = 0
    for ack_id, payload in broker.connection.filter(lock__lte=timezone.now()).values_list(
        "pk", "payload"
    ):
        package = SignedPackage.loads(payload)
        package["ack_id"] = ack_id
        tasks.put(package)
        count += 1
    tasks.put("STOP")
    # They would end the connection in which the test runs.
    with (
        patch("django_q.worker.close_old_django_connections"),
        patch("django_q.monitor.close_old_django_connections"),
    ):
        worker(tasks, results, multiprocessing.Value("f", -1))
        results.put("STOP")
        monitor(results)
    return count


def on_q2(task: Any, **more: Any) -> Any:
    return task.using(backend="q2", **more)

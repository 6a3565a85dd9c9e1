"""`manage.py qcluster`: the background worker, under a guard of our own."""

from __future__ import annotations

import os
from typing import Any

from django_q import cluster
from django_q import worker as worker_process
from django_q.management.commands import qcluster

from nexus.core.background import FailureLog
from nexus.core.guard import Guard

_LOOK_SECONDS = 1.0


class Command(qcluster.Command):
    """Runs until it is told to end. Ends with status 1 where it has to be started anew."""

    help = "Start the background worker."

    def handle(self, *args: Any, **options: Any) -> None:
        cluster.Sentinel = Guard
        worker_process.error_reporter = FailureLog()
        worker = cluster.Cluster()
        worker.start()
        if options["run_once"]:
            worker.stop()
        keeper = os.environ.get("NEXUS_KEEPER")
        while worker.sentinel.is_alive():
            worker.sentinel.join(_LOOK_SECONDS)
            # A keeper that was killed cannot end it any more, and the next one starts another.
            if keeper and os.getppid() != int(keeper) and worker.stop_event:
                worker.stop()
        if worker.sentinel.exitcode:
            raise SystemExit(1)

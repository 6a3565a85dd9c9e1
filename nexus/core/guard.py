"""The processes of the background worker, looked after so that none that dies stops the others.

They hand each other work through pipes with locks. A process that is killed while it waits at such
a pipe takes its lock along, and all others wait for ever: the queue stands still, and nothing tells
of it. So after such a death the worker ends in order, for its keeper to start it anew.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, connection
from django_q.cluster import Sentinel
from django_q.conf import Conf
from django_q.scheduler import scheduler
from django_q.status import Stat

from nexus.core import beats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

logger = logging.getLogger("nexus.worker")

SCHEDULE_SECONDS = 30.0
"""How often is looked for what recurs."""

_LOCK_SECONDS = 5.0
_LOOK_SECONDS = 0.1


class Guard(Sentinel):
    """The process that starts the others and watches them. Ends with status 1 to be started anew."""

    def guard(self) -> None:
        """Watch until told to stop, and see that what recurs is put into the queue."""
        self.start_event.set()
        Stat(self).save()
        scheduled = time.monotonic()
        self._name, self._beaten = beats.own_name(), float("-inf")
        while True:
            self._look_after_all()
            if time.monotonic() - self._beaten >= beats.BEAT_SECONDS:
                self._beat()
            if Conf.SCHEDULER and time.monotonic() - scheduled >= SCHEDULE_SECONDS:
                scheduled = time.monotonic()
                scheduler(broker=self.broker)
            Stat(self).save()
            if self.stop_event.wait(Conf.GUARD_CYCLE):
                break
        self.stop()
        self._quietly(beats.end)

    def _beat(self) -> None:
        self._beaten = time.monotonic()
        beats.touch_heartbeat()
        self._quietly(beats.beat)

    def _quietly(self, note: Callable[[str], None]) -> None:
        """Write down how this worker is, if the database is there: looking after it goes on."""
        try:
            note(self._name)
        except (DatabaseError, InterfaceError) as exc:
            logger.warning("The worker could not note that it is there: %s", type(exc).__name__)
            connection.close()

    def _look_after_all(self) -> None:
        for process in self._family():
            if (process.exitcode or 0) < 0:
                self._start_over(process)
        for process in list(self.pool):
            self._look_after(process)
        for process in (self.monitor, self.pusher):
            if not process.is_alive():
                self.reincarnate(process)

    def _look_after(self, worker: Any) -> None:
        """Replace a worker that has ended or takes too long, and count down its time."""
        lock = worker.timer.get_lock()
        if not lock.acquire(timeout=_LOCK_SECONDS):
            return  # it was killed while it held it, which the next look will see
        try:
            if not worker.is_alive() or worker.timer.value == 0:
                if (worker.exitcode or 0) >= 0:
                    self.reincarnate(worker)
            elif worker.timer.value > 0:
                worker.timer.value -= Conf.GUARD_CYCLE
        finally:
            lock.release()

    def _start_over(self, killed: Any) -> None:
        """Let those that work finish, and end."""
        logger.critical("A process of the worker was killed (%s): starting over.", killed.exitcode)
        self.pusher.terminate()
        deadline = time.monotonic() + (self.timeout or 0)
        while any(self._is_busy(worker) for worker in self.pool) and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        # What they have done is done again where it is not noted now, which does no harm.
        deadline = time.monotonic() + _LOCK_SECONDS
        while not self.result_queue.empty() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        sys.exit(1)

    def _is_busy(self, worker: Any) -> bool:
        return bool(worker.is_alive() and worker.timer.value > 0)

    def _family(self) -> Iterator[Any]:
        yield from self.pool
        yield self.monitor
        yield self.pusher

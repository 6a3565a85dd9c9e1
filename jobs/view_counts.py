"""How often people open a job: counted in memory, written together every few seconds.

No page waits for it, nobody is recognised, no cookie is set. Every browser asks us before it shows
a job from its cache (see `nexus.core.shared_pages`), so answers of "not modified" count as well.
What a killed process had not written yet is lost: a few seconds of views.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import threading
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from jobs.models import Job, JobViews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 10.0
# A process that cannot write for long must not grow without end.
_MOST_WAITING = 20_000
_AT_ONCE = 200
_MACHINES = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|fetch|preview|monitor|check|http|curl|wget|python|java/|"
    r"go-|ruby|perl|php|headless|lighthouse|facebookexternal|whatsapp|embedly|feed|archiv",
    re.IGNORECASE,
)


def is_by_person(request: HttpRequest) -> bool:
    """Tell whether a browser asked for the page in order to show it now.

    Machines are told by what they say of themselves; one that poses as a browser counts.
    """
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    is_browser = agent.startswith("Mozilla/") and not _MACHINES.search(agent)
    return request.method == "GET" and is_browser and "prefetch" not in purpose


class ViewCounter:
    """Keeps the views of one process until a thread of its own has written them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: Counter[tuple[date, int]] = Counter()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, job_id: int) -> None:
        """Count one view. Touches no database."""
        with self._guard:
            if len(self._waiting) < _MOST_WAITING:
                self._waiting[timezone.now().date(), job_id] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="view-counts", daemon=True)
                self._thread.start()
                atexit.register(self.stop)

    def flush(self) -> int:
        """Write what waits and return how many views that were; on failure they go on waiting."""
        with self._guard:
            taken, self._waiting = self._waiting, Counter()
        try:
            write_views(taken)
        except DatabaseError as error:
            logger.warning("Views of jobs could not be written yet: %s", error)
            with self._guard:
                self._waiting.update(taken)
            return 0
        return taken.total()

    def stop(self) -> None:
        """Write what is left, when the process ends."""
        self._stopping.set()
        thread = self._thread
        if thread is not None and thread.is_alive() and thread is not threading.current_thread():
            thread.join(timeout=5)

    def after_fork(self) -> None:
        """Begin anew in a child: its parent writes what the parent counted."""
        self._guard = threading.Lock()  # the old one may be held by a thread that is not here
        self._waiting = Counter()
        self._thread = None

    def _run(self) -> None:
        try:
            while not self._stopping.wait(FLUSH_SECONDS):
                self.flush()
            self.flush()
        finally:
            connection.close()


def write_views(counted: Mapping[tuple[date, int], int]) -> None:
    """Add to the counts of days and jobs, in transactions of at most 200 rows each.

    Rows are locked by rising id of the job, so that two processes never wait for each other.
    """
    for day in sorted({day for day, _job in counted}):
        ids = sorted(job_id for on, job_id in counted if on == day)
        for start in range(0, len(ids), _AT_ONCE):
            _write_some(day, {pk: counted[day, pk] for pk in ids[start : start + _AT_ONCE]})


@transaction.atomic
def _write_some(day: date, counted: dict[int, int]) -> None:
    there = Job.objects.filter(pk__in=counted).order_by("pk").values_list("pk", flat=True)
    rows = [JobViews(job_id=pk, day=day) for pk in there]
    JobViews.objects.bulk_create(rows, ignore_conflicts=True)
    mine = JobViews.objects.filter(day=day, job__in=[row.job_id for row in rows])
    list(mine.order_by("job").select_for_update().values_list("pk"))
    more = Case(*[When(job=pk, then=Value(n)) for pk, n in counted.items()], default=Value(0))
    mine.update(count=F("count") + more)


counter = ViewCounter()
os.register_at_fork(after_in_child=counter.after_fork)

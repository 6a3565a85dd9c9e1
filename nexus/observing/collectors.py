"""What is asked anew at each scrape: the database, for all machines, and this machine's index.

A constant number of queries, each on an index or on a table that is kept small.
"""

from __future__ import annotations

import os
import platform
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from math import inf
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from hiring.models import StatusChange
from jobs import search
from nexus.core import background, beats
from nexus.core.backup_record import last_good_backup
from nexus.core.mail import PENDING
from nexus.core.models import MailState, OutgoingMail, WorkerBeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from prometheus_client.metrics_core import Metric

_DAY = timedelta(days=1)
_SHOWN_FOR = timedelta(hours=1)
_SEARCH_STATES = ("ready", "building", "degraded")


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _labelled(
    name: str, text: str, labels: list[str], rows: Iterable[tuple[list[str], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


class DatabaseCollector(Collector):
    """Queue, mails, applications, workers, backups. Nine queries, however much there is."""

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield from self._queue(now)
        yield from self._mails(now)
        yield self._applications(now)
        yield from self._workers(now)
        yield self._backup(now)

    def _queue(self, now: datetime) -> Iterator[Metric]:
        queue = background.queue_now()
        yield _labelled(
            "nexus_queue_tasks",
            "Tasks that wait: due now, or for later.",
            ["when"],
            [(["due"], queue.due), (["later"], queue.later)],
        )
        yield _gauge(
            "nexus_queue_oldest_seconds",
            "For how long the first task is due.",
            _age(queue.oldest, now),
        )
        yield _gauge(
            "nexus_tasks_failed",
            "Tasks that failed for good and that nobody has dealt with.",
            background.failed_for_good().count(),
        )

    def _mails(self, now: datetime) -> Iterator[Metric]:
        mails = background.mails_now()
        yield _gauge(
            "nexus_mail_oldest_seconds",
            "For how long the first mail is due.",
            _age(mails.oldest, now),
        )
        owed = (
            OutgoingMail.objects.filter(PENDING).values_list("state", "kind").annotate(Count("pk"))
        )
        failed = (
            OutgoingMail.objects.filter(state=MailState.FAILED)
            .values_list("state", "kind")
            .annotate(Count("pk"))
        )
        yield _labelled(
            "nexus_mails",
            "Mails that are queued, being sent, or failed.",
            ["state", "kind"],
            [([state, kind], number) for state, kind, number in (*owed, *failed)],
        )
        sent = (
            OutgoingMail.objects.filter(state=MailState.SENT, sent_at__gte=now - _DAY)
            .values_list("kind")
            .annotate(Count("pk"))
        )
        yield _labelled(
            "nexus_mails_sent_last_day",
            "Mails sent in the last 24 hours.",
            ["kind"],
            [([kind], number) for kind, number in sent],
        )

    def _applications(self, now: datetime) -> Metric:
        steps = (
            StatusChange.objects.filter(at__gte=now - _DAY)
            .order_by()
            .values_list("from_status", "to_status")
            .annotate(Count("pk"))
        )
        return _labelled(
            "nexus_application_steps_last_day",
            "Steps of applications in the last 24 hours, undone ones included.",
            ["from", "to"],
            [([before or "new", after], number) for before, after, number in steps],
        )

    def _workers(self, now: datetime) -> Iterator[Metric]:
        rows = list(
            WorkerBeat.objects.filter(at__gte=now - _SHOWN_FOR).values_list("name", "at")[:100]
        )
        yield _labelled(
            "nexus_worker_beat_age_seconds",
            "Time since each worker was last heard of.",
            ["worker"],
            [([name], _age(at, now)) for name, at in rows],
        )
        yield _gauge(
            "nexus_workers_alive",
            "Workers on any machine that were heard of in the last minute.",
            sum(now - at <= beats.ALIVE_FOR for _name, at in rows),
        )

    def _backup(self, now: datetime) -> Metric:
        made = last_good_backup()
        return _gauge(
            "nexus_backup_age_seconds",
            "Time since the moment that the last good backup holds; +Inf where there is none.",
            _age(made.taken_at, now) if made else inf,
        )


class SearchCollector(Collector):
    """The search index of this machine. No query."""

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        state = search.status().state
        yield _labelled(
            "nexus_search_state",
            "1 at the state in which the index is.",
            ["state"],
            [([name], float(name == state)) for name in _SEARCH_STATES],
        )
        facts = search.index_facts()
        if facts is None:
            return
        yield _gauge("nexus_search_documents", "Jobs in the index.", facts.documents)
        yield _gauge("nexus_search_bytes", "Size of the index on disk.", facts.size)
        yield _gauge(
            "nexus_search_behind_seconds",
            "Time since the index last followed the database.",
            facts.behind,
        )


class BuildCollector(Collector):
    """Which release answers."""

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        facts = {
            "version": _own_version(),
            "revision": settings.BUILD_REVISION,
            "python": platform.python_version(),
            "django": django.get_version(),
        }
        yield _labelled("nexus_build_info", "Always 1.", list(facts), [(list(facts.values()), 1.0)])
        yield _gauge("nexus_web_processes", "WEB_CONCURRENCY.", _processes())


def _own_version() -> str:
    try:
        return version("nexus")
    except PackageNotFoundError:
        return "unknown"


def _processes() -> float:
    return float(os.environ.get("WEB_CONCURRENCY") or 1)


ALL: tuple[type[Any], ...] = (DatabaseCollector, SearchCollector, BuildCollector)

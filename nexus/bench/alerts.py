"""Measures a pass of the job alerts: `python -m nexus.bench.alerts`.

`JOBS` is the size of the market (10,000), `NEW` how many of its jobs are new (1,000), `ALERTS` how
many alerts there are (10,000), each of an address of its own; all else as for the benchmark.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from random import Random
from typing import TYPE_CHECKING, Any

from nexus.bench.options import BadOptions, Options, read_options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_ROWS_AT_ONCE = 500


def main() -> int:
    """Load, measure, print. Return the exit status."""
    try:
        options = read_options()
        new, alerts = (
            _number(name, default) for name, default in (("NEW", 1000), ("ALERTS", 10000))
        )
    except BadOptions as exc:
        _say(str(exc))
        return 2
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    os.environ.clear()
    os.environ.update(kept | options.environment())

    from nexus.bench.scratch import scratch_place

    with scratch_place(options) as is_kept:
        for line in _measured(options, is_kept=is_kept, new=new, alerts=alerts):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 0


def _measured(options: Options, *, is_kept: bool, new: int, alerts: int) -> Iterator[str]:
    import django

    django.setup()

    from django.utils import timezone

    from careers.alerts.models import AlertFrequency, JobAlert, Subscriber
    from careers.alerts.openings import opened_between
    from careers.alerts.rounds import SETTLING, Round, send_due_alerts
    from jobs.search import Percolator
    from nexus.bench.loading import fill
    from nexus.bench.scratch import mark_complete
    from nexus.core.models import OutgoingMail

    if not is_kept:
        fill(options, say=_say)
        mark_complete(options)
    Subscriber.objects.all().delete()
    OutgoingMail.objects.filter(kind="job_alert").delete()
    since = _since(new)
    queries = list(_queries(alerts))
    _add_alerts(queries, since)
    at = timezone.now()
    found = Round(at, [AlertFrequency.AT_ONCE])
    memory = _megabytes()

    began = time.perf_counter()
    due = found._due()
    questions = [question for _token, question in found._questions(due)]
    asked = time.perf_counter() - began
    opened = opened_between(since, at - SETTLING)
    began = time.perf_counter()
    percolator = Percolator.of(opened, at=at)
    indexed = time.perf_counter() - began
    began = time.perf_counter()
    matches = [ids for _question, ids in percolator.matches(questions)]
    percolated = time.perf_counter() - began
    yield f"{len(due):,} alerts, {len(set(queries)):,} different searches, {len(opened):,} new jobs"
    yield f"read the searches           {asked:8.2f} s"
    yield f"index the new jobs          {indexed:8.2f} s"
    yield (
        f"find all matches            {percolated:8.2f} s   {len(matches):,} searches found"
        f" {sum(map(len, matches)):,} jobs"
    )
    yield f"memory grew by              {_megabytes() - memory:8.0f} MB"
    passes, mailed, began = 0, 0, time.perf_counter()
    while JobAlert.objects.filter(since__lte=since).exists():
        mailed += send_due_alerts()
        passes += 1
    yield (
        f"whole passes, mails written {time.perf_counter() - began:8.2f} s   {mailed:,} mails"
        f" in {passes} passes"
    )
    yield f"memory grew by              {_megabytes() - memory:8.0f} MB"
    began = time.perf_counter()
    send_due_alerts()
    yield f"a pass with nothing new     {time.perf_counter() - began:8.2f} s"


def _since(new: int) -> datetime:
    """Return since when so many jobs have opened."""
    from jobs.models import Job

    opened = Job.objects.open().order_by("-published_at").values_list("published_at", flat=True)
    found = opened[new]
    if found is None:
        raise BadOptions("Every open job has been published at some time.")
    return found


def _queries(number: int) -> Iterator[str]:
    """Yield searches as people make them: words of titles, with places and filters now and then."""
    from urllib.parse import urlencode

    from jobs.choices import EmploymentType, ExperienceLevel, Workplace
    from jobs.models import Job
    from taxonomy.models import Category

    dice = Random(5)  # noqa: S311  # a market, not a secret
    jobs = list(Job.objects.order_by("pk").values_list("title", "location")[:4000])
    categories = list(map(str, Category.objects.active().values_list("pk", flat=True)))
    for _ in range(number):
        title, place = dice.choice(jobs)
        words = [word for word in title.split() if word.isalpha()] or ["engineer"]
        asked: list[tuple[str, Any]] = []
        if dice.random() < 0.8:
            asked.append(("q", " ".join(words[: dice.choice((1, 1, 2, 3))])))
        if dice.random() < 0.5:
            asked.append(("location", place.split(",")[0]))
            if dice.random() < 0.5:
                asked.append(("within", dice.choice((25, 50, 100))))
        for name, values in (
            ("category", categories),
            ("workplace", Workplace.values),
            ("employment_type", EmploymentType.values),
            ("experience_level", ExperienceLevel.values),
        ):
            if dice.random() < 0.15:
                asked += [
                    (name, value) for value in sorted(dice.sample(values, dice.choice((1, 2))))
                ]
        yield urlencode(asked or [("q", words[0])])


def _add_alerts(queries: list[str], since: datetime) -> None:
    from careers.alerts.models import AlertFrequency, AlertState, JobAlert, Subscriber
    from careers.alerts.services import new_alert

    subscribers = Subscriber.objects.bulk_create(
        [
            Subscriber(address=f"reader{number}@example.com", address_token=f"bench-{number}")
            for number in range(len(queries))
        ],
        _ROWS_AT_ONCE,
    )
    alerts = []
    for subscriber, query in zip(subscribers, queries, strict=True):
        alert = new_alert(subscriber, query, AlertFrequency.AT_ONCE, "en")
        alert.state, alert.since = AlertState.ACTIVE, since
        alerts.append(alert)
    JobAlert.objects.bulk_create(alerts, _ROWS_AT_ONCE)


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "") or str(default)
    if not text.isdecimal() or not int(text):
        raise BadOptions(f"{name} must be a number, not {text!r}.")
    return int(text)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _megabytes() -> float:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())

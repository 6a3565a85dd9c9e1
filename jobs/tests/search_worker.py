"""A process of its own that searches and writes on command: the other side of the process tests.

Reads one JSON object a line from its input and answers each with one on its output.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django


def main() -> None:
    """Serve until the input ends."""
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    print(json.dumps({"ready": os.getpid()}), flush=True)  # noqa: T201  # the protocol
    for line in sys.stdin:
        command = json.loads(line)
        answer = COMMANDS[command.pop("do")](**command)
        print(json.dumps(answer), flush=True)  # noqa: T201  # the protocol


def find(text: str = "") -> dict[str, Any]:
    """Search as a page does."""
    from jobs.search import JobQuery, search

    found = search(JobQuery(text=text), limit=100)
    return {"total": found.total, "ids": found.ids}


def status() -> dict[str, Any]:
    """Return how the search is, as this process sees it."""
    from jobs.search import status

    found = status()
    return {"state": found.state, "sentence": found.sentence}


def post(title: str, number: int = 1, *, tell: bool = True, **fields: Any) -> dict[str, Any]:
    """Create open jobs and tell the search, if wanted."""
    from django.db import transaction
    from django.utils import timezone

    from jobs.models import Job
    from jobs.search import apply_now
    from people.models import Company
    from taxonomy.models import Category

    company, category = Company.objects.get(), Category.objects.get()
    now = timezone.now()
    ids: list[int] = []
    with transaction.atomic():
        for _ in range(number):
            job = Job.objects.create(
                company=company,
                category=category,
                title=title,
                location="Hamburg",
                description="<p>Work.</p>",
                employment_type="full_time",
                experience_level="mid",
                status="open",
                published_at=now,
                application_deadline=now + timedelta(days=30),
                **fields,
            )
            ids.append(job.pk)
        if tell:
            transaction.on_commit(lambda: apply_now(ids))
    return {"ids": ids}


def close(ids: list[int], *, tell: bool = True) -> dict[str, Any]:
    """Close jobs; without `tell` as another machine would: the row and its time alone."""
    from django.utils import timezone

    from jobs.models import Job
    from jobs.search import apply_now

    now = timezone.now()
    Job.objects.filter(pk__in=ids).update(status="closed", closed_at=now, changed_at=now)
    if tell:
        apply_now(ids)
    return {}


def burst(title: str, seconds: float) -> dict[str, Any]:
    """Post one job after the other for a while."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        post(title)
        number += 1
    return {"number": number}


def fork_and_find(text: str) -> dict[str, Any]:
    """Search in a child made by fork, which has none of our threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        from django.db import connections

        connections.close_all()
        find(text)
        time.sleep(0.5)
        os.write(writing, json.dumps(find(text)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer: dict[str, Any] = json.loads(stream.read())
    os.waitpid(child, 0)
    return answer


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "find": find,
    "status": status,
    "post": post,
    "close": close,
    "burst": burst,
    "fork_and_find": fork_and_find,
}

if __name__ == "__main__":
    main()

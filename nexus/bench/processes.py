"""How many requests a second so many web processes and threads answer: `python -m nexus.bench.processes`.

Asked by sixteen clients at once on kept connections, from this machine: of the cores that the server
could have, they take a share. Pages are asked for anew, so that nothing kept is given out, but for
the one line that says so.
"""

from __future__ import annotations

import sys
from itertools import cycle
from typing import TYPE_CHECKING

from nexus.bench.client import Call, throughput
from nexus.bench.options import BadOptions, Options, read_options
from nexus.bench.running import say, take_over

if TYPE_CHECKING:
    from collections.abc import Sequence

# (processes, threads of each)
_SETTINGS = ((1, 4), (1, 8), (2, 4), (2, 8), (3, 4), (4, 4))
_CLIENTS = 16
_SECONDS = 8.0


def main() -> int:
    """Load a market, measure, print. Return the exit status."""
    try:
        options = read_options()
    except BadOptions as exc:
        say(str(exc))
        return 2
    environment = take_over(options)
    if "CACHE_URL" not in environment:
        say("Set CACHE_URL: several web processes need a cache that they share.")
        return 2

    from nexus.bench.scratch import scratch_place

    with scratch_place(options) as is_kept:
        rows = _measured(options, environment, is_kept=is_kept)
    sys.stdout.write(table(rows, jobs=options.jobs))
    return 0


def _measured(
    options: Options, environment: dict[str, str], *, is_kept: bool
) -> list[tuple[str, ...]]:
    import django

    django.setup()

    from nexus.bench.loading import fill
    from nexus.bench.scratch import mark_complete
    from nexus.bench.server import running_server

    if not is_kept:
        fill(options, say=say)
        mark_complete(options)
    calls = _calls()
    rows = []
    for processes, threads in _SETTINGS:
        say(f"Measuring {processes} × {threads}")
        own = {**environment, "WEB_THREADS": str(threads)}
        with running_server(own, options.data_dir / "server.log", processes=processes) as server:
            figures = [_per_second(server.port, some) for some in calls.values()]
        rows.append((str(processes), str(threads), *(f"{figure:.0f}" for figure in figures)))
    return [("processes", "threads", *calls), *rows]


def _per_second(port: int, calls: Sequence[Call]) -> float:
    shares = [cycle([*calls[n % len(calls) :], *calls]) for n in range(_CLIENTS)]
    throughput(port, shares, seconds=1)  # each process has then answered once
    return throughput(port, shares, seconds=_SECONDS)


def _calls() -> dict[str, list[Call]]:
    from jobs.models import Job

    jobs = list(Job.objects.open().only("title").order_by("pk")[:200])
    pages = [Call(job.get_absolute_url()) for job in jobs]
    searches = [Call(f"/jobs/?q={word}").by_somebody() for word in ("nurse", "engineer", "python")]
    return {
        "job pages": [page.by_somebody() for page in pages],
        "job pages, kept": pages[:20],
        "searches": searches,
        "API list": [Call(f"/api/jobs/?page={n}").by_somebody() for n in range(1, 11)],
    }


def table(rows: list[tuple[str, ...]], *, jobs: int) -> str:
    """Return the report: requests a second."""
    head, *others = rows
    lines = [head, tuple("---:" for _ in head), *others]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"### Requests a second, {jobs:,} jobs, {_CLIENTS} clients\n\n{body}\n"


if __name__ == "__main__":
    sys.exit(main())

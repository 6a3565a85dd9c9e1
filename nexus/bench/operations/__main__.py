"""Runs it: `python -m nexus.bench.operations`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nexus.bench.client import percentile
from nexus.bench.options import BadOptions, Options, read_options
from nexus.bench.running import say, take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nexus.bench.client import Call, Connection
    from nexus.bench.operations.crew import Crew

_SAMPLES = 20
_GOAL_SECONDS = 0.2


def main() -> int:
    """Load the demo, measure, print. Return the exit status."""
    try:
        options = read_options(purpose="operations")
    except BadOptions as exc:
        say(str(exc))
        return 2
    environment = take_over(options)

    from nexus.bench.client import WrongAnswer
    from nexus.bench.scratch import scratch_place
    from nexus.bench.server import ServerFailed

    try:
        with scratch_place(options):
            times = _measured(options, environment)
    except (ServerFailed, WrongAnswer) as exc:
        say(str(exc))
        return 1
    sys.stdout.write(table(times))
    return 0


def _measured(options: Options, environment: dict[str, str]) -> dict[str, list[float]]:
    """Return the seconds that the calls of each operation took, by its id."""
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    from nexus.bench.client import Connection
    from nexus.bench.operations.crew import Crew
    from nexus.bench.operations.plans import plans
    from nexus.bench.server import running_server

    say("Loading the demo")
    call_command("migrate", verbosity=0)
    settings.DEBUG = True
    call_command("demo", verbosity=0)
    settings.DEBUG = False
    call_command("rebuild_search", verbosity=0)
    with running_server(environment, options.data_dir / "server.log") as server:
        connection = Connection(server.port)
        crew = Crew(_SAMPLES, connection.send)
        return {
            name: list(_times(name, plan, crew, connection))
            for name, plan in plans().items()
            if options.is_measured(name)
        }


def _times(
    name: str, plan: Callable[[Crew], Iterator[Call]], crew: Crew, connection: Connection
) -> Iterator[float]:
    say(f"Measuring {name}")
    for call in plan(crew):
        yield connection.ask(call).seconds


def table(times: dict[str, list[float]]) -> str:
    """Return the whole report, the slowest on average first. Times are in milliseconds."""
    ordered = sorted(times.items(), key=lambda one: -_mean(one[1]))
    rows = [("operation", "samples", "mean", "p50", "p95"), ("---", *["---:"] * 4)]
    rows += [(name, str(len(took)), *_figures(took)) for name, took in ordered]
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    missed = [name for name, took in ordered if _mean(took) >= _GOAL_SECONDS]
    verdict = f"above {_GOAL_SECONDS * 1000:.0f} ms on average: {', '.join(missed) or 'none'}"
    return f"### {len(times)} operations over the demo market\n\n{body}\n\n{verdict}\n"


def _figures(took: Iterable[float]) -> tuple[str, ...]:
    seconds = list(took)
    shown = (_mean(seconds), percentile(seconds, 0.5), percentile(seconds, 0.95))
    return tuple(f"{one * 1000:.1f}" for one in shown)


def _mean(seconds: list[float]) -> float:
    return sum(seconds) / len(seconds)


if __name__ == "__main__":
    sys.exit(main())

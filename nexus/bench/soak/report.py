"""What a run says at its end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nexus.bench.soak.checking import Kept
    from nexus.bench.soak.watching import Series, Watch

Window = tuple[str, float, float]
"""What was away, from when to when, in seconds since the load began."""

_GRACE_SECONDS = 15.0
"""For so long after an outage its errors count to it: what waits for a connection then fails."""


def lines_of_load(load: dict[str, Any], windows: list[Window]) -> Iterator[str]:
    """Say how fast it was, and which errors there were, inside and outside of the outages."""
    total = sum(load["counts"].values())
    yield f"{total:,} requests in {load['seconds']:.0f} s: {total / load['seconds']:.0f} a second"
    for kind, times in load["milliseconds"].items():
        figures = ", ".join(f"{name} {value:.0f}" for name, value in times.items())
        yield f"  {kind:<8} {figures} ms"
    statuses = ", ".join(f"{name}: {n:,}" for name, n in sorted(load["counts"].items()))
    yield f"answers: {statuses}"
    for name, start, end in windows:
        yield f"{name} was away from second {start:.0f} to {end:.0f}"
    inside, outside = _sorted(load["errors"], windows)
    for where, errors in (("in the outages", inside), ("at other times", outside)):
        told = ", ".join(f"{name}: {n:,}" for name, n in sorted(errors.items()))
        yield f"errors {where}: {told or 'none'}"
    if load["unanswered"]:
        yield f"not answered at all: {load['unanswered']}"


def _sorted(errors: list[Any], windows: list[Window]) -> tuple[Counter[str], Counter[str]]:
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for at, kind, status, has_retry in errors:
        name = f"{kind} {status}{' with' if has_retry else ' without'} Retry-After"
        is_in = any(start <= at <= end + _GRACE_SECONDS for _name, start, end in windows)
        (inside if is_in else outside)[name] += 1
    return inside, outside


def lines_of_processes(watch: Watch) -> Iterator[str]:
    """Say how memory and connections went."""
    yield "memory of each process, MB of its own: first tenth, middle, last tenth; slope of the second half"
    for name, series in watch.memory.items():
        if len(series.points) >= 5:  # of some, processes that live for a moment
            yield f"  {name:<16} {_course(series)}"
    yield f"connections to the database: {_course(watch.connections)}, at most {watch.connections.highest:.0f}"


def _course(series: Series) -> str:
    first, middle, last = (series.around(share) for share in (0.0, 0.5, 1.0))
    return f"{first:.0f}, {middle:.0f}, {last:.0f}; {series.slope_per_minute():+.2f} a minute"


def lines_of_rows(found: dict[str, Kept]) -> Iterator[str]:
    for kind, it in found.items():
        yield (
            f"{kind}: {it.accepted:,} accepted, {it.missing:,} of them missing,"
            f" {it.beyond:,} more in the database"
        )

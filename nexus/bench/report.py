"""The table of a run, in Markdown."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nexus.bench.client import percentile

if TYPE_CHECKING:
    from nexus.bench.scenarios import Line
    from nexus.bench.server import Memory

Medians = dict[str, tuple[float, float]]
"""By the name of a line: the median of it warm and of its floor, in seconds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands above the table."""

    jobs: int
    database: str
    source: str
    copy_seconds: float | None  # None where an earlier run's market was kept
    index_seconds: float | None
    index_bytes: int
    reading: Memory | None  # when all that is only read had been measured
    memory: Memory | None


_HEAD = (
    "request",
    "distinct",
    "cold p50",
    "cold p95",
    "warm p50",
    "warm p95",
    "anew p50",
    "anew p95",
    "req/s",
    "req/s ×4",
    "floor p50",
    "floor p95",
    "× floor",
    "anew × floor",
    "cold × floor",
)


def table(facts: Facts, lines: Iterable[Line]) -> str:
    """Return the whole report. Times are in milliseconds."""
    rows = [_HEAD, tuple("---" if n == 0 else "---:" for n in range(len(_HEAD)))]
    rows += [_cells(line) for line in lines]
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{_preface(facts)}\n\n{body}\n\n{_legend()}\n"


def ratio(line: Line) -> float:
    """Return how many times its floor a request costs, by the medians of what is warm."""
    return percentile(line.warm, 0.5) / percentile(line.floor, 0.5)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.name,
        str(line.distinct),
        _ms(line.cold, 0.5),
        _ms(line.cold, 0.95),
        _ms(line.warm, 0.5),
        _ms(line.warm, 0.95),
        _ms(line.anew, 0.5),
        _ms(line.anew, 0.95),
        f"{len(line.warm) / sum(line.warm):.0f}",
        f"{line.parallel_per_second:.0f}",
        _ms(line.floor, 0.5),
        _ms(line.floor, 0.95),
        f"{ratio(line):.2f}",
        _times(line.anew, line.floor),
        _times(line.cold, line.floor),
    )


def comparison(lines: Iterable[Line], earlier: Medians, *, jobs: int) -> str:
    """Return the table that sets what was measured beside the same in a smaller market."""
    head = (
        "request",
        "p50",
        "p95",
        "× floor",
        f"p50 at {jobs:,}",
        f"× floor at {jobs:,}",
        "cost",
        "p95 / p50",
    )
    rows = [head, tuple("---" if n == 0 else "---:" for n in range(len(head)))]
    for line in lines:
        if line.name not in earlier:
            continue
        warm, floor = earlier[line.name]
        middle = percentile(line.warm, 0.5)
        rows.append(
            (
                line.name,
                _ms(line.warm, 0.5),
                _ms(line.warm, 0.95),
                f"{ratio(line):.2f}",
                f"{warm * 1000:.2f}",
                f"{warm / floor:.2f}",
                f"{middle / warm:.2f}",
                f"{percentile(line.warm, 0.95) / middle:.2f}",
            )
        )
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"\n### Beside {jobs:,} jobs\n\n{body}\n\nWarm, in milliseconds; cost: of the medians.\n"


def write_medians(path: Path, lines: Iterable[Line]) -> None:
    """Write the medians of each line, warm and of its floor, in seconds."""
    path.write_text(
        json.dumps(
            {one.name: [percentile(one.warm, 0.5), percentile(one.floor, 0.5)] for one in lines}
        )
    )


def read_medians(path: Path) -> Medians:
    """Read what `write_medians` has written."""
    return {name: (warm, floor) for name, (warm, floor) in json.loads(path.read_text()).items()}


def _ms(seconds: Sequence[float], share: float) -> str:
    return f"{percentile(seconds, share) * 1000:.2f}" if seconds else "–"


def _times(seconds: Sequence[float], floor: Sequence[float]) -> str:
    return f"{percentile(seconds, 0.5) / percentile(floor, 0.5):.2f}" if seconds else "–"


def _preface(facts: Facts) -> str:
    parts = [
        f"### {facts.jobs:,} jobs on {facts.database}",
        "",
        f"- {facts.source}; Python {platform.python_version()}, {os.cpu_count()} cores,"
        " one web process",
    ]
    if facts.copy_seconds is not None and facts.index_seconds is not None:
        parts.append(
            f"- loaded in {facts.copy_seconds:.0f} s, search index built in"
            f" {facts.index_seconds:.0f} s"
        )
    parts.append(f"- search index on disk: {_mb(facts.index_bytes)}")
    if facts.reading is not None and facts.memory is not None:
        parts.append(
            f"- peak memory of the web process: {_mb(facts.reading.peak)} while reading (then"
            f" {_mb(facts.reading.own)} its own, {_mb(facts.reading.mapped)} of mapped files),"
            f" {_mb(facts.memory.peak)} with four logins at once, each of which hashes a password"
        )
    return "\n".join(parts)


def _mb(count: int) -> str:
    return f"{count / 2**20:.0f} MB"


def _legend() -> str:
    return (
        "Milliseconds as one client sees them over one kept connection; req/s ×4: four clients at"
        " once. Cold: the first time a process is asked this very question; warm: again, where what"
        " was kept of the answer may do; anew: again, made anew. The floor is warm; × floor compares"
        " the medians."
    )


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

"""Memory of the processes and connections of the database, every few seconds."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import psycopg

_EVERY_SECONDS = 2.0


@dataclass
class Series:
    """What was measured, by seconds since the beginning."""

    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def highest(self) -> float:
        return max(value for _at, value in self.points)

    def around(self, share: float) -> float:
        """Return the mean of the tenth of the points around a share of the time."""
        size = max(1, len(self.points) // 10)
        start = min(int(share * len(self.points)), len(self.points) - size)
        chosen = self.points[max(0, start) :][:size]
        return sum(value for _at, value in chosen) / len(chosen)

    def slope_per_minute(self) -> float:
        """Return by how much the second half rises, by least squares."""
        half = self.points[len(self.points) // 2 :]
        if len(half) < 3:
            return 0.0
        at = sum(x for x, _y in half) / len(half)
        value = sum(y for _x, y in half) / len(half)
        spread = sum((x - at) ** 2 for x, _y in half)
        return 60 * sum((x - at) * (y - value) for x, y in half) / spread


class Watch(threading.Thread):
    """Looks until told to stop. A process that is replaced begins a series of its own."""

    def __init__(self, roots: dict[str, int], database_url: str) -> None:
        super().__init__(daemon=True)
        self._roots = roots
        self._url = database_url.replace("postgres://", "postgresql://")
        self._over = threading.Event()
        self.memory: dict[str, Series] = {}
        self.connections = Series()

    def run(self) -> None:
        began = time.monotonic()
        while not self._over.wait(_EVERY_SECONDS):
            at = time.monotonic() - began
            for name, pid in self._roots.items():
                self._weigh(name, pid, at)
            with (
                suppress(psycopg.Error),
                psycopg.connect(self._url, connect_timeout=2) as there,
            ):
                query = (
                    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                    " AND pid <> pg_backend_pid()"
                )
                (count,) = there.execute(query).fetchone() or (0,)
                self.connections.points.append((at, float(count)))

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _weigh(self, name: str, pid: int, at: float) -> None:
        """Note what each process of a family holds for itself: its own pages, in MB."""
        with suppress(psutil.Error):
            root = psutil.Process(pid)
            for process in (root, *root.children(recursive=True)):
                with suppress(psutil.Error):
                    held = process.memory_info()
                    series = self.memory.setdefault(f"{name} {process.pid}", Series())
                    series.points.append((at, (held.rss - held.shared) / 2**20))

"""Asks as fast as it is answered, and writes down what came back: `python -m nexus.bench.soak.load`.

Reads a plan as JSON from its input, writes what it saw as JSON to its output. A process of its own,
so that it never shares an interpreter with what it measures. Never asks another machine, nor longer
than the plan says.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

from nexus.bench.client import percentile

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CONNECTIONS = 64
_MOST_SECONDS = 3600.0
_KEPT_TIMES = 200_000
_HURT_SECONDS = 0.05


class Load:
    """What all connections ask and have been told."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.guard = threading.Lock()
        self.began = time.time()
        self.until = time.monotonic() + min(plan["seconds"], _MOST_SECONDS)
        self.times: dict[str, list[float]] = {}
        self.counts: Counter[str] = Counter()
        self.errors: list[tuple[float, str, int, bool]] = []
        self.done: dict[str, list[int]] = {"apply": [], "post": [], "move": []}
        self.unanswered: Counter[str] = Counter()
        pairs = [*product(plan["job_ids"], plan["candidates"])]
        random.Random(7).shuffle(pairs)  # noqa: S311  # no secret
        self.applications: Iterator[tuple[int, str]] = iter(pairs)
        self.movable: Iterator[int] = iter(plan["movable"])
        self.writing = cycle(["apply", "apply", "post", "move"])

    def next_call(self, dice: random.Random) -> tuple[str, str, str, Any, str]:
        """Return kind, method, path, body and token of what is asked next."""
        draw = dice.random()
        if draw < 0.01:
            return "healthz", "GET", "/healthz", None, ""
        if draw < 0.90:
            return "read", "GET", dice.choice(self.plan["reads"]), None, ""
        if draw < 0.98:
            return "search", "GET", dice.choice(self.plan["searches"]), None, ""
        with self.guard:
            kind = next(self.writing)
            if kind == "apply":
                job, token = next(self.applications)
                body = {"job_id": job, "cover_letter": "I should like to do this work."}
                return kind, "POST", "/api/applications/", body, token
            if kind == "move" and (pk := next(self.movable, None)) is not None:
                path = f"/api/applications/{pk}/update_status/"
                return kind, "PATCH", path, {"status": "reviewed"}, self.plan["recruiter"]
        return "post", "POST", "/api/jobs/", self.plan["posting"], self.plan["recruiter"]

    def run(self, number: int) -> None:
        """Ask over one connection until the time is up."""
        dice = random.Random(number)  # noqa: S311  # no secret
        connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        while time.monotonic() < self.until:
            kind, method, path, body, token = self.next_call(dice)
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            if body is not None:
                headers["Content-Type"] = "application/json"
            sent = None if body is None else json.dumps(body)
            began = time.perf_counter()
            try:
                connection.request(method, path, sent, headers)
                reply = connection.getresponse()
                told = reply.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self.note(kind, 0, time.perf_counter() - began, has_retry=False)
                with self.guard:
                    self.unanswered[f"{kind}: {type(error).__name__}"] += 1
                time.sleep(_HURT_SECONDS)
                continue
            has_retry = reply.getheader("Retry-After") is not None
            self.note(kind, reply.status, time.perf_counter() - began, has_retry=has_retry)
            if kind in self.done and reply.status in {200, 201}:
                pk = int(json.loads(told)["id"])
                with self.guard:
                    self.done[kind].append(pk)
            elif reply.status == 503:
                time.sleep(_HURT_SECONDS)  # or the outage would be most of what is counted
        connection.close()

    def note(self, kind: str, status: int, seconds: float, *, has_retry: bool) -> None:
        with self.guard:
            self.counts[f"{kind} {status}"] += 1
            if 200 <= status < 400:
                kept = self.times.setdefault(kind, [])
                if len(kept) < _KEPT_TIMES:
                    kept.append(seconds)
            else:
                self.errors.append((time.time() - self.began, kind, status, has_retry))

    def report(self) -> dict[str, Any]:
        shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
        return {
            "began": self.began,
            "seconds": time.time() - self.began,
            "counts": dict(self.counts),
            "milliseconds": {
                kind: {name: 1000 * percentile(times, share) for name, share in shares.items()}
                for kind, times in self.times.items()
            },
            "errors": self.errors,
            "done": self.done,
            "unanswered": dict(self.unanswered),
        }


def main() -> None:
    load = Load(json.load(sys.stdin))
    threads = [
        threading.Thread(target=load.run, args=[number])
        for number in range(min(load.plan["connections"], _MOST_CONNECTIONS))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump(load.report(), sys.stdout)


if __name__ == "__main__":
    main()

"""Asks one server over kept connections and keeps the times."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


class WrongAnswer(Exception):
    """The server did not answer as it should; the figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def to(self, path: str) -> Call:
        """Return the same request to another address."""
        return Call(path, self.method, self.body, self.headers)

    def by_somebody(self) -> Call:
        """Return the same request by one for whom nothing is taken that was kept for all."""
        return Call(self.path, self.method, self.body, {**self.headers, "Cookie": "messages=none"})


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    seconds: float


class Connection:
    """A connection that is kept open, as a proxy in front of the server keeps it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def send(self, call: Call) -> Reply:
        """Return the reply, whatever its status, with the time until its last byte."""
        headers = dict(call.headers)
        if call.body is not None:
            headers.setdefault("Content-Type", "application/json")
        began = time.perf_counter()
        try:
            reply = self._exchange(call, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server closes what was idle for some seconds.
            self._connection.close()
            began = time.perf_counter()
            reply = self._exchange(call, headers)
        body = reply.read()
        return Reply(reply.status, body, time.perf_counter() - began)

    def ask(self, call: Call) -> Reply:
        """Return a reply that went well. Raises WrongAnswer for any other."""
        reply = self.send(call)
        if not 200 <= reply.status < 300:
            raise WrongAnswer(
                f"{call.method} {call.path} was answered {reply.status}: {reply.body[:300]!r}"
            )
        return reply

    def close(self) -> None:
        self._connection.close()

    def _exchange(self, call: Call, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(call.method, call.path, body=call.body, headers=headers)
        return self._connection.getresponse()


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the smallest of the times that at least `share` of them do not exceed."""
    ordered = sorted(seconds)
    index = max(0, -int(-share * len(ordered) // 1) - 1)
    return ordered[index]


def throughput(port: int, shares: Sequence[Iterable[Call]], *, seconds: float) -> float:
    """Return requests per second of one connection for each share, all asking at once.

    Each stops after `seconds`, or when its share is used up.
    """
    counts = [0] * len(shares)
    failures: list[Exception] = []
    started = threading.Barrier(len(shares))

    def run(index: int) -> None:
        connection = Connection(port)
        try:
            started.wait()
            until = time.perf_counter() + seconds
            for call in shares[index]:
                connection.ask(call)
                counts[index] += 1
                if time.perf_counter() > until:
                    break
        except (WrongAnswer, OSError, http.client.HTTPException) as exc:
            failures.append(exc)
        finally:
            connection.close()

    took = _in_threads(run, len(shares))
    if failures:
        raise failures[0]
    return sum(counts) / took


def _in_threads(run: Callable[[int], None], count: int) -> float:
    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began

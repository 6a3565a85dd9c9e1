"""Runs the soak: `python -m nexus.bench.soak`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nexus.bench.options import BASE_DIR, BadOptions, Options, read_options
from nexus.bench.sink import MailSink
from nexus.bench.soak.services import OwnPostgres, OwnRedis, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEB_PROCESSES = 2
_MOST_MINUTES = 60
_REDIS_AWAY_SECONDS = 60.0
_POSTGRES_AWAY_SECONDS = 5.0


def main() -> int:
    """Start, ask, look, print. Return the exit status: 1 where something was lost."""
    try:
        minutes = _number("MINUTES", 10, most=_MOST_MINUTES)
        connections = _number("CONNECTIONS", 8, most=64)
        options = read_options({"JOBS": os.environ.get("JOBS") or "2000"})
    except BadOptions as exc:
        sys.stderr.write(f"{exc}\n")
        return 2
    has_outages = os.environ.get("OUTAGES", "") not in {"", "0"}
    try:
        with tempfile.TemporaryDirectory(prefix="nexus-soak-") as folder, ExitStack() as stack:
            # PostgreSQL runs as somebody else, who must get through to its folder.
            Path(folder).chmod(0o711)
            postgres = OwnPostgres(Path(folder) / "postgres")
            stack.callback(postgres.close)
            postgres.start()
            redis = OwnRedis()
            stack.callback(redis.close)
            redis.start()
            sink = stack.enter_context(MailSink())
            options = replace(
                options,
                server_url=postgres.url,
                data_dir=Path(folder) / "data",
                keep=False,
                postings=None,
            )
            environment = _environment(options, redis, sink)
            os.environ.clear()
            os.environ.update(environment)
            run = Run(options, postgres, redis, sink, environment)
            return run.run(60.0 * minutes, connections, has_outages=has_outages)
    except Unavailable as exc:
        sys.stderr.write(f"{exc}\n")
        return 2


def _environment(options: Options, redis: OwnRedis, sink: MailSink) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if n in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {
        **kept,
        **options.environment(),
        "DJANGO_SETTINGS_MODULE": "nexus.bench.soak.settings",
        "CACHE_URL": redis.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "WEB_CONCURRENCY": str(_WEB_PROCESSES),
        "ACCESS_TOKEN_SECONDS": "7200",
        "LOG_LEVEL": "WARNING",
    }


class Run:
    """One run, with all that was started for it."""

    def __init__(
        self,
        options: Options,
        postgres: OwnPostgres,
        redis: OwnRedis,
        sink: MailSink,
        environment: dict[str, str],
    ) -> None:
        self._options = options
        self._postgres = postgres
        self._redis = redis
        self._sink = sink
        self._environment = environment
        self._windows: list[tuple[str, float, float]] = []

    def run(self, seconds: float, connections: int, *, has_outages: bool) -> int:
        from nexus.bench.scratch import scratch_place

        with scratch_place(self._options):
            import django

            django.setup()

            from nexus.bench.loading import fill
            from nexus.bench.server import running_server

            fill(self._options, say=_say)
            _say("Starting server and worker")
            log = self._options.data_dir / "server.log"
            with (
                running_server(self._environment, log, processes=_WEB_PROCESSES) as server,
                _worker(self._environment, self._options.data_dir / "worker.log") as worker,
            ):
                roots = {"web": server.process.pid, "worker": worker.pid}
                return self._measured(server.port, roots, seconds, connections, has_outages)

    def _measured(
        self,
        port: int,
        roots: dict[str, int],
        seconds: float,
        connections: int,
        has_outages: bool,
    ) -> int:
        from django.db import connection

        from nexus.bench.soak import checking
        from nexus.bench.soak.plan import make_plan
        from nexus.bench.soak.report import lines_of_load, lines_of_processes, lines_of_rows
        from nexus.bench.soak.watching import Watch

        plan = make_plan(port, seconds=seconds, connections=connections)
        before = checking.rows()
        connection.close()
        watch = Watch(roots, self._options.database_url)
        watch.start()
        _say(f"Asking for {seconds:.0f} s over {connections} connections")
        load = self._loaded(plan.as_json(), seconds, has_outages=has_outages)
        waited = checking.wait_for_mails()
        watch.stop()
        found = checking.kept(load["done"], before)
        for line in (
            f"load of the machine: {os.getloadavg()}",
            *lines_of_load(load, self._windows),
            *lines_of_processes(watch),
            *lines_of_rows(found),
            f"waited {waited:.0f} s until nothing was due",
            *checking.mails(self._sink),
        ):
            sys.stdout.write(f"{line}\n")
        connection.close()
        return 1 if any(it.missing for it in found.values()) else 0

    def _loaded(self, plan: dict[str, Any], seconds: float, *, has_outages: bool) -> dict[str, Any]:
        process = subprocess.Popen(
            [sys.executable, "-m", "nexus.bench.soak.load"],
            cwd=BASE_DIR,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        began = time.time()
        disturbing = threading.Thread(target=self._disturb, args=[began, seconds], daemon=True)
        if has_outages:
            disturbing.start()
        told, _errors = process.communicate(json.dumps(plan).encode(), timeout=seconds + 300)
        if has_outages:
            disturbing.join()
        report: dict[str, Any] = json.loads(told)
        lag = report["began"] - began
        self._windows = [(name, start - lag, end - lag) for name, start, end in self._windows]
        return report

    def _disturb(self, began: float, seconds: float) -> None:
        """Kill PostgreSQL after a third of the time, and stop Redis after half of it."""
        _sleep_until(began + seconds / 3)
        _say("Killing PostgreSQL")
        start = time.time() - began
        self._postgres.stop("immediate")
        time.sleep(_POSTGRES_AWAY_SECONDS)
        self._postgres.start()
        self._windows.append(("PostgreSQL", start, time.time() - began))
        _sleep_until(began + seconds / 2 + 5)
        _say("Stopping Redis")
        start = time.time() - began
        self._redis.close()
        time.sleep(min(_REDIS_AWAY_SECONDS, seconds / 6))
        self._redis.start()
        self._windows.append(("Redis", start, time.time() - began))


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(  # our own command
            [sys.executable, "-m", "nexus.keeper"],
            cwd=BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(40)


def _sleep_until(at: float) -> None:
    time.sleep(max(0.0, at - time.time()))


def _number(name: str, default: int, *, most: int) -> int:
    text = os.environ.get(name, "") or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadOptions(f"{name} must be a number from 1 to {most}, not {text!r}.")
    return int(text)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

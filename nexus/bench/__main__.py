"""Runs the benchmark: `python -m nexus.bench`."""

from __future__ import annotations

import os
import random
import sys

from nexus.bench.options import BadOptions, Options, read_options

_MEASURED_JOBS = 400


def main() -> int:
    """Load, measure, print. Return the exit status."""
    try:
        options = read_options()
    except BadOptions as exc:
        _say(str(exc))
        return 2
    # Whatever deployment the shell is set up for must not be touched.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "LANG", "TMPDIR", "CACHE_URL"}
    } | options.environment()
    os.environ.update(environment)

    from nexus.bench.client import WrongAnswer
    from nexus.bench.scratch import scratch_place
    from nexus.bench.server import ServerFailed

    try:
        with scratch_place(options) as kept:
            sys.stdout.write(_measured(options, environment, kept=kept))
    except (ServerFailed, WrongAnswer) as exc:
        _say(str(exc))
        return 1
    return 0


def _measured(options: Options, environment: dict[str, str], *, kept: bool) -> str:
    """Return the table for a scratch database, which is filled first unless it was kept."""
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from nexus.bench.loading import PASSWORD, USERNAME, Loaded, fill
    from nexus.bench.office import open_office
    from nexus.bench.report import Facts, size_of, table
    from nexus.bench.scenarios import Bench
    from nexus.bench.scratch import mark_complete
    from nexus.bench.server import running_server
    from people.models import User

    loaded: Loaded | None = None
    if kept:
        call_command("migrate", verbosity=0)
    else:
        loaded = fill(options, say=_say)
        mark_complete(options)
    job_ids = _some_job_ids()
    user_id = User.objects.values_list("pk", flat=True).get(username=USERNAME)
    office = open_office()
    database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    connection.close()

    _say("Starting the server")
    with running_server(environment, options.data_dir / "server.log") as server:
        bench = Bench(server.port, job_ids=job_ids, user_id=user_id, office=office, say=_say)
        lines, reading = [], None
        for line in bench.run(username=USERNAME, password=PASSWORD, only=options.only):
            lines.append(line)
            if line.name == "stats":
                reading = server.memory()
        memory = server.memory()
    facts = Facts(
        jobs=options.jobs,
        database=database,
        source="resampled from the demo"
        if options.postings is None
        else "resampled from real postings",
        copy_seconds=None if loaded is None else loaded.copy_seconds,
        index_seconds=None if loaded is None else loaded.index_seconds,
        index_bytes=size_of(settings.SEARCH_DIR),
        reading=reading,
        memory=memory,
    )
    return table(facts, lines)


def _some_job_ids() -> list[int]:
    """Return open jobs to look at and to apply to: everywhere in the table, none applied to."""
    from jobs.models import Job
    from nexus.bench.loading import USERNAME

    ids = list(
        Job.objects.open()
        .exclude(applications__applicant__username=USERNAME)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return random.Random(3).sample(ids, min(_MEASURED_JOBS, len(ids)))  # noqa: S311  # no secret


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Runs the benchmark: `python -m nexus.bench`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nexus.bench.options import BadOptions, Options, read_options
from nexus.bench.running import say, take_over

if TYPE_CHECKING:
    from nexus.bench.report import Facts, Medians
    from nexus.bench.scenarios import Line

_MEASURED_JOBS = 400
_MEASURED_CATEGORIES = 20


def main() -> int:
    """Load, measure, print. Return the exit status."""
    try:
        options = read_options()
    except BadOptions as exc:
        say(str(exc))
        return 2
    caller = dict(os.environ)
    environment = take_over(options)

    from nexus.bench.client import WrongAnswer
    from nexus.bench.report import comparison, table, write_medians
    from nexus.bench.scratch import scratch_place
    from nexus.bench.server import ServerFailed

    try:
        earlier = _measure_beside(options, caller)
        with scratch_place(options) as kept:
            facts, lines = _measured(options, environment, kept=kept)
    except (ServerFailed, WrongAnswer, subprocess.CalledProcessError) as exc:
        say(str(exc))
        return 1
    sys.stdout.write(table(facts, lines))
    if earlier:
        sys.stdout.write(comparison(lines, earlier, jobs=options.beside))
    if options.results is not None:
        write_medians(options.results, lines)
    return 0


def _measure_beside(options: Options, caller: dict[str, str]) -> Medians:
    """Run the same against a smaller market, which prints its own table; return its medians."""
    if not options.beside:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "medians.json"
        its = {"JOBS": str(options.beside), "BESIDE": "0", "RESULTS": str(results)}
        subprocess.run(  # this very program
            [sys.executable, "-m", "nexus.bench"],
            env={**caller, **its, "STATUS_CHANGES": "0"},
            check=True,
        )
        from nexus.bench.report import read_medians

        return read_medians(results)


def _measured(
    options: Options, environment: dict[str, str], *, kept: bool
) -> tuple[Facts, list[Line]]:
    """Measure on a scratch database, which is filled first unless it was kept."""
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from nexus.bench.loading import PASSWORD, USERNAME, Loaded, fill
    from nexus.bench.office import open_office
    from nexus.bench.report import Facts, size_of
    from nexus.bench.scenarios import Bench
    from nexus.bench.scratch import mark_complete
    from nexus.bench.server import running_server
    from people.models import User

    loaded: Loaded | None = None
    if kept:
        call_command("migrate", verbosity=0)
    else:
        loaded = fill(options, say=say)
        mark_complete(options)
    jobs, categories = _some_jobs(), _category_pages()
    user_id = User.objects.values_list("pk", flat=True).get(username=USERNAME)
    office = open_office()
    database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    connection.close()

    say("Starting the server")
    with running_server(environment, options.data_dir / "server.log") as server:
        bench = Bench(
            server.port, jobs=jobs, categories=categories, user_id=user_id, office=office, say=say
        )
        lines, reading = [], None
        for line in bench.run(
            username=USERNAME, password=PASSWORD, is_measured=options.is_measured
        ):
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
    return facts, lines


def _some_jobs() -> dict[int, str]:
    """Return open jobs to look at and to apply to: everywhere in the table, none applied to."""
    from jobs.models import Job
    from nexus.bench.loading import USERNAME

    ids = list(
        Job.objects.open()
        .exclude(applications__applicant__username=USERNAME)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    chosen = random.Random(3).sample(ids, min(_MEASURED_JOBS, len(ids)))  # noqa: S311  # no secret
    jobs = Job.objects.only("title").in_bulk(chosen)
    return {pk: jobs[pk].get_absolute_url() for pk in chosen}


def _category_pages() -> list[str]:
    from taxonomy.models import Category

    return [str(category.get_url()) for category in Category.objects.live()[:_MEASURED_CATEGORIES]]


if __name__ == "__main__":
    sys.exit(main())

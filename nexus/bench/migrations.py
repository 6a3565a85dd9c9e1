"""Which locks each migration holds, and for how long: `python -m nexus.bench.migrations`.

On PostgreSQL a scratch database is brought to the first state that can hold a market and filled
with JOBS=100000 jobs. Then every later migration runs by itself, as in an update, while a second
connection looks at pg_locks every few milliseconds and others read and write as the site does.
A lock counts that keeps others from reading or writing a table that was there before.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nexus.bench.options import BadOptions, read_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

OURS = ("core", "taxonomy", "people", "jobs", "hiring", "careers")
# The earliest states that hold what there is most of.
_FIRST = [
    ("core", "0001_outgoing_mail"),
    ("taxonomy", "0001_categories_and_skills"),
    ("people", "0002_profiles_and_constraints"),
    ("jobs", "0001_jobs"),
    ("hiring", "0001_applications"),
]
# How many rows to a hundred jobs.
_PER_HUNDRED_JOBS = [
    ("people", "User", 50),
    ("people", "Profile", 50),
    ("people", "Company", 3),
    ("people", "Membership", 5),
    ("people", "AccessLog", 50),
    ("core", "OutgoingMail", 100),
    ("jobs", "Job", 100),
    ("hiring", "Application", 100),
    ("hiring", "StatusChange", 200),
    ("hiring", "Note", 20),
]
_OVERRIDES = {
    "Job.status": "'open'",
    "Job.published_at": "now()",
    "Job.external_id": "g::text",
    "Job.description": "repeat('What there is to do here, and with whom. ', 40)",
    "Job.title": "'Nurse and engineer number ' || g",
    "Application.applicant_id": "(g * 7) % {User} + 1",
    "StatusChange.application_id": "(g - 1) / 2 + 1",
    "StatusChange.from_status": "CASE WHEN g % 2 = 1 THEN '' ELSE 'pending' END",
    "StatusChange.to_status": "CASE WHEN g % 2 = 1 THEN 'pending' ELSE 'reviewed' END",
    "User.email": "'person' || g || '@example.com'",
    "AccessLog.target": "'application:' || g",
    "Profile.user_id": "g",
}
_BLOCKING = {
    "AccessExclusiveLock": "reads and writes",
    "ExclusiveLock": "writes",
    "ShareRowExclusiveLock": "writes",
    "ShareLock": "writes",
}
_LOCKS = """
SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = %s AND l.granted AND l.mode = ANY(%s) AND c.relkind = 'r'
  AND l.locktype = 'relation' -- and not what a table holds for the moment in which it grows
  AND c.relnamespace = 'public'::regnamespace
"""
_PROBED = ("jobs_job", "hiring_application", "people_user")


@dataclass(frozen=True, slots=True)
class Measured:
    """A migration: its own time, its longest lock that keeps others out, the longest waits, in s."""

    name: str
    seconds: float
    table: str
    mode: str
    held: float
    read_wait: float
    write_wait: float

    def line(self) -> str:
        lock = f"{self.table}, {_BLOCKING[self.mode]}" if self.table else "none"
        return (
            f"| `{self.name}` | {self.seconds:.2f} | {lock} | {self.held:.2f} |"
            f" {self.read_wait:.2f} | {self.write_wait:.2f} |"
        )


HEAD = (
    "| migration | takes (s) | lock that keeps others out | held (s) | longest read (s) |"
    " longest write (s) |\n|---|---|---|---|---|---|"
)


def main() -> int:
    """Fill, migrate, print. Return the exit status: 1 where a lock was held for a second or more."""
    try:
        options = read_options(
            {**os.environ, "JOBS": os.environ.get("JOBS", "100000")}, purpose="migrations"
        )
    except BadOptions as exc:
        sys.stderr.write(f"{exc}\n")
        return 2
    if not options.uses_postgres:
        sys.stderr.write("Set DATABASE_URL to a PostgreSQL server: SQLite has one lock for all.\n")
        return 2
    options = replace(options, keep=False)
    from nexus.bench.scratch import scratch_place

    os.environ.update(options.environment())
    with scratch_place(options):
        worst = _run(options.jobs)
    return 1 if worst >= 1 else 0


def _run(jobs: int) -> float:
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate(_FIRST)
    fill(jobs)
    sys.stdout.write(f"{HEAD}\n")
    worst = 0.0
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        key = (migration.app_label, migration.name)
        executor = MigrationExecutor(connection)
        if key in executor.loader.applied_migrations:
            continue
        if migration.app_label not in OURS:
            executor.migrate([key])
            continue
        measured = _measure(f"{key[0]}.{key[1]}", executor, key)
        worst = max(worst, measured.held)
        sys.stdout.write(f"{measured.line()}\n")
        sys.stdout.flush()
    connection.close()
    return worst


def fill(jobs: int) -> None:
    """Fill the tables of the first state by the database itself."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    apps = MigrationLoader(connection).project_state(_FIRST).apps
    counts: dict[str, int] = {"Category": 20, "Page": 1}
    with connection.cursor() as cursor:
        for app, name, share in [("taxonomy", "Category", 0), *_PER_HUNDRED_JOBS]:
            model = apps.get_model(app, name)
            if name == "Category":
                counts[name] = _add_categories(cursor, apps)
                continue
            counts[name] = jobs * share // 100
            columns = {
                field.column: _expression(field, name, counts)
                for field in model._meta.local_concrete_fields
                if not field.generated and not field.primary_key
            }
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"  # noqa: S608
                f" SELECT {', '.join(columns.values())} FROM generate_series(1, {counts[name]}) g"
            )
        cursor.execute("ANALYZE")


def _add_categories(cursor: Any, apps: Any) -> int:
    """Add one category, as a page without a place in the tree: nothing asks for it."""
    page = apps.get_model("wagtailcore", "Page")
    category = apps.get_model("taxonomy", "Category")
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="taxonomy", model="category"
    )[0]
    locale = apps.get_model("wagtailcore", "Locale").objects.first()
    root = page.objects.get(depth=1)
    row = category(
        path=f"{root.path}0009",
        depth=2,
        numchild=0,
        title="Care",
        draft_title="Care",
        slug="care",
        url_path="/care/",
        content_type=kind,
        locale=locale,
        name="Care",
    )
    row.save()
    return int(row.pk)


def _expression(field: Any, model: str, counts: dict[str, int]) -> str:
    """Return the SQL that makes a column of row `g`."""
    chosen = _OVERRIDES.get(f"{model}.{field.column}")
    if chosen is not None:
        return chosen.format(**counts)
    if field.null:
        return "NULL"
    kind = field.get_internal_type()
    if kind in {"ForeignKey", "OneToOneField"}:
        target = field.remote_field.model.__name__
        if target == "Category":
            return str(counts[target])
        return f"g % {counts[target]} + 1"
    if kind in {"CharField", "TextField", "SlugField", "FileField"}:
        if field.unique or field.name in {"name", "slug"}:
            return f"'{field.name}-' || g"
        if isinstance(field.default, str):
            return f"'{field.default}'"
        return f"'{field.choices[0][0]}'" if field.choices else "''"
    return {
        "BooleanField": "false",
        "DateTimeField": "now() - g * interval '1 second'",
        "JSONField": "'{}'",
    }.get(kind, "0")


def _measure(name: str, executor: Any, key: tuple[str, str]) -> Measured:
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with _watching(pid) as held_for, _probing() as waits:
        began = time.perf_counter()
        executor.migrate([key])
        took = time.perf_counter() - began
    held, (table, mode) = max(
        ((longest, place) for place, longest in held_for.items()), default=(0.0, ("", ""))
    )
    return Measured(name, took, table, mode, held, max(waits["read"]), max(waits["write"]))


@contextmanager
def _watching(pid: int) -> Iterator[dict[tuple[str, str], float]]:
    """Yield a dictionary that is filled with how long each lock was held at a stretch, in s."""
    longest: dict[tuple[str, str], float] = {}
    since: dict[tuple[str, str], float] = {}

    def look(there: psycopg.Connection[Any]) -> None:
        before = time.perf_counter()
        found = set(there.execute(_LOCKS, [pid, list(_BLOCKING)]).fetchall())
        now = time.perf_counter()
        for gone in since.keys() - found:
            del since[gone]
        for place in found:
            held = now - since.setdefault(place, before)
            longest[place] = max(held, longest.get(place, 0.0))

    with _repeating(look, 0.003):
        yield longest


@contextmanager
def _probing() -> Iterator[dict[str, list[float]]]:
    """Yield how long each of ordinary reads and writes took meanwhile."""
    waits: dict[str, list[float]] = defaultdict(lambda: [0.0])

    def read(there: psycopg.Connection[Any]) -> None:
        _time(there, waits["read"], "SELECT * FROM {} ORDER BY id DESC LIMIT 1")

    def write(there: psycopg.Connection[Any]) -> None:
        # It changes nothing and needs every lock that a change needs.
        _time(there, waits["write"], "UPDATE {} SET id = id WHERE id = 1 AND random() < 0")

    with _repeating(read, 0.02), _repeating(write, 0.02):
        yield waits


def _time(there: psycopg.Connection[Any], waits: list[float], statement: str) -> None:
    for table in _PROBED:
        began = time.perf_counter()
        there.execute(statement.format(table).encode())
        waits.append(time.perf_counter() - began)


@contextmanager
def _repeating(act: Any, pause: float) -> Iterator[None]:
    """Call `act` again and again with a connection of its own, in a thread."""
    from django.db import connection

    stop = threading.Event()

    def run() -> None:
        other = connection.copy()
        other.ensure_connection()
        try:
            while not stop.is_set():
                act(other.connection)
                time.sleep(pause)
        finally:
            other.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())

"""Imports many postings in a process of its own, and says what that cost. Run by a test.

`python -m jobs.tests.import_at_scale FOLDER ROWS FAULTS [POSTINGS]` works on an SQLite database in
FOLDER; with a file of real postings their texts are used. Prints one line of JSON.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
import time
from pathlib import Path

FAULTS = {"salary_min": "a lot", "category": "Alchemy", "application_deadline": "soon", "title": ""}


def texts_of(path: Path | None) -> list[str]:
    """Return long texts to fill the rows with: those of real postings, or our own."""
    if path is None:
        return [f"<p>{'You wire homes and small shops. ' * 60}</p><ul><li>One</li></ul>"]
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            posting = json.loads(line)
            text = posting["description_html"] or posting["description_text"] or ""
            if text.strip():
                found.append(text)
            if len(found) == 2000:
                break
    return found


def write_file(path: Path, rows: int, faults: int, texts: list[str]) -> dict[int, str]:
    """Write a CSV with so many rows, and return by row the column that is wrong there."""
    planted: dict[int, str] = {}
    columns = ["external_id", "title", "category", "location", "employment_type"]
    columns += ["experience_level", "salary_min", "salary_max", "application_deadline", "skills"]
    columns.append("description")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        every = rows // faults
        for n in range(rows):
            row = {
                "external_id": f"HR-{n}",
                "title": f"Electrician {n}",
                "category": "Trades",
                "location": "Ghent, Belgium",
                "employment_type": "full_time",
                "experience_level": "mid",
                "salary_min": "30000",
                "salary_max": "45000.50",
                "application_deadline": "2199-03-31",
                "skills": f"Wiring | Plans | Skill {n % 300}",
                "description": texts[n % len(texts)],
            }
            if n % every == every - 1:
                column = list(FAULTS)[n // every % len(FAULTS)]
                row[column] = FAULTS[column]
                planted[n + 2] = column
            writer.writerow(row)
    return planted


def peak_megabytes() -> float:
    """Return the most memory that this program held; getrusage counts who started it as well."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (told,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(told.split()[1]) / 1024


def main() -> None:
    folder, rows, faults = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    postings = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    os.environ["DJANGO_SETTINGS_MODULE"] = "nexus.settings_test"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'scale.sqlite3'}"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)

    from jobs.models import Job
    from nexus.core.transfers import services, steps
    from nexus.core.transfers.kinds import kind_named
    from people.models import Company, User
    from taxonomy.services import create_category

    create_category(name="Trades")
    user = User.objects.create_user("scale", email="scale@example.com", password="x")
    user.is_admin = True
    user.save()
    company = Company.objects.create(name="Scale", slug="scale")
    source = folder / "jobs.csv"
    planted = write_file(source, rows, faults, texts_of(postings))
    kind = kind_named("jobs")
    assert kind is not None
    enqueued: list[int] = []
    services._enqueue = lambda run: enqueued.append(run.pk)
    began = time.perf_counter()
    options = {"company": company.pk, "opens": True}
    with source.open("rb") as file:
        run = services.begin_run(kind, file, name="jobs.csv", by=user, options=options)
    steps.work(run.pk, seconds=None)
    looked = time.perf_counter()
    found = {}
    for row in services.faults_of(run):
        found[row.number] = [column for column, _value, _why in json.loads(row.faults)]
    services.import_run(run, by=user)
    steps.work(run.pk, seconds=None)
    written = time.perf_counter()
    jobs = Job.objects.count()
    peak = peak_megabytes()
    run.refresh_from_db()
    services.undo_run(run, by=user)
    steps.work(run.pk, seconds=None)
    print(  # noqa: T201  # what the test reads
        json.dumps(
            {
                "look": looked - began,
                "write": written - looked,
                "undo": time.perf_counter() - written,
                "peak_mb": peak,
                "jobs": jobs,
                "left": Job.objects.count(),
                "enqueued": len(enqueued),
                "as_planted": found == {number: [name] for number, name in planted.items()},
            }
        )
    )


if __name__ == "__main__":
    main()

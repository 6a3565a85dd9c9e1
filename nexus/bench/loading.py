"""Fills the scratch database: the postings there are, then as many more as are asked for."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from tqdm import tqdm

from careers.services import ensure_site_tree
from hiring.models import Application
from jobs.choices import JobStatus
from jobs.importing.loader import load
from jobs.importing.reader import Source
from jobs.models import Job
from jobs.places.loading import load_cities
from jobs.places.locating import Location, locate_all
from nexus.bench.bulk import copied, drop_indexes, finish, insert_rows, run_all
from nexus.bench.histories import add_histories
from nexus.bench.market import Base, Resampled, base_indexes, resample
from nexus.bench.options import Options
from nexus.demo.content.positions import POSITIONS
from people.models import Company, Profile, User

USERNAME, PASSWORD = "bench", "bench-password-3141"  # of the scratch database alone
# So many people have applied to the first job, and in turn to every fifth of the others.
_APPLICANTS = 10_000
_STAGES = ["pending"] * 12 + ["reviewed"] * 4 + ["shortlisted"] * 2 + ["rejected", "hired"]
_JOBS_PER_APPLICATION = 5
_JOBS_PER_COMPANY = 40
_SOURCE = "bench"
# What differs from job to job; all other columns are copied from the base.
_VARYING = (
    "id",
    "company_id",
    "location",
    "place_id",
    "external_id",
    "salary_min",
    "salary_max",
    "created_at",
    "published_at",
    "updated_at",
    "changed_at",
    "application_deadline",
    "description",
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How long the parts took, in seconds."""

    copy_seconds: float
    index_seconds: float


def fill(options: Options, *, say: Say) -> Loaded:
    """Migrate the empty scratch database, fill it and build the search index."""
    # Each new page of the CMS is news to several loggers.
    logging.disable(logging.INFO)
    say("Migrating")
    call_command("migrate", verbosity=0)
    ensure_site_tree()
    say("Loading the postings to resample")
    _load_bases(options)
    began = time.perf_counter()
    _grow_to(options.jobs, say=say)
    people = _add_people_and_applications()
    if options.changes:
        add_histories(options.changes, people, say=say)
    copy_seconds = time.perf_counter() - began
    say("Building the search index")
    began = time.perf_counter()
    call_command("rebuild_search", verbosity=0)
    return Loaded(copy_seconds, time.perf_counter() - began)


def _load_bases(options: Options) -> None:
    if options.postings is None:
        _load_demo()
    else:
        load_cities(POSITIONS)
        load([Source(str(options.postings))], now=timezone.now(), fresh=True)
    surplus = Job.objects.order_by("pk").values_list("pk", flat=True)[options.jobs :]
    if surplus:
        Job.skills.through._default_manager.filter(job_id__in=list(surplus)).delete()
        Job.objects.filter(pk__in=list(surplus)).delete()


def _load_demo() -> None:
    """Load the demo, which is meant for development and says so."""
    settings.DEBUG = True
    try:
        call_command("demo", verbosity=0)
    finally:
        settings.DEBUG = False


def _grow_to(jobs: int, *, say: Say) -> None:
    """Copy in resampled jobs, with their skills, until there are `jobs` that are open."""
    missing = jobs - Job.objects.open().count()
    if missing <= 0:
        return
    fixed = [name for name in _columns_of(Job) if name not in _VARYING]
    stored = _stored_rows()
    bases = [Base(r["title"], r["location"], r["salary_min"], r["salary_max"]) for r in stored]
    constants = [_constants_of(row, fixed) for row in stored]
    # The longest text by far, encoded once for all jobs that begin with it.
    descriptions = [_encoded(row["description"]) for row in stored]
    places = _places_of({row["location"] for row in stored})
    first_id = (Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    companies = _make_companies(missing)
    made = resample(bases, companies, count=missing, now=timezone.now())

    definitions = drop_indexes("jobs_job")
    say(f"Copying {missing:,} jobs")
    insert_rows(
        "jobs_job",
        (*_VARYING, *fixed),
        (
            (
                *_values_of(job, first_id, places.get(job.location), descriptions[job.index]),
                *constants[job.index],
            )
            for job in _watched(made, missing)
        ),
    )
    say("Making the indexes anew")
    run_all(definitions)
    finish("jobs_job", highest_id=first_id + missing - 1)
    _copy_skills([row["id"] for row in stored], first_id, missing)


def _columns_of(model: type[Model]) -> list[str]:
    """Return the columns a row is written with, in the model's order."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if not field.generated]


def _stored_rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Job.objects.open().order_by("pk").values()]


def _watched(jobs: Iterator[Resampled], total: int) -> Iterator[Resampled]:
    return iter(tqdm(jobs, total=total, unit="job", unit_scale=True, disable=None))


def _constants_of(row: dict[str, Any], columns: Sequence[str]) -> tuple[Any, ...]:
    """Return a base's unchanging values, for COPY encoded once for all jobs made of it."""
    values = [_SOURCE if name == "source" else row[name] for name in columns]
    if connection.vendor == "postgresql":
        return (b"\t".join(map(copied, values)),)
    return tuple(values)


def _encoded(text: str) -> str | bytes:
    return copied(text) if connection.vendor == "postgresql" else text


def _values_of(
    job: Resampled, first_id: int, place_id: int | None, description: str | bytes
) -> tuple[Any, ...]:
    addition = f"<p>Reference: {job.reference}</p>"
    return (
        first_id + job.number,
        job.company_id,
        job.location,
        place_id,
        str(job.number),
        job.salary_min,
        job.salary_max,
        job.posted_at,
        job.posted_at,
        job.posted_at,
        job.posted_at,
        job.deadline,
        description + addition if isinstance(description, str) else description + addition.encode(),
    )


def _places_of(locations: Iterable[str]) -> dict[str, int]:
    """Return the id of the city that each location means, of those that are known."""
    texts = sorted(locations)
    found = locate_all([Location(text) for text in texts])
    return {text: place.pk for text, place in zip(texts, found, strict=True) if place}


def _make_companies(jobs: int) -> list[int]:
    """Return ids of companies for so many jobs, adding to those there are; big ones come first."""
    names = list(Company.objects.order_by("pk").values_list("name", flat=True))
    wanted = max(0, jobs // _JOBS_PER_COMPANY - len(names))
    Company.objects.bulk_create(
        [
            Company(name=f"{names[n % len(names)][:180]} {n // len(names) + 2}", slug=f"bench-{n}")
            for n in range(wanted)
        ],
        batch_size=2000,
    )
    return list(Company.objects.order_by("pk").values_list("pk", flat=True))


def _copy_skills(base_ids: Sequence[int], first_id: int, count: int) -> None:
    skills: dict[int, list[int]] = {pk: [] for pk in base_ids}
    through = Job.skills.through._default_manager
    for job_id, skill_id in through.filter(job_id__in=base_ids).values_list("job_id", "skill_id"):
        skills[job_id].append(skill_id)
    chosen = base_indexes(len(base_ids), count=count)
    insert_rows(
        "jobs_job_skills",
        ("job_id", "skill_id"),
        (
            (first_id + number, skill)
            for number, index in enumerate(chosen)
            for skill in skills[base_ids[index]]
        ),
    )
    finish("jobs_job_skills")


def _add_people_and_applications() -> list[int]:
    """Add the one who signs in and applies, and a crowd that has applied already; return whom."""
    User.objects.create_user(USERNAME, password=PASSWORD)
    unusable = f"!{secrets.token_hex(20)}"
    crowd = User.objects.bulk_create(
        [User(username=f"{USERNAME}-{n}", password=unusable) for n in range(_APPLICANTS)]
    )
    Profile.objects.bulk_create([Profile(user=user) for user in crowd])
    ids = [user.pk for user in crowd]
    now = timezone.now()
    jobs = Job.objects.filter(status=JobStatus.OPEN).order_by("pk").values_list("pk", flat=True)
    others = islice(jobs.iterator(chunk_size=20_000), 1, None, _JOBS_PER_APPLICATION)
    applied_to = [*[jobs[0]] * _APPLICANTS, *others]
    columns = [name for name in _columns_of(Application) if name != "id"]
    fields = [field for field in Application._meta.concrete_fields if field.attname in columns]
    blank = {field.attname: None if field.null else field.get_default() for field in fields}
    insert_rows(
        "hiring_application",
        columns,
        (
            tuple(
                (
                    blank
                    | {
                        "job_id": job,
                        "applicant_id": ids[n % len(ids)],
                        "status": _STAGES[n % len(_STAGES)],
                        "applied_at": now - timedelta(seconds=n),
                        "updated_at": now,
                    }
                ).values()
            )
            for n, job in enumerate(applied_to)
        ),
    )
    finish("hiring_application")
    return ids

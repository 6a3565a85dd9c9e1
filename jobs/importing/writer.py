"""Stores a chunk of postings: new ones are added, changed ones updated, the others left alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jobs.choices import JobStatus, VersionAction
from jobs.importing.companies import CompanyBook
from jobs.importing.posting import Posting
from jobs.models import LONG_TEXTS, Job
from jobs.places.locating import Location, locate_all
from jobs.services.history import Before, last_numbers, record_all, snapshots
from nexus.core.errors import Invalid, Refused
from taxonomy.models import Category
from taxonomy.names import fold
from taxonomy.services import create_category, get_or_create_skills

# What a file decides. Status and dates are decided below; the rest belongs to us.
_GIVEN_FIELDS = (
    "company_id",
    "category_id",
    "title",
    "location",
    "place_id",
    "summary",
    *LONG_TEXTS,
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
)
_DATE_FIELDS = ("application_deadline", "created_at", "published_at", "closed_at")
_UPDATED_FIELDS = (
    *(name.removesuffix("_id") for name in _GIVEN_FIELDS),
    *_DATE_FIELDS,
    "status",
    "close_reason",
    "close_note",
    "updated_at",
    "changed_at",
)


@dataclass(slots=True)
class Outcome:
    """What became of a chunk. `refused` holds the positions of rows the database would not take."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: dict[int, str] = field(default_factory=dict)

    def add(self, other: Outcome) -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged


class Writer:
    """Writes chunks, each in one short transaction, so that a running server is never in the way.

    `announce` is called with the ids of stored jobs after each commit.
    """

    def __init__(
        self, *, dry_run: bool = False, announce: Callable[[Collection[int]], None] | None = None
    ) -> None:
        self._dry_run = dry_run
        self._announce = announce
        self._companies = CompanyBook()
        self._categories: dict[str, int] = {}

    def store(self, postings: Sequence[Posting]) -> Outcome:
        """Store postings whose keys differ from each other.

        About ten statements for a chunk. Where the database refuses the whole, each posting is
        tried by itself, so that one bad row costs no good one. Raises Conflict where the CMS
        has no place for categories.
        """
        self._find_categories(postings)
        try:
            return self._store_together(postings)
        except (IntegrityError, DataError, Refused):
            self._companies.forget()
        outcome = Outcome()
        for position, posting in enumerate(postings):
            try:
                outcome.add(self._store_together([posting]))
            except Refused as exc:
                outcome.refused[position] = exc.message
            except (IntegrityError, DataError) as exc:
                self._companies.forget()
                reason = " ".join(str(exc).split())[:200]
                outcome.refused[position] = f"The database refused it: {reason}."
        return outcome

    @transaction.atomic
    def _store_together(self, postings: Sequence[Posting]) -> Outcome:
        now = timezone.now()
        companies = self._companies.ids_for(postings, create=not self._dry_run)
        stored = _stored_jobs(postings, lock=not self._dry_run)
        outcome = Outcome()
        new: list[tuple[Job, Posting]] = []
        changed: list[tuple[Job, Posting]] = []
        places = _places_of(postings)
        before = _before(stored.values())
        for posting in postings:
            values = _values_of(posting, companies, self._categories, places)
            job = stored.get(posting.key)
            if job is None:
                new.append((_new_job(posting, values, now=now), posting))
                continue
            differs = _apply(job, posting, values, now=now)
            if differs or _skills_differ(before[job.pk], posting):
                changed.append((job, posting))
            else:
                outcome.unchanged += 1
        outcome.created, outcome.updated = len(new), len(changed)
        if not self._dry_run:
            self._write([job for job, _ in new], [job for job, _ in changed])
            _set_skills([*new, *changed])
            # What was new is told by its source and the times of its row.
            record_all([job for job, _ in changed], VersionAction.IMPORTED, at=now, before=before)
            self._announce_after_commit([job.pk for job, _ in (*new, *changed)])
        return outcome

    def _write(self, new: list[Job], changed: list[Job]) -> None:
        if new:
            Job.objects.bulk_create(new)
        if changed:
            # One statement however many rows, where bulk_update writes a CASE for every column.
            Job.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=list(_UPDATED_FIELDS),
            )

    def _announce_after_commit(self, ids: list[int]) -> None:
        announce = self._announce
        if announce is not None and ids:
            transaction.on_commit(lambda: announce(ids))

    def _find_categories(self, postings: Sequence[Posting]) -> None:
        for name in {posting.category_name for posting in postings} - self._categories.keys():
            category = Category.objects.named(name).only("pk").first()
            if category is None and not self._dry_run:
                category = _made_category(name)
            if category is not None:
                self._categories[name] = category.pk


def _made_category(name: str) -> Category:
    try:
        return create_category(name=name)
    except Invalid:
        # Somebody else made it since we looked.
        category: Category = Category.objects.named(name).only("pk").get()
        return category


def _values_of(
    posting: Posting,
    companies: Mapping[str, int],
    categories: Mapping[str, int],
    places: Mapping[Location, int],
) -> dict[str, Any]:
    """Return the columns that the file decides; an id is None where a dry run made nothing."""
    return {
        "company_id": companies.get(posting.company_name),
        "category_id": categories.get(posting.category_name),
        "title": posting.title,
        "location": posting.location,
        "place_id": places.get(posting.place),
        "summary": posting.summary,
        **{name: getattr(posting, name) for name in LONG_TEXTS},
        "employment_type": posting.employment_type,
        "experience_level": posting.experience_level,
        "workplace": posting.workplace,
        "salary_min": posting.pay.minimum,
        "salary_max": posting.pay.maximum,
        "salary_currency": posting.pay.currency,
        "salary_period": posting.pay.period,
    }


def _new_job(posting: Posting, values: dict[str, Any], *, now: datetime) -> Job:
    days_open = timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN)
    deadline = posting.deadline or (posting.posted_at or now) + days_open
    posted_at = posting.posted_at or min(now, deadline - days_open)
    expired = deadline <= now
    return Job(
        **values,
        source=posting.source,
        external_id=posting.external_id,
        status=JobStatus.CLOSED if expired else JobStatus.OPEN,
        application_deadline=deadline,
        created_at=posted_at,
        published_at=posted_at,
        closed_at=deadline if expired else None,
        updated_at=now,
        changed_at=now,
    )


def _apply(job: Job, posting: Posting, values: dict[str, Any], *, now: datetime) -> bool:
    """Bring a stored job in line with its posting and tell whether anything differed.

    A job that somebody closed, archived or withheld stays so; one that ran out is opened again
    when its deadline was put off.
    """
    ran_out = job.ran_out()
    wanted = dict(values)
    if posting.posted_at is not None:
        wanted["created_at"] = posting.posted_at
        if job.published_at is not None:
            wanted["published_at"] = posting.posted_at
    if posting.deadline is not None:
        wanted["application_deadline"] = posting.deadline
        if job.opens_at is not None and posting.deadline <= job.opens_at:
            # It would end before it opens, which its company has set.
            del wanted["application_deadline"]
    deadline = wanted.get("application_deadline", job.application_deadline)
    if deadline <= now and (job.status == JobStatus.OPEN or ran_out):
        wanted |= {"status": JobStatus.CLOSED, "closed_at": deadline}
    elif deadline > now and ran_out:
        reopened = {"status": JobStatus.OPEN, "closed_at": None}
        wanted |= {**reopened, "close_reason": "", "close_note": ""}
    changes = {name: value for name, value in wanted.items() if getattr(job, name) != value}
    if not changes:
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    job.updated_at = job.changed_at = now
    return True


def _places_of(postings: Sequence[Posting]) -> dict[Location, int]:
    """Return the places that are known, by location. One query for hundreds of names."""
    wanted = list(dict.fromkeys(posting.place for posting in postings))
    found = zip(wanted, locate_all(wanted), strict=True)
    return {location: place.pk for location, place in found if place is not None}


def _stored_jobs(postings: Sequence[Posting], *, lock: bool) -> dict[tuple[str, str], Job]:
    """Return the jobs that were loaded before, by key. One query for each source."""
    by_source: dict[str, list[str]] = {}
    for posting in postings:
        by_source.setdefault(posting.source, []).append(posting.external_id)
    found: dict[tuple[str, str], Job] = {}
    for source, external_ids in by_source.items():
        jobs = Job.objects.filter(source=source, external_id__in=external_ids).order_by()
        # Spelt as the partial index spells it, or neither database would use the index.
        jobs = jobs.filter(RawSQL("NOT (external_id = '')", (), output_field=BooleanField()))
        if lock:
            jobs = jobs.select_for_update()
        found |= {(source, job.external_id): job for job in jobs}
    return found


def _before(jobs: Collection[Job]) -> dict[int, Before]:
    """Return what the jobs are like before anything is done to them. Three queries."""
    said = snapshots(jobs)
    last = last_numbers(jobs)
    return {job.pk: Before(last.get(job.pk, 0), job.status, said[job.pk]) for job in jobs}


def _skills_differ(before: Before, posting: Posting) -> bool:
    held = before.fields["skills"]
    return {fold(name) for name in held} != {fold(name) for name in posting.skills}


def _set_skills(pairs: Sequence[tuple[Job, Posting]]) -> None:
    """Give each job exactly the skills of its posting. Three statements and the look-up."""
    through = Job.skills.through
    through._default_manager.filter(job_id__in=[job.pk for job, _ in pairs]).delete()
    names = {name for _, posting in pairs for name in posting.skills}
    if not names:
        return
    ids = {fold(skill.name): skill.pk for skill in get_or_create_skills(sorted(names))}
    through._default_manager.bulk_create(
        [
            through(job_id=job.pk, skill_id=skill_id)
            for job, posting in pairs
            for skill_id in dict.fromkeys(ids[fold(name)] for name in posting.skills)
        ]
    )

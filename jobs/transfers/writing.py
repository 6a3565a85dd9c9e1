"""Writing the good rows of a file of jobs: in bulk, and in all else as jobs are posted one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jobs.choices import JobStatus, VersionAction
from jobs.models import Job
from jobs.places.locating import Location, locate_all
from jobs.search import apply_now
from jobs.services.history import Before, last_numbers, record_all, snapshots
from jobs.services.lifecycle import MOVED_COLUMNS, status_to_open_in
from jobs.services.publication import tell_publication
from jobs.services.second_looks import look_again
from nexus.core.html import html_to_text, summarise
from nexus.core.transfers.models import RowOutcome
from nexus.core.transfers.rows import Written
from taxonomy.names import fold
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from nexus.core.transfers.rows import Judged
    from people.models import User

CHANGED_COLUMNS = (
    "category",
    "title",
    "location",
    "place",
    "summary",
    "description",
    "requirements",
    "responsibilities",
    "benefits",
    "company_description",
    "employment_type",
    "experience_level",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "application_deadline",
    "updated_at",
    "changed_at",
)


def source_of(company_id: int) -> str:
    """Return of what `external_id` is a number: each company has its own."""
    return f"company-{company_id}"


def write(judged: Sequence[Judged], *, by: User, opens: bool) -> list[Written]:
    """Write rows that were judged within this transaction, and say what was written.

    New jobs open, at once or at their time, (or wait for review, where that is due) if `opens`, else
    they are drafts; open ones that become others go back to review, where that is due. About
    fifteen statements, however many rows.
    """
    now = timezone.now()
    jobs = [one.instance for one in judged]
    _find_places(jobs)
    for job in jobs:
        job.summary = summarise(html_to_text(job.description, is_clean=True))
    new = [one for one in judged if one.outcome == RowOutcome.NEW]
    changed = [one for one in judged if one.outcome == RowOutcome.CHANGED]
    for one in new:
        _begin(one.instance, by=by, opens=opens, at=now)
    before = look_before([one.instance for one in changed])
    written = [
        Written(one.number, one.outcome, 0, one.label, _kept(one, before))
        for one in (*new, *changed)
    ]
    Job.objects.bulk_create([one.instance for one in new])
    save_changed([one.instance for one in changed], at=now)
    hand_to_review([one.instance for one in changed], before, by=by, at=now)
    for told, one in zip(written, (*new, *changed), strict=True):
        told.object_id = one.instance.pk
    set_skills([(job, job.given_skills) for job in jobs if hasattr(job, "given_skills")])
    record_all([one.instance for one in new], VersionAction.CREATED, at=now, by=by)
    record_all(
        [one.instance for one in changed], VersionAction.IMPORTED, at=now, before=before, by=by
    )
    out = [one.instance.pk for one in new if one.instance.published_at == now]
    if out:
        tell_publication(out)
    follow([job.pk for job in jobs])
    return written


def look_before(jobs: Collection[Job]) -> dict[int, Before]:
    """Return what jobs say in the database before they are written. Four queries."""
    held = list(Job.objects.filter(pk__in=[job.pk for job in jobs]).order_by())
    said, last = snapshots(held), last_numbers(held)
    return {job.pk: Before(last.get(job.pk, 0), job.status, said[job.pk]) for job in held}


def save_changed(jobs: Sequence[Job], *, at: datetime) -> None:
    """Save what a file may change of jobs that exist. One statement, however many."""
    if not jobs:
        return
    for job in jobs:
        job.updated_at = job.changed_at = at
    # An upsert of known keys, where bulk_update writes a CASE for every column.
    Job.objects.bulk_create(
        jobs, update_conflicts=True, unique_fields=["id"], update_fields=list(CHANGED_COLUMNS)
    )


def hand_to_review(
    jobs: Sequence[Job], before: Mapping[int, Before], *, by: User, at: datetime
) -> None:
    """Hand those of the changed jobs to review that have become others, as `update_job` does."""
    others = look_again(jobs, before, by=by, at=at)
    if others:
        Job.objects.bulk_update(others, MOVED_COLUMNS)


def set_skills(pairs: Sequence[tuple[Job, Sequence[str]]]) -> None:
    """Give each job exactly these skills. Three statements and the look-up."""
    through = Job.skills.through
    through._default_manager.filter(job_id__in=[job.pk for job, _names in pairs]).delete()
    names = {name for _job, its in pairs for name in its}
    if not names:
        return
    ids = {fold(skill.name): skill.pk for skill in get_or_create_skills(sorted(names))}
    through._default_manager.bulk_create(
        [
            through(job_id=job.pk, skill_id=skill)
            for job, its in pairs
            for skill in dict.fromkeys(ids[fold(name)] for name in its)
        ]
    )


def follow(ids: Collection[int]) -> None:
    """Tell the search index of jobs once the transaction commits."""
    transaction.on_commit(partial(apply_now, list(ids)))


def _begin(job: Job, *, by: User, opens: bool, at: datetime) -> None:
    job.posted_by = by
    job.created_at = job.updated_at = job.changed_at = at
    job.source = source_of(job.company_id) if job.external_id else "file"
    if not opens:
        return
    job.status = status_to_open_in(job, by=by)
    opens_at = getattr(job, "given_opens_at", None)
    if opens_at is not None:
        job.opens_at, job.scheduled_by = opens_at.replace(second=0, microsecond=0), by
        if job.status == JobStatus.OPEN:
            job.status = JobStatus.SCHEDULED
    if job.status == JobStatus.OPEN:
        job.published_at = at


def _find_places(jobs: Sequence[Job]) -> None:
    wanted = [Location(job.location, job.salary_currency) for job in jobs]
    for job, place in zip(jobs, locate_all(wanted), strict=True):
        job.place = place


def _kept(one: Judged, before: dict[int, Before]) -> dict[str, Any]:
    """Return what brings a job back to what it was."""
    if one.outcome != RowOutcome.CHANGED:
        return {}
    return dict(before[one.instance.pk].fields)

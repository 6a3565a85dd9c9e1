"""The history of a posting: what it said after each change, who made it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict, cast

from django.db.models import Max

from jobs.choices import VersionAction
from jobs.models import LONG_TEXTS, Job, JobVersion
from jobs.services.publication import tell_publication, tell_step
from nexus.core.money import money_string
from people.services.auditing import AuditAct
from people.services.auditing import record as note
from taxonomy.models import Category

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from people.models import User

# What the audit calls a step; of itself it moves the job.
_ACTS = dict.fromkeys(VersionAction, AuditAct.MOVED) | {
    VersionAction.CREATED: AuditAct.ADDED,
    VersionAction.COPIED: AuditAct.ADDED,
    VersionAction.CHANGED: AuditAct.CHANGED,
    VersionAction.IMPORTED: AuditAct.CHANGED,
    VersionAction.EXTENDED: AuditAct.CHANGED,
    VersionAction.RETIMED: AuditAct.CHANGED,
    VersionAction.RESTORED: AuditAct.RESTORED,
}
_PLAIN = ("title", "location", *LONG_TEXTS, "employment_type", "experience_level", "workplace")


class Snapshot(TypedDict):
    """What a company wrote of a job. The category's name is kept for readers, its id counts.

    Amounts are strings with two places or None, the deadline is an ISO time in UTC.
    """

    title: str
    location: str
    category: int
    category_name: str
    description: str
    requirements: str
    responsibilities: str
    benefits: str
    company_description: str
    employment_type: str
    experience_level: str
    workplace: str
    salary_min: str | None
    salary_max: str | None
    salary_currency: str
    salary_period: str
    application_deadline: str
    skills: list[str]


class Before(NamedTuple):
    """A job before a change: the number of its last version, if any, and what it said."""

    last: int
    status: str
    fields: Snapshot


def look_before(job: Job) -> Before:
    """Note what a locked job is like before it changes. Three queries."""
    return Before(_last_number(job), job.status, snapshots([job])[job.pk])


def record(
    job: Job,
    action: VersionAction,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    before: Before | None = None,
) -> None:
    """Add a version of a job that is locked or new and has been written. Five queries.

    What `before` says of a job without versions becomes the first of them, so that every change
    can be taken back. A change that left everything as it was is none. Run it inside the job's own transaction.
    """
    last = _last_number(job) if before is None else before.last
    after = snapshots([job])[job.pk]
    if action == VersionAction.CHANGED and before and before[1:] == (job.status, after):
        return
    added = []
    if not last and before is not None and before.fields != after:
        added.append(_found(job, before))
        last = 1
    added.append(_version(job, last + 1, after, action=action, by=by, at=at, note=note))
    JobVersion.objects.bulk_create(added)
    if by is not None:
        _note(job, action, by)
    tell_step(job, action)
    if job.published_at == at:
        tell_publication([job.pk])


def _note(job: Job, action: VersionAction, by: User) -> None:
    """Note in the audit that somebody did this: what became of the words, the history says."""
    note(
        actor=by,
        act=_ACTS[action],
        thing=f"job:{job.pk}",
        label=job.title,
        company=job.company_id,
        details={"step": str(action)},
    )


def record_all(
    jobs: Sequence[Job],
    action: VersionAction,
    *,
    at: datetime,
    before: Mapping[int, Before] | None = None,
    by: User | None = None,
) -> None:
    """Add a version of each of many written jobs; without `by` nobody in particular changed them.

    `before` is as for `record`, by the job's id. Three or four queries for up to 500 jobs.
    """
    if not jobs:
        return
    known = None if before is None else {pk: was.last for pk, was in before.items()}
    last = last_numbers(jobs) if known is None else known
    after = snapshots(jobs)
    added = []
    for job in jobs:
        number = last.get(job.pk, 0)
        if not number and before is not None:
            added.append(_found(job, before[job.pk]))
            number = 1
        added.append(_version(job, number + 1, after[job.pk], action=action, at=at, by=by))
    JobVersion.objects.bulk_create(added)


def last_numbers(jobs: Collection[Job]) -> dict[int, int]:
    """Return the number of the last version of each job that has any. One query."""
    counted = JobVersion.objects.filter(job__in=[job.pk for job in jobs]).order_by()
    return dict(counted.values_list("job").annotate(Max("number")))


def snapshots(jobs: Collection[Job]) -> dict[int, Snapshot]:
    """Return what each of many jobs says now, by its id. Two queries."""
    names = dict(
        Category.objects.filter(pk__in={job.category_id for job in jobs}).values_list("pk", "name")
    )
    skills: dict[int, list[str]] = {job.pk: [] for job in jobs}
    rows = Job.skills.through._default_manager.filter(job_id__in=skills)
    for job_id, name in rows.order_by("skill__name").values_list("job_id", "skill__name"):
        skills[job_id].append(name)
    return {
        job.pk: _snapshot(job, category_name=names[job.category_id], skills=skills[job.pk])
        for job in jobs
    }


def _snapshot(job: Job, *, category_name: str, skills: list[str]) -> Snapshot:
    said = {
        **{name: getattr(job, name) for name in _PLAIN},
        "category": job.category_id,
        "category_name": category_name,
        "salary_min": money_string(job.salary_min),
        "salary_max": money_string(job.salary_max),
        "salary_currency": job.salary_currency,
        "salary_period": job.salary_period,
        "application_deadline": job.application_deadline.isoformat(),
        "skills": skills,
    }
    return cast("Snapshot", said)


def _last_number(job: Job) -> int:
    last: int | None = job.versions.aggregate(last=Max("number"))["last"]
    return last or 0


def _found(job: Job, before: Before) -> JobVersion:
    found = _version(job, 1, before.fields, action=VersionAction.FOUND, at=job.created_at)
    found.status = before.status
    return found


def _version(
    job: Job,
    number: int,
    fields: Snapshot,
    *,
    action: VersionAction,
    at: datetime,
    by: User | None = None,
    note: str = "",
) -> JobVersion:
    return JobVersion(
        job=job,
        number=number,
        at=at,
        by=by,
        action=action,
        note=note,
        status=job.status,
        opens_at=job.opens_at,
        fields=dict(fields),
    )

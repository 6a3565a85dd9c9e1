"""Gives the market a past: applications of the last two years with the steps they went through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import Application, StatusChange
from hiring.statistics.upkeep import rebuild
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.bench.bulk import drop_indexes, finish, insert_rows, run_all
from nexus.core.audit import AuditAct
from people.models import AuditEntry

_DAYS = 730
_PENDING = ApplicationStatus.PENDING
_REVIEWED = ApplicationStatus.REVIEWED
_SHORTLISTED = ApplicationStatus.SHORTLISTED
_HIRED = ApplicationStatus.HIRED
_REJECTED = ApplicationStatus.REJECTED
# The steps of ten applications, sixteen in all.
_WAYS: Sequence[tuple[ApplicationStatus, ...]] = (
    (_REVIEWED, _REJECTED),
    (_REVIEWED,),
    (_REJECTED,),
    (_REVIEWED, _SHORTLISTED, _HIRED),
    (),
    (_REVIEWED, _REJECTED),
    (_REJECTED,),
    (_REVIEWED, _SHORTLISTED, _REJECTED),
    (),
    (_REVIEWED, _SHORTLISTED, _REJECTED),
)
_STEPS_OF_TEN = sum(map(len, _WAYS))
_SOURCES = ("site", "site", "api", "site", "import")


@dataclass(frozen=True, slots=True)
class _Past:
    """One application that is made up: who applied when to which job, and how it went on."""

    number: int
    job: int
    applicant: int
    at: datetime

    @property
    def steps(self) -> Iterator[tuple[ApplicationStatus, ApplicationStatus, datetime]]:
        """Yield what it was, what it became and when; the gaps are of hours up to two months."""
        was, at = _PENDING, self.at
        for place, status in enumerate(_WAYS[self.number % len(_WAYS)]):
            at += timedelta(hours=5 + (self.number * 37 + place * 101) % 1400)
            yield was, status, at
            was = status


def add_histories(changes: int, people: Sequence[int], *, say: Callable[[str], None]) -> None:
    """Add so many changes of status, with the applications they are of, and count them.

    `people` are the ids of those who have applied. As many entries of the audit come along.
    """
    number = changes * len(_WAYS) // _STEPS_OF_TEN
    first = (Application.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    say(f"Copying {number:,} applications and {changes:,} changes of their status")
    past = list(_made_up(number, people))
    indexes = [*drop_indexes("hiring_application"), *drop_indexes("hiring_statuschange")]
    _insert_applications(past, first)
    _insert_changes(past, first)
    run_all(indexes)
    finish("hiring_application", highest_id=first + number - 1)
    finish("hiring_statuschange")
    _insert_audit(changes, people)
    say("Counting the histories")
    rebuild()
    for table in ("hiring_fact", "hiring_monthlytally"):
        finish(table)


def _made_up(number: int, people: Sequence[int]) -> Iterator[_Past]:
    # Those that the crowd has applied to already are left out: one applies once to a job.
    opened = Job.objects.filter(status=JobStatus.OPEN).order_by("pk").values_list("pk", flat=True)
    jobs = [pk for place, pk in enumerate(opened) if place and place % 5 != 1]
    now = timezone.now()
    for n in range(number):
        yield _Past(
            number=n,
            job=jobs[n % len(jobs)],
            # Nobody twice for one job, and not the same few for all.
            applicant=people[(n % len(jobs) * 31 + n // len(jobs)) % len(people)],
            at=now - timedelta(days=_DAYS * (number - n) / number),
        )


def _insert_applications(past: Sequence[_Past], first: int) -> None:
    fields = [field for field in Application._meta.concrete_fields if not field.generated]
    blank = {field.attname: None if field.null else field.get_default() for field in fields}
    now = timezone.now()
    rows = (
        tuple(
            (
                blank
                | {
                    "id": first + one.number,
                    "job_id": one.job,
                    "applicant_id": one.applicant,
                    "status": (_reached(one, now) or [(_PENDING, _PENDING, now)])[-1][1],
                    "source": source,
                    "applied_at": one.at,
                    "updated_at": one.at,
                }
            ).values()
        )
        for one, source in zip(past, cycle(_SOURCES), strict=False)
    )
    insert_rows("hiring_application", list(blank), rows)


def _insert_changes(past: Sequence[_Past], first: int) -> None:
    now = timezone.now()
    fields = [field for field in StatusChange._meta.concrete_fields if field.attname != "id"]
    blank = {field.attname: None if field.null else field.get_default() for field in fields}
    rows = (
        tuple(
            (
                blank
                | {
                    "application_id": first + one.number,
                    "from_status": was,
                    "to_status": status,
                    "at": at,
                }
            ).values()
        )
        for one in past
        for was, status, at in _reached(one, now)
    )
    insert_rows("hiring_statuschange", list(blank), rows)


def _reached(
    one: _Past, now: datetime
) -> list[tuple[ApplicationStatus, ApplicationStatus, datetime]]:
    return [step for step in one.steps if step[2] <= now]


def _insert_audit(number: int, people: Sequence[int]) -> None:
    """Write as many entries as there are changes: each of them was somebody's doing."""
    companies = list(Job.objects.order_by("pk").values_list("company", flat=True)[:5000])
    acts = (AuditAct.MOVED, AuditAct.SEEN, AuditAct.CHANGED, AuditAct.EXPORTED)
    now = timezone.now()
    columns = "at actor_id act thing thing_kind label subject_id company_id details request_id"
    rows = (
        (
            now - timedelta(days=_DAYS * (number - n) / number),
            people[n % min(97, len(people))],
            acts[n % len(acts)],
            f"application:{n}",
            "application",
            f"NX-{n}",
            people[n % len(people)],
            companies[n % len(companies)],
            "{}",
            "",
        )
        for n in range(number)
    )
    insert_rows(AuditEntry._meta.db_table, columns.split(), rows)
    finish(AuditEntry._meta.db_table)

"""Loads applications with their history, notes and the record of who looked at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile

from hiring.choices import ApplicationStatus as Stage
from hiring.models import Application, Note, StatusChange
from jobs.choices import JobStatus
from nexus.core.audit import AuditAct
from nexus.core.storages import private_storage, saved_file
from nexus.demo.content.letters import CHANGE_NOTES, LETTERS, NOTES
from nexus.demo.content.places import BY_KEY
from nexus.demo.market import SEED, SHOWCASE
from people.models import AuditEntry

if TYPE_CHECKING:
    from contextlib import ExitStack
    from datetime import datetime

    from jobs.models import Job
    from nexus.demo.loading.accounts import Accounts, Candidate
    from nexus.demo.market import Posting
    from people.models import User

_PER_PERSON = (5, 9)
# Where an application may have come to, and how often it has, of a hundred.
_PATHS: tuple[tuple[int, tuple[Stage, ...]], ...] = (
    (27, ()),
    (23, (Stage.REVIEWED,)),
    (17, (Stage.REVIEWED, Stage.SHORTLISTED)),
    (15, (Stage.REVIEWED, Stage.REJECTED)),
    (8, (Stage.REVIEWED, Stage.SHORTLISTED, Stage.REJECTED)),
    (8, (Stage.REVIEWED, Stage.SHORTLISTED, Stage.HIRED)),
    (2, (Stage.REVIEWED, Stage.REJECTED, Stage.REVIEWED, Stage.SHORTLISTED)),
)
_WITHDRAWN_SHARE = 0.07
_DECIDED = (Stage.HIRED, Stage.REJECTED)
_RANKS = {"entry": 0, "mid": 1, "senior": 2, "executive": 3, "expert": 3}
# How gladly people apply so many levels away from their own.
_BY_DISTANCE = (3.0, 1.0, 0.05, 0.01)


@dataclass(slots=True)
class _Batch:
    """The rows of all applications, collected to be written at once."""

    applications: list[Application] = field(default_factory=list)
    changes: list[StatusChange] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    looks: list[tuple[Application, User, datetime]] = field(default_factory=list)
    # A person takes one job, and a job takes one person.
    taken: set[tuple[str, int]] = field(default_factory=set)

    def can_hire(self, application: Application) -> bool:
        """Whether both are still free; they are not from now on."""
        both = {("job", application.job_id), ("person", application.applicant_id)}
        is_free = not both & self.taken
        if is_free:
            self.taken |= both
        return is_free


def load_applications(
    jobs: list[tuple[Posting, Job]],
    accounts: Accounts,
    now: datetime,
    files: ExitStack,
) -> int:
    """Create applications in every stage, each with its own copy of the CV; return their number."""
    batch = _Batch()
    # Who signs in to look for work should not have found it.
    batch.taken.add(("person", accounts.by_login["candidate"].pk))
    for candidate in accounts.candidates:
        # Chance of their own for each, so that the hour of loading moves no other application.
        for posting, job in _chosen(candidate, jobs, _chance(candidate)):
            staff = accounts.staff[posting.company.name]
            _apply(batch, candidate, posting, job, staff, now, _chance(candidate, posting.title))
    _show_a_withdrawal(batch, accounts.by_login["candidate"], now)
    for application in batch.applications:
        _attach(application, accounts, files)
    Application.objects.bulk_create(batch.applications, batch_size=200)
    StatusChange.objects.bulk_create(batch.changes, batch_size=500)
    Note.objects.bulk_create(batch.notes, batch_size=500)
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                actor=viewer,
                subject=application.applicant,
                company=application.job.company,
                act=AuditAct.SEEN,
                thing=f"application:{application.pk}",
                thing_kind="application",
                at=at,
            )
            for application, viewer, at in batch.looks
        ],
        batch_size=500,
    )
    return len(batch.applications)


def _chance(candidate: Candidate, occasion: str = "") -> Random:
    return Random(f"{SEED} {candidate.user.username} {occasion}")  # noqa: S311  # for variety


def _chosen(
    candidate: Candidate, jobs: list[tuple[Posting, Job]], rng: Random
) -> list[tuple[Posting, Job]]:
    """Pick jobs of the person's trade: near rather than far, of their level, of the showcase."""
    home = BY_KEY[candidate.person.city]
    pool = [
        (posting, job)
        for posting, job in jobs
        if job.published_at is not None and posting.category in candidate.person.categories
    ]
    weights = [
        (8.0 if posting.country == home.country else 1.0)
        * (3.0 if home.name in posting.location else 1.0)
        * (18.0 if posting.company.name == SHOWCASE else 1.0)
        * _BY_DISTANCE[abs(_RANKS[candidate.person.level] - _RANKS[posting.level])]
        for posting, _ in pool
    ]
    # Weighted and without repetition: the largest of u^(1/w).
    ranked = sorted(
        zip(pool, weights, strict=True), key=lambda it: rng.random() ** (1 / it[1]), reverse=True
    )
    return [choice for choice, _ in ranked[: rng.randint(*_PER_PERSON)]]


def _apply(
    batch: _Batch,
    candidate: Candidate,
    posting: Posting,
    job: Job,
    staff: list[User],
    now: datetime,
    rng: Random,
) -> None:
    opened = job.published_at or job.created_at
    end = min(now, job.closed_at or now, job.application_deadline)
    applied = opened + (end - opened) * rng.uniform(0.03, 0.9)
    application = Application(
        job=job,
        applicant=candidate.user,
        cover_letter=_letter(candidate, posting, rng),
        resume_name=candidate.cv.file_name,
        applied_at=applied,
        updated_at=applied,
    )
    batch.applications.append(application)
    batch.changes.append(
        StatusChange(
            application=application, to_status=Stage.PENDING, by=candidate.user, at=applied
        )
    )
    path = _path(posting, now - applied, rng)
    if Stage.HIRED in path and not batch.can_hire(application):
        path = path[:-1]
    _walk(batch, application, path, staff[:2], now, rng)
    if application.status not in _DECIDED and rng.random() < _WITHDRAWN_SHARE:
        _withdraw(application, now, rng.uniform(0.1, 0.9))


def _withdraw(application: Application, now: datetime, share: float) -> None:
    """Withdraw after that share of the time since the last step."""
    at = application.updated_at + (now - application.updated_at) * share
    application.withdrawn_at = application.updated_at = at


def _show_a_withdrawal(batch: _Batch, person: User, now: datetime) -> None:
    """See that one of the person's applications is withdrawn, whatever chance and the hour said."""
    theirs = [a for a in batch.applications if a.applicant is person]
    if any(a.withdrawn_at for a in theirs):
        return
    undecided = [a for a in theirs if a.status not in _DECIDED]
    # One must stay under way.
    if len(undecided) > 1:
        _withdraw(min(undecided, key=lambda a: a.applied_at), now, 0.5)


def _path(posting: Posting, age: timedelta, rng: Random) -> tuple[Stage, ...]:
    if age < timedelta(hours=20):
        return ()
    path = rng.choices([p for _, p in _PATHS], [share for share, _ in _PATHS])[0]
    is_over = posting.status in (JobStatus.CLOSED, JobStatus.ARCHIVED)
    if is_over and Stage.HIRED not in path and rng.random() < 0.7:
        return (Stage.REVIEWED, Stage.REJECTED)
    # Nobody is shortlisted within three days or hired within the week.
    if age < timedelta(days=3):
        return path[:1]
    return path[:2] if age < timedelta(days=7) else path


def _walk(
    batch: _Batch,
    application: Application,
    path: tuple[Stage, ...],
    staff: list[User],
    now: datetime,
    rng: Random,
) -> None:
    at, stage = application.applied_at, Stage.PENDING
    for number, following in enumerate(path):
        at += (now - at) * rng.uniform(0.1, 0.75) / (len(path) - number)
        by = rng.choice(staff)
        batch.changes.append(
            StatusChange(
                application=application,
                from_status=stage,
                to_status=following,
                by=by,
                note=rng.choice(CHANGE_NOTES[following]),
                is_undo=stage == Stage.REJECTED,
                at=at,
            )
        )
        batch.looks.append((application, by, at))
        if rng.random() < 0.35:
            batch.notes.append(
                Note(application=application, author=by, text=rng.choice(NOTES), created_at=at)
            )
        stage = following
    application.status, application.updated_at = stage, at


def _letter(candidate: Candidate, posting: Posting, rng: Random) -> str:
    person = candidate.person
    station = person.stations[0]
    return rng.choice(LETTERS).format(
        title=posting.title,
        company=posting.company.name,
        city=BY_KEY[posting.company.cities[0]].name,
        trade=person.job_title,
        employer=station.employer.split(",")[0],
        done=station.done,
        skill=person.skills[0],
        bio=person.bio,
    )


def _attach(application: Application, accounts: Accounts, files: ExitStack) -> None:
    """Store the application's own copy of the CV."""
    cv = next(c.cv for c in accounts.candidates if c.user is application.applicant)
    ending = cv.file_name.rpartition(".")[2]
    application.resume.name = files.enter_context(
        saved_file(
            private_storage(),
            f"applications/{uuid4().hex}.{ending}",
            ContentFile(cv.content),
        )
    )

"""What applicants sent goes by itself once its time is over; the statistics keep what they counted.

Each company says how long that takes (`people.keeping`). An application is emptied as by the erasure
of an account, its company does not see it any more, and of whoever applied without an account and
has not come back nothing is left either. The facts that are counted (`hiring.statistics`) and the
steps of the history stay, which name nobody.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import (
    ApplicantMail,
    Application,
    ApplicationDraft,
    DigestEntry,
    Invitation,
    Note,
    Rating,
    RemovalRun,
    StatusChange,
)
from hiring.services.erasing import forget_contents
from hiring.services.locks import lock_applications
from hiring.services.shown_cvs import cv_files
from nexus.core.mail import forget_mails
from nexus.core.models import OutgoingMail
from nexus.core.removed_files import remove_files
from people.keeping import keeping_of
from people.models import Company
from people.services.auditing import AuditAct, record
from people.services.left_alone import erase_left_alone, left_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User

logger = logging.getLogger(__name__)

BATCH = 100
# A worker is killed after 60 seconds: what takes longer goes on in another task.
SECONDS = 20.0
MOST_COUNTED = 1000
_CHUNK = 500
# What an applicant leaves in hiring that does not make them stay.
_OF_APPLYING = (Application, ApplicationDraft, Invitation, StatusChange)


class Tally(NamedTuple):
    """How many of what would go from one company."""

    withdrawn: int
    rejected: int
    closed: int
    hired: int
    letters: int
    cvs: int
    notes: int
    ratings: int
    mails: int
    accounts: int

    @property
    def applications(self) -> int:
        return self.withdrawn + self.rejected + self.closed + self.hired


def tally(company: Company) -> Tally | None:
    """Count what would go from a company now, and change nothing; None where that is nothing."""
    past = _past(company)
    kinds: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    applicants: set[int] = set()
    columns = ("status", "withdrawn_at", "cover_letter", "resume", "applicant_id")
    for row in past.only(*columns).order_by("pk").iterator(_CHUNK):
        kinds[_why(row)] += 1
        rest["letters"] += bool(row.cover_letter)
        rest["cvs"] += bool(row.resume)
        applicants.add(row.applicant_id)
    if not applicants:
        return None
    going = past.values("pk")
    return Tally(
        withdrawn=kinds["withdrawn"],
        rejected=kinds["rejected"],
        closed=kinds["closed"],
        hired=kinds["hired"],
        letters=rest["letters"],
        cvs=rest["cvs"],
        notes=Note.objects.filter(application__in=going).count(),
        ratings=Rating.objects.filter(application__in=going).count(),
        mails=ApplicantMail.objects.filter(application__in=going).count(),
        accounts=len(_left_alone(company, applicants, also=past)),
    )


def going_within(company: Company, *, days: int) -> int:
    """Return how many applications go by then: one more than `MOST_COUNTED` stands for more."""
    past = _past(company, at=timezone.now() + timedelta(days=days))
    return int(past.order_by()[: MOST_COUNTED + 1].count())


def tallies() -> Iterator[tuple[Company, Tally]]:
    """Yield what would go from each company from which anything would. Changes nothing."""
    for company in Company.objects.order_by("pk").iterator(_CHUNK):
        found = tally(company)
        if found is not None:
            yield company, found


def go_through(after: int = 0, *, seconds: float | None = SECONDS) -> int | None:
    """Remove what is past its time from the companies behind the one numbered `after`.

    Ends when all is done, and returns None; or, once `seconds` are over, with the number behind
    which the next run goes on. To begin again, or twice at once, does no harm.
    """
    # Deactivated ones as well: time does not stop for them.
    deadline = None if seconds is None else time.monotonic() + seconds
    for company in Company.objects.filter(pk__gt=after).order_by("pk").iterator(_CHUNK):
        while remove_some(company):
            if deadline is not None and time.monotonic() > deadline:
                return company.pk - 1
    return None


def remove_some(company: Company) -> bool:
    """Remove one batch of a company, and tell whether there may be more.

    The last one closes the books: one entry of the audit for all batches of the run, also of one
    that was cut short before.
    """
    ids = list(_past(company).order_by("pk").values_list("pk", flat=True)[:BATCH])
    open_run = RemovalRun.objects.filter(company=company, ended_at=None)
    if not ids and not open_run.exists():
        return False
    with transaction.atomic():
        # Two workers at once go one after the other.
        company = Company.objects.select_for_update().get(pk=company.pk)
        run = open_run.first() or RemovalRun.objects.create(company=company)
        if ids:
            _remove(company, run, ids)
        if len(ids) == BATCH:
            return True
        _close(company, run)
    return False


def _past(company: Company, *, at: datetime | None = None) -> Any:
    return Application.objects.of_company_past(company, at=at or timezone.now())


def _why(application: Application) -> str:
    if application.withdrawn_at is not None:
        return "withdrawn"
    if application.status in {ApplicationStatus.HIRED, ApplicationStatus.REJECTED}:
        return str(application.status)
    return "closed"


def _remove(company: Company, run: RemovalRun, ids: list[int]) -> None:
    locked = lock_applications(ids)
    # Asked again: a stage may have changed, or an employer the time, before they were locked.
    still = set(_past(company).filter(pk__in=ids).values_list("pk", flat=True))
    going = [application for application in locked if application.pk in still]
    if not going:
        return
    pks = [application.pk for application in going]
    names = [name for application in going for name in cv_files(application)]
    remove_files(names)
    mails = ApplicantMail.objects.filter(application__in=pks).values("mail")
    forget_mails(OutgoingMail.objects.filter(pk__in=mails))
    forget_contents(going)
    DigestEntry.objects.filter(application__in=pks).delete()
    _forget_invitations(going)
    Application.objects.filter(pk__in=pks).update(emptied_at=timezone.now())
    alone = _left_alone(company, {application.applicant_id for application in going})
    RemovalRun.objects.filter(pk=run.pk).update(
        applications=F("applications") + len(going),
        files=F("files") + sum(1 for application in going if application.resume),
        accounts=F("accounts") + erase_left_alone(alone),
    )


def _forget_invitations(going: list[Application]) -> None:
    """Delete the invitations by which these people came to apply."""
    pairs = {(application.job_id, application.applicant_id) for application in going}
    jobs, people = {job for job, _person in pairs}, {person for _job, person in pairs}
    rows = Invitation.objects.filter(job__in=jobs, candidate__in=people)
    found = rows.values_list("pk", "job", "candidate")
    Invitation.objects.filter(
        pk__in=[pk for pk, job, person in found if (job, person) in pairs]
    ).delete()


def _close(company: Company, run: RemovalRun) -> None:
    run.refresh_from_db()
    if not run.applications:
        run.delete()
        return
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at"])
    record(
        actor=None,
        act=AuditAct.DELETED,
        thing=f"retention:{run.pk}",
        label=company.name,
        company=company,
        details={
            "applications": run.applications,
            "files": run.files,
            "accounts": run.accounts,
        },
    )
    logger.info(
        "Company %s: %s applications past their time are emptied.", company.pk, run.applications
    )


def _left_alone(company: Company, people: set[int], *, also: Any = None) -> list[User]:
    """Return those who applied without an account and have nothing left; `also` is about to go."""
    others = Application.objects.kept().filter(applicant__in=people)
    if also is not None:
        others = others.exclude(pk__in=also.values("pk"))
    bare = people - set(others.values_list("applicant", flat=True))
    # Applying signs in as well: whoever was here since the end of the application has come back.
    days = min(days for days in keeping_of(company) if days is not None)
    return left_alone(bare, since=timezone.now() - timedelta(days=days), but=_OF_APPLYING)

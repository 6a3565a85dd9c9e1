"""Applications that reached a company elsewhere, and that it brings in itself.

They hold to the rules of applying, but nobody is mailed, and no CV is copied from a profile: the
person has not handed it to this company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hiring.choices import Source
from hiring.models import Application, StatusChange
from hiring.services.applying import OwnCompany, refuse_if_closed
from hiring.services.locks import lock_application
from hiring.services.permissions import ensure_may_decide, roles_of
from hiring.services.trail import note_applications
from hiring.statistics.writing import forget_applications, note_histories
from jobs.models import Job
from nexus.core.audit import AuditAct
from nexus.core.errors import Conflict, NotAllowed
from people.models import Membership
from people.services.references import is_referred_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from people.models import User


class Brought(NamedTuple):
    """An application to be brought in."""

    job: Job
    applicant: User
    cover_letter: str


def known_applicants(companies: set[int] | None, applicants: set[int]) -> set[tuple[int, int]]:
    """Return which of these people have applied to which company and not withdrawn all of it.

    Whoever has never shown themselves to a company is not shown to it by a file. One query.
    """
    rows = Application.objects.live().filter(applicant__in=applicants)
    if companies is not None:
        rows = rows.filter(job__company__in=companies)
    return set(rows.order_by().values_list("job__company", "applicant"))


def colleagues(applicants: set[int]) -> set[tuple[int, int]]:
    """Return which of these people work for which company. One query."""
    rows = Membership.objects.filter(user__in=applicants)
    return set(rows.values_list("company", "user"))


@transaction.atomic
def bring_in(brought: Sequence[Brought], *, by: User) -> list[Application]:
    """Record applications and tell nobody. About ten statements, however many.

    Raises NotAllowed unless `by` may write for the company, Missing or Invalid for jobs that take
    none, OwnCompany for colleagues, Conflict for people whom the company does not know (admins
    know everybody), and IntegrityError for a second application.
    """
    ids = {one.job.pk for one in brought}
    locked = Job.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    jobs = {job.pk: job for job in locked.filter(pk__in=ids).order_by("pk")}
    _refuse_if_impossible(brought, jobs, by)
    now = timezone.now()
    applications = [
        Application(
            job=jobs[one.job.pk],
            applicant=one.applicant,
            cover_letter=one.cover_letter,
            source=Source.IMPORT,
            applied_at=now,
            updated_at=now,
        )
        for one in brought
    ]
    for application in applications:
        application.clean_fields(exclude={"job", "applicant"})
    Application.objects.bulk_create(applications)
    StatusChange.objects.bulk_create(
        StatusChange(application=one, to_status=one.status, by=by, at=now) for one in applications
    )
    note_histories([one.pk for one in applications])
    origin = {"source": str(Source.IMPORT)}
    note_applications(AuditAct.ADDED, [(one, origin) for one in applications], by=by)
    return applications


@transaction.atomic
def take_out(application: Application, *, by: User) -> None:
    """Delete an application that was brought in and that nobody has worked on.

    Raises as `ensure_may_decide` does, and Conflict where there is anything about it.
    """
    fresh = lock_application(application)
    ensure_may_decide(fresh, by=by)
    if fresh.source != Source.IMPORT or is_referred_to(fresh, but={StatusChange}):
        raise Conflict(_("Somebody has worked on it since."))
    forget_applications([fresh.pk])
    note_applications(AuditAct.DELETED, [(fresh, {"source": str(fresh.source)})], by=by)
    fresh.delete()


def refuse_if_unfit(job: Job, applicant: User, colleagues: set[tuple[int, int]]) -> None:
    """Raise Missing or Invalid where a job takes no applications, or none of this person."""
    refuse_if_closed(job)
    if not applicant.is_active:
        raise NotAllowed(_("This account has been shut."))
    if (job.company_id, applicant.pk) in colleagues:
        raise OwnCompany.field("email", _("The person works for the company of the job."))


def _refuse_if_impossible(brought: Sequence[Brought], jobs: dict[int, Job], by: User) -> None:
    people = {one.applicant.pk for one in brought}
    roles, theirs = roles_of(by), colleagues(people)
    known = None if by.is_admin else known_applicants(set(roles), people)
    for one in brought:
        job = jobs[one.job.pk]
        # Whoever could decide on it may bring it in.
        ensure_may_decide(Application(job=job, applicant=one.applicant), by=by, roles=roles)
        refuse_if_unfit(job, one.applicant, theirs)
        if known is not None and (job.company_id, one.applicant.pk) not in known:
            raise Conflict(not_known())


def not_known() -> str:
    """Return why somebody cannot be brought in; the same for whoever has no account at all."""
    return _(
        "Nobody with this address has applied to this company. Only administrators bring new people"
        " in."
    )

"""Who may write to a posting, and for which company a person posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nexus.core.errors import Invalid, Missing, NotAllowed
from people.choices import WRITING_ROLES
from people.models import Company
from people.services import create_company
from taxonomy.names import tidy

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from jobs.models import Job
    from people.models import User

NO_SUCH_JOB = _("There is no such job.")


def may_write(job: Job, user: User) -> bool:
    """Tell whether `user` may change `job`: admins, owners and recruiters. At most one query."""
    return user.is_admin or _writes_for(job.company_id, user)


def ensure_may_write(job: Job, *, by: User) -> None:
    """Refuse whoever may not change `job`.

    Raises NotAllowed where they may know of it, as the company's viewers do, and everybody of
    what was published; else Missing. At most two queries.
    """
    if may_write(job, by):
        return
    if job.was_published() or by.memberships.active().filter(company=job.company_id).exists():
        raise NotAllowed(_("Only the company's owners and recruiters may change this job."))
    raise Missing(NO_SUCH_JOB)


def ensure_admin(by: User, *, otherwise: Promise) -> None:
    """Raise NotAllowed with the sentence `otherwise`, unless `by` is an admin."""
    if not by.is_admin:
        raise NotAllowed(otherwise)


def ensure_may_post_for(company: Company, *, by: User) -> None:
    """Raise NotAllowed unless `by` is an admin or an owner or recruiter of `company`."""
    if not (by.is_admin or _writes_for(company.pk, by)):
        raise NotAllowed(
            _("Only owners and recruiters of %(company)s may post its jobs.")
            % {"company": company.name}
        )


def company_to_post_for(by: User, name: str = "") -> Company:
    """Return the company that a job of `by` is for, creating it where they have none.

    Without a name it is the one company they write for. With one it is theirs of that name; a
    person in no company becomes the owner of a new one. Admins may name any that exists. Raises
    Invalid (under `company_name`) where a name is missing or another's, NotAllowed where they may
    only read. Run it inside a transaction: a refused job must not leave a company behind.
    """
    memberships = list(by.memberships.active().select_related("company").order_by("company__name"))
    writable = [m.company for m in memberships if m.role in WRITING_ROLES]
    if not name.strip():
        return _only_one(writable, is_member=bool(memberships))
    company = Company.objects.named(name).first()
    if company is None:
        if memberships:
            raise Invalid.field("company_name", _not_yours(name, writable))
        return create_company(name, by=by)
    if company in writable or by.is_admin:
        return company
    if any(m.company_id == company.pk for m in memberships):
        raise NotAllowed(
            _("You may read the jobs of %(company)s, but not post any.") % {"company": company.name}
        )
    raise Invalid.field("company_name", _not_yours(name, writable))


def _writes_for(company_id: int, user: User) -> bool:
    theirs = user.memberships.active().filter(company=company_id)
    return theirs.filter(role__in=WRITING_ROLES).exists()


def _only_one(writable: list[Company], *, is_member: bool) -> Company:
    if len(writable) == 1:
        return writable[0]
    if writable:
        names = ", ".join(company.name for company in writable)
        raise Invalid.field(
            "company_name", _("Name one of your companies: %(names)s.") % {"names": names}
        )
    if is_member:
        raise NotAllowed(_("You may read your company's jobs, but not post any."))
    raise Invalid.field("company_name", _("Name your company."))


def _not_yours(name: str, writable: list[Company]) -> str:
    sentence = _("“%(name)s” is not a company of yours.") % {"name": tidy(name)}
    if writable:
        names = ", ".join(company.name for company in writable)
        sentence += " " + _("You post for %(names)s.") % {"names": names}
    return sentence

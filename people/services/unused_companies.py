"""Companies that came in by mistake, and to which nothing refers yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, NotAllowed
from nexus.core.storages import delete_after_commit, public_storage
from people.models import Company
from people.services.auditing import AuditAct, record
from people.services.companies import lock_company
from people.services.references import is_referred_to

if TYPE_CHECKING:
    from people.models import User


class CompanyInUse(Conflict):
    """Something refers to the company."""


@transaction.atomic
def delete_unused_company(company: Company, *, by: User) -> None:
    """Delete a company to which nothing refers but the audit.

    Raises NotAllowed unless `by` is an admin, and CompanyInUse for one that has members, jobs or
    anything else.
    """
    if not by.is_admin:
        raise NotAllowed(_("Only an administrator may delete a company."))
    fresh = lock_company(company)
    if is_referred_to(fresh):
        raise CompanyInUse(_("It has people, jobs or other things by now."))
    pk = fresh.pk
    delete_after_commit(public_storage(), fresh.logo.name)
    fresh.delete()
    record(actor=by, act=AuditAct.DELETED, thing=f"company:{pk}", label=fresh.name, company=pk)

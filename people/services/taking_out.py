"""Who may take personal data out of the product: an owner's decision, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, Missing
from people.choices import Role
from people.services.auditing import AuditAct
from people.services.companies import ensure_owner, lock_company
from people.services.company_changes import note_member

if TYPE_CHECKING:
    from people.models import Company, Membership, User


def allow_export(company: Company, user: User, *, allowed: bool, by: User) -> Membership:
    """Let a recruiter export personal data of the company's applicants, or not any more.

    Owners may always and viewers never: for them it is Conflict. Raises NotAllowed unless `by` is
    an owner, and Missing for people who are no members.
    """
    with transaction.atomic():
        lock_company(company)
        ensure_owner(company, by)
        membership = company.memberships.filter(user=user).first()
        if membership is None:
            raise Missing(_("This person is not a member of the company."))
        if membership.role != Role.RECRUITER:
            raise Conflict(_("Owners may export personal data anyway, and viewers never."))
        before, membership.may_export_people = membership.may_export_people, allowed
        membership.save(update_fields=["may_export_people"])
        if before != allowed:
            note_member(membership, by, AuditAct.CHANGED, may_export_people=[before, allowed])
    return membership

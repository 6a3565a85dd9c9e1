"""What `people` does with the rows of an account that is merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from nexus.core.models import ExportRun, ImportRun, OutgoingMail
from people.choices import Role
from people.mail_models import MailChoice, Reminder
from people.models import (
    Company,
    CompanyRegistration,
    CompanyVerification,
    Invitation,
    MailWording,
    Membership,
    SavedFilter,
)
from people.personal_data import hand_over_once, hand_rows_over

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import User

_RANK = {Role.VIEWER: 0, Role.RECRUITER: 1, Role.OWNER: 2}
# What is there as often as somebody made it. The ledger is not among them: it never changes.
_HANDED_OVER: tuple[tuple[type[Model], str], ...] = (
    (CompanyVerification, "decided_by"),
    (CompanyVerification, "requested_by"),
    (ExportRun, "by"),
    (ImportRun, "by"),
    (Invitation, "accepted_by"),
    (Invitation, "invited_by"),
    (MailWording, "changed_by"),
    (OutgoingMail, "about"),
    (OutgoingMail, "recipient"),
    (SavedFilter, "user"),
)


def merge(gone: User, kept: User) -> list[str]:
    """Give `kept` the addresses, memberships, mails and the rest; ways to sign in are not given."""
    hand_rows_over(gone, kept, _HANDED_OVER)
    hand_over_once(gone, kept, MailChoice, "user", ["kind"])
    hand_over_once(gone, kept, Reminder, "user", ["kind", "about"])
    said = _merge_addresses(gone, kept)
    if not CompanyRegistration.objects.filter(user=kept).exists():
        CompanyRegistration.objects.filter(user=gone).update(user=kept)
    return said + _merge_memberships(gone, kept)


def _merge_addresses(gone: User, kept: User) -> list[str]:
    """Give `kept` the confirmed addresses, and an unproven one only where it has none.

    By each of its addresses a new password can be had: one that was mistyped is somebody else's.
    """
    said = []
    own = {row.email.lower(): row for row in EmailAddress.objects.filter(user=kept)}
    has_any = bool(own or kept.email)
    for row in EmailAddress.objects.filter(user=gone):
        same = own.get(row.email.lower())
        if same is None and (row.verified or not has_any):
            row.user, row.primary = kept, row.primary and not has_any
            row.save(update_fields=["user", "primary"])
            continue
        row.delete()
        if same is None:
            facts = {"address": row.email}
            said.append(_("%(address)s was never confirmed and is not taken along.") % facts)
            continue
        if row.verified and not same.verified:
            same.verified = True
            same.save(update_fields=["verified"])
    # The column by which people sign in is nobody else's any more.
    if not kept.email and gone.email:
        kept.email, gone.email = gone.email, ""
    gone.email = ""
    gone.save(update_fields=["email"])
    kept.save(update_fields=["email"])
    return said


def _merge_memberships(gone: User, kept: User) -> list[str]:
    said = []
    theirs = gone.memberships.select_related("company").order_by("company_id")
    rows = list(theirs)
    ids = [row.company_id for row in rows]
    list(Company.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    own = {row.company_id: row for row in Membership.objects.filter(user=kept)}
    for row in rows:
        same = own.get(row.company_id)
        if same is None:
            row.user = kept
            row.save(update_fields=["user"])
            continue
        if _RANK[Role(row.role)] > _RANK[Role(same.role)]:
            same.role, same.may_export_people = row.role, row.may_export_people
        elif row.role == same.role:
            # What either account was allowed the person was.
            same.may_export_people |= row.may_export_people
        same.save(update_fields=["role", "may_export_people"])
        row.delete()
        facts = {"company": row.company.name, "role": Role(same.role).label}
        said.append(_("Both belong to %(company)s: the higher role stays (%(role)s).") % facts)
    return said

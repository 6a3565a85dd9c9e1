"""What the audit says of companies and of who belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.services.auditing import AuditAct, record

if TYPE_CHECKING:
    from nexus.core.audit import Json
    from people.models import Company, Invitation, Membership, User


def note_company(company: Company, by: User | None, **details: Json) -> None:
    """Note that something of the company itself was changed or decided."""
    record(
        actor=by,
        act=AuditAct.CHANGED,
        thing=f"company:{company.pk}",
        label=company.name,
        company=company,
        details=details,
    )


def note_member(membership: Membership, by: User | None, act: AuditAct, **details: Json) -> None:
    """Note what became of somebody's membership."""
    record(
        actor=by,
        act=act,
        thing=f"membership:{membership.pk}",
        label=membership.company.name,
        company=membership.company_id,
        subject=membership.user_id,
        details=details,
    )


def note_invitation(
    invitation: Invitation, by: User | None, act: AuditAct, **details: Json
) -> None:
    """Note what became of an invitation; whose address it went to stands in it alone."""
    record(
        actor=by,
        act=act,
        thing=f"invitation:{invitation.pk}",
        label=invitation.company.name,
        company=invitation.company_id,
        details=details,
    )

"""What the audit says of applications: one entry for each, in the transaction of what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from people.services.auditing import AuditAct, AuditLine, record, record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiring.models import Application, Invitation
    from people.models import User


def note_applications(
    act: AuditAct, done: Iterable[tuple[Application, Mapping[str, Any]]], *, by: User
) -> None:
    """Note what was done to applications, each with its details. One statement for a thousand.

    Details never say what somebody wrote or thinks of a person: only that they did.
    """
    lines = [
        AuditLine(
            f"application:{application.pk}",
            company=application.job.company_id,
            subject=application.applicant_id,
            details=details,
        )
        for application, details in done
    ]
    record_many(actor=by, act=act, lines=lines)


def note_invited(invitation: Invitation, *, by: User) -> None:
    """Note that somebody was invited to apply."""
    record(
        actor=by,
        act=AuditAct.INVITED,
        thing=f"job:{invitation.job_id}",
        label=invitation.job.title,
        company=invitation.job.company_id,
        subject=invitation.candidate_id,
    )

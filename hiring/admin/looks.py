"""Whom the company has seen: every look at personal data is noted where its owner can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.core.backoffice import acting
from people.choices import AccessKind
from people.services import record_access, record_accesses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from hiring.models import Application


def note_look(request: HttpRequest, application: Application, kind: AccessKind) -> None:
    """Note a look at one application, loaded with its job."""
    user = acting(request)
    record_access(
        viewer=user,
        subject=application.applicant_id,
        kind=kind,
        target=f"application:{application.pk}",
        company=None if user.is_admin else application.job.company_id,
    )


def note_list(
    request: HttpRequest, applications: Iterable[Application], *, searched: bool = False
) -> None:
    """Note whom a list or a board has shown, each person once a day: lists are leafed through."""
    people = {application.applicant_id for application in applications}
    record_accesses(
        viewer=acting(request),
        seen=[(pk, f"applicant:{pk}") for pk in sorted(people)],
        kind=AccessKind.SEARCHED if searched else AccessKind.VIEWED_APPLICATION,
        once_a_day=True,
    )


def note_export(request: HttpRequest, applications: Iterable[Application]) -> None:
    """Note whose data has been taken out, by company. A statement for each company."""
    user = acting(request)
    by_company: dict[int | None, list[tuple[int, str]]] = {}
    for one in applications:
        company = None if user.is_admin else one.job.company_id
        seen = by_company.setdefault(company, [])
        seen.append((one.applicant_id, f"application:{one.pk}"))
    for company, seen in by_company.items():
        record_accesses(viewer=user, seen=seen, kind=AccessKind.EXPORTED, company=company)

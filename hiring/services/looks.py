"""Who has seen whose application: noted where its owner and the company's owners can read it.

Looks of administrators are noted for no company: they look for the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.choices import AccessKind
from people.services import record_access, record_accesses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiring.models import Application
    from people.models import User


def note_look(viewer: User, application: Application, kind: AccessKind) -> None:
    """Note a look at one application, loaded with its job. Applicants see themselves unnoted."""
    record_access(
        viewer=viewer,
        subject=application.applicant_id,
        kind=kind,
        target=f"application:{application.pk}",
        company=_company(viewer, application),
    )


def note_list(viewer: User, applications: Iterable[Application], *, searched: bool = False) -> None:
    """Note whom a list or a board has shown, each person once a day: lists are leafed through.

    A statement for each company whose applications they are; they come with their jobs.
    """
    people: dict[int | None, set[int]] = {}
    for one in applications:
        people.setdefault(_company(viewer, one), set()).add(one.applicant_id)
    for company, ids in people.items():
        record_accesses(
            viewer=viewer,
            seen=[(pk, f"applicant:{pk}") for pk in sorted(ids)],
            kind=AccessKind.SEARCHED if searched else AccessKind.VIEWED_APPLICATION,
            company=company,
            once_a_day=True,
        )


def _company(viewer: User, application: Application) -> int | None:
    return None if viewer.is_admin else application.job.company_id

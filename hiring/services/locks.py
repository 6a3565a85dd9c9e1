"""The one way to take hold of applications before changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiring.models import Application
from hiring.services.permissions import NO_SUCH_APPLICATION
from nexus.core.errors import Missing

if TYPE_CHECKING:
    from collections.abc import Collection


def lock_application(application: Application) -> Application:
    """Return the application as it is now, locked until the transaction ends.

    Comes with its job, company and applicant. Two recruiters, or a recruiter and the applicant,
    thus act one after the other.
    """
    found = lock_applications([application.pk])
    if not found:
        raise Missing(NO_SUCH_APPLICATION)
    return found[0]


def lock_applications(ids: Collection[int]) -> list[Application]:
    """Return those that there are, as `lock_application` does. One query.

    Locked in the order of their ids, so that two of these never wait for each other.
    """
    locked = Application.objects.select_for_update(of=("self",), no_key=True)
    return list(
        locked.select_related("job__company", "applicant").filter(pk__in=ids).order_by("pk")
    )

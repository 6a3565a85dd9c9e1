"""The one way to take hold of an application before changing it."""

from __future__ import annotations

from hiring.models import Application
from hiring.services.permissions import NO_SUCH_APPLICATION
from nexus.core.errors import Missing


def lock_application(application: Application) -> Application:
    """Return the application as it is now, locked until the transaction ends.

    Comes with its job, company and applicant. Two recruiters, or a recruiter and the applicant,
    thus act one after the other.
    """
    found = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("job__company", "applicant")
        .filter(pk=application.pk)
        .first()
    )
    if found is None:
        raise Missing(NO_SUCH_APPLICATION)
    return found

"""Moving an application through the pipeline, and what the company writes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring import mails
from hiring.choices import ApplicationStatus
from hiring.models import Note, StatusChange
from hiring.pipeline import reachable, way
from hiring.services.locks import lock_application
from hiring.services.permissions import ensure_is_company_side, ensure_may_decide
from nexus.core.errors import Conflict
from nexus.core.languages import inside_sentence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hiring.models import Application
    from people.models import User


class TransitionNotAllowed(Conflict):
    """The pipeline has no way there. `details["status"]` says where there is one."""


def allowed_statuses(application: Application) -> list[ApplicationStatus]:
    """Return every status the company can give the application now, in the pipeline's order."""
    if application.withdrawn_at is not None:
        return []
    return reachable(ApplicationStatus(application.status))


@transaction.atomic
def move_application(
    application: Application, to: ApplicationStatus, *, by: User, note: str = ""
) -> Application:
    """Give the application a status, walking and recording the stages between.

    The note goes with the last of them, and of that alone the applicant is told. Returns the
    application as it is now. Raises TransitionNotAllowed where there is no way, NotAllowed to the
    applicant and to viewers, Missing to strangers, ValidationError for a note too long.
    """
    fresh = lock_application(application)
    ensure_may_decide(fresh, by=by)
    origin = ApplicationStatus(fresh.status)
    stages = None if fresh.withdrawn_at is not None else way(origin, to)
    if stages is None:
        raise _no_way(fresh, to)
    now = timezone.now()
    changes = [
        StatusChange(application=fresh, from_status=before, to_status=after, by=by, at=now)
        for before, after in zip([origin, *stages], stages, strict=False)
    ]
    changes[-1].note = note
    changes[-1].clean_fields(exclude={"application", "by"})
    StatusChange.objects.bulk_create(changes)
    fresh.status = to
    fresh.updated_at = now
    fresh.save(update_fields=["status", "updated_at"])
    mails.tell_status(fresh)
    return fresh


def add_note(application: Application, *, by: User, text: str) -> Note:
    """Add a note for the company's own people. Raises as `move_application` does."""
    ensure_may_decide(application, by=by)
    note = Note(application=application, author=by, text=text.strip())
    note.clean_fields(exclude={"application", "author"})
    note.save(force_insert=True)
    return note


def read_notes(application: Application, *, by: User) -> QuerySet[Note]:
    """Return the notes, oldest first, to the company's people. Raises NotAllowed, Missing."""
    ensure_is_company_side(application, by=by)
    return application.notes.select_related("author")


def history(application: Application) -> QuerySet[StatusChange]:
    """Return the changes of status, the application itself being the first."""
    return application.status_changes.select_related("by")


def _no_way(application: Application, to: ApplicationStatus) -> TransitionNotAllowed:
    allowed = allowed_statuses(application)
    if application.withdrawn_at is not None:
        message = str(_("This application has been withdrawn."))
    elif application.status == to:
        message = _("The application is %(status)s already.") % {
            "status": inside_sentence(to.label)
        }
    else:
        message = _("There is no way from %(present)s to %(wanted)s.") % {
            "present": inside_sentence(ApplicationStatus(application.status).label),
            "wanted": inside_sentence(to.label),
        }
    names = ", ".join(inside_sentence(status.label) for status in allowed)
    ways = (
        _("Possible are: %(names)s.") % {"names": names}
        if allowed
        else str(_("No change is possible any more."))
    )
    return TransitionNotAllowed(message, details={"status": [ways]})

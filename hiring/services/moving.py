"""Moving applications through the pipeline, one or many, through whichever door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring import mails
from hiring.choices import ApplicationStatus, BatchKind
from hiring.models import Application, Batch, StatusChange
from hiring.pipeline import reachable, way
from hiring.services.locks import lock_application
from hiring.services.many import Report, in_chunks
from hiring.services.permissions import ensure_may_decide
from hiring.services.trail import note_applications
from hiring.statistics.writing import note_histories
from nexus.core.audit import AuditAct
from nexus.core.errors import Conflict, Invalid
from nexus.core.languages import inside_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from hiring.choices import RejectionReason
    from hiring.services.mail_texts import MailText
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
    application: Application,
    to: ApplicationStatus,
    *,
    by: User,
    note: str = "",
    reason: RejectionReason | str = "",
    mail: MailText | None = None,
) -> Application:
    """Give the application a status, walking and recording the stages between.

    The note and the reason go with the last of them, and of that alone the applicant is told, by
    the usual mail or by `mail`; it waits while the move can be undone. Returns the application as
    it is now. Raises TransitionNotAllowed where there is no way, NotAllowed to the applicant and
    to viewers, Missing to strangers, ValidationError for a note too long, Invalid for a reason
    without a rejection and for a mail that is not right.
    """
    move = _Move(to, by, note, reason, mail)
    fresh = lock_application(application)
    ensure_may_decide(fresh, by=by)
    ensure_way(fresh, to)
    move.carry_out([fresh])
    return fresh


def move_applications(
    ids: Iterable[int],
    to: ApplicationStatus,
    *,
    by: User,
    note: str = "",
    reason: RejectionReason | str = "",
    mail: MailText | None = None,
    are_told: bool = True,
) -> Report:
    """Move several applications, each as `move_application` does, and report which could not.

    Nobody is mailed where not `are_told`: what was decided elsewhere is told there.

    Raises ValidationError and Invalid as that does, before anything is moved.
    """
    move = _Move(to, by, note, reason, mail, are_told=are_told)
    report = Report()
    in_chunks(
        ids,
        by=by,
        check=lambda application: ensure_way(application, to),
        carry_out=move.carry_out,
        report=report,
    )
    report.batch = move.batch
    return report


def history(application: Application) -> QuerySet[StatusChange]:
    """Return the changes of status, the application itself being the first."""
    return application.status_changes.select_related("by")


@dataclass
class _Move:
    """One decision on any number of applications that are locked and may be moved."""

    to: ApplicationStatus
    by: User
    note: str
    reason: str
    mail: MailText | None
    are_told: bool = True
    batch: Batch | None = None

    def __post_init__(self) -> None:
        if self.reason and self.to != ApplicationStatus.REJECTED:
            raise Invalid.field("reason", _("Only a rejection has a reason."))
        if self.mail is not None:
            self.mail.check()
        words = StatusChange(to_status=self.to, note=self.note, reason=self.reason)
        words.clean_fields(exclude={"application", "by", "batch"})

    def carry_out(self, applications: list[Application]) -> None:
        now = timezone.now()
        if self.batch is None:
            self.batch = Batch.objects.create(
                kind=BatchKind.MOVE, to_status=self.to, by=self.by, at=now
            )
        changes = [change for one in applications for change in self._changes(one, self.batch)]
        StatusChange.objects.bulk_create(changes)
        mails.take_back_rejections(
            [one for one in applications if one.status == ApplicationStatus.REJECTED]
        )
        moves = [(one, {"status": [str(one.status), str(self.to)]}) for one in applications]
        note_applications(AuditAct.MOVED, moves, by=self.by)
        for application in applications:
            application.status, application.updated_at = self.to, now
        moved = Application.objects.filter(pk__in=[one.pk for one in applications])
        moved.update(status=self.to, updated_at=now)
        Batch.objects.filter(pk=self.batch.pk).update(count=F("count") + len(applications))
        note_histories([one.pk for one in applications])
        if self.are_told:
            mails.tell_status(applications, self.batch, text=self.mail)

    def _changes(self, application: Application, batch: Batch) -> list[StatusChange]:
        origin = ApplicationStatus(application.status)
        stages = way(origin, self.to) or []
        now = timezone.now()
        changes = [
            StatusChange(
                application=application,
                from_status=before,
                to_status=after,
                by=self.by,
                batch=batch,
                at=now,
            )
            for before, after in zip([origin, *stages], stages, strict=False)
        ]
        changes[-1].note, changes[-1].reason = self.note, self.reason
        return changes


def ensure_way(application: Application, to: ApplicationStatus) -> None:
    """Raise TransitionNotAllowed unless the application can be moved to the stage."""
    origin = ApplicationStatus(application.status)
    if application.withdrawn_at is None and way(origin, to) is not None:
        return
    to = ApplicationStatus(to)
    if application.withdrawn_at is not None:
        message = str(_("This application has been withdrawn."))
    elif origin == to:
        message = _("The application is %(status)s already.") % {
            "status": inside_sentence(to.label)
        }
    else:
        message = _("There is no way from %(present)s to %(wanted)s.") % {
            "present": inside_sentence(origin.label),
            "wanted": inside_sentence(to.label),
        }
    allowed = allowed_statuses(application)
    names = ", ".join(inside_sentence(status.label) for status in allowed)
    ways = (
        _("Possible are: %(names)s.") % {"names": names}
        if allowed
        else str(_("No change is possible any more."))
    )
    raise TransitionNotAllowed(message, details={"status": [ways]})

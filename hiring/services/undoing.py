"""Taking back what was done to applications, while its mails still wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from hiring.choices import BatchKind
from hiring.models import ApplicantMail, Application, Batch, StatusChange
from hiring.services.many import Refusal, Report, in_chunks
from hiring.services.permissions import NO_SUCH_APPLICATION
from hiring.services.trail import note_applications
from hiring.statistics.writing import note_histories
from nexus.core.audit import AuditAct
from nexus.core.errors import Conflict, Missing
from nexus.core.mail import cancel_mails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from people.models import User


class CannotUndo(Conflict):
    """It was undone before, or too long ago."""


def undo_batch(batch: Batch, *, by: User) -> Report:
    """Give every application of a batch its former status and cancel the mails that wait.

    Appends a step back to each history. Those are refused in the report that have been moved or
    withdrawn since, or whose mail has gone. For whoever may decide on the applications, not only
    for the one who acted. Raises CannotUndo, and Missing to whom none of them is known.
    """
    ids = _applications_of(batch)
    if not Application.objects.visible_to(by).filter(pk__in=ids).exists():
        raise Missing(NO_SUCH_APPLICATION)
    if batch.undone_at is not None:
        raise CannotUndo(_("This has been undone already."))
    if not batch.can_be_undone:
        raise CannotUndo(_("It is too late to undo this: its mails have been sent."))
    undo = _Undo(batch, by)
    in_chunks(ids, by=by, check=undo.check, carry_out=undo.carry_out, report=undo.report)
    refused = {refusal.application_id for refusal in undo.report.refused}
    undo.report.done = [pk for pk in undo.report.done if pk not in refused]
    if undo.report.done:
        Batch.objects.filter(pk=batch.pk).update(
            undone_at=timezone.now(),
            undone_by=by,
            undone_count=F("undone_count") + len(undo.report.done),
        )
    return undo.report


def _applications_of(batch: Batch) -> list[int]:
    if batch.kind == BatchKind.MAIL:
        rows = ApplicantMail.objects.filter(batch=batch)
        return list(rows.values_list("application", flat=True))
    changes = StatusChange.objects.filter(batch=batch).order_by()
    return list(changes.values_list("application", flat=True).distinct())


class _Undo:
    def __init__(self, batch: Batch, by: User) -> None:
        self.batch, self.by, self.report = batch, by, Report()

    def check(self, application: Application) -> None:
        if self.batch.kind == BatchKind.MOVE and application.withdrawn_at is not None:
            raise CannotUndo(_("This application has been withdrawn."))

    def carry_out(self, applications: Sequence[Application]) -> None:
        if self.batch.kind == BatchKind.MOVE:
            applications = self._not_moved_since(applications)
        applications = self._with_mail_cancelled(applications)
        if self.batch.kind == BatchKind.MOVE:
            self._step_back(applications)
        else:
            mails = [(one, {"mail": "cancelled"}) for one in applications]
            note_applications(AuditAct.UNDONE, mails, by=self.by)

    def _not_moved_since(self, applications: Sequence[Application]) -> list[Application]:
        ids = [one.pk for one in applications]
        changes = StatusChange.objects.filter(application__in=ids).order_by()
        latest = dict(changes.values_list("application").annotate(Max("pk")))
        ours = dict(changes.filter(batch=self.batch).values_list("application").annotate(Max("pk")))
        return self._keep(
            applications,
            lambda one: latest[one.pk] == ours.get(one.pk),
            _("This application has been moved since."),
        )

    def _with_mail_cancelled(self, applications: Sequence[Application]) -> list[Application]:
        rows = ApplicantMail.objects.filter(batch=self.batch, application__in=applications)
        mails = dict(rows.exclude(mail=None).values_list("application", "mail"))
        cancelled = cancel_mails(mails.values())
        return self._keep(
            applications,
            lambda one: one.pk not in mails or mails[one.pk] in cancelled,
            _("The mail to this applicant has been sent already."),
        )

    def _step_back(self, applications: Sequence[Application]) -> None:
        changes = StatusChange.objects.filter(batch=self.batch, application__in=applications)
        # The first step of each says where it came from: the last one written wins.
        origins = dict(changes.order_by("-pk").values_list("application", "from_status"))
        step_back(applications, origins, by=self.by)

    def _keep(
        self, applications: Sequence[Application], holds: Callable[[Application], bool], why: str
    ) -> list[Application]:
        self.report.refused += [Refusal(one.pk, why) for one in applications if not holds(one)]
        return [one for one in applications if holds(one)]


def step_back(applications: Sequence[Application], origins: Mapping[int, str], *, by: User) -> None:
    """Give locked applications the status that `origins` has for each, by a step that undoes."""
    now = timezone.now()
    steps = [
        StatusChange(
            application=one,
            from_status=one.status,
            to_status=origins[one.pk],
            by=by,
            is_undo=True,
            at=now,
        )
        for one in applications
    ]
    StatusChange.objects.bulk_create(steps)
    moves = [(one, {"status": [str(one.status), origins[one.pk]]}) for one in applications]
    note_applications(AuditAct.UNDONE, moves, by=by)
    for status in set(origins.values()):
        ids = [one.pk for one in applications if origins[one.pk] == status]
        Application.objects.filter(pk__in=ids).update(status=status, updated_at=now)
    note_histories([one.pk for one in applications])


def note_undone(numbers: Mapping[int, int], *, by: User) -> None:
    """Note of batches, by id, of how many applications each was undone by `step_back`."""
    now = timezone.now()
    for pk, number in numbers.items():
        Batch.objects.filter(pk=pk).update(
            undone_at=now, undone_by=by, undone_count=F("undone_count") + number
        )

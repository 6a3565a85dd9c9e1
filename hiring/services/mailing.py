"""Writing to applicants, to one or to hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hiring import mails
from hiring.choices import BatchKind
from hiring.models import Batch
from hiring.services.locks import lock_application
from hiring.services.many import Report, in_chunks
from hiring.services.permissions import ensure_may_decide
from hiring.services.trail import note_applications
from nexus.core.audit import AuditAct
from nexus.core.errors import Conflict, Missing
from nexus.core.mail import failed_mails, send_again

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiring.models import Application
    from hiring.services.mail_texts import MailText
    from people.models import User


class NoAddress(Conflict):
    """The applicant has no e-mail address any more."""


class NothingFailed(Conflict):
    """The mail is on its way, has arrived or was given up."""


def mail_applicants(ids: Iterable[int], text: MailText, *, by: User) -> Report:
    """Owe each applicant a mail of their own, which waits while it can be undone.

    Raises Invalid where the text is not right.
    """
    text.check()
    report = Report()

    def carry_out(applications: list[Application]) -> None:
        if report.batch is None:
            report.batch = Batch.objects.create(kind=BatchKind.MAIL, by=by, at=timezone.now())
        mails.write_to_applicants(applications, report.batch, text)
        note_applications(AuditAct.WROTE, [(one, {}) for one in applications], by=by)
        Batch.objects.filter(pk=report.batch.pk).update(count=F("count") + len(applications))

    in_chunks(ids, by=by, check=_ensure_address, carry_out=carry_out, report=report)
    return report


@transaction.atomic
def send_mail_again(application: Application, mail_id: int, *, by: User) -> None:
    """Owe a mail anew that no server took, to the address that the applicant has now.

    Raises Missing where it is no mail on this application, NothingFailed where it did not fail,
    NoAddress, else as `move_application` does.
    """
    fresh = lock_application(application)
    ensure_may_decide(fresh, by=by)
    if not fresh.mails.filter(mail=mail_id).exists():
        raise Missing(_("There is no such mail."))
    _ensure_address(fresh)
    failed = failed_mails().filter(pk=mail_id)
    failed.update(to_address=fresh.applicant.email)
    if not send_again([mail_id]):
        raise NothingFailed(_("This mail has been sent already, or is about to be."))
    note_applications(AuditAct.WROTE, [(fresh, {"mail": "again"})], by=by)


def _ensure_address(application: Application) -> None:
    if not application.applicant.email:
        raise NoAddress(_("This applicant has no e-mail address."))

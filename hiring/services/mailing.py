"""Writing to applicants, to one or to hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hiring import mails
from hiring.choices import BatchKind
from hiring.models import Batch
from hiring.services.many import Report, in_chunks
from nexus.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiring.models import Application
    from hiring.services.mail_texts import MailText
    from people.models import User


class NoAddress(Conflict):
    """The applicant has no e-mail address any more."""


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
        Batch.objects.filter(pk=report.batch.pk).update(count=F("count") + len(applications))

    in_chunks(ids, by=by, check=_ensure_address, carry_out=carry_out, report=report)
    return report


def _ensure_address(application: Application) -> None:
    if not application.applicant.email:
        raise NoAddress(_("This applicant has no e-mail address."))

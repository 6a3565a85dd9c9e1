"""What applicants and companies are told by mail. Each is owed with the change it tells of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hiring.batch_models import UNDO_WITHIN
from hiring.choices import ApplicationStatus
from hiring.mail_events import CODE, INVITED, NEW, RECEIVED, STAGES, WITHDRAWN
from hiring.mail_kinds import INVITATIONS, NEW_APPLICATIONS
from hiring.models import ApplicantMail
from hiring.placeholders import fill, values_for_team, values_of, values_of_invitation
from hiring.reminders.digests import await_digest
from hiring.stage_rules import StageRules
from nexus.core.mail import Owed, as_html, cancel_mails, queue_mail, queue_mails
from nexus.core.models import MailState
from people.choices import WRITING_ROLES
from people.mail_kinds import HowOften
from people.mail_words import WordBook, render, render_event, words_for
from people.models import User
from people.preferences import in_words_of
from people.services.mail_choices import how_often, letter, wanting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from hiring.models import Application, Batch, Invitation
    from hiring.services.mail_texts import MailText
    from jobs.models import Job
    from nexus.core.models import OutgoingMail
    from people.mail_events import Words


def acknowledge(application: Application) -> None:
    """Tell the applicant that the application has arrived."""
    to = application.applicant
    if not to.email:
        return
    # It is they who have just applied, so the language of the page is theirs.
    with in_words_of(to, otherwise=get_language()):
        words = words_for(RECEIVED, application.job.company_id)
        subject, text, html = render(words, values_of(application))
    _owe_about(application, _owed(RECEIVED, application, subject, text, html))


def confirm_withdrawal(application: Application) -> None:
    """Tell the applicant that their application is withdrawn, as they wished. Four statements."""
    to = application.applicant
    if not to.email:
        return
    with in_words_of(to, otherwise=get_language()):
        words = words_for(WITHDRAWN, application.job.company_id)
        subject, text, html = render(words, values_of(application))
    _owe_about(application, _owed(WITHDRAWN, application, subject, text, html))


def _owe_about(application: Application, owed: Owed) -> None:
    """Owe an applicant a mail, of which the company learns where no server takes it."""
    [mail] = queue_mails([owed])
    ApplicantMail.objects.create(application=application, mail=mail)


def send_code(address: str, code: str, job: Job) -> OutgoingMail:
    """Mail the code that proves the address of somebody who applies without signing in.

    It is nobody's mail until then; return it, so that it can be given to whose the address is.
    """
    values = {"code": code, "job": job.title, "company": job.company.name}
    subject, text, html = render_event(CODE, values)
    return queue_mail(kind=CODE, to=address, recipient=None, subject=subject, text=text, html=html)


def announce(application: Application) -> None:
    """Tell those owners and recruiters of a new application who want it, at once or in a digest.

    Three queries, two a mail, and one statement for all digests.
    """
    members = User.objects.filter(
        memberships__company=application.job.company_id, memberships__role__in=WRITING_ROLES
    )
    writers = list(wanting(NEW_APPLICATIONS, members))
    wished = how_often(NEW_APPLICATIONS, [one.pk for one in writers])
    await_digest(application, [one for one in writers if wished[one.pk] == HowOften.DAILY])
    book = WordBook([NEW])
    for writer in writers:
        if wished[writer.pk] != HowOften.AT_ONCE:
            continue
        with in_words_of(writer):
            values = values_for_team(application, writer)
            owed = letter(
                NEW,
                book.words(NEW),
                values,
                kind=NEW_APPLICATIONS,
                to=writer,
                about=application.applicant,
            )
        queue_mails([owed])


def tell_status(
    applications: Sequence[Application], batch: Batch, *, text: MailText | None = None
) -> None:
    """Tell the applicants of the status their applications have now, when `batch` is final.

    `text` takes the place of the usual words. Of what the company has nobody told by itself,
    nobody is but by such a text; what is to wait goes later, and `batch` can be undone until then.
    Five queries for all, and three statements for each further delay.
    """
    book, rules = _book_of(applications), StageRules({one.job.company_id for one in applications})
    by_delay: dict[int, list[tuple[Application, Owed]]] = {}
    for one in applications:
        rule = rules.of(one.job.company_id, one.status)
        if not one.applicant.email or (rule.is_off and text is None):
            continue
        mail = _written("application_status", one, text) if text else _status(one, book)
        by_delay.setdefault(rule.delay_hours, []).append((one, mail))
    for hours, told in sorted(by_delay.items()):
        if hours > batch.delay_hours:
            batch.delay_hours = hours
            batch.save(update_fields=["delay_hours"])
        _owe_to_applicants(told, batch, hours=hours)


def take_back_rejections(applications: Sequence[Application]) -> None:
    """Cancel the mails that were to tell of rejections and wait. Three statements."""
    if not applications:
        return
    waiting = ApplicantMail.objects.filter(
        application__in=applications,
        batch__to_status=ApplicationStatus.REJECTED,
        mail__state=MailState.QUEUED,
    )
    cancel_mails(list(waiting.values_list("mail", flat=True)))


def write_to_applicants(applications: Sequence[Application], batch: Batch, text: MailText) -> None:
    """Send what somebody of the company has written, when `batch` is final. Three queries."""
    _owe_to_applicants(
        [(one, _written("application_message", one, text)) for one in applications], batch
    )


def preview(application: Application, text: MailText | None) -> tuple[str, str]:
    """Return the subject and the text as they would go to one applicant.

    Without `text` they are the usual ones for the status that `application` has in memory.
    """
    mail = (
        _written("application_status", application, text)
        if text
        else _status(application, _book_of([application]))
    )
    return " ".join(mail.subject.split()), mail.text.strip()


def begun_words(event: str, applications: QuerySet[Application]) -> Words:
    """Return what somebody who writes to these applicants begins with, placeholders and all.

    It is in their language where they share one, and of their company where they share that.
    Three queries.
    """
    company = _only(applications.order_by().values_list("job__company", flat=True).distinct()[:2])
    wished = _only(
        applications.order_by().values_list("applicant__language", flat=True).distinct()[:2]
    )
    spoken = wished if wished in dict(settings.LANGUAGES) else get_language()
    return WordBook([event], [company] if company else []).words(
        event, company, language=spoken or ""
    )


def _only[T](values: Iterable[T]) -> T | None:
    found = list(values)
    return found[0] if len(found) == 1 else None


def invite(invitation: Invitation) -> None:
    """Tell somebody who looks for work that a company asks them to apply."""
    to, job = invitation.candidate, invitation.job
    if not wanting(INVITATIONS, User.objects.filter(pk=to.pk)).exists():
        return  # it stands among their things all the same
    with in_words_of(to):
        values = values_of_invitation(to, job, invitation.message)
        words = words_for(INVITED, job.company_id)
        owed = letter(INVITED, words, values, kind=INVITATIONS, to=to)
    queue_mails([replace(owed, reply_to=job.company.reply_address)])


def tell_mentioned(told: Mapping[User, Sequence[Application]], by: User) -> None:
    """Tell colleagues that a note names them; one mail each, without a word of the note."""
    owed = []
    for person, applications in told.items():
        if not person.email:
            continue
        with in_words_of(person):
            context = {
                "recipient": person,
                "author": by,
                "application": applications[0],
                "job": applications[0].job,
                "count": len(applications),
                "url": f"{settings.BASE_URL.rstrip('/')}/admin/",
            }
            subject, text, html = _render("application_mention", context)
        owed.append(Owed("application_mention", person.email, person, subject, text, html))
    queue_mails(owed)


def _owe_to_applicants(
    mails: Sequence[tuple[Application, Owed]], batch: Batch, *, hours: int = 0
) -> None:
    at = batch.at + max(UNDO_WITHIN, timedelta(hours=hours))
    rows = queue_mails([mail for _, mail in mails], not_before=at)
    ApplicantMail.objects.bulk_create(
        ApplicantMail(application=application, batch=batch, mail=row)
        for (application, _), row in zip(mails, rows, strict=True)
    )


def _book_of(applications: Sequence[Application]) -> WordBook:
    return WordBook(STAGES.values(), {one.job.company_id for one in applications})


def _status(application: Application, book: WordBook) -> Owed:
    to, event = application.applicant, STAGES[ApplicationStatus(application.status)]
    with in_words_of(to):
        words = book.words(event, application.job.company_id)
        subject, text, html = render(words, values_of(application))
    return _owed("application_status", application, subject, text, html)


def _written(kind: str, application: Application, text: MailText) -> Owed:
    to = application.applicant
    with in_words_of(to):
        subject, body = fill(text.subject, application), fill(text.body, application)
        return _owed(kind, application, subject, body, as_html(subject, body))


def _owed(kind: str, application: Application, subject: str, text: str, html: str) -> Owed:
    """Return a mail to the applicant, whose answers go to the company."""
    to, answers = application.applicant, application.job.company.reply_address
    return Owed(kind, to.email, to, subject, text, html, reply_to=answers)


def _render(kind: str, context: dict[str, Any]) -> tuple[str, str, str]:
    subject = render_to_string(f"emails/{kind}_subject.txt", context)
    text = render_to_string(f"emails/{kind}.txt", context)
    return subject, text, as_html(subject, text)

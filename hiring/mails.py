"""What applicants and companies are told by mail. Each is owed with the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hiring.choices import ApplicationStatus
from hiring.models import ApplicantMail
from hiring.placeholders import fill
from nexus.core.languages import in_language
from nexus.core.mail import Owed, as_html, queue_mail, queue_mails
from people.choices import WRITING_ROLES
from people.models import User
from people.preferences import in_words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiring.models import Application, Batch, Invitation
    from hiring.services.mail_texts import MailText
    from jobs.models import Job
    from nexus.core.models import OutgoingMail


def acknowledge(application: Application) -> None:
    """Tell the applicant that the application has arrived."""
    # It is they who have just applied, so the language of the page is theirs.
    _send("application_received", application, to=application.applicant, otherwise=get_language())


def send_code(address: str, code: str, job: Job) -> OutgoingMail:
    """Mail the code that proves the address of somebody who applies without signing in.

    It is nobody's mail until then; return it, so that it can be given to whose the address is.
    """
    context = {"code": code, "job": job, "company": job.company}
    subject = render_to_string("emails/application_code_subject.txt", context)
    text = render_to_string("emails/application_code.txt", context)
    return queue_mail(
        kind="application_code",
        to=address,
        recipient=None,
        subject=subject,
        text=text,
        html=as_html(subject, text, code=code),
    )


def announce(application: Application) -> None:
    """Tell the company's owners and recruiters of a new application. One query, two a mail."""
    writers = User.objects.filter(
        memberships__company=application.job.company_id,
        memberships__role__in=WRITING_ROLES,
        is_active=True,
    ).exclude(email="")
    for writer in writers:
        _send("application_new", application, to=writer)


def tell_status(
    applications: Sequence[Application], batch: Batch, *, text: MailText | None = None
) -> None:
    """Tell the applicants of the status their applications have now, when `batch` is final.

    `text` takes the place of the usual words. Three queries for all.
    """
    _owe_to_applicants(
        [
            (one, _written("application_status", one, text) if text else _status(one))
            for one in applications
            if one.applicant.email
        ],
        batch,
    )


def write_to_applicants(applications: Sequence[Application], batch: Batch, text: MailText) -> None:
    """Send what somebody of the company has written, when `batch` is final. Three queries."""
    _owe_to_applicants(
        [(one, _written("application_message", one, text)) for one in applications], batch
    )


def preview(application: Application, text: MailText | None) -> tuple[str, str]:
    """Return the subject and the text as they would go to one applicant.

    Without `text` they are the usual ones for the status that `application` has in memory.
    """
    mail = _written("application_status", application, text) if text else _status(application)
    return " ".join(mail.subject.split()), mail.text.strip()


def invite(invitation: Invitation) -> None:
    """Tell somebody who looks for work that a company asks them to apply."""
    to, job = invitation.candidate, invitation.job
    if not to.email:
        return
    with in_words_of(to):
        base = settings.BASE_URL.rstrip("/")
        context = {
            "recipient": to,
            "job": job,
            "company": job.company,
            "message": invitation.message,
            "job_url": base + job.get_absolute_url(),
            "my_url": f"{base}/my/invitations/",
            "privacy_url": f"{base}/my/profile/privacy/",
        }
        subject, text, html = _render("job_invitation", context)
    queue_mails([Owed("job_invitation", to.email, to, subject, text, html)])


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


def _owe_to_applicants(mails: Sequence[tuple[Application, Owed]], batch: Batch) -> None:
    rows = queue_mails([mail for _, mail in mails], not_before=batch.undo_until)
    ApplicantMail.objects.bulk_create(
        ApplicantMail(application=application, batch=batch, mail=row)
        for (application, _), row in zip(mails, rows, strict=True)
    )


def _status(application: Application) -> Owed:
    return _about("application_status", application, to=application.applicant)


def _written(kind: str, application: Application, text: MailText) -> Owed:
    to = application.applicant
    subject, body = fill(text.subject, application), fill(text.body, application)
    with in_words_of(to):
        return Owed(kind, to.email, to, subject, body, as_html(subject, body))


def _send(kind: str, application: Application, *, to: User, otherwise: str | None = None) -> None:
    if to.email:
        queue_mails([_about(kind, application, to=to, otherwise=otherwise)])


def _about(kind: str, application: Application, *, to: User, otherwise: str | None = None) -> Owed:
    context = {
        "application": application,
        "job": application.job,
        "company": application.job.company,
        "applicant": application.applicant,
        "recipient": to,
        "reference": application.reference,
        "status": ApplicationStatus(application.status),
    }
    with in_words_of(to, otherwise=otherwise):
        addresses = {
            "my_url": settings.BASE_URL.rstrip("/") + in_language("/my/"),
            "job_url": settings.BASE_URL.rstrip("/") + application.job.get_absolute_url(),
        }
        subject, text, html = _render(kind, {**context, **addresses})
    about = application.applicant if application.applicant_id != to.pk else None
    return Owed(kind, to.email, to, subject, text, html, about)


def _render(kind: str, context: dict[str, Any]) -> tuple[str, str, str]:
    subject = render_to_string(f"emails/{kind}_subject.txt", context)
    text = render_to_string(f"emails/{kind}.txt", context)
    return subject, text, as_html(subject, text)

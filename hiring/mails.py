"""What applicants and companies are told by mail. Each is owed with the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hiring.choices import ApplicationStatus
from nexus.core.languages import in_language
from nexus.core.mail import as_html, queue_mail
from people.choices import WRITING_ROLES
from people.models import User
from people.preferences import in_words_of

if TYPE_CHECKING:
    from hiring.models import Application
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


def tell_status(application: Application) -> None:
    """Tell the applicant of the status the application has now."""
    _send("application_status", application, to=application.applicant)


def _send(kind: str, application: Application, *, to: User, otherwise: str | None = None) -> None:
    if not to.email:
        return
    with in_words_of(to, otherwise=otherwise):
        _render_and_send(kind, application, to=to)


def _render_and_send(kind: str, application: Application, *, to: User) -> None:
    context = {
        "application": application,
        "job": application.job,
        "company": application.job.company,
        "applicant": application.applicant,
        "recipient": to,
        "reference": application.reference,
        "my_url": settings.BASE_URL.rstrip("/") + in_language("/my/"),
        "status": ApplicationStatus(application.status),
        "job_url": settings.BASE_URL.rstrip("/") + application.job.get_absolute_url(),
    }
    subject = render_to_string(f"emails/{kind}_subject.txt", context)
    text = render_to_string(f"emails/{kind}.txt", context)
    queue_mail(
        kind=kind,
        to=to.email,
        recipient=to,
        about=application.applicant if application.applicant_id != to.pk else None,
        subject=subject,
        text=text,
        html=as_html(subject, text),
    )

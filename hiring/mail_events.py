"""The mails about applications and invitations whose words may be changed, and what goes into them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hiring.choices import ApplicationStatus
from people.mail_events import TO_APPLICANTS, TO_COMPANIES, MailEvent, Placeholder

RECEIVED, MESSAGE, INVITED = "application_received", "application_message", "job_invitation"
WITHDRAWN = "application_withdrawn"
CODE, NEW = "application_code", "application_new"
# Which event tells of a stage that an application has come to.
STAGES = {
    ApplicationStatus.REVIEWED: "application_reviewed",
    ApplicationStatus.SHORTLISTED: "application_shortlisted",
    ApplicationStatus.HIRED: "application_hired",
    ApplicationStatus.REJECTED: "application_rejected",
}

_FIRST_NAME = Placeholder("first_name", _("The applicant's first name"), "Alex")
_FULL_NAME = Placeholder("full_name", _("The applicant's full name"), "Alex Morgan")
_JOB = Placeholder("job", _("The title of the job"), _("Warehouse manager"))
_COMPANY = Placeholder("company", _("The name of the company"), "Northwind Tools")
_PLACE = Placeholder("place", _("The place of the job"), "Hamburg")
_REFERENCE = Placeholder("reference", _("The number of the application"), "NX-1042")
_JOB_URL = Placeholder("job_url", _("The link to the job"), "https://careers.example/jobs/…")
_CV_NOTE = Placeholder(
    "cv_note", _("Whether there is a CV, as a sentence"), _("A copy of your CV went with it.")
)

ABOUT_APPLICATION = (
    _FIRST_NAME,
    _FULL_NAME,
    _JOB,
    _COMPANY,
    _PLACE,
    _REFERENCE,
    _JOB_URL,
    Placeholder("my_url", _("The link to one’s applications"), "https://careers.example/my/"),
)

_STATUS_SUBJECT = "emails/application_status_subject.txt"


def _stage(status: ApplicationStatus, label: object, explained: object) -> MailEvent:
    name = STAGES[status]
    return MailEvent(
        name,
        label,  # type: ignore[arg-type]  # lazy text
        explained,  # type: ignore[arg-type]
        TO_APPLICANTS,
        ABOUT_APPLICATION,
        _STATUS_SUBJECT,
        f"emails/{name}.txt",
        is_for_companies=True,
    )


HIRING_EVENTS = (
    MailEvent(
        RECEIVED,
        _("Application received"),
        _("At once, to whoever has applied."),
        TO_APPLICANTS,
        (*ABOUT_APPLICATION, _CV_NOTE),
        "emails/application_received_subject.txt",
        "emails/application_received.txt",
        is_for_companies=True,
    ),
    MailEvent(
        WITHDRAWN,
        _("Application withdrawn"),
        _("At once, to whoever has withdrawn an application."),
        TO_APPLICANTS,
        ABOUT_APPLICATION,
        "emails/application_withdrawn_subject.txt",
        "emails/application_withdrawn.txt",
        is_for_companies=True,
    ),
    _stage(
        ApplicationStatus.REVIEWED,
        _("Stage: reviewed"),
        _("When somebody has looked at the application."),
    ),
    _stage(
        ApplicationStatus.SHORTLISTED, _("Stage: shortlisted"), _("When it is on the shortlist.")
    ),
    _stage(ApplicationStatus.HIRED, _("Stage: hired"), _("When the company wants the person.")),
    _stage(
        ApplicationStatus.REJECTED,
        _("Rejection"),
        _("The usual rejection, and what one’s own words begin with."),
    ),
    MailEvent(
        MESSAGE,
        _("Message"),
        _("What a message to applicants begins with, before somebody writes it."),
        TO_APPLICANTS,
        ABOUT_APPLICATION,
        _STATUS_SUBJECT,
        "emails/application_message.txt",
        is_for_companies=True,
    ),
    MailEvent(
        INVITED,
        _("Invitation to apply"),
        _("To somebody who looks for work, with the message that was written to them."),
        TO_APPLICANTS,
        (
            _FIRST_NAME,
            _FULL_NAME,
            _JOB,
            _COMPANY,
            _PLACE,
            Placeholder(
                "message",
                _("What was written to the person"),
                _("Your years in logistics would help us a lot. Shall we talk?"),
                is_required=True,
            ),
            _JOB_URL._replace(is_required=True),
            Placeholder(
                "my_url",
                _("The link to say no"),
                "https://careers.example/my/invitations/",
                is_required=True,
            ),
            Placeholder(
                "privacy_url",
                _("The link to get no more of them"),
                "https://careers.example/my/profile/privacy/",
                is_required=True,
            ),
        ),
        "emails/job_invitation_subject.txt",
        "emails/job_invitation.txt",
        is_for_companies=True,
    ),
    MailEvent(
        CODE,
        _("Code to apply"),
        _("To somebody who applies without an account."),
        TO_APPLICANTS,
        (_JOB, _COMPANY, Placeholder("code", _("The code to enter"), "482 913", is_required=True)),
        "emails/application_code_subject.txt",
        "emails/application_code.txt",
    ),
    MailEvent(
        NEW,
        _("New application"),
        _("To the people of the company who decide."),
        TO_COMPANIES,
        (
            Placeholder("first_name", _("The first name of the reader"), "Kim"),
            Placeholder("full_name", _("The full name of the reader"), "Kim Berger"),
            Placeholder("applicant", _("The applicant's full name"), "Alex Morgan"),
            _JOB,
            _COMPANY,
            _PLACE,
            _REFERENCE,
            _JOB_URL,
            _CV_NOTE._replace(example=_("A CV is attached to the application.")),
        ),
        "emails/application_new_subject.txt",
        "emails/application_new.txt",
    ),
)

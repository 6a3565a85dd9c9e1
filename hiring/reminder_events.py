"""The mails that remind and tell news of jobs, whose words may be changed, and what goes into them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hiring.mail_events import ABOUT_APPLICATION
from people.mail_events import TO_APPLICANTS, TO_COMPANIES, MailEvent, Placeholder

DIGEST, DEADLINES, UNANSWERED = "application_digest", "job_deadlines", "applications_unanswered"
SAVED_DEADLINES = "saved_job_deadlines"
JOB_CLOSED, JOB_REOPENED = "job_closed", "job_reopened"

_READER = (
    Placeholder("first_name", _("The first name of the reader"), "Kim"),
    Placeholder("full_name", _("The full name of the reader"), "Kim Berger"),
)
_LINK = Placeholder("link", _("The link to all of them"), "https://careers.example/admin/…")


def _jobs(facts: str) -> Placeholder:
    example = f"Warehouse manager\n{facts}\nhttps://careers.example/…"
    return Placeholder("jobs", _("The jobs with their links"), example, is_required=True)


def _event(
    name: str, label: object, explained: object, group: object, *more: Placeholder
) -> MailEvent:
    return MailEvent(
        name,
        label,  # type: ignore[arg-type]  # lazy text
        explained,  # type: ignore[arg-type]
        group,  # type: ignore[arg-type]
        (*_READER, *more),
        f"emails/{name}_subject.txt",
        f"emails/{name}.txt",
    )


_NUMBER = _("How many there are, in words")

REMINDER_EVENTS = (
    _event(
        SAVED_DEADLINES,
        _("Saved jobs that end soon"),
        _("Two days before the end, to whoever has saved a job and not applied."),
        TO_APPLICANTS,
        Placeholder("number", _NUMBER, _("2 jobs")),
        _jobs("Northwind Tools · Hamburg"),
        _LINK._replace(example="https://careers.example/my/saved/"),
    ),
    MailEvent(
        JOB_CLOSED,
        _("Job closed"),
        _("To whoever has applied and waits, when a job is closed before its deadline."),
        TO_APPLICANTS,
        ABOUT_APPLICATION,
        "emails/job_closed_subject.txt",
        "emails/job_closed.txt",
    ),
    MailEvent(
        JOB_REOPENED,
        _("Job reopened"),
        _("To whoever has applied and waits, when a closed job is opened again."),
        TO_APPLICANTS,
        ABOUT_APPLICATION,
        "emails/job_reopened_subject.txt",
        "emails/job_reopened.txt",
    ),
    _event(
        DIGEST,
        _("New applications of a day"),
        _("In the morning, to those of the company who want to hear of them once a day."),
        TO_COMPANIES,
        Placeholder("number", _NUMBER, _("3 new applications")),
        _jobs("Northwind Tools · 3 new applications"),
        _LINK,
    ),
    _event(
        DEADLINES,
        _("Deadlines of jobs"),
        _("To the owners, and to whoever posted them, three days before jobs end."),
        TO_COMPANIES,
        Placeholder("number", _NUMBER, _("2 jobs")),
        _jobs("Northwind Tools"),
        _LINK,
    ),
    _event(
        UNANSWERED,
        _("Applications without an answer"),
        _("On Monday, to those who decide, when applications wait for longer than was promised."),
        TO_COMPANIES,
        Placeholder("number", _NUMBER, _("5 applications")),
        _jobs("Northwind Tools"),
        _LINK,
    ),
)

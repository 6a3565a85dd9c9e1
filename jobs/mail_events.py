"""The mails about the review of jobs whose words may be changed, and what goes into them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobs.choices import OpeningFault
from jobs.report_models import ReportReason
from people.mail_events import TO_ADMINISTRATORS, TO_COMPANIES, MailEvent, Placeholder

APPROVED, SENT_BACK, DECLINED = "job_approved", "job_sent_back", "job_declined"
APPROVED_FOR_LATER, NOT_OPENED = "job_approved_for_later", "job_not_opened"
RELEASED, QUESTION, REPORTED = "jobs_released", "job_question", "job_reported"

_COMMON = (
    Placeholder("full_name", _("The full name of the reader"), "Kim Berger"),
    Placeholder("company", _("The name of the company"), "Northwind Tools"),
    Placeholder("site", _("The name of the site"), "Nexus"),
)
_JOB = Placeholder("job", _("The title of the job"), _("Warehouse manager"))
_REASON = Placeholder(
    "reason", _("What the administrator wrote"), _("Say who you are."), is_required=True
)
_TIME = Placeholder("time", _("When it opens"), _("3 December 2031, 09:00"))
_LINK = Placeholder("link", _("The link to the job"), "https://careers.example/jobs/…")


def _about(name: str, label: object, explained: object, *more: Placeholder) -> MailEvent:
    return MailEvent(
        name,
        label,  # type: ignore[arg-type]  # lazy text
        explained,  # type: ignore[arg-type]
        TO_ADMINISTRATORS if name == REPORTED else TO_COMPANIES,
        (*_COMMON, *more),
        f"emails/{name}_subject.txt",
        f"emails/{name}.txt",
    )


MODERATION_EVENTS = (
    _about(
        APPROVED,
        _("Job approved"),
        _("To the owners, and to whoever posted it, when it has passed the review."),
        _JOB,
        _LINK,
    ),
    _about(
        APPROVED_FOR_LATER,
        _("Job approved that opens later"),
        _(
            "To the owners, and to whoever posted it, when it has passed the review before its time."
        ),
        _JOB,
        _TIME._replace(is_required=True),
        _LINK,
    ),
    _about(
        NOT_OPENED,
        _("Job that did not open"),
        _(
            "To the owners, and to whoever posted it or set the time, when it did not open by itself."
        ),
        _JOB,
        _TIME._replace(label=_("When it should have opened")),
        Placeholder(
            "reason", _("Why it did not open"), OpeningFault.DEADLINE.label, is_required=True
        ),
        _LINK,
    ),
    _about(
        SENT_BACK,
        _("Job sent back"),
        _("To the owners, and to whoever posted it, when something has to change first."),
        _JOB,
        _REASON,
        _LINK,
    ),
    _about(
        DECLINED,
        _("Job declined"),
        _("To the owners, and to whoever posted it, when it is closed as not acceptable."),
        _JOB,
        _REASON,
    ),
    _about(
        RELEASED,
        _("Waiting jobs published"),
        _("To the owners, and to whoever posted them, when their company has been verified."),
        Placeholder("jobs", _("The titles of the jobs"), _("Warehouse manager"), is_required=True),
        _LINK._replace(label=_("The link to the jobs of the company")),
    ),
    _about(
        QUESTION,
        _("Question about a job"),
        _(
            "To the owners, and to whoever posted it, when an administrator wants to know something."
        ),
        _JOB,
        Placeholder(
            "question",
            _("What the administrator asks"),
            _("Is the position still open?"),
            is_required=True,
        ),
        _LINK,
    ),
    _about(
        REPORTED,
        _("Job reported"),
        _("To the administrators, when somebody reports a job of which no report waits."),
        _JOB,
        Placeholder("reason", _("What is wrong with it"), ReportReason.FRAUD.label),
        _LINK._replace(label=_("The link to the reports"), is_required=True),
    ),
)

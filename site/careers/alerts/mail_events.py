"""The mails of job alerts, whose words may be changed, and what goes into them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.mail_events import MailEvent, Placeholder

CONFIRM, JOBS = "job_alert_confirm", "job_alert"
WANTED, ENDED = "job_alert_wanted", "job_alert_ended"

_GROUP = _("Job alerts")
_SEARCH = Placeholder("search", _("What is looked for"), _("warehouse manager, Hamburg"))
_DAYS = Placeholder("days", _("So many days it may take"), "14")
_URL = "https://careers.example/jobs/alerts/…"

ALERT_EVENTS = (
    MailEvent(
        CONFIRM,
        _("Job alert: confirm the address"),
        _("At once, to the address that somebody has entered without signing in."),
        _GROUP,
        (
            _SEARCH,
            Placeholder("confirm_url", _("The link to confirm"), _URL, is_required=True),
            _DAYS._replace(example="7"),
        ),
        "emails/job_alert_confirm_subject.txt",
        "emails/job_alert_confirm.txt",
    ),
    MailEvent(
        JOBS,
        _("Job alert: new jobs"),
        _("As often as it is wished, when there are new jobs."),
        _GROUP,
        (
            _SEARCH,
            Placeholder("number", _("How many jobs are new, in words"), _("3 new jobs")),
            Placeholder(
                "jobs",
                _("The jobs with their links"),
                "Warehouse manager\nNorthwind Tools, Hamburg\nhttps://careers.example/jobs/…",
                is_required=True,
            ),
            Placeholder("change_url", _("The link to change the alert"), _URL, is_required=True),
        ),
        "emails/job_alert_subject.txt",
        "emails/job_alert.txt",
    ),
    MailEvent(
        WANTED,
        _("Job alert: still wanted?"),
        _("When nobody has opened a job from its mails for months."),
        _GROUP,
        (
            _SEARCH,
            Placeholder("keep_url", _("The link to keep the alert"), _URL, is_required=True),
            _DAYS,
        ),
        "emails/job_alert_wanted_subject.txt",
        "emails/job_alert_wanted.txt",
    ),
    MailEvent(
        ENDED,
        _("Job alert: ended"),
        _("When nobody has answered that."),
        _GROUP,
        (_SEARCH, Placeholder("new_url", _("The link to set it up again"), _URL)),
        "emails/job_alert_ended_subject.txt",
        "emails/job_alert_ended.txt",
    ),
)

"""The mails about jobs and applications that people may choose to have no more of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.mail_kinds import Audience, HowOften, MailKind

INVITATIONS, SAVED_JOBS, JOB_NEWS = "invitations", "saved_jobs", "job_news"
NEW_APPLICATIONS, JOB_DEADLINES = "new_applications", "job_deadlines"
UNANSWERED_APPLICATIONS = "unanswered_applications"

HIRING_KINDS = (
    MailKind(
        INVITATIONS,
        _("Invitations to apply"),
        _("When a company invites you. You find the invitation in your area in any case."),
        Audience.EVERYBODY,
        (HowOften.AT_ONCE, HowOften.NEVER),
    ),
    MailKind(
        SAVED_JOBS,
        _("Saved jobs that end soon"),
        _("Two days before the end of a job that you have saved and not applied to."),
        Audience.EVERYBODY,
        (HowOften.DAILY, HowOften.NEVER),
    ),
    MailKind(
        JOB_NEWS,
        _("News of jobs you have applied to"),
        _("When such a job is closed before its deadline, or opened again."),
        Audience.EVERYBODY,
        (HowOften.AT_ONCE, HowOften.NEVER),
    ),
    MailKind(
        NEW_APPLICATIONS,
        _("New applications"),
        _("When somebody has applied to a job of your company."),
        Audience.COMPANIES,
        (HowOften.AT_ONCE, HowOften.DAILY, HowOften.NEVER),
    ),
    MailKind(
        JOB_DEADLINES,
        _("Deadlines of jobs"),
        _("Three days before the end of jobs that you have posted, or of a company you own."),
        Audience.COMPANIES,
        (HowOften.DAILY, HowOften.NEVER),
    ),
    MailKind(
        UNANSWERED_APPLICATIONS,
        _("Applications without an answer"),
        _("When nobody has looked at them for longer than your company promises."),
        Audience.COMPANIES,
        (HowOften.WEEKLY, HowOften.NEVER),
    ),
)

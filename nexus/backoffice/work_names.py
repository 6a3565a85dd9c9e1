"""What work in the background is called where people read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.mail_events import mail_event

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# By the dotted path of a task, or the name of what recurs.
WORK: dict[str, StrOrPromise] = {
    "nexus.core.tasks.send_mail": gettext_lazy("Send a mail"),
    "nexus.core.tasks.send_mails": gettext_lazy("Send several mails"),
    "nexus.core.transfers.tasks.go_on": gettext_lazy("Import a file"),
    "nexus.core.exporting.tasks.go_on": gettext_lazy("Write an export"),
    "hiring.tasks.make_cv_readable": gettext_lazy("Turn a CV into a PDF"),
    "hiring.tasks.remove_old_applications": gettext_lazy("Empty applications past their time"),
    "people.tasks.make_data_export": gettext_lazy("Make an archive of somebody’s data"),
    "people.tasks.erase_account": gettext_lazy("Erase an account"),
    "Send overdue mail": gettext_lazy("Send overdue mail"),
    "Erase imported files": gettext_lazy("Erase imported files"),
    "Erase exported files": gettext_lazy("Erase exported files"),
    "Remove expired sessions": gettext_lazy("Remove expired sessions"),
    "Forget old failures": gettext_lazy("Forget old failures"),
    "Forget finished work": gettext_lazy("Forget finished work"),
    "Empty old mails": gettext_lazy("Empty mails that were sent long ago"),
    "Forget ended sign-ins": gettext_lazy("Forget sign-ins that have ended"),
    "Remove files left behind": gettext_lazy("Remove files that were left behind"),
    "Empty old applications": gettext_lazy("Empty applications past their time"),
    "Open scheduled jobs": gettext_lazy("Open jobs at the time that was set"),
    "Close expired jobs": gettext_lazy("Close expired jobs"),
    "Forget old drafts": gettext_lazy("Forget old drafts of applications"),
    "Bring statistics up to date": gettext_lazy("Bring statistics up to date"),
    "Publish pages at their hour": gettext_lazy("Publish pages at their hour"),
    "Remove old archives": gettext_lazy("Remove old archives of people’s data"),
    "Forget old reports": gettext_lazy("Forget old reports of jobs"),
    "Forget old invitations": gettext_lazy("Forget old invitations"),
    "Forget unconfirmed accounts": gettext_lazy("Forget unconfirmed accounts"),
    "Mail new jobs to alerts": gettext_lazy("Mail new jobs to job alerts"),
    "Look after job alerts": gettext_lazy("End job alerts that nobody reads"),
    "Mail the day’s new applications": gettext_lazy("Mail the new applications of a day"),
    "Remind of deadlines": gettext_lazy("Remind companies of deadlines"),
    "Remind of unanswered applications": gettext_lazy("Remind companies of applications"),
    "Remind of saved jobs": gettext_lazy("Remind of saved jobs that end soon"),
    "Mail news of jobs": gettext_lazy("Mail applicants that jobs were closed or reopened"),
    "Remind of the review": gettext_lazy("Remind administrators of jobs to review"),
    "Mail of failures": gettext_lazy("Mail administrators what has failed"),
    "Forget old reminders": gettext_lazy("Forget old reminders"),
    "Erase deleted accounts": gettext_lazy("Erase deleted accounts"),
}

# Mails whose words nobody changes, by their kind.
MAILS: dict[str, StrOrPromise] = {
    "application_status": gettext_lazy("News of an application"),
    "application_mention": gettext_lazy("Mention in a note"),
    "application_message": gettext_lazy("Message to an applicant"),
    "invitation_accepted": gettext_lazy("Invitation accepted"),
    "member_removed": gettext_lazy("Removed from a team"),
    "mail_text_test": gettext_lazy("Test of a mail text"),
}


def name_of_work(path: str) -> str:
    """Return what a task or what recurs is called; its path where nobody has named it."""
    return str(WORK.get(path, path))


def name_of_mail(kind: str) -> str:
    """Return what a kind of mail is called."""
    event = mail_event(kind)
    return str(event.label if event else MAILS.get(kind, _("Mail about an account")))

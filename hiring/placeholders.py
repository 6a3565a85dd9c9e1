"""What stands for what in a mail about an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hiring.mail_events import ABOUT_APPLICATION
from nexus.core.languages import in_language
from people.addresses import site_address
from people.names import called, first_name_of
from people.placeholders import fill as fill_in

if TYPE_CHECKING:
    from hiring.models import Application
    from jobs.models import Job
    from people.models import User

# In whatever somebody writes to applicants.
PLACEHOLDERS = {one.name: one.label for one in ABOUT_APPLICATION}


def fill(text: str, application: Application) -> str:
    """Return `text` for the reader of one application, loaded with its job, company and applicant."""
    values = values_of(application)
    return fill_in(text, {name: values[name] for name in PLACEHOLDERS})


def values_of(application: Application) -> dict[str, str]:
    """Return what stands for every placeholder in a mail to the applicant, as it is spoken now."""
    return {
        **values_for(application.applicant, application.job),
        "reference": application.reference,
        "cv_note": _("A copy of your CV went with it.")
        if application.resume
        else _("No CV went with it."),
        "my_url": site_address(in_language("/my/")),
    }


def values_for_team(application: Application, reader: User) -> dict[str, str]:
    """Return the same for a mail to somebody of the company."""
    return {
        **values_of(application),
        **values_for(reader, application.job),
        "applicant": called(application.applicant),
        "cv_note": _("A CV is attached to the application.")
        if application.resume
        else _("There is no CV with the application."),
    }


def values_for(reader: User, job: Job) -> dict[str, str]:
    """Return what holds of the reader and of a job, loaded with its company."""
    return {
        "first_name": first_name_of(reader),
        "full_name": called(reader),
        "job": job.title,
        "company": job.company.name,
        "place": job.location,
        "job_url": site_address(job.get_absolute_url()),
    }


def values_of_invitation(reader: User, job: Job, message: str) -> dict[str, str]:
    """Return what stands in an invitation to apply."""
    return {
        **values_for(reader, job),
        "message": message,
        "my_url": site_address(in_language("/my/invitations/")),
        "privacy_url": site_address(in_language("/my/profile/privacy/")),
    }

"""The stages of an application and the ways between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ApplicationStatus(models.TextChoices):
    PENDING = "pending", pgettext_lazy("status of an application", "Pending")
    REVIEWED = "reviewed", pgettext_lazy("status of an application", "Reviewed")
    SHORTLISTED = "shortlisted", pgettext_lazy("status of an application", "Shortlisted")
    REJECTED = "rejected", pgettext_lazy("status of an application", "Rejected")
    HIRED = "hired", pgettext_lazy("status of an application", "Hired")


# One step at a time; `services.move_application` walks several where a later stage is asked for.
TRANSITIONS: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.PENDING: frozenset({ApplicationStatus.REVIEWED}),
    ApplicationStatus.REVIEWED: frozenset(
        {ApplicationStatus.SHORTLISTED, ApplicationStatus.REJECTED}
    ),
    ApplicationStatus.SHORTLISTED: frozenset({ApplicationStatus.HIRED, ApplicationStatus.REJECTED}),
    ApplicationStatus.REJECTED: frozenset({ApplicationStatus.REVIEWED}),
    ApplicationStatus.HIRED: frozenset(),
}

FINAL_FOR_APPLICANT = frozenset({ApplicationStatus.HIRED, ApplicationStatus.REJECTED})

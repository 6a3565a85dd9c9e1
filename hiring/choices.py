"""The stages of an application and the ways between them."""

from django.db import models


class ApplicationStatus(models.TextChoices):
    PENDING = "pending", "Pending"
    REVIEWED = "reviewed", "Reviewed"
    SHORTLISTED = "shortlisted", "Shortlisted"
    REJECTED = "rejected", "Rejected"
    HIRED = "hired", "Hired"


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

"""The stages of an application and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
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


class RejectionReason(models.TextChoices):
    """Why the company rejects, for itself and its statistics: the applicant is not told."""

    SKILLS = "skills", _("Skills do not fit")
    EXPERIENCE = "experience", _("Too little experience")
    OVERQUALIFIED = "overqualified", _("Overqualified")
    LANGUAGE = "language", _("Language")
    PAY = "pay", _("Expects other pay")
    PLACE = "place", _("Place or permit to work")
    DOCUMENTS = "documents", _("Documents incomplete")
    FILLED = "filled", _("Position filled")
    OTHER = "other", _("Other reason")


class Source(models.TextChoices):
    """The way by which an application came."""

    SITE = "site", _("Careers site")
    API = "api", _("API")
    IMPORT = "import", _("Import")


class BatchKind(models.TextChoices):
    MOVE = "move", _("Change of stage")
    MAIL = "mail", _("E-mail")


class InvitationAnswer(models.TextChoices):
    """What somebody who was invited to apply has done about it; empty while they have not."""

    APPLIED = "applied", pgettext_lazy("answer to an invitation", "Has applied")
    DECLINED = "declined", pgettext_lazy("answer to an invitation", "Has declined")

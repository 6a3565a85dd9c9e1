"""The closed sets of a posting, and which way its status may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")
    CONTRACT = "contract", _("Contract")
    INTERNSHIP = "internship", _("Internship")
    # A type for integrators' sake; it implies that the workplace is remote.
    REMOTE = "remote", _("Remote")


class ExperienceLevel(models.TextChoices):
    ENTRY = "entry", _("Entry")
    MID = "mid", _("Mid")
    SENIOR = "senior", _("Senior")
    EXECUTIVE = "executive", _("Executive")


class Workplace(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Hybrid")
    REMOTE = "remote", _("Remote")


class SalaryPeriod(models.TextChoices):
    YEAR = "year", _("Year")
    MONTH = "month", _("Month")
    WEEK = "week", _("Week")
    DAY = "day", _("Day")
    HOUR = "hour", _("Hour")


class CloseReason(models.TextChoices):
    """Why a job was taken off the market by hand; empty where nobody said so."""

    FILLED = "filled", _("Filled through Nexus")
    FILLED_ELSEWHERE = "elsewhere", _("Filled in another way")
    CANCELLED = "cancelled", _("The position was cancelled")
    ON_HOLD = "on_hold", _("On hold")
    NO_CANDIDATES = "no_match", _("No suitable applicants")
    OTHER = "other", _("Another reason")


class VersionAction(models.TextChoices):
    """What was done to a job when a version of it came about."""

    FOUND = "found", _("As it was before its history began")
    CREATED = "created", _("Created")
    COPIED = "copied", _("Created as a copy")
    IMPORTED = "imported", _("Changed by an import")
    CHANGED = "changed", _("Changed")
    RESTORED = "restored", _("Restored an earlier version")
    SENT_TO_REVIEW = "to_review", _("Sent to review")
    APPROVED = "approved", _("Approved and published")
    SENT_BACK = "sent_back", _("Sent back for changes")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Closed by its deadline")
    REOPENED = "reopened", _("Reopened")
    EXTENDED = "extended", _("Deadline extended")
    ARCHIVED = "archived", _("Archived")


TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset({JobStatus.IN_REVIEW, JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.IN_REVIEW: frozenset({JobStatus.DRAFT, JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.OPEN: frozenset({JobStatus.CLOSED, JobStatus.ARCHIVED}),
    JobStatus.CLOSED: frozenset({JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.ARCHIVED: frozenset(),
}

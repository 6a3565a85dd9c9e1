"""The closed sets of a posting, and which way its status may go."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("status of a job", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("status of a job", "In review")
    # It opens by itself at a time that was set.
    SCHEDULED = "scheduled", pgettext_lazy("status of a job", "Scheduled")
    OPEN = "open", pgettext_lazy("status of a job", "Open")
    CLOSED = "closed", pgettext_lazy("status of a job", "Closed")
    ARCHIVED = "archived", pgettext_lazy("status of a job", "Archived")


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", pgettext_lazy("type of employment", "Full time")
    PART_TIME = "part_time", pgettext_lazy("type of employment", "Part time")
    CONTRACT = "contract", pgettext_lazy("type of employment", "Contract")
    INTERNSHIP = "internship", pgettext_lazy("type of employment", "Internship")
    # A type for integrators' sake; it implies that the workplace is remote.
    REMOTE = "remote", pgettext_lazy("type of employment", "Remote")


class ExperienceLevel(models.TextChoices):
    ENTRY = "entry", pgettext_lazy("level of experience", "Entry")
    MID = "mid", pgettext_lazy("level of experience", "Mid")
    SENIOR = "senior", pgettext_lazy("level of experience", "Senior")
    EXECUTIVE = "executive", pgettext_lazy("level of experience", "Executive")


class Workplace(models.TextChoices):
    ON_SITE = "on_site", pgettext_lazy("workplace", "On site")
    HYBRID = "hybrid", pgettext_lazy("workplace", "Hybrid")
    REMOTE = "remote", pgettext_lazy("workplace", "Remote")


class SalaryPeriod(models.TextChoices):
    YEAR = "year", pgettext_lazy("period of a salary", "Year")
    MONTH = "month", pgettext_lazy("period of a salary", "Month")
    WEEK = "week", pgettext_lazy("period of a salary", "Week")
    DAY = "day", pgettext_lazy("period of a salary", "Day")
    HOUR = "hour", pgettext_lazy("period of a salary", "Hour")


class CloseReason(models.TextChoices):
    """Why a job was taken off the market by hand; empty where nobody said so.

    `DECLINED` is what administrators say of jobs that the site does not accept, in review or open.
    """

    FILLED = "filled", _("Filled through Nexus")
    FILLED_ELSEWHERE = "elsewhere", _("Filled in another way")
    CANCELLED = "cancelled", _("The position was cancelled")
    ON_HOLD = "on_hold", _("On hold")
    NO_CANDIDATES = "no_match", _("No suitable applicants")
    OTHER = "other", _("Another reason")
    DECLINED = "declined", _("Not accepted by the site")

    @classmethod
    def of_companies(cls) -> list[tuple[str, Any]]:
        """Return what a company chooses from."""
        return [choice for choice in cls.choices if choice[0] != cls.DECLINED]


class OpeningFault(models.TextChoices):
    """Why a job did not open by itself at its time: a sentence for those who look after it."""

    COMPANY = "company", _("The company has been deactivated.")
    PERSON = "person", _("Whoever set the time may not publish the jobs of the company any more.")
    DEADLINE = "deadline", _("Its deadline has passed.")
    CATEGORY = "category", _("Its category is not in use any more.")
    REVIEW = "review", _("It has to be reviewed first: it opens as soon as it has been approved.")
    OTHER = "other", _("As it is now it cannot be published.")


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
    DECLINED = "declined", _("Declined")
    SCHEDULED = "scheduled", _("Set to open by itself")
    RETIMED = "retimed", _("Time of opening changed")
    UNSCHEDULED = "unset", _("No longer set to open by itself")
    OPENED = "opened", _("Opened by itself")
    NOT_OPENED = "not_opened", _("Did not open by itself")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Closed by its deadline")
    REOPENED = "reopened", _("Reopened")
    EXTENDED = "extended", _("Deadline extended")
    ARCHIVED = "archived", _("Archived")


TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset(
        {JobStatus.IN_REVIEW, JobStatus.SCHEDULED, JobStatus.OPEN, JobStatus.ARCHIVED}
    ),
    JobStatus.IN_REVIEW: frozenset(
        {JobStatus.DRAFT, JobStatus.SCHEDULED, JobStatus.OPEN, JobStatus.ARCHIVED}
    ),
    JobStatus.SCHEDULED: frozenset(
        {JobStatus.DRAFT, JobStatus.IN_REVIEW, JobStatus.OPEN, JobStatus.ARCHIVED}
    ),
    JobStatus.OPEN: frozenset({JobStatus.IN_REVIEW, JobStatus.CLOSED, JobStatus.ARCHIVED}),
    JobStatus.CLOSED: frozenset({JobStatus.IN_REVIEW, JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.ARCHIVED: frozenset(),
}

"""The closed sets of a posting, and which way its status may go."""

from django.db import models


class JobStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    ARCHIVED = "archived", "Archived"


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", "Full time"
    PART_TIME = "part_time", "Part time"
    CONTRACT = "contract", "Contract"
    INTERNSHIP = "internship", "Internship"
    # A type for integrators' sake; it implies that the workplace is remote.
    REMOTE = "remote", "Remote"


class ExperienceLevel(models.TextChoices):
    ENTRY = "entry", "Entry"
    MID = "mid", "Mid"
    SENIOR = "senior", "Senior"
    EXECUTIVE = "executive", "Executive"


class Workplace(models.TextChoices):
    ON_SITE = "on_site", "On site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class SalaryPeriod(models.TextChoices):
    YEAR = "year", "Year"
    MONTH = "month", "Month"
    WEEK = "week", "Week"
    DAY = "day", "Day"
    HOUR = "hour", "Hour"


TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.DRAFT: frozenset({JobStatus.IN_REVIEW, JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.IN_REVIEW: frozenset({JobStatus.DRAFT, JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.OPEN: frozenset({JobStatus.CLOSED, JobStatus.ARCHIVED}),
    JobStatus.CLOSED: frozenset({JobStatus.OPEN, JobStatus.ARCHIVED}),
    JobStatus.ARCHIVED: frozenset(),
}

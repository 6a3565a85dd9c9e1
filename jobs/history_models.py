"""What became of a posting over time: its versions, and how often it was looked at."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from jobs.choices import JobStatus, OpeningFault, VersionAction


class JobVersion(models.Model):
    """A job as it was after one change. Rows are only ever added.

    `fields` holds what a company writes of it, as `services.history.Snapshot` describes.
    """

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="versions")
    # Counts from 1 within the job.
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # Nobody, where a deadline or an import did it.
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=10, choices=VersionAction.choices)
    note = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=JobStatus.choices)
    # When it was to open by itself; no part of what it says, so that it does not come back with that.
    opens_at = models.DateTimeField(null=True)
    fields = models.JSONField()

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "number"], name="jobs_jobversion_number")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def remark(self) -> str:
        """Return the note in words: what kept a job from opening is kept as an `OpeningFault`."""
        if self.action == VersionAction.NOT_OPENED:
            return str(OpeningFault(self.note).label)
        return self.note


class JobViews(models.Model):
    """How often people opened a job's page on a day of UTC."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "day"], name="jobs_jobviews_day")
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"

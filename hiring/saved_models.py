"""Jobs and searches that people keep to come back to."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nexus.core.fields import EncryptedCharField, EncryptedTextField


class SavedJob(models.Model):
    """A job that somebody has put aside."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="saved_jobs")
    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "job"], name="hiring_savedjob_once")
        ]

    def __str__(self) -> str:
        return f"Saved job {self.pk}"


class SavedSearch(models.Model):
    """A search by its query string. Encrypted: it tells what somebody looks for, and where."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="saved_searches")
    name = EncryptedCharField(max_length=100)
    query = EncryptedTextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"Saved search {self.pk}"


class ColumnChoice(models.Model):
    """Which columns somebody wants in the list of applications, in their order."""

    user = models.OneToOneField(
        "people.User", on_delete=models.CASCADE, related_name="application_columns"
    )
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Columns {self.pk}"

"""Filters of lists in the back office that somebody comes back to."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nexus.core.fields import EncryptedCharField, EncryptedTextField


class SavedFilter(models.Model):
    """A list with its filters and words, as a query string. Encrypted: words may be names."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="saved_filters")
    # The model that the list is of, as "jobs.job".
    model = models.CharField(max_length=100)
    name = EncryptedCharField(max_length=60)
    query = EncryptedTextField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "model"], name="people_savedfilter_list")
        ]

    def __str__(self) -> str:
        return f"Saved filter {self.pk}"

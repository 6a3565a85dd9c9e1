"""New applications of which somebody has yet to be told, as they want to hear of them once a day."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class DigestEntry(models.Model):
    """An application in the next digest of one person; it goes with the mail that tells of it."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(
        "hiring.Application", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "application"], name="hiring_digestentry_once")
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"

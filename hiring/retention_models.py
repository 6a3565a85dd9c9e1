"""How far the removal of what applicants once sent has come, company by company."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RemovalRun(models.Model):
    """One going through the applications of a company whose time is over, in batches.

    What each batch removes is counted here in its own transaction, so that a run that was cut short
    goes on counting, and its one entry of the audit, written with `ended_at`, tells of all of it.
    """

    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="+")
    applications = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    accounts = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(ended_at=None), name="hiring_removalrun_once"
            )
        ]

    def __str__(self) -> str:
        return f"Run {self.pk}"

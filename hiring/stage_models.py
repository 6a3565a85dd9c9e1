"""What a company has decided about the mails of the stages."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from hiring.choices import ApplicationStatus

MOST_HOURS = 168


class StageMail(models.Model):
    """Whether a company's applicants are told of a stage by itself, and how long after it.

    Without a row they are, as soon as the change can no longer be undone.
    """

    company = models.ForeignKey(
        "people.Company", on_delete=models.CASCADE, related_name="stage_mails"
    )
    status = models.CharField(max_length=12, choices=ApplicationStatus.choices)
    is_off = models.BooleanField(default=False)
    delay_hours = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["company", "status"], name="hiring_stagemail_once")
        ]

    def __str__(self) -> str:
        return f"Mail of {self.status} at {self.company_id}"

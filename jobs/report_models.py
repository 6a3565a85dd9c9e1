"""What people report of open jobs, for administrators alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nexus.core.fields import EncryptedCharField, EncryptedTextField


class ReportReason(models.TextChoices):
    """Why somebody reports a job."""

    FRAUD = "fraud", _("It is fraud, or asks for money")
    DISCRIMINATION = "unfair", _("It discriminates against people")
    MISLEADING = "misleading", _("It is misleading, or no job")
    FILLED = "filled", _("The position is filled, or the offer is out of date")
    OTHER = "other", _("Something else")


class ReportOutcome(models.TextChoices):
    """What an administrator made of a report; empty while it waits."""

    DISMISSED = "dismissed", pgettext_lazy("outcome of a report", "Dismissed")
    TAKEN_DOWN = "taken_down", pgettext_lazy("outcome of a report", "Job taken down")


class JobReport(models.Model):
    """That somebody finds something wrong with a job: once each, signed in or not."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    text = EncryptedTextField(max_length=2000, blank=True)
    # To ask something back, where the person wants that.
    email = EncryptedCharField(max_length=254, blank=True)
    reporter = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Stands for the person: the account, else the mail address, else where the call came from. It
    # tells whether two reports are from the same one, and nothing else.
    who = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=ReportOutcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("report of a job"), _("reports of jobs")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["job"], condition=Q(outcome=""), name="jobs_jobreport_waiting")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "who"], name="jobs_jobreport_once"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="jobs_jobreport_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"

"""Applications with their history and the company's notes on them."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring.batch_models import ApplicantMail, Batch
from hiring.choices import ApplicationStatus, RejectionReason, Source
from hiring.digest_models import DigestEntry
from hiring.draft_models import ApplicationDraft
from hiring.invitation_models import Invitation
from hiring.news_models import JobNews
from hiring.querysets import ApplicationQuerySet
from hiring.references import reference_of
from hiring.retention_models import RemovalRun
from hiring.saved_models import ColumnChoice, SavedJob, SavedSearch
from hiring.stage_models import StageMail
from hiring.statistics_models import CategoryName, Fact, MonthlyTally, StatisticsState
from nexus.core.fields import EncryptedCharField, EncryptedTextField
from nexus.core.storages import private_storage

__all__ = [
    "ApplicantMail",
    "Application",
    "ApplicationDraft",
    "Batch",
    "CategoryName",
    "ColumnChoice",
    "DigestEntry",
    "Fact",
    "Invitation",
    "JobNews",
    "MonthlyTally",
    "Note",
    "Rating",
    "RemovalRun",
    "SavedJob",
    "SavedSearch",
    "StageMail",
    "StatisticsState",
    "StatusChange",
]


class Application(models.Model):
    """One person's application to one job. Withdrawn ones stay, marked."""

    job = models.ForeignKey(
        "jobs.Job", on_delete=models.PROTECT, related_name="applications", verbose_name=_("job")
    )
    applicant = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="applications"
    )
    cover_letter = EncryptedTextField(max_length=20_000, blank=True)
    # A copy made when applying: the profile's CV may change or vanish, this one must not.
    resume = models.FileField(upload_to="applications", storage=private_storage, blank=True)
    resume_name = EncryptedCharField(max_length=255, blank=True)
    status = models.CharField(
        max_length=12,
        choices=ApplicationStatus.choices,
        default=ApplicationStatus.PENDING,
        editable=False,
    )
    # Which wording of the notice on data the applicant agreed to; empty where the API was used.
    consent_version = models.CharField(max_length=20, blank=True, editable=False)
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.SITE, editable=False
    )
    # The average of its ratings, 1 to 5, written with them: lists are filtered and ordered by it.
    rating = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    # Since when nothing is left of what was sent and written, as its time was over: the company
    # does not see it any more, and to the applicant it says that they once applied.
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]  # a manager with the queryset's methods

    class Meta:
        verbose_name, verbose_name_plural = _("application"), _("applications")
        ordering = ("-applied_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["job", "status", "-applied_at", "-id"], name="hiring_application_board"
            ),
            models.Index(fields=["applicant", "-applied_at", "-id"], name="hiring_application_own"),
            models.Index(fields=["-applied_at", "-id"], name="hiring_application_newest"),
            models.Index(
                fields=["applied_at"],
                condition=Q(status=ApplicationStatus.PENDING, withdrawn_at=None),
                name="hiring_application_waiting",
            ),
            models.Index(fields=["job", "-applied_at", "-id"], name="hiring_application_of_job"),
            models.Index(
                fields=["job", "updated_at"],
                condition=Q(emptied_at=None),
                name="hiring_application_kept",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "applicant"],
                condition=Q(withdrawn_at__isnull=True, emptied_at__isnull=True),
                name="hiring_application_once",
                violation_error_message=_("You have applied to this job already."),
            )
        ]

    def __str__(self) -> str:
        return f"Application {self.pk}"

    @property
    def reference(self) -> str:
        return reference_of(self.pk)


class StatusChange(models.Model):
    """One step of an application. Append-only: an undo adds a row, none is changed."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="status_changes"
    )
    from_status = models.CharField(max_length=12, choices=ApplicationStatus.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=ApplicationStatus.choices)
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    note = EncryptedTextField(max_length=5000, blank=True)
    reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    is_undo = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "at", "id"], name="hiring_statuschange_history"),
            models.Index(fields=["-at"], name="hiring_statuschange_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class Note(models.Model):
    """What the company's people say of an application among themselves."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = EncryptedTextField(max_length=10_000)
    mentioned = models.ManyToManyField("people.User", related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ("created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "created_at"], name="hiring_note_thread"),
            models.Index(fields=["-created_at"], name="hiring_note_newest"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class Rating(models.Model):
    """What one reviewer thinks of an application, from 1 to 5."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ratings")
    reviewer = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="hiring_rating_once_a_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="hiring_rating_of_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} of 5"

"""What somebody has entered to apply, before it is sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.draft_querysets import DraftQuerySet
from nexus.core.fields import EncryptedCharField, EncryptedTextField
from nexus.core.storages import private_storage


class ApplicationDraft(models.Model):
    """One browser's or one person's unsent application to a job; emptied once it is sent.

    The sent ones stay until they expire, so that sending again finds the application made.
    """

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="+")
    # A digest of what the browser's cookie holds, and whose it is once they have signed in.
    visitor = models.CharField(max_length=64)
    owner = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="application_drafts"
    )
    full_name = EncryptedCharField(max_length=300, blank=True)
    email = EncryptedCharField(max_length=254, blank=True)
    # What the address is compared by, as the column itself cannot be looked up.
    email_token = models.CharField(max_length=32, blank=True, db_index=True)
    # Longer than may be sent: what is too long is kept as well.
    cover_letter = EncryptedTextField(blank=True)
    resume = models.FileField(upload_to="drafts", storage=private_storage, blank=True)
    resume_name = EncryptedCharField(max_length=255, blank=True)
    consent_version = models.CharField(max_length=20, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    # They name the address, which is nobody's until a code has proven it.
    code_mails = models.ManyToManyField("core.OutgoingMail", related_name="+")
    application = models.ForeignKey(
        "hiring.Application", on_delete=models.CASCADE, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["ApplicationDraft"]] = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "visitor"], condition=Q(owner=None), name="hiring_draft_of_visitor"
            ),
            models.UniqueConstraint(
                fields=["job", "owner"],
                condition=Q(owner__isnull=False),
                name="hiring_draft_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

"""The ledger of mail that is owed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from nexus.core.backup_record import BackupRecord
from nexus.core.exporting.models import ExportRun, ExportState
from nexus.core.fields import EncryptedCharField, EncryptedTextField
from nexus.core.transfers.models import ImportRow, ImportRun

__all__ = [
    "BackupRecord",
    "ExportRun",
    "ExportState",
    "ImportRow",
    "ImportRun",
    "MailState",
    "OutgoingMail",
    "RemovedFile",
    "WorkerBeat",
]


class MailState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a mail", "Queued")
    SENDING = "sending", pgettext_lazy("state of a mail", "Being sent")
    SENT = "sent", pgettext_lazy("state of a mail", "Sent")
    FAILED = "failed", pgettext_lazy("state of a mail", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a mail", "Cancelled")


class OutgoingMail(models.Model):
    """One mail to one address: owed from the moment its row exists, sent by a task.

    `not_before` holds it back; while it is queued it can be cancelled. Of a mail that is being
    sent it says until when the sender may take. The address, the subject and the bodies are
    encrypted, because a mail may carry a code or a name.
    """

    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="mails"
    )
    # Whom it tells the recipient of, where that is somebody else: it is emptied with their account.
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    to_address = EncryptedCharField(max_length=320)
    subject = EncryptedCharField(max_length=300)
    text_body = EncryptedTextField()
    html_body = EncryptedTextField(blank=True)
    # Where one request ends mails of this kind for whoever has the address: it is a secret.
    unsubscribe_url = EncryptedTextField(blank=True, default="")
    # Where an answer goes, if not to the sender of all our mails.
    reply_to = EncryptedCharField(max_length=320, blank=True, default="")
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    # Since when nothing is left of what it said.
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=[MailState.SENT, MailState.CANCELLED], emptied_at=None),
                name="core_mail_to_empty",
            ),
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
                name="core_mail_due",
            ),
            models.Index(
                fields=["-not_before", "-id"],
                condition=Q(state=MailState.FAILED),
                name="core_mail_failed",
            ),
            models.Index(
                fields=["-sent_at"], condition=Q(state=MailState.SENT), name="core_mail_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class WorkerBeat(models.Model):
    """A background worker on some machine, and when it last was heard of."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RemovedFile(models.Model):
    """A file that nothing refers to any more and that is yet to go; see `removed_files`."""

    storage = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"File {self.pk}"

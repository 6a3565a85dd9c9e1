"""What people ask for about their own data: an archive of it, and its end."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nexus.core.storages import private_storage


class ExportState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of an archive", "Being prepared")
    READY = "ready", pgettext_lazy("state of an archive", "Ready")
    FAILED = "failed", pgettext_lazy("state of an archive", "Failed")


class DataExport(models.Model):
    """An archive of all that is held of a person. The file is sealed, and kept for some days."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.PENDING
    )
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    archive = models.FileField(upload_to="exports", storage=private_storage, blank=True)
    # Of the archive as it is downloaded.
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state="pending"),
                name="people_dataexport_one_pending",
                violation_error_message=_("An archive is being prepared already."),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-requested_at"], name="people_dataexport_latest")
        ]

    def __str__(self) -> str:
        return f"Archive {self.pk}"


class AccountDeletion(models.Model):
    """An account that is to be erased, and when; kept afterwards, without anything personal."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deletion"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    # From here on there is no way back, whatever becomes of the first try.
    erasing_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                condition=Q(erased_at__isnull=True),
                name="people_accountdeletion_due",
            )
        ]

    def __str__(self) -> str:
        return f"Deletion {self.pk}"


class KnownDevice(models.Model):
    """A device from which a person has signed in: a keyed digest, which names neither."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices"
    )
    mark = models.CharField(max_length=64)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "mark"], name="people_knowndevice_once")
        ]

    def __str__(self) -> str:
        return f"Device {self.pk}"

"""What was exported by whom, and where it lies until its day is over."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nexus.core.exporting.formats import EXTENSIONS, ExportFormat
from nexus.core.fields import EncryptedTextField

FILE_KEPT_FOR = timedelta(days=1)


class ExportState(models.TextChoices):
    WORKING = "working", pgettext_lazy("state of an export", "Being written")
    READY = "ready", pgettext_lazy("state of an export", "Ready")
    STOPPED = "stopped", pgettext_lazy("state of an export", "Stopped")
    FAILED = "failed", pgettext_lazy("state of an export", "Failed")


class ExportRun(models.Model):
    """One file that somebody asked for, from the question to its erasure. Only they reach it."""

    kind = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="export_runs"
    )
    format = models.CharField(max_length=10, choices=ExportFormat.choices)
    # Names of columns.
    columns = models.JSONField(default=list)
    # Which rows (`Asked`) and how that is said to people: words that were searched may be names.
    asked = EncryptedTextField()
    narrowed_by = EncryptedTextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WORKING, db_index=True
    )
    # Rows there are to write, counted when the work begins, and how many of them are written.
    total = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    last_id = models.BigIntegerField(null=True, blank=True)
    # Names in the private storage with their numbers of rows, until they are put together.
    parts = models.JSONField(default=list)
    # The name of the file in the private storage; empty before it is ready and after its day.
    stored = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    complaint = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("export"), _("exports")
        ordering = ("-created_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-created_at", "-id"], name="core_exportrun_mine"),
            models.Index(
                fields=["finished_at"], condition=~Q(stored=""), name="core_exportrun_with_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state == ExportState.WORKING

    @property
    def expires_at(self) -> Any:
        """Return when the file goes; None while there is none."""
        return self.finished_at + FILE_KEPT_FOR if self.stored and self.finished_at else None

    @property
    def is_there(self) -> bool:
        """Tell whether it can be downloaded."""
        expires_at = self.expires_at
        return expires_at is not None and timezone.now() < expires_at

    @property
    def ending(self) -> str:
        return EXTENSIONS[ExportFormat(self.format)]

    def asked_for(self) -> dict[str, Any]:
        """Return what `Asked.from_json` reads."""
        found: dict[str, Any] = json.loads(self.asked)
        return found

    def narrowings(self) -> list[tuple[str, str]]:
        """Return what the list was narrowed by, in words: pairs of what and how."""
        return [(what, how) for what, how in json.loads(self.narrowed_by or "[]")]

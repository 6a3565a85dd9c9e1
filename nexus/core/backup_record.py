"""When the last good backup was made; for whoever watches over the installation."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone


class BackupRecord(models.Model):
    """A backup that was written and read back. `taken_at` is the moment whose rows it holds."""

    taken_at = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)
    size = models.BigIntegerField()  # bytes
    rows = models.BigIntegerField()
    files = models.BigIntegerField()
    missing = models.PositiveIntegerField(default=0)  # files that rows name and that were not there

    class Meta:
        ordering: ClassVar[list[str]] = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return f"backup as of {self.taken_at:%Y-%m-%d %H:%M}"


_KEPT = 100


def note_good_backup(*, taken_at: str, size: int, rows: int, files: int, missing: int) -> None:
    """Remember a backup, and forget all but the latest hundred."""
    BackupRecord.objects.create(
        taken_at=datetime.fromisoformat(taken_at),
        size=size,
        rows=rows,
        files=files,
        missing=missing,
    )
    latest = BackupRecord.objects.values_list("pk", flat=True)[:_KEPT]
    BackupRecord.objects.exclude(pk__in=list(latest)).delete()


def last_good_backup() -> BackupRecord | None:
    """Return the latest backup that was read back whole. One query."""
    return BackupRecord.objects.first()

"""What was imported by whom, and what became of each row."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nexus.core.fields import EncryptedCharField, EncryptedTextField


class RunState(models.TextChoices):
    CHECKING = "checking", pgettext_lazy("state of an import", "Being checked")
    CHECKED = "checked", pgettext_lazy("state of an import", "Waits for you")
    IMPORTING = "importing", pgettext_lazy("state of an import", "Being imported")
    DONE = "done", pgettext_lazy("state of an import", "Imported")
    STOPPED = "stopped", pgettext_lazy("state of an import", "Stopped half-way")
    ABANDONED = "abandoned", pgettext_lazy("state of an import", "Abandoned")
    FAILED = "failed", pgettext_lazy("state of an import", "Failed")
    UNDOING = "undoing", pgettext_lazy("state of an import", "Being undone")
    UNDONE = "undone", pgettext_lazy("state of an import", "Undone")


WORKING = (RunState.CHECKING, RunState.IMPORTING, RunState.UNDOING)
# In these something was written that can be taken back.
WRITTEN = (RunState.DONE, RunState.STOPPED)


class RowOutcome(models.TextChoices):
    NEW = "new", pgettext_lazy("what an import does to a row", "New")
    CHANGED = "changed", pgettext_lazy("what an import does to a row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("what an import does to a row", "Unchanged")
    WRONG = "wrong", pgettext_lazy("what an import does to a row", "Wrong")


class ImportRun(models.Model):
    """One uploaded file, from its first look to its undoing. Only its uploader reaches it."""

    kind = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_runs"
    )
    # What was chosen beside the file, and the language of the sentences about its rows.
    options = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    # The name in the private storage; empty once the file has gone.
    stored = models.CharField(max_length=200, blank=True)
    file_name = EncryptedCharField(max_length=255)
    size = models.PositiveBigIntegerField(default=0)
    # How to read it: format, encoding, delimiter.
    reading = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=RunState.choices, default=RunState.CHECKING, db_index=True
    )
    # Rows of the file, and how many of them (or, in an undoing, of those written) are dealt with.
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    # What concerns the whole file: columns that nobody knows, what comes into being beside the rows.
    notes = models.JSONField(default=dict)
    # Why the whole file, or the whole run, came to nothing.
    complaint = EncryptedTextField(blank=True)
    stop_wanted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ("-created_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-created_at", "-id"], name="core_importrun_mine"),
            models.Index(
                fields=["moved_at"],
                condition=~Q(stored=""),
                name="core_importrun_with_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def good(self) -> int:
        """The rows that would be written, or have been."""
        return self.added + self.changed


class ImportRow(models.Model):
    """What one row of a file is or was: a fault, a sample of a preview, or a write to take back."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    # As a spreadsheet numbers it: the first row below the names of the columns is 2.
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    # What was written: the row itself, or what came into being beside it ("companies", "skills").
    thing = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    # Any of these may hold what is personal.
    label = EncryptedCharField(max_length=300, blank=True)
    faults = EncryptedTextField(blank=True)
    before = EncryptedTextField(blank=True)
    # A digest of what the row was after it was written: another one says that it changed since.
    mark = models.CharField(max_length=64, blank=True)
    was_undone = models.BooleanField(default=False)
    kept_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("number", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run", "outcome", "number"], name="core_importrow_of_run")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

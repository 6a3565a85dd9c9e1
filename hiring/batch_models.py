"""What somebody did to one application or to hundreds at once, until it can no longer be undone."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.choices import ApplicationStatus, BatchKind
from hiring.stage_models import MOST_HOURS

if TYPE_CHECKING:
    from people.models import User

UNDO_WITHIN = timedelta(minutes=10)
"""How long a batch can be taken back at least; until then its mails wait."""


class Batch(models.Model):
    """One act of one person: a change of stage or a mail, whichever door it came through."""

    kind = models.CharField(max_length=10, choices=BatchKind.choices)
    to_status = models.CharField(max_length=12, choices=ApplicationStatus.choices, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # To how many applications it came, and to how many it was undone.
    count = models.PositiveIntegerField(default=0)
    # The longest that a company has its mails wait; those of others have gone before.
    delay_hours = models.PositiveSmallIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-at"], name="hiring_batch_latest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind=BatchKind.MOVE) ^ Q(to_status=""), name="hiring_batch_goal"
            )
        ]

    def __str__(self) -> str:
        return f"Batch {self.pk}"

    @classmethod
    def undoable_by(cls, user: "User", *, most: int) -> list["Batch"]:
        """Return the acts of `user` that can still be taken back, the latest first. One query."""
        now = timezone.now()
        waits = Q(at__gt=now - UNDO_WITHIN) | Q(
            at__gt=now - timedelta(hours=MOST_HOURS), delay_hours__gt=0
        )
        acts = cls.objects.filter(waits, by=user, undone_at=None).order_by("-at", "-pk")[:most]
        return [batch for batch in acts if batch.can_be_undone]

    @classmethod
    def job_titles(cls, batches: "list[Batch]") -> dict[int, str]:
        """Return by batch the title of its job, for those that are about one. One query, if any."""
        if not batches:
            return {}
        titles: dict[int, list[str]] = defaultdict(list)
        moved, told = (
            cls.objects.filter(
                pk__in=[batch.pk for batch in batches], **{f"{steps}__isnull": False}
            ).values_list("pk", f"{steps}__application__job", f"{steps}__application__job__title")
            for steps in ("changes", "mails")
        )
        for pk, _job, title in moved.union(told):
            titles[pk].append(title)
        return {pk: found[0] for pk, found in titles.items() if len(found) == 1}

    @property
    def undo_until(self) -> datetime:
        return self.at + max(UNDO_WITHIN, timedelta(hours=self.delay_hours))

    @property
    def until_format(self) -> str:
        """Return as what `undo_until` is written: with its day where it is hours away."""
        return "SHORT_DATETIME_FORMAT" if self.delay_hours else "H:i"

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until


class ApplicantMail(models.Model):
    """A mail to an applicant: which one, on which application, by what act of the company if any."""

    application = models.ForeignKey(
        "hiring.Application", on_delete=models.CASCADE, related_name="mails"
    )
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True, related_name="mails")
    mail = models.ForeignKey(
        "core.OutgoingMail", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"Mail on application {self.application_id}"

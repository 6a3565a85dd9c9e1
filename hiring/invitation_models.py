"""Invitations to apply, from a company to somebody who looks for work."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring.choices import InvitationAnswer
from nexus.core.fields import EncryptedTextField

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

MAX_MESSAGE = 2000


class JobInvitationQuerySet(models.QuerySet["Invitation"]):
    def seen_by(self, user: User) -> JobInvitationQuerySet:
        """Return those that the companies of `user` have sent; admins see all."""
        return self if user.is_admin else self.filter(job__company__in=user.companies.active())

    def sent_to(self, user: User) -> JobInvitationQuerySet:
        """Return those to `user`; a job that is archived is nobody's to see."""
        return self.filter(candidate=user).exclude(job__status="archived")

    def of_company_since(self, company_id: int, moment: datetime) -> JobInvitationQuerySet:
        return self.filter(job__company=company_id, sent_at__gt=moment)


class Invitation(models.Model):
    """One person is asked, once, to apply to one job."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="invitations")
    candidate = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="job_invitations"
    )
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    message = EncryptedTextField(max_length=MAX_MESSAGE)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(
        max_length=10, choices=InvitationAnswer.choices, blank=True, editable=False
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[JobInvitationQuerySet] = JobInvitationQuerySet.as_manager()  # type: ignore[assignment]  # a manager with the queryset's methods

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ("-sent_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["candidate", "-sent_at", "-id"], name="hiring_invitation_own"),
            models.Index(fields=["-sent_at"], name="hiring_invitation_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "candidate"],
                name="hiring_invitation_once",
                violation_error_message=_("This person has been invited to this job already."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (Q(answer__in=InvitationAnswer.values) & Q(answered_at__isnull=False)),
                name="hiring_invitation_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still of use. Needs the job."""
        return not self.answer and self.job.is_open()

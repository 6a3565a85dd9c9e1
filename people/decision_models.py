"""What administrators decide about companies, kept with who decided and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nexus.core.fields import EncryptedCharField, EncryptedTextField
from nexus.core.storages import private_storage


class VerificationState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a verification", "Waiting for a decision")
    VERIFIED = "verified", pgettext_lazy("state of a verification", "Verified")
    DECLINED = "declined", pgettext_lazy("state of a verification", "Declined")
    # By its owners, before it was decided.
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a verification", "Request withdrawn")
    # By an administrator, afterwards.
    TAKEN_BACK = "taken_back", pgettext_lazy("state of a verification", "Verification taken back")


class CompanyVerification(models.Model):
    """That a company is who it says it is: asked for, decided, taken back. Rows are kept.

    `Company.is_verified` says what holds now.
    """

    company = models.ForeignKey(
        "people.Company", on_delete=models.CASCADE, related_name="verifications"
    )
    state = models.CharField(
        max_length=10, choices=VerificationState.choices, default=VerificationState.PENDING
    )
    # Nobody, where an administrator acted of their own accord.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = EncryptedTextField(max_length=2000, blank=True)
    document = models.FileField(upload_to="verifications", storage=private_storage, blank=True)
    document_name = EncryptedCharField(max_length=255, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = EncryptedTextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(state=VerificationState.PENDING),
                name="people_verification_one_pending",
                violation_error_message=_("A request waits for a decision already."),
            ),
            models.CheckConstraint(
                condition=Q(state=VerificationState.PENDING, decided_at=None)
                | (~Q(state=VerificationState.PENDING) & Q(decided_at__isnull=False)),
                name="people_verification_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Verification {self.pk}"

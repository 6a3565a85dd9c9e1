"""The audit: who saw, changed, exported, moved or deleted what and whose, and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nexus.core.append_only import AppendOnlyModel
from nexus.core.audit import AuditAct
from people.audit_querysets import AuditQuerySet
from people.choices import AccessKind

_KINDS = {
    AuditAct.FOUND: AccessKind.SEARCHED,
    AuditAct.DOWNLOADED: AccessKind.DOWNLOADED_CV,
    AuditAct.EXPORTED: AccessKind.EXPORTED,
}
_APPLICATIONS = frozenset({"application", "applicant"})


def _number_of(model: str) -> Any:
    # No constraint and nothing that follows a deletion: a row of the ledger never changes, so
    # that the number of an account or a company that is gone stays, and stands for nobody.
    return models.ForeignKey(
        model,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )


class AuditEntry(AppendOnlyModel):
    """One act on one thing. No personal data: people are numbers, whose names are looked up."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    # None where the product acts by itself, and where nobody is signed in.
    actor = _number_of(settings.AUTH_USER_MODEL)
    act = models.CharField(_("act"), max_length=12, choices=AuditAct.choices)
    # "job:12", and the word before the colon, by which lists are filtered.
    thing = models.CharField(_("thing"), max_length=60, blank=True)
    thing_kind = models.CharField(_("kind of thing"), max_length=30, blank=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    # Whose personal data it is.
    subject = _number_of(settings.AUTH_USER_MODEL)
    # Whose owners may read of it.
    company = _number_of("people.Company")
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)
    request_id = models.CharField(max_length=64, blank=True)

    objects: ClassVar[AuditQuerySet] = AuditQuerySet.as_manager()  # type: ignore[assignment]  # a manager with the queryset's methods

    class Meta:
        verbose_name, verbose_name_plural = _("entry of the audit"), _("entries of the audit")
        ordering = ("-at", "-id")
        # One for each filter, in the order in which the list is read.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="people_audit_newest"),
            models.Index(fields=["actor", "-at", "-id"], name="people_audit_actor"),
            models.Index(fields=["subject", "-at", "-id"], name="people_audit_subject"),
            models.Index(fields=["company", "-at", "-id"], name="people_audit_company"),
            models.Index(fields=["act", "-at", "-id"], name="people_audit_act"),
            models.Index(fields=["thing_kind", "-at", "-id"], name="people_audit_kind"),
            models.Index(fields=["thing", "-at", "-id"], name="people_audit_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.thing}"

    @property
    def access_kind(self) -> AccessKind:
        """How somebody came to see a person's data; of looks alone."""
        act = AuditAct(self.act)
        if act in _KINDS:
            return _KINDS[act]
        is_application = self.thing_kind in _APPLICATIONS
        return AccessKind.VIEWED_APPLICATION if is_application else AccessKind.VIEWED_PROFILE

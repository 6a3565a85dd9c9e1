"""Reasons that administrators have prepared, to be chosen when they decide on a job."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """For which decision about a job a reason is meant."""

    SEND_BACK = "send_back", _("Send back")
    DECLINE = "decline", _("Decline")


class PreparedReply(models.Model):
    """A reason in one language, to begin from: it is changed before it is sent."""

    decision = models.CharField(_("For"), max_length=10, choices=Decision.choices)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(
        _("Title"), max_length=80, help_text=_("By what you find it. Companies do not read it.")
    )
    text = models.CharField(
        _("Text"), max_length=300, help_text=_("What the company reads, at most 300 characters.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("prepared reply"), _("prepared replies")
        ordering = ("decision", "language", "title", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["decision", "language", "title"],
                name="jobs_preparedreply_title",
                violation_error_message=_("There is one of this title for this already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

"""What people have written in the place of our own mail texts, and which mails they want."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.mail_events import MAX_BODY, MAX_SUBJECT
from people.mail_kinds import HowOften


class MailWording(models.Model):
    """The words of one event in one language: of a company, or without one of the whole site."""

    event = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    company = models.ForeignKey(
        "people.Company", on_delete=models.CASCADE, null=True, related_name="mail_wordings"
    )
    subject = models.CharField(max_length=MAX_SUBJECT)
    body = models.TextField(max_length=MAX_BODY)
    # Goes up with each change: by it an editor learns that somebody else has been quicker.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("mail text"), _("mail texts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event", "language", "company"], name="people_mailwording_of_company"
            ),
            models.UniqueConstraint(
                fields=["event", "language"],
                condition=Q(company=None),
                name="people_mailwording_of_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.language})"

    @property
    def stamp(self) -> str:
        """Return what no other state of this text has, those before a reset included."""
        return f"{self.pk}.{self.version}"


class MailChoice(models.Model):
    """How often somebody wants a kind of mail; without a row it is as that kind has it."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="mail_choices")
    kind = models.CharField(max_length=40)
    how_often = models.CharField(max_length=10, choices=HowOften.choices)

    class Meta:
        verbose_name, verbose_name_plural = _("choice of mails"), _("choices of mails")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="people_mailchoice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how_often}"


class Reminder(models.Model):
    """That somebody has been written to about something: it is noted with the mail, and kept.

    `about` tells it from whatever else is told by that kind of mail, such as "job:12".
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("reminder"), _("reminders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind", "about"], name="people_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

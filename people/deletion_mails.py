"""What people are told by mail about the end of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from nexus.core.mail import queue_mail
from people.mail_words import render_event
from people.names import called
from people.preferences import in_words_of

if TYPE_CHECKING:
    from people.models import AccountDeletion, User


def tell_closed(person: User, deletion: AccountDeletion, *, token: str) -> None:
    """Tell that the account is closed, when it will be erased, and how to restore it."""
    if not person.email:
        return
    url = settings.BASE_URL.rstrip("/") + reverse("account_restore_by_link", args=[token])
    with in_words_of(person):
        due = timezone.localtime(deletion.due_at)
        zone = timezone.get_current_timezone_name()
        when = date_format(due, "DATETIME_FORMAT")
        _send("account_closed", person, {"when": when, "zone": zone, "url": url})


def tell_restored(person: User) -> None:
    """Tell that the account is open again."""
    if person.email:
        with in_words_of(person):
            _send("account_restored", person, {})


def _send(kind: str, person: User, values: dict[str, str]) -> None:
    subject, text, html = render_event(kind, {"full_name": called(person), **values})
    queue_mail(kind=kind, to=person.email, recipient=person, subject=subject, text=text, html=html)

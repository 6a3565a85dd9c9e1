"""What people are told by mail about the end of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from nexus.core.mail import as_html, queue_mail
from people.preferences import in_words_of

if TYPE_CHECKING:
    from people.models import AccountDeletion, User


def tell_closed(person: User, deletion: AccountDeletion, *, token: str) -> None:
    """Tell that the account is closed, when it will be erased, and how to restore it."""
    url = settings.BASE_URL.rstrip("/") + reverse("account_restore_by_link", args=[token])
    _send("account_closed", person, deletion=deletion, url=url)


def tell_restored(person: User) -> None:
    """Tell that the account is open again."""
    _send("account_restored", person)


def _send(kind: str, person: User, **facts: object) -> None:
    if not person.email:
        return
    with in_words_of(person):
        context = {"person": person, **facts}
        subject = render_to_string(f"emails/{kind}_subject.txt", context)
        text = render_to_string(f"emails/{kind}.txt", context)
        html = as_html(subject, text)
    queue_mail(kind=kind, to=person.email, recipient=person, subject=subject, text=text, html=html)

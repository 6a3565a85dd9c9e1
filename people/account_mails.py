"""What somebody is told by mail when an administrator decides whether they can sign in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nexus.core.brand import brand
from nexus.core.mail import as_html, queue_mail
from people.mail_words import render_event, words_for
from people.names import called
from people.preferences import in_words_of

if TYPE_CHECKING:
    from people.models import User


def standing_mail(kind: str, person: User, words: str) -> tuple[str, str]:
    """Return subject and text of the mail as `person` will get it, in their language."""
    with in_words_of(person):
        values = {"full_name": called(person), "site": brand().name, "words": words.strip()}
        subject, text = words_for(kind).filled(values)
    # Where nothing is added no gap is left.
    return subject, re.sub(r"\n{3,}", "\n\n", text)


def tell_merged(person: User, addresses: list[str]) -> None:
    """Tell both addresses of somebody that their accounts are one, and how they sign in now."""
    with in_words_of(person):
        values = {
            "full_name": called(person),
            "site": brand().name,
            "username": person.username,
            "addresses": ", ".join(addresses),
        }
        subject, text, html = render_event("accounts_merged", values)
    for address in addresses:
        queue_mail(
            kind="accounts_merged",
            to=address,
            recipient=person,
            subject=subject,
            text=text,
            html=html,
        )


def tell_standing(kind: str, person: User, words: str) -> None:
    """Mail it, to somebody who has an address."""
    if not person.email:
        return
    subject, text = standing_mail(kind, person, words)
    with in_words_of(person):
        html = as_html(subject, text)
    queue_mail(kind=kind, to=person.email, recipient=person, subject=subject, text=text, html=html)

"""What people are told by mail about companies. Each mail is owed with the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from nexus.core.mail import as_html, queue_mail
from people.models import User
from people.preferences import in_words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nexus.core.models import OutgoingMail
    from people.models import Company, Invitation


def invite(invitation: Invitation, token: str) -> OutgoingMail:
    """Mail an invitation: its token is in here and nowhere else."""
    recipient = User.objects.filter(email=invitation.email).first()
    facts = {
        "invitation": invitation,
        "company": invitation.company,
        "inviter": invitation.invited_by,
        "link": _address(reverse("invitation", args=[token])),
    }
    # Of people whom we do not know, colleagues speak their language most likely.
    return _send("invitation", invitation.email, recipient, facts, otherwise=get_language())


def tell_accepted(invitation: Invitation) -> None:
    """Tell whoever sent an invitation who has joined, while they belong to the company too."""
    company, inviter = invitation.company, invitation.invited_by
    if inviter is None or not inviter.email:
        return
    if not company.memberships.filter(user=inviter, user__is_active=True).exists():
        return
    facts = {
        "invitation": invitation,
        "company": company,
        "member": invitation.accepted_by,
        "link": _address(reverse("team", args=[company.slug])),
    }
    _send("invitation_accepted", inviter.email, inviter, facts)


def tell_removed(company: Company, person: User) -> None:
    """Tell somebody that an owner has removed them from a company."""
    if person.email:
        _send("member_removed", person.email, person, {"company": company})


def _send(
    kind: str,
    to: str,
    recipient: User | None,
    facts: Mapping[str, object],
    *,
    otherwise: str | None = None,
) -> OutgoingMail:
    context = {"recipient": recipient, **facts}
    with in_words_of(recipient, otherwise=otherwise):
        subject = render_to_string(f"emails/{kind}_subject.txt", context)
        text = render_to_string(f"emails/{kind}.txt", context)
        html = as_html(subject, text)
    return queue_mail(kind=kind, to=to, recipient=recipient, subject=subject, text=text, html=html)


def _address(path: str) -> str:
    base: str = settings.BASE_URL
    return base.rstrip("/") + path

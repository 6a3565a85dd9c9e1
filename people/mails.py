"""What people are told by mail about companies. Each mail is owed with the change it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nexus.core.brand import brand
from nexus.core.mail import as_html, queue_mail
from people.choices import Role
from people.mail_words import render_event
from people.models import User
from people.names import called
from people.preferences import in_words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nexus.core.models import OutgoingMail
    from people.models import Company, Invitation

_ROLE_NOTES = {
    Role.OWNER: _("As an owner you can post jobs, decide on applications and manage the team."),
    Role.RECRUITER: _("As a recruiter you can post jobs and decide on applications."),
    Role.VIEWER: _("As a viewer you can read jobs and applications."),
}


def invite(invitation: Invitation, token: str) -> OutgoingMail:
    """Mail an invitation: its token is in here and nowhere else."""
    recipient = User.objects.filter(email=invitation.email).first()
    # Of people whom we do not know, colleagues speak their language most likely.
    with in_words_of(recipient, otherwise=get_language()):
        values = {
            "company": invitation.company.name,
            "inviter": called(invitation.invited_by) if invitation.invited_by else "",
            "site": brand().name,
            "role_note": str(_ROLE_NOTES[Role(invitation.role)]),
            "link": _address(reverse("invitation", args=[token])),
            "day": date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
        }
        subject, text, html = render_event("invitation", values)
    return queue_mail(
        kind="invitation",
        to=invitation.email,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
    )


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


def tell_owners(company: Company, kind: str, **facts: object) -> None:
    """Tell each owner who can sign in what was decided about their company."""
    for membership in company.memberships.of_owners().select_related("user"):
        owner = membership.user
        if owner.email:
            link = _address(reverse("team", args=[company.slug]))
            _send(kind, owner.email, owner, {"company": company, "link": link, **facts})


def _send(kind: str, to: str, recipient: User, facts: Mapping[str, object]) -> None:
    context = {"recipient": recipient, **facts}
    with in_words_of(recipient):
        subject = render_to_string(f"emails/{kind}_subject.txt", context)
        text = render_to_string(f"emails/{kind}.txt", context)
        html = as_html(subject, text)
    queue_mail(kind=kind, to=to, recipient=recipient, subject=subject, text=text, html=html)


def _address(path: str) -> str:
    base: str = settings.BASE_URL
    return base.rstrip("/") + path

"""What waits for somebody's answer: invitations, and an account that has been closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nexus.core.models import OutgoingMail
from nexus.demo.logins import DOMAIN

if TYPE_CHECKING:
    from nexus.screenshots.markets import Addresses
    from people.models import Company, User

_WORDS = "We have read your profile twice.\n\nTwo mornings a week, and the first one on us?"


def closed_account(person: User) -> Addresses:
    """Close an account, and return the address by which it is restored."""
    from people.services import request_deletion

    request_deletion(person)
    return {"restore": _address_in_mail("account_closed", r"/accounts/restore/[^/\s]+/")}


def team_invitation(company: Company, owner: User) -> Addresses:
    """Invite somebody into a company, and return what its page and its owner's pages need."""
    from people.choices import Role
    from people.services import invite

    invite(company, f"welcome@{DOMAIN}", role=Role.RECRUITER, by=owner)
    other = company.memberships.exclude(user=owner).order_by("pk")[0]
    team = f"/accounts/team/{company.slug}/"
    return {
        "team": team,
        "team_member": f"{team}members/{other.pk}/",
        "invitation": _address_in_mail("invitation", r"/accounts/invitations/[^/\s]+/"),
    }


def job_invitations(person: User, owner: User, company: Company) -> None:
    """Have a company ask a person to apply for two of its jobs."""
    from hiring.services import invite_to_apply

    for job in company.jobs.open().exclude(applications__applicant=person).order_by("pk")[:2]:
        invite_to_apply(person.profile, job, by=owner, message=_WORDS)


def _address_in_mail(kind: str, pattern: str) -> str:
    mail = OutgoingMail.objects.filter(kind=kind).latest("pk")
    found = re.search(pattern, mail.text_body)
    if found is None:
        raise LookupError(kind)
    return found[0]

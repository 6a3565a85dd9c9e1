"""Invitations by mail to join a company."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.errors import Conflict, Gone, Invalid, NotAllowed
from nexus.core.fields import Unreadable
from nexus.core.mail import cancel_mail
from people import mails
from people.choices import InvitationState, Role
from people.models import Invitation, Membership, User
from people.querysets import invitation_token
from people.services.accounts import derive_staff_flags
from people.services.auditing import AuditAct
from people.services.companies import ensure_owner, lock_company
from people.services.company_changes import note_invitation, note_member

if TYPE_CHECKING:
    from people.models import Company

LIFETIME = timedelta(days=14)
KEPT_AFTERWARDS = timedelta(days=30)
# An invitation is a mail to somebody who did not ask for it.
MAX_PENDING = 100
MAX_MAILS_A_DAY = 100
MAX_TO_ONE_ADDRESS_A_DAY = 3
MAX_TIMES_SENT = 5
_CHUNK = 500


def invite(company: Company, email: str, *, role: Role, by: User) -> Invitation:
    """Mail an invitation to join `company`, good for 14 days.

    Raises NotAllowed unless `by` is an owner, Invalid under `email` for what is no address,
    Conflict under `email` for members, for addresses that have an invitation, and above the
    limits.
    """
    address = User.objects.normalize_email(email)
    try:
        validate_email(address)
    except ValidationError as exc:
        raise Invalid.field("email", _("Enter a valid e-mail address.")) from exc
    token = invitation_token(address)
    with transaction.atomic():
        lock_company(company)
        ensure_owner(company, by)
        if _is_member(company, address):
            raise _refusal(_("This person is a member already."))
        invitation = company.invitations.filter(
            state=InvitationState.PENDING, email_token=token
        ).first()
        if invitation is not None and not invitation.has_expired:
            raise _refusal(
                _("This address has been invited already. You can send the invitation again.")
            )
        if company.invitations.filter(state=InvitationState.PENDING).count() >= MAX_PENDING:
            raise _refusal(
                _("Too many invitations wait for an answer: withdraw some of them first.")
            )
        _keep_to_limits(company, token, by)
        if invitation is None:
            invitation = Invitation(company=company, email=address, email_token=token)
        else:
            invitation.times_sent = 1
        invitation.role, invitation.invited_by = role, by
        _send(invitation)
        note_invitation(invitation, by, AuditAct.INVITED, role=role)
    return invitation


def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Mail an invitation again, good for 14 days from now; the link sent before goes dead.

    Raises NotAllowed unless `by` is an owner, Gone for one that was answered or withdrawn,
    Conflict for one that was sent often enough, or where many were sent today.
    """
    with transaction.atomic():
        fresh = _locked(invitation)
        ensure_owner(fresh.company, by)
        if fresh.state != InvitationState.PENDING:
            raise Gone(why_over(fresh))
        if fresh.times_sent >= MAX_TIMES_SENT:
            raise Conflict(
                _("This invitation has been sent %(count)s times: withdraw it, or wait.")
                % {"count": fresh.times_sent}
            )
        _keep_to_limits(fresh.company, fresh.email_token, by)
        fresh.times_sent += 1
        fresh.invited_by = by
        _send(fresh)
        note_invitation(fresh, by, AuditAct.INVITED, times_sent=fresh.times_sent)
    return fresh


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Make an invitation void; its mail is not sent if it has not been yet. Raises as above."""
    with transaction.atomic():
        fresh = _locked(invitation)
        ensure_owner(fresh.company, by)
        if fresh.state != InvitationState.PENDING:
            raise Gone(why_over(fresh))
        if fresh.mail_id is not None:
            cancel_mail(fresh.mail_id)
        _close(fresh, InvitationState.WITHDRAWN)
        note_invitation(fresh, by, AuditAct.DELETED)


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a mailed token, in whatever state it is. One query."""
    found = Invitation.objects.select_related("company", "invited_by")
    return found.filter(token_hash=_hash(token)).first()


def is_invited(invitation: Invitation, user: User) -> bool:
    """Tell whether `user` has the address that was invited, confirmed. One query."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    return bool(addresses.filter(email=invitation.email).exists())


def accept_invitation(invitation: Invitation, *, by: User) -> Membership:
    """Make `by` a member with the role that was offered; members keep the one they have.

    Whoever sent it is told by mail, while they belong to the company themselves.
    Raises NotAllowed for people with another address, Gone for one that is not open any more.
    """
    with transaction.atomic():
        fresh = _locked(invitation)
        if not is_invited(fresh, by):
            raise NotAllowed(_("This invitation was sent to another address than yours."))
        if not fresh.is_open:
            raise Gone(why_over(fresh))
        if not fresh.company.is_active:
            raise Gone(_("This company has been deactivated."))
        membership, is_new = Membership.objects.get_or_create(
            company=fresh.company, user=by, defaults={"role": fresh.role}
        )
        if is_new:
            note_member(membership, by, AuditAct.ADDED, role=membership.role)
        derive_staff_flags(by)
        fresh.accepted_by = by
        _close(fresh, InvitationState.ACCEPTED)
        mails.tell_accepted(fresh)
    return membership


def decline_invitation(invitation: Invitation) -> None:
    """Turn an invitation down, as whoever has the token may. Raises Gone where it is not open."""
    with transaction.atomic():
        fresh = _locked(invitation)
        if not fresh.is_open:
            raise Gone(why_over(fresh))
        _close(fresh, InvitationState.DECLINED)


def why_over(invitation: Invitation) -> str:
    """Return a sentence for people who come too late."""
    match invitation.state:
        case InvitationState.ACCEPTED:
            return _("This invitation has been accepted already.")
        case InvitationState.DECLINED:
            return _("This invitation has been declined.")
        case InvitationState.WITHDRAWN:
            return _("This invitation has been withdrawn.")
    return _("This invitation has expired.")


def forget_old_invitations() -> int:
    """Delete, and return how many, what was over 30 days ago: nobody's address is kept for good."""
    day = timezone.now() - KEPT_AFTERWARDS
    return Invitation.objects.over_since(day).delete()[0]


def rebuild_address_tokens() -> None:
    """Compute anew by what addresses are compared, as after a change of the index key."""
    last = 0
    while rows := list(Invitation.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        for row in rows:
            if not isinstance(row.email, Unreadable):
                row.email_token = invitation_token(row.email)
        Invitation.objects.bulk_update(rows, ["email_token"])
        last = rows[-1].pk


def _send(invitation: Invitation) -> None:
    """Give an invitation a token and mail it. The one before, if any, is not good any more."""
    if invitation.mail_id is not None:
        cancel_mail(invitation.mail_id)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.mail = mails.invite(invitation, token)
    invitation.save()


def _locked(invitation: Invitation) -> Invitation:
    lock_company(invitation.company)
    return Invitation.objects.select_related("company", "invited_by").get(pk=invitation.pk)


def _close(invitation: Invitation, state: InvitationState) -> None:
    invitation.state, invitation.closed_at = state, timezone.now()
    invitation.save(update_fields=["state", "closed_at", "accepted_by"])


def _is_member(company: Company, address: str) -> bool:
    theirs = Q(user__email=address) | Q(
        user__emailaddress__email=address, user__emailaddress__verified=True
    )
    return company.memberships.filter(theirs).exists()


def _keep_to_limits(company: Company, token: str, by: User) -> None:
    today = Invitation.objects.filter(
        Q(company=company) | Q(invited_by=by), sent_at__gt=timezone.now() - timedelta(days=1)
    )
    mails = today.aggregate(sum=Sum("times_sent", default=0))["sum"]
    to_one = today.filter(email_token=token).count()
    if mails >= MAX_MAILS_A_DAY or to_one > MAX_TO_ONE_ADDRESS_A_DAY:
        raise _refusal(_("Too many invitations were sent today. Try again tomorrow."))


def _refusal(sentence: str) -> Conflict:
    return Conflict(sentence, details={"email": [sentence]})


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

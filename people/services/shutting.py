"""Deactivating a company, and letting it act again: for administrators alone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from nexus.core.errors import Invalid, NotAllowed
from people import mails
from people.company_followers import tell_followers
from people.models import Company, Membership, User
from people.services.companies import lock_company
from people.services.company_changes import note_company

MOST_REASON = 300


def deactivate_company(company: Company, *, reason: str, by: User) -> Company:
    """Let nobody act for `company`, and show its open jobs nowhere, until it is activated again.

    Nothing is deleted or closed, and what applicants sent stays theirs. Its owners are told the
    reason by mail. Doing it again changes nothing. Raises NotAllowed unless `by` is an
    administrator, Invalid under `reason` for none or too long a one.
    """
    _ensure_admin(by)
    text = " ".join(reason.split())
    if not text:
        raise Invalid.field("reason", _("Give a reason: the owners are told it."))
    if len(text) > MOST_REASON or "\x00" in text:
        raise Invalid.field(
            "reason", _("Write at most %(number)s characters.") % {"number": MOST_REASON}
        )
    with transaction.atomic():
        fresh = lock_company(company)
        if not fresh.is_active:
            return fresh
        fresh.deactivated_at, fresh.deactivation_reason = timezone.now(), text
        fresh.save(update_fields=["deactivated_at", "deactivation_reason"])
        elsewhere = Membership.objects.active().filter(user=OuterRef("pk"))
        theirs = User.objects.filter(memberships__company=fresh, is_admin=False)
        theirs.filter(~Exists(elsewhere)).update(is_staff=False)
        tell_followers(fresh)
        note_company(fresh, by, is_active=[True, False])
        mails.tell_owners(fresh, "company_deactivated", reason=text)
    return fresh


def activate_company(company: Company, *, by: User) -> Company:
    """Let a company act again; its jobs that are open still are shown at once.

    Doing it again changes nothing. Raises NotAllowed unless `by` is an administrator.
    """
    _ensure_admin(by)
    with transaction.atomic():
        fresh = lock_company(company)
        if fresh.is_active:
            return fresh
        fresh.deactivated_at, fresh.deactivation_reason = None, ""
        fresh.save(update_fields=["deactivated_at", "deactivation_reason"])
        User.objects.filter(memberships__company=fresh).update(is_staff=True)
        tell_followers(fresh)
        note_company(fresh, by, is_active=[False, True])
        mails.tell_owners(fresh, "company_activated")
    return fresh


def _ensure_admin(by: User) -> None:
    if not by.is_admin:
        raise NotAllowed(_("Only an administrator may decide whether a company can act."))

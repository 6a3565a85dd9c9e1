"""The page of a person: what they hold, where they belong, how they sign in, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Count
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import acting
from nexus.core.backoffice.things import links_to
from people.admin.audit_words import tell_all
from people.choices import LetInReason, ShutOutReason
from people.models import AccountDeletion, AuditEntry, User
from people.person_facts import applications_of, numbers_of
from people.privacy_models import KnownDevice
from people.services import completeness
from people.services.auditing import AuditAct

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.admin.people import UserAdmin

_MOST_SESSIONS = 5
_MOST_HAPPENINGS = 10
# Looks have a page of their own, on which the person reads them too.
_LOOKS = (AuditAct.SEEN, AuditAct.FOUND, AuditAct.SIGNED_IN, AuditAct.SIGNED_OUT)
_FACTORS = {
    "totp": _("Authenticator app"),
    "webauthn": _("Passkey or security key"),
    "recovery_codes": _("Recovery codes"),
}
_REASONS = {**dict(ShutOutReason.choices), **dict(LetInReason.choices)}


def person_page(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
    """Show everything about an account on one page, secrets and what they wrote left out."""
    reader = acting(request)
    deletion = AccountDeletion.objects.filter(user=person).first()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": model_admin.heading(person),
        "list_label": model_admin.list_label(),
        "person": person,
        "is_own": person.pk == reader.pk,
        "is_erased": deletion is not None and deletion.erased_at is not None,
        "deletion": deletion,
        "numbers": numbers_of(person, reader),
        "applications": applications_of(person, reader),
        "memberships": list(
            person.memberships.select_related("company").order_by("company__name", "pk")
        ),
        **_profile(model_admin, request, person),
        **_signing_in(person),
        **_happenings(request, person),
    }
    if not person.is_active:
        context["shut_out"] = _shut_out(person)
    return TemplateResponse(request, "admin/people/user/page.html", context)


def _profile(model_admin: UserAdmin, request: HttpRequest, person: User) -> dict[str, Any]:
    profile = getattr(person, "profile", None)
    if profile is None:
        return {}
    thing = f"profile:{profile.pk}"
    return {
        "profile": profile,
        "complete": completeness(profile).percent,
        "profile_url": links_to([thing], request, model_admin.admin_site).get(thing, ""),
        "phone": person.phone_number or profile.phone_number,
    }


def _signing_in(person: User) -> dict[str, Any]:
    sessions = UserSession.objects.filter(user=person).order_by("-last_seen_at", "-pk")
    kinds = Authenticator.objects.filter(user=person).values_list("type")
    return {
        "addresses": list(EmailAddress.objects.filter(user=person).order_by("-primary", "email")),
        "factors": [
            (_FACTORS.get(kind, kind), number)
            for kind, number in kinds.annotate(number=Count("pk")).order_by("type")
        ],
        "providers": list(
            SocialAccount.objects.filter(user=person)
            .order_by("provider")
            .values_list("provider", flat=True)
        ),
        "sessions": list(sessions[:_MOST_SESSIONS]),
        "sessions_count": sessions.count(),
        "devices_count": KnownDevice.objects.filter(user=person).count(),
        "has_password": person.has_usable_password(),
    }


def _happenings(request: HttpRequest, person: User) -> dict[str, Any]:
    """Return what was done to the person lately, and where all of it is read."""
    rows = AuditEntry.objects.filter(subject=person).exclude(act__in=_LOOKS)
    audit = reverse("admin:people_auditentry_changelist")
    return {
        "happenings": tell_all(list(rows.newest_first().with_names()[:_MOST_HAPPENINGS]), request),
        "audit_of": f"{audit}?{urlencode({'whose': person.username})}",
        "audit_by": f"{audit}?{urlencode({'who': person.username})}",
    }


def _shut_out(person: User) -> dict[str, Any] | None:
    """Return when an administrator deactivated the account last, and why. One query."""
    rows = AuditEntry.objects.filter(
        thing=f"user:{person.pk}", act=AuditAct.CHANGED, details__is_active=[True, False]
    )
    row = rows.newest_first().first()
    if row is None:
        return None
    return {"at": row.at, "reason": _REASONS.get(row.details.get("reason", ""), "")}

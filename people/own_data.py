"""What `people` itself holds of a person, for the archive of their data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage, public_storage
from people.erasure import erase
from people.merging import merge
from people.models import AuditEntry, CompanyRegistration, Invitation, Profile, SavedFilter
from people.personal_data import Held, PersonalData, StoredFile
from people.services import looker

if TYPE_CHECKING:
    from people.models import User

_ACCOUNT = (
    "username",
    "email",
    "first_name",
    "last_name",
    "full_name",
    "phone_number",
    "address",
    "language",
    "time_zone",
    "is_admin",
    "date_created",
    "last_login",
)
_NOT_SHOWN = {"id", "user", "profile_image", "resume", "resume_name"}
_CHUNK = 500
_FACTS = ("username", "full_name", "first_name", "last_name", "phone_number", "address")
_ENTERED = (
    "bio",
    "phone_number",
    "address",
    "date_of_birth",
    "gender",
    "city",
    "country",
    "postal_code",
    "job_title",
    "company",
    "experience_level",
    "expected_salary_min",
    "expected_salary_max",
    "education",
    "certifications",
    "linkedin_url",
    "github_url",
    "website_url",
)


def account(person: User) -> dict[str, Any]:
    facts = {name: getattr(person, name) for name in _ACCOUNT}
    return {**facts, "groups": list(person.groups.values_list("name", flat=True))}


def profile(person: User) -> dict[str, Any] | None:
    held = _profile_of(person)
    if held is None:
        return None
    shown = (f.name for f in Profile._meta.concrete_fields if f.name not in _NOT_SHOWN)
    return {
        **{name: getattr(held, name) for name in shown},
        "skills": list(held.skills.values_list("name", flat=True)),
        "photo": _photo_path(held) or None,
        "cv": _cv_path(held) or None,
    }


def _profile_of(person: User) -> Profile | None:
    """Return the profile, which is read once for what is told of it and for its files."""
    held: Profile | None = getattr(person, "profile", None)
    return held


def saved_filters(person: User) -> list[dict[str, Any]]:
    rows = SavedFilter.objects.filter(user=person)
    return [{"list": row.model, "name": row.name, "filter": row.query} for row in rows]


def mail_choices(person: User) -> dict[str, str]:
    return dict(person.mail_choices.order_by("kind").values_list("kind", "how_often"))


def reminders(person: User) -> list[dict[str, Any]]:
    rows = person.reminders.order_by("pk")
    return [{"kind": row.kind, "about": row.about, "at": row.at} for row in rows]


def email_addresses(person: User) -> list[dict[str, Any]]:
    rows = EmailAddress.objects.filter(user=person).order_by("pk")
    return [
        {"email": row.email, "is_confirmed": row.verified, "is_primary": row.primary}
        for row in rows
    ]


def memberships(person: User) -> list[dict[str, Any]]:
    rows = person.memberships.select_related("company").order_by("pk")
    return [
        {"company": row.company.name, "role": row.role, "since": row.created_at} for row in rows
    ]


def invitations(person: User) -> list[dict[str, Any]]:
    rows = Invitation.objects.sent_to(person).select_related("company").order_by("pk")
    return [
        {
            "company": row.company.name,
            "email": row.email,
            "role": row.role,
            "state": row.state,
            "sent_at": row.sent_at,
            "closed_at": row.closed_at,
        }
        for row in rows
    ]


def company_to_register(person: User) -> str | None:
    held = CompanyRegistration.objects.filter(user=person).first()
    return held.name if held else None


def sessions(person: User) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=person).order_by("pk")
    return [
        {
            "browser": row.user_agent,
            "ip_address": row.ip,
            "began_at": row.created_at,
            "last_seen_at": row.last_seen_at,
        }
        for row in rows
    ]


def second_factors(person: User) -> list[dict[str, Any]]:
    """Return their kinds alone: the secrets are for nobody."""
    rows = Authenticator.objects.filter(user=person).order_by("pk")
    return [
        {"kind": row.type, "added_at": row.created_at, "last_used_at": row.last_used_at}
        for row in rows
    ]


def connected_accounts(person: User) -> list[dict[str, Any]]:
    rows = SocialAccount.objects.filter(user=person).order_by("pk")
    return [
        {
            "provider": row.provider,
            "identifier": row.uid,
            "connected_at": row.date_joined,
            "last_used_at": row.last_login,
            "told_by_provider": row.extra_data,
        }
        for row in rows
    ]


def mails(person: User) -> Iterator[dict[str, Any]]:
    rows = OutgoingMail.objects.filter(recipient=person).order_by("pk")
    for row in rows.only("kind", "subject", "state", "created_at", "sent_at").iterator(_CHUNK):
        yield {
            "kind": row.kind,
            "subject": row.subject,
            "state": row.state,
            "written_at": row.created_at,
            "sent_at": row.sent_at,
        }


def accesses(person: User) -> Iterator[dict[str, Any]]:
    """Yield who has seen what, as `looker` names them."""
    rows = AuditEntry.objects.looks_at(person).with_names()
    for row in rows.order_by("at", "pk").iterator(_CHUNK):
        yield {"at": row.at, "by": looker(row), "what": row.access_kind, "target": row.thing}


def files(person: User) -> Iterator[StoredFile]:
    held = _profile_of(person)
    if held is None:
        return
    if path := _photo_path(held):
        yield StoredFile(path, public_storage(), held.profile_image.name or "")
    if path := _cv_path(held):
        yield StoredFile(path, private_storage(), held.resume.name or "")


def _photo_path(held: Profile) -> str:
    name = held.profile_image.name
    return f"profile/photo{PurePosixPath(name).suffix}" if name else ""


def _cv_path(held: Profile) -> str:
    name = held.resume.name
    return f"profile/{held.resume_name or f'CV{PurePosixPath(name).suffix}'}" if name else ""


def counted(person: User) -> Iterator[Held]:
    """Count what goes with an account, and what stays under its number. Ten queries."""
    held = _profile_of(person)
    facts = sum(1 for name in _FACTS if getattr(person, name))
    entered = [name for name in _ENTERED if held is not None and getattr(held, name)]
    yield Held(_("Name, phone, address and user name"), facts)
    yield Held(_("Entries of the profile"), len(entered))
    yield Held(_("Photo and CV of the profile"), sum(1 for _file in files(person)))
    yield Held(_("E-mail addresses"), EmailAddress.objects.filter(user=person).count())
    yield Held(
        _("Ways to sign in: second factors and connected accounts"),
        Authenticator.objects.filter(user=person).count()
        + SocialAccount.objects.filter(user=person).count(),
    )
    yield Held(_("Memberships in companies"), person.memberships.count())
    yield Held(_("Mails to them"), OutgoingMail.objects.filter(recipient=person).count())
    yield Held(_("Saved filters"), SavedFilter.objects.filter(user=person).count())
    yield Held(
        _("Entries of the audit, under a number"),
        AuditEntry.objects.filter(subject=person).count(),
        stays=True,
    )


PEOPLE = PersonalData(
    app="people",
    sections={
        "account": account,
        "profile": profile,
        "email_addresses": email_addresses,
        "memberships": memberships,
        "invitations": invitations,
        "company_to_register": company_to_register,
        "sessions": sessions,
        "second_factors": second_factors,
        "connected_accounts": connected_accounts,
        "mails": mails,
        "mail_choices": mail_choices,
        "reminders": reminders,
        "saved_filters": saved_filters,
        "accesses": accesses,
    },
    files=files,
    erase=erase,
    counted=counted,
    merge=merge,
)

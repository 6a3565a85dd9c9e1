"""What `hiring` holds of a person who applies, and what becomes of it without them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hiring.models import (
    Application,
    ApplicationDraft,
    Invitation,
    Note,
    Rating,
    SavedJob,
    SavedSearch,
)
from hiring.services import erase_applicant
from hiring.services.merging import merge_applicants
from nexus.core.storages import private_storage
from people.personal_data import Held, PersonalData, StoredFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from people.models import User

_CHUNK = 200


def applications(person: User) -> Iterator[dict[str, Any]]:
    """Yield what the applicant may know: neither the company's notes nor who moved it on."""
    rows = Application.objects.by(person).select_related("job__company").order_by("pk")
    for row in rows.prefetch_related("status_changes").iterator(_CHUNK):
        yield {
            "job": row.job.title,
            "company": row.job.company.name,
            "applied_at": row.applied_at,
            "withdrawn_at": row.withdrawn_at,
            "status": row.status,
            "reference": row.reference,
            "consent_version": row.consent_version or None,
            "cover_letter": row.cover_letter,
            "cv": _path(row) or None,
            "history": [
                {
                    "from": change.from_status or None,
                    "to": change.to_status,
                    "at": change.at,
                    "is_undo": change.is_undo,
                }
                for change in row.status_changes.all()
            ],
        }


def drafts(person: User) -> Iterator[dict[str, Any]]:
    """Yield what was entered to apply and not sent; of sent ones nothing is left."""
    rows = ApplicationDraft.objects.filter(owner=person, application=None).select_related("job")
    for row in rows.order_by("pk").iterator(_CHUNK):
        yield {
            "job": row.job.title,
            "begun_at": row.created_at,
            "kept_until": row.expires_at,
            "cover_letter": row.cover_letter,
            "cv": _draft_path(row) or None,
        }


def invitations(person: User) -> Iterator[dict[str, Any]]:
    rows = Invitation.objects.filter(candidate=person).select_related("job__company")
    for row in rows.order_by("pk").iterator(_CHUNK):
        yield {
            "job": row.job.title,
            "company": row.job.company.name,
            "sent_at": row.sent_at,
            "message": row.message,
            "answer": row.answer or None,
            "answered_at": row.answered_at,
        }


def saved_jobs(person: User) -> Iterator[dict[str, Any]]:
    rows = SavedJob.objects.filter(user=person).select_related("job__company").order_by("pk")
    for row in rows.iterator(_CHUNK):
        yield {"job": row.job.title, "company": row.job.company.name, "saved_at": row.saved_at}


def saved_searches(person: User) -> Iterator[dict[str, Any]]:
    for row in SavedSearch.objects.filter(user=person).order_by("pk").iterator(_CHUNK):
        yield {"name": row.name, "query": row.query, "created_at": row.created_at}


def files(person: User) -> Iterator[StoredFile]:
    unsent = ApplicationDraft.objects.filter(owner=person).exclude(resume="").order_by("pk")
    for draft in unsent.iterator(_CHUNK):
        yield StoredFile(_draft_path(draft), private_storage(), draft.resume.name or "")
    rows = Application.objects.by(person).exclude(resume="").select_related("job").order_by("pk")
    for row in rows.iterator(_CHUNK):
        yield StoredFile(_path(row), private_storage(), row.resume.name or "")


def counted(person: User) -> Iterator[Held]:
    """Count what goes with somebody who applied, and what stays for the statistics."""
    theirs = Application.objects.by(person)
    letters = theirs.order_by().only("cover_letter").iterator(_CHUNK)
    yield Held(_("Letters of applications"), sum(1 for row in letters if row.cover_letter))
    yield Held(_("CVs of applications"), theirs.exclude(resume="").count())
    about = Q(application__applicant=person)
    yield Held(
        _("Notes and ratings about them"),
        Note.objects.filter(about).count() + Rating.objects.filter(about).count(),
    )
    yield Held(
        _("Unsent drafts of applications"),
        ApplicationDraft.objects.filter(owner=person, application=None).count(),
    )
    yield Held(_("Invitations to apply"), Invitation.objects.filter(candidate=person).count())
    yield Held(_("Saved jobs"), SavedJob.objects.filter(user=person).count())
    yield Held(_("Saved searches"), SavedSearch.objects.filter(user=person).count())
    yield Held(_("Applications with their stages, for the statistics"), theirs.count(), stays=True)
    yield Held(
        _("Notes that they wrote for a company"),
        Note.objects.filter(author=person).count(),
        stays=True,
    )


def names(numbers: Collection[int]) -> Mapping[int, str]:
    """Return the jobs' titles by the numbers of applications. One query."""
    rows = Application.objects.filter(pk__in=numbers).order_by()
    return dict(rows.values_list("pk", "job__title"))


def _path(application: Application) -> str:
    stored = application.resume.name
    if not stored:
        return ""
    # The number keeps two applications for the same title apart.
    folder = f"{application.pk}-{slugify(application.job.title)[:60]}".rstrip("-")
    return f"applications/{folder}/{application.resume_name or f'CV{PurePosixPath(stored).suffix}'}"


def _draft_path(draft: ApplicationDraft) -> str:
    stored = draft.resume.name
    if not stored:
        return ""
    return f"drafts/{draft.pk}/{draft.resume_name or f'CV{PurePosixPath(stored).suffix}'}"


HIRING = PersonalData(
    app="hiring",
    sections={
        "applications": applications,
        "application_drafts": drafts,
        "invitations_to_apply": invitations,
        "saved_jobs": saved_jobs,
        "saved_searches": saved_searches,
    },
    files=files,
    erase=erase_applicant,
    counted=counted,
    merge=merge_applicants,
    names={"application": names},
)

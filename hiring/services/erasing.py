"""What is left of the applications of somebody whose account is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hiring.choices import FINAL_FOR_APPLICANT
from hiring.models import (
    ApplicantMail,
    Application,
    ApplicationDraft,
    ColumnChoice,
    DigestEntry,
    Invitation,
    Note,
    Rating,
    SavedJob,
    SavedSearch,
    StatusChange,
)
from hiring.services.drafts import delete_draft
from hiring.services.locks import lock_application
from hiring.services.shown_cvs import cv_files
from nexus.core.storages import private_storage

if TYPE_CHECKING:
    from collections.abc import Collection

    from people.models import User


def erase_applicant(person: User) -> None:
    """Leave of the applications of `person` which stages they went through, and when.

    Letters, CVs and what the company wrote about the person go; what was undecided is withdrawn.
    Unsent drafts, those under a proven address of theirs as well, invitations and what was saved
    go whole.
    Repeating it does no harm.
    """
    for draft in ApplicationDraft.objects.of_person(person):
        if draft.resume.name:
            private_storage().delete(draft.resume.name)
        delete_draft(draft)
    Invitation.objects.filter(candidate=person).delete()
    SavedJob.objects.filter(user=person).delete()
    ColumnChoice.objects.filter(user=person).delete()
    DigestEntry.objects.filter(user=person).delete()
    SavedSearch.objects.filter(user=person).delete()
    for application in Application.objects.by(person).order_by("pk").iterator():
        # The file first: a row without a file is found again, a file without a row is not.
        for name in cv_files(application):
            private_storage().delete(name)
        _blank(application)


def forget_contents(applications: Collection[Application]) -> None:
    """Leave of locked applications which stages they went through, and when.

    Their files are for the caller to remove. Run it in the transaction that holds the locks.
    """
    ids = [application.pk for application in applications]
    Application.objects.filter(pk__in=ids).update(
        cover_letter="", resume="", resume_name="", rating=None
    )
    Note.objects.filter(application__in=ids).delete()
    Rating.objects.filter(application__in=ids).delete()
    ApplicantMail.objects.filter(application__in=ids).delete()
    # The steps themselves are the record that stays; only their words are about the person.
    StatusChange.objects.filter(application__in=ids).update(note="", reason="")


@transaction.atomic
def _blank(application: Application) -> None:
    fresh = lock_application(application)
    forget_contents([fresh])
    if fresh.withdrawn_at is None and fresh.status not in FINAL_FOR_APPLICANT:
        fresh.withdrawn_at = fresh.updated_at = timezone.now()
        fresh.save(update_fields=["withdrawn_at", "updated_at"])

"""What becomes of the applications of somebody whose two accounts are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Avg
from django.utils import timezone
from django.utils.translation import gettext as _

from hiring.choices import ApplicationStatus
from hiring.digest_models import DigestEntry
from hiring.models import (
    Application,
    ApplicationDraft,
    Batch,
    ColumnChoice,
    Invitation,
    Note,
    Rating,
    SavedJob,
    SavedSearch,
    StatusChange,
)
from hiring.services.locks import lock_applications
from people.personal_data import hand_over_once, hand_rows_over

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import User

# How far an application came: what a company has decided outweighs that somebody has read it.
_RANK = {
    ApplicationStatus.PENDING: 0,
    ApplicationStatus.REVIEWED: 1,
    ApplicationStatus.REJECTED: 2,
    ApplicationStatus.SHORTLISTED: 3,
    ApplicationStatus.HIRED: 4,
}
_HANDED_OVER: tuple[tuple[type[Model], str], ...] = (
    (Batch, "by"),
    (Batch, "undone_by"),
    (Invitation, "by"),
    (Note, "author"),
    (SavedSearch, "user"),
    (StatusChange, "by"),
)


def merge_applicants(gone: User, kept: User) -> list[str]:
    """Give `kept` what `gone` applied to, saved and wrote, and say what could not stay twice."""
    said = _merge_applications(gone, kept)
    hand_rows_over(gone, kept, _HANDED_OVER)
    _merge_mentions(gone, kept)
    _merge_ratings(gone, kept)
    said += _merge_drafts(gone, kept)
    hand_over_once(gone, kept, DigestEntry, "user", ["application_id"])
    hand_over_once(gone, kept, SavedJob, "user", ["job_id"])
    _merge_invitations(gone, kept)
    if not ColumnChoice.objects.filter(user=kept).exists():
        ColumnChoice.objects.filter(user=gone).update(user=kept)
    return said


def _jobs(model: type[Model], column: str, person: User) -> list[int]:
    rows = model._base_manager.filter(**{column: person})
    return list(rows.values_list("job_id", flat=True))


def _merge_applications(gone: User, kept: User) -> list[str]:
    ids = list(Application.objects.filter(applicant__in=[gone, kept]).values_list("pk", flat=True))
    live: dict[int, list[Application]] = {}
    for row in lock_applications(ids):
        if row.withdrawn_at is None:
            live.setdefault(row.job_id, []).append(row)
    said, now = [], timezone.now()
    for rows in live.values():
        if len(rows) < 2:
            continue
        # Of two that came equally far the earlier one stays.
        rows.sort(key=lambda one: (-_RANK[ApplicationStatus(one.status)], one.applied_at, one.pk))
        further, lesser = rows
        Application.objects.filter(pk=lesser.pk).update(withdrawn_at=now, updated_at=now)
        facts = {
            "job": further.job.title,
            "stage": further.get_status_display(),
            "kept": further.reference,
            "other": lesser.reference,
        }
        said.append(
            _(
                "Both applied to “%(job)s”: %(kept)s stays, which came further (%(stage)s), and"
                " %(other)s is marked as withdrawn."
            )
            % facts
        )
    Application.objects.filter(applicant=gone).update(applicant=kept)
    return said


def _merge_mentions(gone: User, kept: User) -> None:
    for note in Note.objects.filter(mentioned=gone):
        note.mentioned.add(kept)
        note.mentioned.remove(gone)


def _merge_ratings(gone: User, kept: User) -> None:
    own = Rating.objects.filter(reviewer=kept).values_list("application_id", flat=True)
    twice = Rating.objects.filter(reviewer=gone, application__in=list(own))
    changed = list(twice.values_list("application_id", flat=True))
    twice.delete()
    Rating.objects.filter(reviewer=gone).update(reviewer=kept)
    for row in lock_applications(changed):
        row.rating = row.ratings.aggregate(average=Avg("score"))["average"]
        row.save(update_fields=["rating"])


def _merge_drafts(gone: User, kept: User) -> list[str]:
    """Give drafts over; where both have begun one the kept account's stays."""
    twice = ApplicationDraft.objects.filter(
        owner=gone, application=None, job__in=_jobs(ApplicationDraft, "owner", kept)
    )
    said = [
        _("Both have begun to apply to “%(job)s”: the draft of the kept account stays.")
        % {"job": draft.job.title}
        for draft in twice.select_related("job").order_by("pk")
    ]
    theirs = ApplicationDraft.objects.filter(owner=gone)
    # What is left goes with the account, and its file with it.
    theirs.exclude(job__in=_jobs(ApplicationDraft, "owner", kept)).update(owner=kept)
    return said


def _merge_invitations(gone: User, kept: User) -> None:
    """Give invitations to apply over; of two to one job the one that was answered stays."""
    theirs = {row.job_id: row for row in Invitation.objects.filter(candidate=gone)}
    for own in Invitation.objects.filter(candidate=kept, job__in=theirs):
        other = theirs[own.job_id]
        (other if own.answer or not other.answer else own).delete()
    Invitation.objects.filter(candidate=gone).update(candidate=kept)

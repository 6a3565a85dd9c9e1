"""Keeping what people enter to apply, and sending it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring.draft_querysets import draft_token
from hiring.models import Application, ApplicationDraft
from hiring.services.applying import AlreadyApplied, submit_application
from nexus.core.errors import Invalid
from nexus.core.fields import Unreadable
from nexus.core.files import FileRejected, check_cv
from nexus.core.mail import forget_mails
from nexus.core.storages import delete_after_commit, private_storage, saved_file

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from jobs.models import Job
    from people.models import User

FOLDER = "drafts"
KEPT_FOR = timedelta(days=7)
# A browser may be shared: whoever uses it next sees what was entered without signing in.
VISITORS_KEPT_FOR = timedelta(hours=24)
_CHUNK = 500


def visitor_digest(key: str) -> str:
    """Return what is stored of a browser's key: the database alone opens no draft."""
    return hashlib.sha256(key.encode()).hexdigest()


def find_draft(job: Job, *, visitor: str, user: User | None) -> ApplicationDraft | None:
    """Return the draft of a person, else the browser's, which an unsent one makes theirs."""
    drafts = ApplicationDraft.objects.kept().filter(job=job)
    of_browser = drafts.filter(visitor=visitor_digest(visitor), owner=None).first()
    if user is None:
        return of_browser
    own = drafts.filter(owner=user).first()
    if of_browser is None or of_browser.application_id is not None:
        return own
    # Entered after the login had expired, and so newer than what was entered before.
    of_browser.owner = user
    of_browser.expires_at = timezone.now() + KEPT_FOR
    try:
        with transaction.atomic():
            if own is not None:
                _take_over(own, of_browser)
            of_browser.save()
    except IntegrityError:  # claimed at the same moment
        return drafts.filter(owner=user).first()
    return of_browser


def keep_draft(
    job: Job,
    *,
    visitor: str,
    user: User | None,
    resume: UploadedFile[bytes] | None = None,
    **entered: str,
) -> ApplicationDraft:
    """Store what was entered, sendable or not. Texts first: a CV that is refused loses none.

    `entered` are values of fields of the draft. Raises Invalid under `resume`.
    """
    draft = find_draft(job, visitor=visitor, user=user) or _new_draft(job, visitor, user)
    if draft.application_id is not None:
        draft.application = None
        draft.created_at = timezone.now()
    if entered.get("email", draft.email) != draft.email:
        draft.code_digest = ""
    for name, value in entered.items():
        setattr(draft, name, value.replace("\0", ""))
    draft.full_name = draft.full_name[:300]
    draft.email = draft.email[:254]
    draft.email_token = draft_token(draft.email)
    draft.expires_at = timezone.now() + _time_of(user)
    draft.save()
    if resume is not None:
        _keep_resume(draft, resume)
    return draft


def send_draft(draft: ApplicationDraft, *, applicant: User) -> Application:
    """Make the application; sent again, it is the one that was made. Raises as applying does.

    An earlier live application to the job is returned likewise: its `applied_at` is then before
    the draft's `created_at`.
    """
    try:
        application = submit_application(
            draft.job,
            applicant=applicant,
            cover_letter=draft.cover_letter,
            resume=_resume_of(draft),
            consent_version=draft.consent_version,
        )
    except AlreadyApplied:
        application = Application.objects.live().get(job=draft.job_id, applicant=applicant)
    with transaction.atomic():
        delete_after_commit(private_storage(), draft.resume.name)
        ApplicationDraft.objects.filter(pk=draft.pk).update(
            application=application,
            full_name="",
            email="",
            email_token="",
            cover_letter="",
            resume="",
            resume_name="",
            code_digest="",
        )
    return application


def discard_draft(job: Job, *, visitor: str, user: User | None) -> None:
    """Delete what has been entered for a job and not sent, if anything has."""
    draft = find_draft(job, visitor=visitor, user=user)
    if draft is not None and draft.application_id is None:
        delete_draft(draft)


def delete_draft(draft: ApplicationDraft) -> None:
    """Delete a draft with its file and what its mails tell of an address that nobody has proven."""
    with transaction.atomic():
        delete_after_commit(private_storage(), draft.resume.name)
        forget_mails(draft.code_mails.filter(recipient=None))
        draft.delete()


def rebuild_draft_tokens() -> None:
    """Bring the tokens of the drafts' addresses up to date after a change of the keys."""
    for draft in ApplicationDraft.objects.exclude(email_token="").iterator(_CHUNK):
        if not isinstance(draft.email, Unreadable):
            token = draft_token(draft.email)
            ApplicationDraft.objects.filter(pk=draft.pk).update(email_token=token)


def remove_old_drafts() -> int:
    """Delete the drafts that have expired, with their files; return how many."""
    old = list(ApplicationDraft.objects.filter(expires_at__lte=timezone.now())[:_CHUNK])
    for draft in old:
        delete_draft(draft)
    return len(old)


def _take_over(own: ApplicationDraft, newer: ApplicationDraft) -> None:
    """Complete the newer draft by what only the older one has, which goes."""
    newer.cover_letter = newer.cover_letter or own.cover_letter
    if own.resume and not newer.resume:
        newer.resume.name, newer.resume_name = own.resume.name, own.resume_name
        own.resume.name = ""
    delete_draft(own)


def _new_draft(job: Job, visitor: str, user: User | None) -> ApplicationDraft:
    now = timezone.now()
    whose: dict[str, Any] = {"job": job, "owner": user}
    if user is None:
        whose["visitor"] = visitor_digest(visitor)
    for expired in ApplicationDraft.objects.filter(**whose, expires_at__lte=now):
        delete_draft(expired)
    rest: dict[str, Any] = {"expires_at": now + _time_of(user)}
    if user is not None:
        rest["visitor"] = visitor_digest(visitor)
    return ApplicationDraft.objects.get_or_create(**whose, defaults=rest)[0]


def _keep_resume(draft: ApplicationDraft, upload: UploadedFile[bytes]) -> None:
    try:
        cv = check_cv(upload)
    except FileRejected as rejected:
        raise Invalid.field("resume", rejected.message) from rejected
    with (
        saved_file(private_storage(), f"{FOLDER}/{cv.name}", cv) as stored,
        transaction.atomic(),
    ):
        delete_after_commit(private_storage(), draft.resume.name)
        draft.resume.name, draft.resume_name = stored, cv.display_name
        draft.save(update_fields=["resume", "resume_name"])


def _resume_of(draft: ApplicationDraft) -> UploadedFile[bytes] | None:
    if not draft.resume:
        return None
    try:
        with draft.resume.open("rb") as file:
            return SimpleUploadedFile(draft.resume_name, file.read())
    except OSError as exc:
        raise Invalid.field("resume", _("Your CV cannot be read. Upload it again.")) from exc


def _time_of(user: User | None) -> timedelta:
    return VISITORS_KEPT_FOR if user is None else KEPT_FOR

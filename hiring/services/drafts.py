"""Keeping what people enter to apply, and sending it, signed in or by a mailed code."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from hiring import mails
from hiring.models import Application, ApplicationDraft
from hiring.services.applying import AlreadyApplied, submit_application
from nexus.core.errors import Invalid, NotAllowed
from nexus.core.files import FileRejected, check_cv
from nexus.core.storages import delete_after_commit, private_storage, saved_file
from people.services import account_of_proven_address

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from jobs.models import Job
    from people.models import User

FOLDER = "drafts"
KEPT_FOR = timedelta(days=7)
CODE_GOOD_FOR = timedelta(hours=1)
# Whoever sends the form twice gets one code.
CODE_NOT_BEFORE = timedelta(seconds=30)
MAX_TRIES = 5
_CHUNK = 500


class CodeRefused(Invalid):
    """The code is wrong, too old, or was tried too often. `is_over` says that it must be renewed."""

    def __init__(self, sentence: str, *, is_over: bool) -> None:
        super().__init__(sentence, details={"code": [sentence]})
        self.is_over = is_over


class AccountDisabled(NotAllowed):
    """The account of the proven address may do nothing any more."""


def visitor_digest(key: str) -> str:
    """Return what is stored of a browser's key: the database alone opens no draft."""
    return hashlib.sha256(key.encode()).hexdigest()


def find_draft(job: Job, *, visitor: str, user: User | None) -> ApplicationDraft | None:
    """Return the draft of a person, else the browser's, which an unsent one makes theirs."""
    drafts = ApplicationDraft.objects.filter(job=job, expires_at__gt=timezone.now())
    of_browser = drafts.filter(visitor=visitor_digest(visitor), owner=None).first()
    if user is None:
        return of_browser
    own = drafts.filter(owner=user).first()
    if of_browser is None or of_browser.application_id is not None:
        return own
    # Entered after the login had expired, and so newer than what was entered before.
    of_browser.owner = user
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
    draft.expires_at = timezone.now() + KEPT_FOR
    draft.save()
    if resume is not None:
        _keep_resume(draft, resume)
    return draft


def new_code(draft: ApplicationDraft) -> bool:
    """Mail a code to the address of the draft; False where one has gone there just now."""
    now = timezone.now()
    sent = draft.code_sent_at
    if draft.code_digest and sent is not None and now - sent < CODE_NOT_BEFORE:
        return False
    code = str(get_adapter().generate_email_verification_code())
    with transaction.atomic():
        draft.code_digest, draft.code_sent_at, draft.code_tries = _digest(draft, code), now, 0
        draft.save(update_fields=["code_digest", "code_sent_at", "code_tries"])
        mails.send_code(draft.email, code, draft.job)
    return True


def check_code(draft: ApplicationDraft, code: str) -> None:
    """Raise CodeRefused unless this is the code that was mailed. Each try counts, at once."""
    sent = draft.code_sent_at
    if not draft.code_digest or sent is None or timezone.now() - sent > CODE_GOOD_FOR:
        raise CodeRefused("This code is no longer good. Request a new one.", is_over=True)
    # Counted by the database before it is compared: many tries at once are as many.
    tried = ApplicationDraft.objects.filter(pk=draft.pk, code_tries__lt=MAX_TRIES)
    if not tried.update(code_tries=F("code_tries") + 1):
        raise CodeRefused("You have tried five codes. Request a new one.", is_over=True)
    if not constant_time_compare(draft.code_digest, _digest(draft, code.replace(" ", ""))):
        raise CodeRefused("This is not the code that we mailed to you.", is_over=False)


def send_for_proven_address(draft: ApplicationDraft) -> tuple[Application, User, bool]:
    """Send the draft for the account of its address, which has just been proven.

    Where there is none it comes into being, without a password; the third value says so. Raises
    AccountDisabled, and as `submit_application` does.
    """
    user, is_new = account_of_proven_address(draft.email, full_name=draft.full_name)
    if not user.is_active:
        raise AccountDisabled("The account of this address is disabled.")
    return send_draft(draft, applicant=user), user, is_new


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
            cover_letter="",
            resume="",
            resume_name="",
            code_digest="",
        )
    return application


def remove_old_drafts() -> int:
    """Delete the drafts that have expired, with their files; return how many."""
    old = list(ApplicationDraft.objects.filter(expires_at__lte=timezone.now())[:_CHUNK])
    for draft in old:
        _delete(draft)
    return len(old)


def _take_over(own: ApplicationDraft, newer: ApplicationDraft) -> None:
    """Complete the newer draft by what only the older one has, which goes."""
    newer.cover_letter = newer.cover_letter or own.cover_letter
    if own.resume and not newer.resume:
        newer.resume.name, newer.resume_name = own.resume.name, own.resume_name
        own.resume.name = ""
    _delete(own)


def _new_draft(job: Job, visitor: str, user: User | None) -> ApplicationDraft:
    now = timezone.now()
    whose: dict[str, Any] = {"job": job, "owner": user}
    if user is None:
        whose["visitor"] = visitor_digest(visitor)
    for expired in ApplicationDraft.objects.filter(**whose, expires_at__lte=now):
        _delete(expired)
    rest: dict[str, Any] = {"expires_at": now + KEPT_FOR}
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
        raise Invalid.field("resume", "Your CV cannot be read. Upload it again.") from exc


def _digest(draft: ApplicationDraft, code: str) -> str:
    return salted_hmac(f"draft {draft.pk} {draft.email}", code, algorithm="sha256").hexdigest()


def _delete(draft: ApplicationDraft) -> None:
    with transaction.atomic():
        delete_after_commit(private_storage(), draft.resume.name)
        draft.delete()

"""That a company is who it says it is: its owners ask, an administrator decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.errors import Conflict, Invalid, NotAllowed
from nexus.core.files import CheckedFile, FileRejected, check_cv
from nexus.core.storages import delete_after_commit, private_storage, saved_file
from people import mails
from people.models import Company, CompanyVerification, VerificationState
from people.services.companies import ensure_owner, lock_company
from people.services.company_changes import note_company

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

MOST_NOTE, MOST_REASON = 2000, 1000
_ADMINS_ALONE = gettext_lazy("Only an administrator may verify a company.")
_NOTHING_WAITS = gettext_lazy("No request waits for a decision any more.")


def checked_document(upload: UploadedFile[bytes]) -> CheckedFile:
    """Return a document that has passed the checks of a CV. Raises Invalid under `document`.

    It takes a process and seconds at worst, so do it before a transaction that writes.
    """
    try:
        return check_cv(upload)
    except FileRejected as rejected:
        raise Invalid.field("document", rejected.message) from rejected


def request_verification(
    company: Company, *, note_to_admins: str, document: CheckedFile | None = None, by: User
) -> CompanyVerification:
    """Ask the administrators to verify `company`; the document is for their eyes alone.

    Raises NotAllowed unless `by` is an owner, Invalid under `note` for none or too long a one,
    Conflict for a company that is verified or whose request waits.
    """
    text = note_to_admins.strip()
    if not text:
        raise Invalid.field("note", _("Say by what the administrators can tell that it is you."))
    _refuse_long("note", text, MOST_NOTE)
    with transaction.atomic():
        fresh = lock_company(company)
        ensure_owner(fresh, by)
        if fresh.is_verified:
            raise Conflict(_("The company is verified already."))
        if _pending(fresh) is not None:
            raise Conflict(_("A request waits for a decision already."))
        asked = CompanyVerification(company=fresh, requested_by=by, note=text)
        if document is None:
            asked.save()
        else:
            with saved_file(
                private_storage(), f"verifications/{document.name}", document
            ) as stored:
                asked.document.name, asked.document_name = stored, document.display_name
                asked.save()
        note_company(fresh, by, verification="requested")
    return asked


def withdraw_request(company: Company, *, by: User) -> None:
    """Take a request back. Raises NotAllowed unless `by` is an owner, Conflict without one."""
    with transaction.atomic():
        fresh = lock_company(company)
        ensure_owner(fresh, by)
        _decide(_waiting(fresh), VerificationState.WITHDRAWN, by)
        note_company(fresh, by, verification="withdrawn")


def verify_company(company: Company, *, by: User) -> Company:
    """Verify a company, whether or not it has asked; its owners are told by mail.

    Doing it again changes nothing. Raises NotAllowed unless `by` is an administrator.
    """
    _ensure_admin(by)
    with transaction.atomic():
        fresh = lock_company(company)
        if fresh.is_verified:
            return fresh
        asked = _pending(fresh) or CompanyVerification(company=fresh)
        _decide(asked, VerificationState.VERIFIED, by)
        _set_verified(fresh, is_verified=True)
        note_company(fresh, by, verification="verified")
        mails.tell_owners(fresh, "company_verified")
    return fresh


def decline_verification(company: Company, *, reason: str, by: User) -> None:
    """Decline a request; its owners are told the reason by mail, and may ask again.

    Raises NotAllowed unless `by` is an administrator, Invalid under `reason` for none or too long
    a one, Conflict where nothing waits.
    """
    _ensure_admin(by)
    text = _reason(reason)
    with transaction.atomic():
        fresh = lock_company(company)
        _decide(_waiting(fresh), VerificationState.DECLINED, by, reason=text)
        note_company(fresh, by, verification="declined")
        mails.tell_owners(fresh, "company_declined", reason=text)


def take_verification_back(company: Company, *, reason: str, by: User) -> Company:
    """Verify a company no more; its owners are told the reason by mail. Raises as declining."""
    _ensure_admin(by)
    text = _reason(reason)
    with transaction.atomic():
        fresh = lock_company(company)
        if not fresh.is_verified:
            raise Conflict(_("The company is not verified."))
        _decide(CompanyVerification(company=fresh), VerificationState.TAKEN_BACK, by, reason=text)
        _set_verified(fresh, is_verified=False)
        note_company(fresh, by, verification="taken_back")
        mails.tell_owners(fresh, "company_unverified", reason=text)
    return fresh


def _set_verified(company: Company, *, is_verified: bool) -> None:
    company.is_verified = is_verified
    company.save(update_fields=["is_verified"])


def _decide(
    asked: CompanyVerification, state: VerificationState, by: User, *, reason: str = ""
) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, by, timezone.now()
    asked.reason = reason
    # Of what was proven by it nothing but the decision is kept.
    delete_after_commit(private_storage(), asked.document.name)
    asked.document.name = asked.document_name = ""
    asked.save()


def _pending(company: Company) -> CompanyVerification | None:
    return company.verifications.filter(state=VerificationState.PENDING).first()


def _waiting(company: Company) -> CompanyVerification:
    found = _pending(company)
    if found is None:
        raise Conflict(str(_NOTHING_WAITS))
    return found


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Invalid.field("reason", _("Give a reason: the owners are told it."))
    _refuse_long("reason", reason, MOST_REASON)
    return reason


def _refuse_long(name: str, text: str, most: int) -> None:
    if len(text) > most or "\x00" in text:
        raise Invalid.field(name, _("Write at most %(number)s characters.") % {"number": most})


def _ensure_admin(by: User) -> None:
    if not by.is_admin:
        raise NotAllowed(_ADMINS_ALONE)

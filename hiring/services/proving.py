"""Applying without signing in: a mailed code proves the address, and the application is sent."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from hiring import mails
from hiring.draft_querysets import draft_token
from hiring.models import Application, ApplicationDraft
from hiring.services.drafts import send_draft
from nexus.core.errors import Invalid, NotAllowed
from nexus.core.models import OutgoingMail
from people.services import account_of_proven_address, set_resume

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

logger = logging.getLogger(__name__)

CODE_GOOD_FOR = timedelta(hours=1)
# Whoever sends the form twice gets one code.
CODE_NOT_BEFORE = timedelta(seconds=30)
MAX_TRIES = 5


class CodeRefused(Invalid):
    """The code is wrong, too old, or was tried too often. `is_over` says that it must be renewed."""

    def __init__(self, sentence: str | Promise, *, is_over: bool) -> None:
        super().__init__(sentence, details={"code": [sentence]})
        self.is_over = is_over


class AccountDisabled(NotAllowed):
    """The account of the proven address may do nothing any more."""


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
        draft.code_mails.add(mails.send_code(draft.email, code, draft.job))
    return True


def check_code(draft: ApplicationDraft, code: str) -> None:
    """Raise CodeRefused unless this is the code that was mailed. Each try counts, at once."""
    sent = draft.code_sent_at
    if not draft.code_digest or sent is None or timezone.now() - sent > CODE_GOOD_FOR:
        raise CodeRefused(_("This code is no longer good. Request a new one."), is_over=True)
    # Counted by the database before it is compared: many tries at once are as many.
    tried = ApplicationDraft.objects.filter(pk=draft.pk, code_tries__lt=MAX_TRIES)
    if not tried.update(code_tries=F("code_tries") + 1):
        raise CodeRefused(_("You have tried five codes. Request a new one."), is_over=True)
    if not constant_time_compare(draft.code_digest, _digest(draft, code.replace(" ", ""))):
        raise CodeRefused(_("This is not the code that we mailed to you."), is_over=False)


def send_for_proven_address(draft: ApplicationDraft) -> tuple[Application, User, bool]:
    """Send the draft for the account of its address, which has just been proven.

    Where there is none it comes into being, without a password; the third value says so. Raises
    AccountDisabled, and as `submit_application` does.
    """
    user, is_new = account_of_proven_address(draft.email, full_name=draft.full_name)
    # They prove nothing and tell nothing any more, and go with the account.
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in _code_mails(draft)]).update(
        recipient=user
    )
    if not user.is_active:
        raise AccountDisabled(_("The account of this address is disabled."))
    application = send_draft(draft, applicant=user)
    if is_new:
        _begin_profile(user, application)
    return application, user, is_new


def _digest(draft: ApplicationDraft, code: str) -> str:
    return salted_hmac(f"draft {draft.pk} {draft.email}", code, algorithm="sha256").hexdigest()


def _code_mails(draft: ApplicationDraft) -> list[OutgoingMail]:
    """Return those to the present address: it may have been another one before."""
    token = draft_token(draft.email)
    return [mail for mail in draft.code_mails.all() if draft_token(mail.to_address) == token]


def _begin_profile(user: User, application: Application) -> None:
    """Put the CV that was sent into the profile of the account that came into being by it."""
    if not application.resume:
        return
    try:
        with application.resume.open("rb") as file:
            upload = SimpleUploadedFile(application.resume_name, file.read())
        set_resume(user.profile, upload, by=user)
    except (OSError, Invalid):
        # The application is sent, whatever becomes of its copy.
        logger.exception("The CV of application %s is not in the profile.", application.pk)

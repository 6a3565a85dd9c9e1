"""Every write to applications. The rules live here once, whichever door a person came through."""

from hiring.services.applying import (
    NO_SUCH_OPEN_JOB,
    AlreadyApplied,
    CannotRestore,
    CannotWithdraw,
    DeadlinePassed,
    OwnCompany,
    may_restore,
    restore_application,
    submit_application,
    withdraw_application,
)
from hiring.services.drafts import (
    discard_draft,
    find_draft,
    keep_draft,
    rebuild_draft_tokens,
    remove_old_drafts,
    send_draft,
)
from hiring.services.erasing import erase_applicant
from hiring.services.inviting import (
    TooManyInvitations,
    decline_invitation,
    invite_to_apply,
)
from hiring.services.mail_texts import MailText
from hiring.services.mailing import NothingFailed, mail_applicants, send_mail_again
from hiring.services.many import MAX_AT_ONCE, Refusal, Report
from hiring.services.moving import (
    TransitionNotAllowed,
    allowed_statuses,
    history,
    move_application,
    move_applications,
)
from hiring.services.notes import add_note, add_notes, mentions_in, rate_application, read_notes
from hiring.services.permissions import (
    NO_SUCH_APPLICATION,
    Standing,
    ensure_is_company_side,
    ensure_may_decide,
    standing,
)
from hiring.services.proving import (
    AccountDisabled,
    CodeRefused,
    check_code,
    new_code,
    send_for_proven_address,
)
from hiring.services.saving import (
    TooManySaved,
    delete_search,
    save_job,
    save_search,
    unsave_job,
)
from hiring.services.undoing import CannotUndo, undo_batch

__all__ = [
    "MAX_AT_ONCE",
    "NO_SUCH_APPLICATION",
    "NO_SUCH_OPEN_JOB",
    "AccountDisabled",
    "AlreadyApplied",
    "CannotRestore",
    "CannotUndo",
    "CannotWithdraw",
    "CodeRefused",
    "DeadlinePassed",
    "MailText",
    "NothingFailed",
    "OwnCompany",
    "Refusal",
    "Report",
    "Standing",
    "TooManyInvitations",
    "TooManySaved",
    "TransitionNotAllowed",
    "add_note",
    "add_notes",
    "allowed_statuses",
    "check_code",
    "decline_invitation",
    "delete_search",
    "discard_draft",
    "ensure_is_company_side",
    "ensure_may_decide",
    "erase_applicant",
    "find_draft",
    "history",
    "invite_to_apply",
    "keep_draft",
    "mail_applicants",
    "may_restore",
    "mentions_in",
    "move_application",
    "move_applications",
    "new_code",
    "rate_application",
    "read_notes",
    "rebuild_draft_tokens",
    "remove_old_drafts",
    "restore_application",
    "save_job",
    "save_search",
    "send_draft",
    "send_for_proven_address",
    "send_mail_again",
    "standing",
    "submit_application",
    "undo_batch",
    "unsave_job",
    "withdraw_application",
]

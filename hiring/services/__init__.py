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
from hiring.services.moving import (
    TransitionNotAllowed,
    add_note,
    allowed_statuses,
    history,
    move_application,
    read_notes,
)
from hiring.services.permissions import NO_SUCH_APPLICATION, Standing, standing
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

__all__ = [
    "NO_SUCH_APPLICATION",
    "NO_SUCH_OPEN_JOB",
    "AccountDisabled",
    "AlreadyApplied",
    "CannotRestore",
    "CannotWithdraw",
    "CodeRefused",
    "DeadlinePassed",
    "OwnCompany",
    "Standing",
    "TooManySaved",
    "TransitionNotAllowed",
    "add_note",
    "allowed_statuses",
    "check_code",
    "delete_search",
    "discard_draft",
    "erase_applicant",
    "find_draft",
    "history",
    "keep_draft",
    "may_restore",
    "move_application",
    "new_code",
    "read_notes",
    "rebuild_draft_tokens",
    "remove_old_drafts",
    "restore_application",
    "save_job",
    "save_search",
    "send_draft",
    "send_for_proven_address",
    "standing",
    "submit_application",
    "unsave_job",
    "withdraw_application",
]

"""Every write to applications. The rules live here once, whichever door a person came through."""

from hiring.services.applying import (
    NO_SUCH_OPEN_JOB,
    AlreadyApplied,
    CannotWithdraw,
    DeadlinePassed,
    OwnCompany,
    submit_application,
    withdraw_application,
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

__all__ = [
    "NO_SUCH_APPLICATION",
    "NO_SUCH_OPEN_JOB",
    "AlreadyApplied",
    "CannotWithdraw",
    "DeadlinePassed",
    "OwnCompany",
    "Standing",
    "TransitionNotAllowed",
    "add_note",
    "allowed_statuses",
    "erase_applicant",
    "history",
    "move_application",
    "read_notes",
    "standing",
    "submit_application",
    "withdraw_application",
]

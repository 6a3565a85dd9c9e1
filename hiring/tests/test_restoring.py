"""A withdrawal can be taken back for a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hiring.services import (
    CannotRestore,
    may_restore,
    restore_application,
    submit_application,
    withdraw_application,
)
from nexus.core.errors import Missing, NotAllowed

if TYPE_CHECKING:
    from hiring.models import Application
    from people.models import User

pytestmark = pytest.mark.django_db


def test_a_withdrawal_is_taken_back_and_the_history_says_so(
    application: Application, candidate: User
) -> None:
    withdrawn = withdraw_application(application, by=candidate)
    assert may_restore(withdrawn)
    restored = restore_application(withdrawn, by=candidate)
    assert restored.withdrawn_at is None
    last = restored.status_changes.last()
    assert last is not None
    assert (last.from_status, last.to_status, last.is_undo) == ("pending", "pending", True)


def test_what_was_not_withdrawn_is_not_restored(application: Application, candidate: User) -> None:
    with pytest.raises(CannotRestore):
        restore_application(application, by=candidate)


def test_after_a_day_a_withdrawal_stands(
    application: Application, candidate: User, time_machine: Any
) -> None:
    withdrawn = withdraw_application(application, by=candidate)
    assert withdrawn.withdrawn_at is not None
    time_machine.move_to(withdrawn.withdrawn_at + timedelta(days=1, seconds=1))
    with pytest.raises(CannotRestore):
        restore_application(withdrawn, by=candidate)


def test_whoever_applied_again_cannot_restore_the_first(
    application: Application, candidate: User
) -> None:
    withdrawn = withdraw_application(application, by=candidate)
    submit_application(application.job, applicant=candidate)
    with pytest.raises(CannotRestore):
        restore_application(withdrawn, by=candidate)


def test_nobody_else_restores(
    application: Application, candidate: User, recruiter: User, make_user: Callable[..., User]
) -> None:
    withdrawn = withdraw_application(application, by=candidate)
    with pytest.raises(NotAllowed):
        restore_application(withdrawn, by=recruiter)
    with pytest.raises(Missing):
        restore_application(withdrawn, by=make_user())

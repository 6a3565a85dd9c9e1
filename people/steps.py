"""What binds a step that is owed (a mailed code, a second factor) to the account as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
)
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.internal.userkit import str_to_user_id
from allauth.account.utils import url_str_to_user_pk
from django.utils.crypto import constant_time_compare

from people.models import User

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

_BOUND_TO = "bound_to"
# Where allauth keeps what is under way and, there, whose it is: written to base 36 or to base 10.
_FLOWS = (
    (LOGIN_SESSION_KEY, "user_pk", url_str_to_user_pk),
    (EMAIL_VERIFICATION_CODE_SESSION_KEY, "user_id", str_to_user_id),
    (PASSWORD_RESET_VERIFICATION_SESSION_KEY, "user_id", str_to_user_id),
)


def bind_to_account(session: SessionBase) -> None:
    """Note the password of the account for which a step is owed. One query the first time."""
    if _BOUND_TO in session:
        return
    user = _account(session)
    if user is not None:
        session[_BOUND_TO] = user.get_session_auth_hash()


def may_go_on(session: SessionBase) -> bool:
    """Tell whether what is under way may still be finished.

    Not once the account has another password, or is disabled or gone: whoever began it may be
    the very person who was to be shut out. One query where an account is concerned.
    """
    bound_to = session.get(_BOUND_TO)
    if bound_to is None:
        return True
    user = _account(session)
    return (
        user is not None
        and user.is_active
        and constant_time_compare(bound_to, user.get_session_auth_hash())
    )


def _account(session: SessionBase) -> User | None:
    for flow, name, read in _FLOWS:
        state = session.get(flow)
        if isinstance(state, dict) and state.get(name):
            found: User | None = User.objects.filter(pk=read(state[name])).first()
            return found
    return None

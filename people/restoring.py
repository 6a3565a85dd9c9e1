"""The last step of signing in to an account that is about to be deleted: whether to restore it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response

if TYPE_CHECKING:
    from django.http import HttpResponse


class RestoreStage(LoginStage):
    """Comes after the second factor; nobody gets past it but by restoring the account."""

    key = "restore"
    urlname = "account_restore"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user is None or user.is_active:
            return None, True
        return headed_redirect_response("account_restore"), True

"""Which code of a password reset counts, on the pages and in the API alike."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.views import CompletePasswordResetView, ConfirmPasswordResetCodeView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from nexus.core.models import OutgoingMail
from people.adapters import RESET_KIND, RESET_MAIL_KEY

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def is_good_reset(request: HttpRequest, process: PasswordResetVerificationProcess) -> bool:
    """Tell whether the code of this session's reset is the one that was mailed last.

    A request for another one ends the earlier. And only while the address it went to is the
    account's: who leaves a mailbox behind leaves it. Two queries where there is an account.
    """
    user = process.user
    if user is None:
        return True
    newer = OutgoingMail.objects.filter(
        recipient=user, kind=RESET_KIND, pk__gt=request.session.get(RESET_MAIL_KEY) or 0
    )
    if newer.exists():
        return False
    return user in filter_users_by_email(process.state["email"], is_active=True)


def code_that_counts(request: HttpRequest, process: PasswordResetVerificationProcess) -> str:
    """Return the code that resets the password in this session: an older one fits as little as a wrong one.

    Whoever enters it is told in no other way, since newer codes exist only where an account does.
    """
    code: str = process.code if is_good_reset(request, process) else secrets.token_hex(32)
    return code


class ConfirmResetCodeView(ConfirmPasswordResetCodeView):
    """As allauth's, but only the newest code fits."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "code": code_that_counts(self.request, self._process)}


@method_decorator(login_not_required, name="dispatch")
class CompleteResetView(CompletePasswordResetView):
    """As allauth's, unless a newer code has been mailed since this one was entered."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        process = PasswordResetVerificationProcess.resume(request)
        if process is not None and not is_good_reset(request, process):
            process.abort()
            messages.error(request, _("A newer code has been mailed. Begin again to get another."))
            return redirect("account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


confirm_reset_code = ConfirmResetCodeView.as_view()
complete_reset = CompleteResetView.as_view()

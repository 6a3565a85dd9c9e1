"""The pages of the sign-in, where they differ from allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.account.views import ConfirmEmailVerificationCodeView
from allauth.account.views import LoginView as StockLoginView
from django.utils.decorators import method_decorator

from people.adapters import LOCKED

if TYPE_CHECKING:
    from django.http import HttpResponse


class LoginView(StockLoginView):
    """Says by its status, too, that somebody is locked out for a while."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        for error in form.non_field_errors().as_data():
            if error.code == LOCKED:
                response.status_code = 429
                response["Retry-After"] = str(error.params["seconds"])
        return response


@method_decorator(login_not_required, name="dispatch")
class ConfirmAddressView(ConfirmEmailVerificationCodeView):
    """Mails again, when asked to, also where it only pretends to wait for a code.

    The owner of an account, whose address somebody signed up with, is told so; and the answer
    takes as long as for an address that is new.
    """

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super()._resend_form_valid(form)
        process = self._process
        pretended = process.user is None or process.state.get("account_already_exists")
        if pretended and process.did_send:
            get_adapter().send_account_already_exists_mail(process.email)
        return response


login = LoginView.as_view()
confirm_address = ConfirmAddressView.as_view()

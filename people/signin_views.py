"""The sign-in page, where it differs from allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import LoginView as StockLoginView

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


login = LoginView.as_view()

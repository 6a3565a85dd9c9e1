"""The forms of the account pages, where they differ from allauth's."""

from typing import Any

from allauth.account.forms import LoginForm as StockLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(StockLoginForm):
    """Names its first field by what may be put into it, and lets password managers fill it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or email")
        self.fields["login"].widget.attrs["autocomplete"] = "username"

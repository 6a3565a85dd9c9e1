"""The headless views the API calls: allauth's own, and what the contract asks beyond them.

allauth has no types, hence the many `Any`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.internal.stagekit import clear_login
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from allauth.headless import app_settings
from allauth.headless.account import views
from allauth.headless.account.inputs import ResetPasswordKeyInput, SignupInput
from allauth.headless.base.response import AuthenticationResponse
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.headless.mfa.views import AuthenticateView
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.adapters import NEW_ADDRESS
from people.forms import is_anothers_address
from people.models import User
from people.resets import code_that_counts

if TYPE_CHECKING:
    from django.http import HttpRequest

MFA_TRIES = 5
_MFA_FAILURES = "mfa_failures"


class RegisterInput(SignupInput):
    """A registration; unlike on the site, the e-mail address may be left out."""

    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(max_length=150)
    full_name = forms.CharField(max_length=300, required=False)
    phone_number = forms.CharField(max_length=30, required=False)
    address = forms.CharField(max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, email_required=False, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if is_anothers_address(data.get("username") or "", data.get("email") or ""):
            self.add_error("username", _("A user name with an @ must be your own e-mail address."))
        if data.get("password"):
            names = ("username", "email", "first_name", "last_name", "full_name")
            person = User(**{name: data.get(name) or "" for name in names})
            try:
                get_adapter().clean_password(data["password"], user=person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As long as for an address that is new, whose password is hashed.
            make_password(self.cleaned_data["password"])
        return super().try_save(request)


class RegisterView(views.SignupView):
    """Registers a person; without an e-mail address nothing is owed, and nobody signed in yet."""

    input_class = {"POST": RegisterInput}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.input.cleaned_data.get("email"):
            return super().post(request, *args, **kwargs)
        user = self.input.save(request)
        signals.user_signed_up.send(sender=type(user), request=request, user=user)
        request.session.flush()  # nothing is pending, so nothing need be kept
        return APIResponse(request)


class EmailInput(inputs.Input):
    email = inputs.EmailField()


class ResendVerificationView(APIView):
    """Mails a new code to an address that waits for confirmation.

    To all other addresses it answers alike, and mails them what is the case.
    """

    input_class = EmailInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        email = self.input.cleaned_data["email"].lower()
        user = _owner_of_unconfirmed(email)
        if user is None:
            response = prevent_enumeration(request, email=email)
        else:
            response = perform_login(request, Login(user=user, email=email))
        return AuthenticationResponse.from_response(request, response)


class VerifyEmailView(views.VerifyEmailView):
    """As allauth's, but the code of a pretended verification fits nobody."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.process.user is None or self.process.state.get("account_already_exists"):
            self.input.add_error("key", get_adapter().validation_error("incorrect_code"))
            return self.handle_invalid_input(self.input)
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except IntegrityError:  # somebody registered with this address meanwhile
            self.input.add_error("key", get_adapter().validation_error("email_taken"))
            return self.handle_invalid_input(self.input)


class SecondFactorView(AuthenticateView):
    """As allauth's, but after five wrong codes the login has to begin anew."""

    def handle_invalid_input(self, input: Any) -> ErrorResponse:
        session = self.request.session
        session[_MFA_FAILURES] = session.get(_MFA_FAILURES, 0) + 1
        if session[_MFA_FAILURES] >= MFA_TRIES:
            clear_login(self.request)
        return super().handle_invalid_input(input)


class _NewestCodeView(views.ResetPasswordView):
    """Knows only the code that was mailed last."""

    def get_input_kwargs(self) -> dict[str, Any]:
        code = code_that_counts(self.request, self.process)
        return {"code": code, "user": self.process.user}


class CheckResetCodeView(_NewestCodeView):
    """Tells whether a code is right, without using it up."""

    input_class = ResetPasswordKeyInput

    def get_input_kwargs(self) -> dict[str, Any]:
        return {"code": super().get_input_kwargs()["code"]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.process.confirm_code()
        return APIResponse(request)


class ResetPasswordView(_NewestCodeView):
    """Sets a new password; the code is used up."""


class ChangePasswordView(views.ChangePasswordView):
    """As allauth's; as the session is a new one then, it answers with new tokens."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        super().post(request, *args, **kwargs)
        request.session.pop("headless_refresh_tokens", None)
        strategy = app_settings.TOKEN_STRATEGY
        return APIResponse(request, meta=strategy.create_access_token_payload(request))


class ChangeAddressView(APIView):
    """Mails a code to a new address of a person; with it the address becomes theirs.

    Not reached from outside: the caller says whose it is.
    """

    input_class = EmailInput
    user: User | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        assert self.user is not None  # noqa: S101  # `change_address` gives it
        refused = ratelimit.consume_or_429(request, action="manage_email", user=self.user)
        if refused:
            return refused
        email = self.input.cleaned_data["email"].lower()
        taken = any(found.pk != self.user.pk for found in filter_users_by_email(email))
        login = Login(
            user=self.user, email=email, state={NEW_ADDRESS: "taken" if taken else "free"}
        )
        response = perform_login(request, login)
        return AuthenticationResponse.from_response(request, response)


def _owner_of_unconfirmed(email: str) -> User | None:
    """Return the one person who waits for the confirmation of this address."""
    addresses = EmailAddress.objects.filter(email=email)
    if addresses.filter(verified=True).exists():
        return None
    waiting = addresses.select_related("user").order_by("-primary", "pk").first()
    user = waiting.user if waiting else User.objects.filter(email=email).first()
    return user if user is not None and user.is_active else None


def _app_view(view: type[APIView]) -> Any:
    return view.as_api_view(client=Client.APP)


register = _app_view(RegisterView)
login = _app_view(views.LoginView)
second_factor = _app_view(SecondFactorView)
verify_email = _app_view(VerifyEmailView)
resend_verification = _app_view(ResendVerificationView)
session = _app_view(views.SessionView)
request_reset = _app_view(views.RequestPasswordResetView)
check_reset_code = _app_view(CheckResetCodeView)
reset_password = _app_view(ResetPasswordView)
change_password = _app_view(ChangePasswordView)


def change_address(user: User) -> Any:
    """Return the view that changes the address of `user`."""
    return ChangeAddressView.as_api_view(client=Client.APP, user=user)

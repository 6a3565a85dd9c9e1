"""The forms of the account pages, where they differ from allauth's."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as StockLoginForm
from allauth.account.forms import SignupForm as StockSignupForm
from allauth.account.utils import passthrough_next_redirect_url
from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.hashers import make_password
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from nexus.core.errors import WHOLE, Invalid, Refused
from people.adapters import AddressTaken
from people.choices import Role
from people.models import User
from people.services import confirm_address, free_company_name


class LoginForm(StockLoginForm):
    """Names its first field by what may be put into it, and lets password managers fill it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or email")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        reset = reverse("account_reset_password")
        self.fields["password"].help_text = format_html(
            '<a href="{}">{}</a>',
            passthrough_next_redirect_url(self.request, reset, REDIRECT_FIELD_NAME),
            _("Forgot your password?"),
        )


class AccountType(models.TextChoices):
    """What somebody who signs up is here for."""

    CANDIDATE = "candidate", _("I am looking for work")
    EMPLOYER = "employer", _("I am hiring for a company")


def is_anothers_address(username: str, email: str) -> bool:
    """Tell whether a user name looks like an e-mail address that is not the person's own.

    Who signs in, and companies who read an application, would take it for their address.
    """
    return "@" in username and username.lower() != email.lower()


def add_refusal(form: forms.Form, refused: Refused) -> None:
    """Show what a service said beside the fields that it names, or above the form."""
    for name, sentences in (refused.details or {WHOLE: [refused.message]}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _name_field(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=150, widget=widget)


class PersonSignupForm(StockSignupForm):
    """Asks for a person's name too, and answers alike for addresses that have an account."""

    account_already_exists: bool
    first_name = _name_field(_("First name"), "given-name")
    last_name = _name_field(_("Last name"), "family-name")
    field_order: tuple[str, ...] = (
        "first_name",
        "last_name",
        "email",
        "username",
        "password1",
        "password2",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data: dict[str, Any] = self.cleaned_data
        if is_anothers_address(data.get("username") or "", data.get("email") or ""):
            self.add_error("username", _("A user name with an @ must be your own e-mail address."))
        if data.get("password1"):
            # allauth compares the password with the user name and the address alone.
            names = ("username", "email", "first_name", "last_name")
            person = User(**{name: data.get(name) or "" for name in names})
            try:
                get_adapter().clean_password(data["password1"], user=person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data  # type: ignore[no-any-return]  # allauth is untyped

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As long as for an address that is new, whose password is hashed.
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            return super().try_save(request)
        except AddressTaken:  # by somebody else, just now: answer as if it had been all the time
            self.account_already_exists = True
            return super().try_save(request)


class SignupForm(PersonSignupForm):
    """The sign-up of candidates and of employers, who name their company."""

    account_type = forms.ChoiceField(
        label=_("What are you here for?"), choices=AccountType.choices, widget=forms.RadioSelect
    )
    company_name = forms.CharField(
        label=_("Company name"),
        help_text=_(
            "If you are hiring: the company is registered, with you as its owner, once you have "
            "confirmed your e-mail address. If it is registered already, ask one of its owners to "
            "invite you instead."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    # Neither required nor optional for everybody: the template leaves both out.
    company_name.is_conditional = True  # type: ignore[attr-defined]
    field_order = ("account_type", "company_name", *PersonSignupForm.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("account_type") != AccountType.EMPLOYER:
            data["company_name"] = ""
        elif "company_name" in data:
            try:
                data["company_name"] = free_company_name(data["company_name"])
            except Invalid as refused:
                add_refusal(self, refused)
        return data


class InvitedSignupForm(PersonSignupForm):
    """The sign-up of somebody who opened the link in an invitation, and so has its address."""

    field_order = ("first_name", "last_name", "username", "password1", "password2")

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        self.address = address
        super().__init__(*args, **kwargs)
        del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["email"] = self.address
        return super().clean()

    def save(self, request: HttpRequest) -> User:
        """Save the account. Raises Invalid and AddressTaken as `AccountAdapter.save_user`."""
        user: User = super().save(request)
        confirm_address(user)
        return user


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (Role.VIEWER, _("Viewer: reads jobs and applications")),
            (Role.RECRUITER, _("Recruiter: also posts jobs and decides on applications")),
            (Role.OWNER, _("Owner: also manages the team")),
        ],
        initial=Role.RECRUITER,
        widget=forms.RadioSelect,
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Role.choices)


class CompanyForm(forms.Form):
    """The name of a company that somebody who has an account registers."""

    company_name = forms.CharField(
        label=_("Company name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

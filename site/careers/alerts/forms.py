"""What people enter to get an alert."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.alerts.models import AlertFrequency


class FrequencyForm(forms.Form):
    """How often mails may come."""

    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=AlertFrequency.choices,
        initial=AlertFrequency.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )


class AlertForm(FrequencyForm):
    """For somebody whose address is not known to be theirs."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We mail a link there, by which you confirm the alert."),
    )
    field_order = ("email", "frequency")

    def clean_email(self) -> str:
        address: Any = self.cleaned_data["email"]
        return str(address).strip()

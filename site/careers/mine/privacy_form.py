"""The switches that decide who sees a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import Profile


class PrivacyForm(forms.Form):
    """Who sees the profile, and what for."""

    is_profile_public = forms.BooleanField(
        label=_("Show my profile"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "words-is_profile_public"}),
    )
    is_available_for_hire = forms.BooleanField(
        label=_("I am looking for work"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "words-is_available_for_hire"}),
    )

    def on(self, profile: Profile) -> Profile:
        """Set the switches on a profile, unsaved."""
        for name, value in self.cleaned_data.items():
            setattr(profile, name, value)
        return profile

"""The forms of the account pages that are about preferences and privacy."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.preferences import zone_choices


class PreferencesForm(forms.Form):
    """Language and time zone; both may be left open."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: [("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [("", "UTC"), *zone_choices()], required=False
    )
    # Neither has to be called optional: each has a choice that says so.
    language.is_conditional = time_zone.is_conditional = True  # type: ignore[attr-defined]

"""The forms of the account pages that are about preferences and privacy."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.mail_kinds import Audience, HowOften, MailKind
from people.models import User
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


class MailChoicesForm(forms.Form):
    """How often each kind of mail is to come."""

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[MailKind],
        chosen: Mapping[str, HowOften],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = kinds
        for kind in kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.explained,
                choices=[(one.value, one.label) for one in kind.choices],
                initial=chosen[kind.name],
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of those whom the mails are for."""
        return [
            (
                str(audience.label),
                [self[kind.name] for kind in self._kinds if kind.audience == audience],
            )
            for audience in Audience
            if any(kind.audience == audience for kind in self._kinds)
        ]


class DeletionForm(forms.Form):
    """Has the person type their own user name, which nobody does by accident."""

    confirmation = forms.CharField(
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._username = person.username
        self.fields["confirmation"].label = _("Type your user name, %(name)s, to confirm") % {
            "name": person.username
        }

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if typed.casefold() != self._username.casefold():
            raise forms.ValidationError(_("This is not your user name."))
        return typed

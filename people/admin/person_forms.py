"""What is entered about a person in the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import TextChoices

MOST_WORDS = 2000


class StandingForm(forms.Form):
    """Why somebody is shut out or let in again, and what they are told."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, help_text=_("Kept in the audit.")
    )
    mail = forms.BooleanField(label=_("Tell them by mail"), required=False)
    words = forms.CharField(
        label=_("What the mail says besides"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the mail alone, and only if you send one."),
    )

    def __init__(self, data: Any = None, *, reasons: type[TextChoices], reaches: bool) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["reason"]
        field.choices = reasons.choices
        if not reaches:  # none of them has an address
            del self.fields["mail"], self.fields["words"]

    @property
    def has_mail(self) -> bool:
        return bool(self.cleaned_data.get("mail"))

    @property
    def added_words(self) -> str:
        return str(self.cleaned_data.get("words", ""))


class TypedYes(forms.Form):
    """A yes that is typed: the user name of whoever it is about."""

    confirm = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, expected: str) -> None:
        super().__init__(data, label_suffix="")
        self.expected = expected
        self.fields["confirm"].label = _("Type %(name)s to go on") % {"name": expected}

    def clean_confirm(self) -> str:
        typed: str = self.cleaned_data["confirm"]
        if typed.strip().casefold() != self.expected.casefold():
            raise forms.ValidationError(
                _("This is not the user name. Type %(name)s.") % {"name": self.expected}
            )
        return typed

"""What is asked before something is done to applications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hiring.choices import ApplicationStatus, RejectionReason
from hiring.services import MailText

USUAL, OWN = "usual", "own"


class ActForm(forms.Form):
    """What the forms of all acts share; `words` is the mail that the person wrote, if any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def words(self) -> MailText | None:
        return None

    def show_refusal(self, details: dict[str, list[str]], message: str) -> None:
        """Put what a service has refused beside the fields."""
        for name, sentences in (details or {"": [message]}).items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class _WithMail(ActForm):
    """Asks whether the usual mail goes or one in the person's own words."""

    mail = forms.ChoiceField(
        label=_("Mail"),
        choices=[
            (USUAL, _("The usual mail, in the language of each applicant")),
            (OWN, _("In your own words")),
        ],
        initial=USUAL,
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "wide"}),
    )

    def words(self) -> MailText | None:
        if self.cleaned_data.get("mail") != OWN:
            return None
        return MailText(self.cleaned_data.get("subject", ""), self.cleaned_data.get("body", ""))


class MoveForm(_WithMail):
    # Nothing leads back to the first of them.
    stage = forms.ChoiceField(
        label=_("New stage"),
        choices=[one for one in ApplicationStatus.choices if one[0] != ApplicationStatus.PENDING],
    )
    note = forms.CharField(
        label=_("Note for your team"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        help_text=_("Stands in the history. The applicants do not see it."),
    )
    field_order = ("stage", "note", "mail", "subject", "body")


class RejectForm(_WithMail):
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("No reason")), *RejectionReason.choices],
        help_text=_("For your team and its figures. The applicants do not see it."),
    )
    note = forms.CharField(
        label=_("Note for your team"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        help_text=_("Stands in the history. The applicants do not see it."),
    )
    field_order = ("reason", "note", "mail", "subject", "body")


class WriteForm(ActForm):
    subject = forms.CharField(
        label=_("Subject"), max_length=200, widget=forms.TextInput(attrs={"class": "wide"})
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "wide"}),
    )

    def words(self) -> MailText:
        return MailText(self.cleaned_data.get("subject", ""), self.cleaned_data.get("body", ""))


class NoteForm(ActForm):
    text = forms.CharField(
        label=_("Note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "wide"}),
        help_text=_("For your team. Write @ and a user name, and that colleague gets a mail."),
    )

"""What people enter to apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hiring.models import Application

# The date of the wording in careers/apply/data_notice.html; whoever changes it changes this.
CONSENT_VERSION = "2026-11-27"
_LETTER = Application._meta.get_field("cover_letter").max_length


class ApplicationForm(forms.Form):
    """For somebody who is signed in. The CV may be there already, from the profile or a draft."""

    resume = forms.FileField(
        label=_("CV"),
        required=False,
        help_text=_("PDF, DOC or DOCX, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.doc,.docx"}),
    )
    cover_letter = forms.CharField(
        label=_("Letter"),
        required=False,
        max_length=_LETTER,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Why this job, and why you? A few sentences are enough."),
    )
    consent = forms.BooleanField(
        label=_("I have read what happens to my data and agree that it goes to the company."),
        error_messages={"required": _("Without this we may not send your application.")},
    )

    def __init__(self, *args: Any, has_cv: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        resume = self.fields["resume"]
        if has_cv:
            resume.label = _("Use another CV")
        else:
            resume.required = True
            resume.error_messages["required"] = _("Choose the file of your CV.")

    def refuse_cv(self, why: str) -> None:
        """Say what is wrong with the file that was sent, and not that none was."""
        resume = self.fields["resume"]
        is_required, resume.required = resume.required, False
        self.add_error("resume", why)
        resume.required = is_required


class VisitorForm(ApplicationForm):
    """For somebody who is not: as little as it takes."""

    full_name = forms.CharField(
        label=_("Name"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We mail a code there, by which you confirm your application."),
    )
    field_order = ("full_name", "email", "resume", "cover_letter", "consent")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": _("Enter the six digits of the mail.")},
    )

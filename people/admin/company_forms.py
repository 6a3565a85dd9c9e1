"""What is entered about a company in the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nexus.core.errors import Invalid
from nexus.core.files import MAX_CV_BYTES, MAX_PHOTO_BYTES
from nexus.core.lazy_texts import filled_lazy
from people.choices import Role
from people.keeping import keeping_of, most_days
from people.models import Company
from people.services.held_logos import find_held_logo, hold_logo
from people.services.shutting import MOST_REASON as MOST_SHUTTING_REASON
from people.services.verification import MOST_NOTE, MOST_REASON

if TYPE_CHECKING:
    from people.models import Membership, User
    from people.services.held_logos import HeldLogo

_MEGABYTE = 1024 * 1024


class CompanyForm(forms.ModelForm[Company] if TYPE_CHECKING else forms.ModelForm):  # type: ignore[misc]  # generic in the stubs alone
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=filled_lazy(
            _("JPEG or PNG, at most %(megabytes)s MB. It is shown small, on a square."),
            {"megabytes": MAX_PHOTO_BYTES // _MEGABYTE},
        ),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Company
        fields = (
            "name",
            "description",
            "website",
            "location",
            "answer_days",
            "reply_address",
            "keep_days",
            "keep_withdrawn_days",
            "keep_hired_days",
        )
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "description": _("What you do"),
            "website": _("Website"),
            "location": _("Place"),
            "answer_days": _("Days until an answer"),
            "reply_address": _("Address for answers"),
            "keep_days": _("Days after a rejection, or after the job was closed"),
            "keep_withdrawn_days": _("Days after a withdrawal"),
            "keep_hired_days": _("Days after somebody was hired"),
        }
        field_classes: ClassVar[dict[str, Any]] = {"reply_address": forms.EmailField}
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("As candidates know you. The site and the search follow a new name at once."),
            "description": _(
                "Stands beside each of your jobs. Leave an empty line between paragraphs."
            ),
            "website": _("With https:// in front."),
            "location": _("Where you are at home, as “Hamburg, Germany”."),
            "answer_days": _("Between 1 and 365."),
            "reply_address": _(
                "Candidates who answer a mail of yours write there, and can read it. Empty: their"
                " answers go to the address of this site."
            ),
            "keep_hired_days": _("Empty: they are kept until you say otherwise."),
        }

    # Who enters it, and the logo that they chose, here or before another field was wrong.
    user: User
    held: HeldLogo | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual, most = keeping_of(Company()), most_days()
        for name, days in (("keep_days", usual.ended), ("keep_withdrawn_days", usual.withdrawn)):
            field: Any = self.fields.get(name)
            if field is None:
                continue
            field.help_text = _usual(days)
            if most is not None:
                field.validators.append(MaxValueValidator(most))
                field.widget.attrs["max"] = most

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.held = self._chosen_logo(found.get("logo_file"))
        except Invalid as refused:
            for sentence in refused.details["logo_file"]:
                self.add_error("logo_file", sentence)
        return found

    def _chosen_logo(self, upload: Any) -> HeldLogo | None:
        if upload:
            return hold_logo(upload, by=self.user)
        if "drop_logo" in self.data:
            return None
        return find_held_logo(str(self.data.get("held_logo", "")), by=self.user)

    def validate_constraints(self) -> None:
        """Leave to the service what holds of the whole row: it knows beside which field to say so."""


def _usual(days: int | None) -> str:
    if days is None:
        return gettext("Empty: they are kept until you say otherwise.")
    return ngettext(
        "Empty: as usual here, %(days)s day.", "Empty: as usual here, %(days)s days.", days
    ) % {"days": days}


class ReleaseForm(forms.Form):
    """Whether the jobs that wait for review go online once their company is verified."""

    asked = forms.CharField(widget=forms.HiddenInput, initial="1")
    release = forms.BooleanField(
        required=False,
        initial=True,
        help_text=_("Those whose deadline has passed wait on. The company is told by mail."),
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].label = ngettext(
            "Publish the %(n)s job that waits for review",
            "Publish the %(n)s jobs that wait for review",
            number,
        ) % {"n": number}


class VerificationForm(forms.Form):
    """By what the administrators can tell that a company is who it says it is."""

    note = forms.CharField(
        label=_("By what can we tell that it is you?"),
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "For instance the register in which the company stands and its number there, or an"
            " address at your own domain at which we can reach you."
        ),
    )
    document = forms.FileField(
        label=_("Document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.doc,.docx"}),
        help_text=filled_lazy(
            _(
                "An extract from the register, say: PDF, DOC or DOCX, at most %(megabytes)s MB."
                " Only administrators see it, and it is deleted once they have decided."
            ),
            {"megabytes": MAX_CV_BYTES // _MEGABYTE},
        ),
    )


class ReasonForm(forms.Form):
    """Why something is declined or taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its owners read it, in a mail and on the page of the company."),
    )


class ShuttingForm(forms.Form):
    """Why a company is deactivated."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MOST_SHUTTING_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its owners read it, in a mail."),
    )


class HandOverForm(forms.Form):
    """Who looks after the company from now on, and what becomes of whoever did."""

    member: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        label=_("New owner"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    then = forms.ChoiceField(
        label=_("And you?"),
        choices=[
            (Role.RECRUITER, _("Stay as a recruiter")),
            (Role.VIEWER, _("Stay as a viewer")),
            ("", _("Leave the company")),
        ],
        initial=Role.RECRUITER,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, members: Any) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["member"]
        field.queryset = members
        field.label_from_instance = called


def called(membership: Membership) -> str:
    """Return what a member is called, with the user name that tells people of one name apart."""
    name = membership.user.get_full_name()
    return f"{name} ({membership.user.username})" if name else membership.user.username

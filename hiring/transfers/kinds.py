"""Who may import people and their applications, and what is asked beside the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from hiring.transfers.applications import ApplicationResource
from hiring.transfers.candidates import CandidateResource
from nexus.core.transfers.kinds import Kind
from people.standing import exports_people, exports_people_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from people.models import User


class CandidateOptions(forms.Form):
    """Whether employers see the new ones."""

    shown = forms.TypedChoiceField(
        label=gettext_lazy("New people"),
        choices=[
            ("no", gettext_lazy("are shown to nobody before they have come themselves")),
            ("yes", gettext_lazy("are shown to employers: all of them have agreed to it")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def options(self) -> dict[str, Any]:
        """Return what was chosen, in what JSON can hold."""
        return {"are_shown": self.cleaned_data["shown"] == "yes"}


class CandidateKind(Kind):
    name = "candidates"
    label = gettext_lazy("Candidates")
    intro = gettext_lazy(
        "Each row is a person, known again by the e-mail address. New ones get an account without a"
        " password and no mail; they take it over by a code to their address. From then on, and"
        " whenever somebody signed up themselves, only they change their profile: such rows are"
        " refused."
    )
    resource = CandidateResource
    # An account, its search terms and its entry in the audit each.
    most_at_once = 300

    def may_import(self, user: User) -> bool:
        return bool(user.is_admin) and exports_people(user)

    def options_form(self, user: User) -> type[forms.Form] | None:
        return CandidateOptions

    def list_url(self) -> str:
        return reverse("admin:people_profile_changelist")


class ApplicationKind(Kind):
    name = "applications"
    label = gettext_lazy("Applications")
    intro = gettext_lazy(
        "Each row is an application. One that is here already is moved to the stage that the row"
        " names: it is recognised by its number, or by its job and the applicant's address. Others"
        " are new, for open jobs and people who have applied to the company before; administrators"
        " bring in everybody who has an account. An import mails nobody: what was decided elsewhere"
        " was told there."
    )
    resource = ApplicationResource

    def may_import(self, user: User) -> bool:
        return exports_people(user)

    def companies(self, user: User, options: Mapping[str, Any]) -> Iterable[int | None]:
        return [None] if user.is_admin else sorted(exports_people_of(user))

    def list_url(self) -> str:
        return reverse("admin:hiring_application_changelist")

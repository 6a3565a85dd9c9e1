"""What people enter of themselves. Nothing of it has to be there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from nexus.core.fields import Unreadable
from nexus.core.money import CURRENCIES
from people.choices import CareerLevel, Gender
from people.models import Profile, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField
    from django.utils.functional import Promise

_NOT_SAID = ("", _("Not said"))
_BETWEEN_SKILLS = re.compile(r"[,;\n]")
_ALL_SKILLS = 6000


class Section(NamedTuple):
    """Some fields under one heading, and who gets to see them."""

    name: str
    title: Promise
    note: Promise
    fields: tuple[str, ...]


_IF_SHOWN = _("Part of what others see once you show your profile.")
SECTIONS = (
    Section(
        "about",
        _("About you"),
        _IF_SHOWN,
        ("full_name", "job_title", "company", "experience_level", "bio"),
    ),
    Section("skills", _("What you can do"), _IF_SHOWN, ("skills", "education", "certifications")),
    Section(
        "cv",
        _("CV"),
        _("Never shown with your profile. A copy goes with each application that you send."),
        ("resume", "remove_resume"),
    ),
    Section(
        "place",
        _("Where you live"),
        _("City and country are part of what others see once you show your profile."),
        ("city", "country"),
    ),
    Section(
        "contact",
        _("How to reach you"),
        _("Never shown with your profile. Companies that you apply to see your phone number."),
        ("address", "postal_code", "phone_number"),
    ),
    Section(
        "pay",
        _("What you want to earn in a year"),
        _("Employers alone see it, once you show your profile."),
        ("expected_salary_min", "expected_salary_max", "expected_salary_currency"),
    ),
    Section("links", _("Links"), _IF_SHOWN, ("linkedin_url", "github_url", "website_url")),
    Section(
        "personal",
        _("Personal"),
        _("Employers alone see your age and gender, once you show your profile."),
        ("date_of_birth", "gender"),
    ),
)


def _text(name: str, label: Any, *, autocomplete: str = "", **more: Any) -> forms.CharField:
    attrs = {"autocomplete": autocomplete} if autocomplete else {}
    column: Any = Profile._meta.get_field(name)
    limit = column.max_length
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        widget=more.pop("widget", None) or forms.TextInput(attrs=attrs),
        **more,
    )


def _long_text(name: str, label: Any, rows: int) -> Any:
    return _text(name, label, widget=forms.Textarea(attrs={"rows": rows}))


def _link(label: Any) -> forms.URLField:
    field = forms.URLField(
        label=label,
        required=False,
        max_length=300,
        assume_scheme="https",
        # As text, so that a browser does not ask for the scheme that we add.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
        error_messages={"invalid": _("Enter a web address such as https://example.com.")},
    )
    field.validators = [
        URLValidator(schemes=["http", "https"], message=field.error_messages["invalid"])
        if isinstance(check, URLValidator)
        else check
        for check in field.validators
    ]
    return field


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class ProfileForm(forms.Form):
    """All of a profile but its photo and who sees it, which have pages of their own."""

    full_name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    job_title = _text("job_title", _("Job title"), autocomplete="organization-title")
    company = _text("company", _("Company"), autocomplete="organization")
    experience_level = forms.ChoiceField(
        label=_("Experience"), required=False, choices=lambda: [_NOT_SAID, *CareerLevel.choices]
    )
    bio = _long_text("bio", _("In your own words"), 6)
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=_ALL_SKILLS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("With commas between them, the most important first."),
    )
    education = _long_text("education", _("Education"), 4)
    certifications = _long_text("certifications", _("Certificates"), 3)
    resume = forms.FileField(
        label=_("CV"),
        required=False,
        help_text=_("PDF, DOC or DOCX, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.doc,.docx"}),
    )
    remove_resume = forms.BooleanField(label=_("Remove the CV when I save"), required=False)
    city = _text("city", _("City"), autocomplete="address-level2")
    country = _text("country", _("Country"), autocomplete="country-name")
    phone_number = _text(
        "phone_number",
        _("Phone"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = _text(
        "address",
        _("Street and number"),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    postal_code = _text("postal_code", _("Postal code"), autocomplete="postal-code")
    expected_salary_min = _amount(_("At least"))
    expected_salary_max = _amount(_("At best"))
    expected_salary_currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[(code, code) for code in sorted(CURRENCIES)]
    )
    linkedin_url = _link("LinkedIn")
    github_url = _link("GitHub")
    website_url = _link(_("Website"))
    date_of_birth = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=lambda: [_NOT_SAID, *Gender.choices]
    )

    def __init__(self, data: Any = None, files: Any = None, *, profile: Profile) -> None:
        super().__init__(data, files, initial=_initial(profile))
        self._profile = profile
        for field in self.fields.values():
            # The page says once that nothing is required.
            field.is_conditional = True  # type: ignore[attr-defined]
        if profile.resume:
            self.fields["resume"].label = _("Replace it by another one")
        else:
            del self.fields["remove_resume"]

    def clean_skills(self) -> list[str]:
        return [name.strip() for name in _BETWEEN_SKILLS.split(self.cleaned_data["skills"])]

    def sections(self) -> Iterator[tuple[Section, list[BoundField]]]:
        for section in SECTIONS:
            yield section, [self[name] for name in section.fields if name in self.fields]

    def wrong(self) -> list[BoundField]:
        """Return the fields with errors in the order of the page."""
        return [field for _section, fields in self.sections() for field in fields if field.errors]

    def changes(self) -> dict[str, Any]:
        """Return what `update_profile` takes. What no key opens and came back empty stays."""
        apart = {"full_name", "resume", "remove_resume"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        if not values["expected_salary_currency"]:
            del values["expected_salary_currency"]
        return {
            name: value
            for name, value in values.items()
            if value or not isinstance(getattr(self._profile, name), Unreadable)
        }


def _initial(profile: Profile) -> dict[str, Any]:
    user: User = profile.user
    apart = {"full_name", "skills", "resume", "remove_resume"}
    names = [name for section in SECTIONS for name in section.fields if name not in apart]
    return {
        **{name: _plain(getattr(profile, name)) for name in names},
        "full_name": user.get_full_name(),
        "skills": ", ".join(skill.name for skill in profile.skills.all()),
    }


def _plain(value: Any) -> Any:
    """Write whole amounts without their cents."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value

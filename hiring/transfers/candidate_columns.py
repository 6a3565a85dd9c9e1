"""The columns of a file of candidates: those of the export, and phone numbers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.exporting.candidates import CandidateExport
from nexus.core.transfers.amounts import CurrencyWidget, NumberWidget
from nexus.core.transfers.columns import Column
from nexus.core.transfers.resources import TransferResource
from nexus.core.transfers.widgets import ChoiceWidget, ListWidget, TextWidget
from people.choices import CareerLevel
from people.models import Profile, User
from people.phone_numbers import is_phone_number
from people.services.profiles import MAX_SKILLS
from taxonomy.services import MAX_SKILL_LENGTH

_MOST_PAY = 9_999_999_999


class EmailWidget(TextWidget):
    """An address, in lower case as accounts have it."""

    def __init__(self) -> None:
        super().__init__(max_length=254)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        address = super().clean(value, row, **kwargs).lower()
        if address:
            try:
                validate_email(address)
            except ValidationError:
                raise ValueError(_("This is no e-mail address.")) from None
        return address


class PhoneWidget(TextWidget):
    """A phone number, however it is written."""

    def __init__(self) -> None:
        super().__init__(max_length=30)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        number = super().clean(value, row, **kwargs)
        if number and not is_phone_number(number):
            raise ValueError(_("Enter a phone number such as +49 40 1234567."))
        return number


class UsernameWidget(TextWidget):
    """A name to sign in with, of those that accounts may have."""

    def __init__(self) -> None:
        super().__init__(max_length=150)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        name = super().clean(value, row, **kwargs)
        if name:
            try:
                User._meta.get_field("username").run_validators(name)
            except ValidationError as error:
                raise ValueError(error.messages[0]) from None
        return name


def _long(attribute: str, help_text: Any = "") -> Column:
    return Column(
        attribute,
        widget=TextWidget(max_length=5000, one_line=False),
        default="",
        help_text=help_text,
    )


def _link(attribute: str, example: str) -> Column:
    return Column(attribute, widget=TextWidget(max_length=300), default="", example=example)


class CandidateColumns(TransferResource):
    """What a row says of a person, column by column."""

    thing: ClassVar[str] = "candidates"
    exported = CandidateExport

    email = Column(
        "given_email",
        widget=EmailWidget(),
        column_name="email",
        aliases=("mail", "e-mail address", "email address"),
        keeps_when_empty=True,
        default="",
        example="ada@example.com",
        help_text=gettext_lazy(
            "Needed for new ones. By it a second import finds the person again."
        ),
    )
    username = Column(
        "given_username",
        widget=UsernameWidget(),
        column_name="username",
        keeps_when_empty=True,
        default="",
        help_text=gettext_lazy("Of somebody who is here already. Empty for new ones."),
    )
    full_name = Column(
        "given_name",
        widget=TextWidget(max_length=300),
        column_name="full_name",
        aliases=("name",),
        default="",
        example="Ada Byron",
    )
    phone_number = Column(
        "phone_number",
        widget=PhoneWidget(),
        aliases=("phone", "telephone"),
        default="",
        example="+49 40 1234567",
        help_text=gettext_lazy("Shown to nobody; they are found by it."),
    )
    job_title = Column("job_title", widget=TextWidget(max_length=200), default="")
    company = Column(
        "company",
        widget=TextWidget(max_length=200),
        aliases=("employer",),
        default="",
        help_text=gettext_lazy("For whom they work now."),
    )
    city = Column("city", widget=TextWidget(max_length=100), default="", example="Hamburg")
    country = Column("country", widget=TextWidget(max_length=100), default="", example="Germany")
    experience_level = Column(
        "experience_level",
        widget=ChoiceWidget(CareerLevel),
        aliases=("experience", "level"),
        default="",
        example="mid",
        help_text=gettext_lazy("entry, mid, senior or expert."),
    )
    skills = Column(
        "given_skills",
        widget=ListWidget(most=MAX_SKILLS, max_length=MAX_SKILL_LENGTH),
        column_name="skills",
        default=list,
        example="Wiring | Reading plans",
        help_text=gettext_lazy("Parted by | or commas."),
    )
    expected_salary_min = Column(
        "expected_salary_min", widget=NumberWidget(least=0, most=_MOST_PAY), example="38000"
    )
    expected_salary_max = Column(
        "expected_salary_max", widget=NumberWidget(least=0, most=_MOST_PAY), example="46000"
    )
    expected_salary_currency = Column(
        "expected_salary_currency",
        widget=CurrencyWidget(max_length=3),
        aliases=("currency",),
        keeps_when_empty=True,
        default=lambda: settings.DEFAULT_CURRENCY,
        example="EUR",
    )
    bio = _long("bio", gettext_lazy("What they say of themselves."))
    education = _long("education")
    certifications = _long("certifications")
    linkedin_url = _link("linkedin_url", "https://www.linkedin.com/in/ada")
    github_url = _link("github_url", "")
    website_url = _link("website_url", "")

    class Meta(TransferResource.Meta):
        model = Profile

"""The shapes of profiles: what is written, and the three ways to see one."""

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nexus.core.api.paging import PageQuery
from nexus.core.api.schemas import (
    Amount,
    Day,
    Flag,
    In,
    MessageOut,
    Money,
    Out,
    SomeOut,
    Text,
    UtcTime,
    parted_by_commas,
)
from nexus.core.money import CURRENCIES
from people.api.auth_schemas import Jwt, MaybeAddress, Password, Phone, StepToken
from people.choices import CareerLevel, Gender

_check_url = URLValidator(schemes=["http", "https"])


def _web_address(value: str | None) -> str | None:
    if value:
        try:
            _check_url(value)
        except ValidationError as exc:
            raise ValueError("Enter a web address such as https://example.com.") from exc
    return value


def _currency(value: str) -> str:
    if value.upper() not in CURRENCIES:
        raise ValueError("Enter the three-letter code of a currency, such as EUR or USD.")
    return value.upper()


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


class _OrEmpty:
    """Says in the document that an empty string is taken, too: a form cannot say null."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "string", "const": ""}]}


T = TypeVar("T")
# Not a `type` statement: pydantic would give each use a schema of its own with an odd name.
Emptiable = Annotated[T | None, BeforeValidator(_empty_is_none), _OrEmpty()]


def _names(value: Any) -> Any:
    return [] if value is None else parted_by_commas(value)


WebAddress = Annotated[
    Text | None,
    Field(max_length=300, examples=["https://example.com/jane"]),
    AfterValidator(_web_address),
]
SkillNames = Annotated[
    list[Annotated[Text, Field(max_length=80)]],
    BeforeValidator(_names, json_schema_input_type=list[str] | str | None),
    Field(
        max_length=200, examples=["Python, Django"], description="A list, or a text with commas."
    ),
]


class ProfileIn(In):
    """What a person enters. A key that is missing stays as it is; null empties a text."""

    bio: Text | None = Field(None, max_length=5000, examples=["I build things that last."])
    phone_number: Phone | None = None
    address: Text | None = Field(None, max_length=1000)
    date_of_birth: Emptiable[Day] = Field(None, examples=["1990-05-17"])
    gender: Emptiable[Gender] = None
    city: Text | None = Field(None, max_length=100, examples=["Hamburg"])
    country: Text | None = Field(None, max_length=100, examples=["Germany"])
    postal_code: Text | None = Field(None, max_length=20, examples=["20095"])
    job_title: Text | None = Field(None, max_length=200, examples=["Backend developer"])
    company: Text | None = Field(None, max_length=200)
    experience_level: Emptiable[CareerLevel] = None
    expected_salary_min: Emptiable[Amount] = Field(None, examples=["60000.00"])
    expected_salary_max: Emptiable[Amount] = Field(None, examples=["75000.00"])
    expected_salary_currency: Annotated[Text, AfterValidator(_currency)] = Field(
        "USD", examples=["EUR"]
    )
    skills: SkillNames = []
    education: Text | None = Field(None, max_length=5000)
    certifications: Text | None = Field(None, max_length=5000)
    linkedin_url: WebAddress = None
    github_url: WebAddress = None
    website_url: WebAddress = None
    is_profile_public: Flag = False
    is_available_for_hire: Flag = False
    profile_image: Annotated[None, BeforeValidator(_empty_is_none), _OrEmpty()] = Field(
        None, description="null removes the photo; a photo is sent as a part of a form."
    )
    resume: Annotated[None, BeforeValidator(_empty_is_none), _OrEmpty()] = Field(
        None, description="null removes the CV; a CV is sent as a part of a form."
    )


class ProfileFilters(PageQuery):
    """The filters see what the caller may see: others' salary wishes match for employers only."""

    experience_level: CareerLevel | None = None
    is_available_for_hire: bool | None = None
    city: Text | None = Field(None, max_length=100, description="Part of it, in any case.")
    country: Text | None = Field(None, max_length=100, description="Part of it, in any case.")
    skills: Text | None = Field(
        None, max_length=500, description="Names with commas between them; all must be there."
    )
    salary_min: Amount | None = Field(None, description="Their minimum is at least this.")
    salary_max: Amount | None = Field(None, description="Their maximum is at most this.")
    search: Text | None = Field(
        None,
        max_length=200,
        description="Each word in title, place, company or skills; for employers in names too.",
    )
    ordering: Literal[
        "created_at",
        "-created_at",
        "updated_at",
        "-updated_at",
        "expected_salary_min",
        "-expected_salary_min",
    ] = "-created_at"


class ProfileUserOut(Out):
    id: int = Field(examples=[7])
    username: str = Field(examples=["jane"])
    email: str | None = Field(examples=["jane@example.com"])
    full_name: str | None = Field(examples=["Jane Doe"])
    date_joined: UtcTime


class ProfileRow(Out):
    """A profile as employers see it; for everybody else the personal keys are null."""

    id: int = Field(examples=[12])
    user: ProfileUserOut
    bio: str | None
    age: int | None = Field(examples=[36])
    gender: Gender | None
    city: str | None
    country: str | None
    job_title: str | None
    company: str | None
    experience_level: CareerLevel | None
    expected_salary_min: Money | None = Field(examples=["60000.00"])
    expected_salary_max: Money | None = Field(examples=["75000.00"])
    expected_salary_currency: str | None = Field(examples=["EUR"])
    skills_list: list[str] = Field(examples=[["Python", "Django"]])
    education: str | None
    certifications: str | None
    profile_image_url: str | None
    linkedin_url: str | None
    github_url: str | None
    website_url: str | None
    is_available_for_hire: bool


class WholeProfileOut(ProfileRow):
    """A profile as its owner sees it."""

    bio_decrypted: str | None
    date_of_birth: date | None
    phone_number: str | None
    phone_number_decrypted: str | None
    address: str | None
    address_decrypted: str | None
    postal_code: str | None
    skills: str | None = Field(examples=["Python, Django"])
    profile_image: str | None
    resume: str | None
    resume_url: str | None
    resume_name: str | None = Field(examples=["cv.pdf"])
    is_profile_public: bool
    application_count: int
    jobs_posted_count: int
    created_at: UtcTime
    updated_at: UtcTime


class MyStatsOut(Out):
    total_applications: int = Field(examples=[5])
    pending_applications: int = Field(examples=[2])
    successful_applications: int = Field(examples=[1], description="Shortlisted or hired.")
    total_jobs_posted: int = Field(examples=[0])
    active_jobs_posted: int = Field(examples=[0])
    profile_completion_percentage: int = Field(examples=[80])


class LevelCount(Out):
    experience_level: CareerLevel
    count: int = Field(examples=[12])


class ProfileStatsOut(Out):
    total_public_profiles: int = Field(examples=[40])
    available_candidates: int = Field(examples=[25])
    experience_level_distribution: list[LevelCount]
    average_expected_salary: Money | None = Field(
        examples=["64000.00"],
        description="Of those in `currency`; null where so few named one that it would tell whose.",
    )
    currency: str = Field(examples=["USD"])


class PhotoOut(MessageOut):
    profile_image_url: str


class UpdateAccountIn(In):
    email: MaybeAddress | None = None
    current_password: Password | None = None
    new_password: Password | None = None
    confirm_password: Password | None = None


class AccountUpdatedOut(MessageOut, SomeOut):
    token: StepToken | None = Field(
        None, description="With a new e-mail address: for /auth/verify-email/."
    )
    access: Jwt | None = Field(
        None, description="With a new password: the old tokens have ended everywhere."
    )
    refresh: Jwt | None = Field(None, description="Beside `access` where there was one before.")

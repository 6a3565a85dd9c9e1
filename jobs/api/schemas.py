"""The shapes of postings on the wire."""

from typing import Annotated, Any

from ninja import Field
from pydantic import BeforeValidator, ConfigDict, Strict, model_validator

from jobs.choices import EmploymentType, ExperienceLevel, SalaryPeriod, Workplace
from nexus.core.api.paging import Paged
from nexus.core.api.schemas import (
    Amount,
    Deadline,
    ErrorOut,
    Flag,
    In,
    Money,
    Out,
    RowId,
    Text,
    UtcTime,
    parted_by_commas,
)

_HTML = "HTML, sanitised."
_WRITTEN_HTML = "HTML, which is cleaned, or plain text."


# --- Answers -----------------------------------------------------------------------------------
class JobCategory(Out):
    id: int = Field(examples=[3])
    name: str = Field(examples=["Engineering"])
    slug: str = Field(examples=["engineering"])
    description: str = Field(examples=["Building things that last."])


class JobPoster(Out):
    id: int = Field(examples=[12])
    username: str = Field(examples=["olga"])
    full_name: str | None = Field(
        description="Null unless the person's profile is public or the caller is a colleague.",
        examples=["Olga Owner"],
    )


class JobRow(Out):
    """A posting in a list."""

    id: int = Field(examples=[42])
    title: str = Field(examples=["Backend developer"])
    summary: str = Field(examples=["You build the services behind our shop."])
    company_name: str = Field(examples=["Acme Works"])
    location: str = Field(examples=["Hamburg, Germany"])
    employment_type: EmploymentType = Field(examples=["full_time"])
    experience_level: ExperienceLevel = Field(examples=["mid"])
    salary_min: Money | None = Field(examples=["60000.00"])
    salary_max: Money | None = Field(examples=["80000.00"])
    salary_currency: str = Field(description="ISO 4217.", examples=["EUR"])
    salary_period: SalaryPeriod = Field(examples=["year"])
    category: JobCategory
    posted_by: JobPoster | None = Field(description="Null once the account is gone.")
    posted_by_username: str | None = Field(examples=["olga"])
    is_active: bool = Field(description="Whether one can apply now.", examples=[True])
    is_featured: bool = Field(examples=[False])
    application_deadline: UtcTime = Field(examples=["2027-01-31T23:59:59Z"])
    created_at: UtcTime = Field(examples=["2026-11-22T17:31:39Z"])
    updated_at: UtcTime = Field(examples=["2026-11-22T17:31:39Z"])
    application_count: int = Field(description="Without withdrawn ones.", examples=[7])
    days_posted: int = Field(description="Whole days since publication.", examples=[5])
    url: str = Field(examples=["https://jobs.example/jobs/42-backend-developer/"])


class JobContentRow(JobRow):
    """A row with the long texts, as `content=true` asks for."""

    description: str = Field(description=_HTML, examples=["<p>You build services.</p>"])
    requirements: str = Field(description=_HTML, examples=["<ul><li>Python</li></ul>"])
    responsibilities: str = Field(description=_HTML, examples=["<p>You own what you ship.</p>"])
    benefits: str = Field(description=_HTML, examples=["<p>30 days of leave.</p>"])
    company_description: str = Field(description=_HTML, examples=["<p>We sell anvils.</p>"])
    description_text: str = Field(
        description="`description` as plain text.", examples=["You build services."]
    )


class JobDetail(JobContentRow):
    """A posting in full."""

    has_applied: bool = Field(
        description="Whether the caller has applied; false for nobody.", examples=[False]
    )


class JobPage(Paged[JobContentRow | JobRow]):
    """Rows, with the long texts where `content` asks for them."""


class FoundJobs(JobPage):
    did_you_mean: str | None = Field(
        description="A spelling with hits, where `search` has none.", examples=[None]
    )


class JobGone(ErrorOut):
    """What is left to say of a job that was open once."""

    title: str = Field(examples=["Backend developer"])
    closed_at: UtcTime = Field(examples=["2026-11-22T17:31:39Z"])


class TypeCount(Out):
    employment_type: EmploymentType = Field(examples=["full_time"])
    count: int = Field(examples=[120])


class LevelSalary(Out):
    experience_level: ExperienceLevel = Field(examples=["senior"])
    avg_salary: Money | None = Field(
        description="Per year; null where no job names a salary in the currency.",
        examples=["91250.00"],
    )


class JobStats(Out):
    total_jobs: int = Field(description="Open ones.", examples=[200])
    total_applications: int = Field(description="Without withdrawn ones.", examples=[400])
    employment_type_distribution: list[TypeCount]
    average_salary_by_level: list[LevelSalary]
    currency: str = Field(description="Of the average salaries, ISO 4217.", examples=["USD"])


class FacetValue(Out):
    value: str = Field(description="What to send as the filter.", examples=["full_time"])
    label: str = Field(description="What to show.", examples=["Full time"])
    count: int = Field(examples=[120])


class CategoryFacetValue(FacetValue):
    id: int = Field(examples=[3])


class JobFacets(Out):
    """Counts of open jobs, each list without the filter of its own name, most jobs first."""

    category: list[CategoryFacetValue]
    employment_type: list[FacetValue]
    experience_level: list[FacetValue]
    location: list[FacetValue] = Field(description="The 50 with the most jobs.")


# --- Requests ----------------------------------------------------------------------------------
def _absent() -> Any:
    """Stand for a key that was not sent. Never read: only the keys sent count."""


def _capitals(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


Title = Annotated[Text, Field(min_length=1, max_length=200, examples=["Backend developer"])]
Location = Annotated[Text, Field(min_length=1, max_length=200, examples=["Hamburg, Germany"])]
LongText = Annotated[Text, Field(max_length=100_000, description=_WRITTEN_HTML)]
Description = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=100_000,
        description=_WRITTEN_HTML,
        examples=["<p>You build the services behind our shop.</p>"],
    ),
]
CategoryReference = Annotated[
    Annotated[RowId, Strict()] | Annotated[Text, Field(min_length=1, max_length=255)],
    Field(description="Id or slug.", examples=["engineering"]),
]
Currency = Annotated[
    Text, BeforeValidator(_capitals), Field(max_length=3, description="ISO 4217.", examples=["EUR"])
]
SkillNames = Annotated[
    list[Annotated[Text, Field(max_length=80)]],
    BeforeValidator(parted_by_commas, json_schema_input_type=list[str] | str),
    Field(
        max_length=30, description="A list, or a text with commas.", examples=["Python, PostgreSQL"]
    ),
]


class _JobOptions(In):
    """What may be left out of any posting."""

    category_id: RowId = Field(
        default_factory=_absent, description="In place of `category`.", examples=[3]
    )
    company_name: Annotated[Text, Field(max_length=200)] = Field(
        default_factory=_absent,
        description="Names the company where the caller has several, or makes their first one.",
        examples=["Acme Works"],
    )
    requirements: LongText = Field(default_factory=_absent, examples=["<ul><li>Python</li></ul>"])
    responsibilities: LongText = Field(
        default_factory=_absent, examples=["<p>You own what you ship.</p>"]
    )
    benefits: LongText = Field(default_factory=_absent, examples=["<p>30 days of leave.</p>"])
    company_description: LongText = Field(
        default_factory=_absent, examples=["<p>We sell anvils.</p>"]
    )
    workplace: Workplace = Field(default_factory=_absent, examples=["hybrid"])
    salary_min: Amount | None = Field(default=None, examples=["60000.00"])
    salary_max: Amount | None = Field(default=None, examples=["80000.00"])
    salary_currency: Currency = Field(default_factory=_absent)
    salary_period: SalaryPeriod = Field(default_factory=_absent, examples=["year"])
    application_deadline: Deadline = Field(
        default_factory=_absent,
        description="Ahead of now; a day without a time is meant to its end, in UTC.",
        examples=["2027-01-31T23:59:59Z"],
    )
    skills: SkillNames = Field(default_factory=_absent)
    is_active: Flag = Field(
        default_factory=_absent,
        description="True opens the job, false closes it, or keeps a new one a draft.",
        examples=[True],
    )


def _category_is_one_of_two(schema: dict[str, Any]) -> None:
    schema["required"].remove("category")
    schema["anyOf"] = [{"required": ["category"]}, {"required": ["category_id"]}]


class JobIn(_JobOptions):
    """A whole posting. Of `category` and `category_id` one is required."""

    model_config = ConfigDict(json_schema_extra=_category_is_one_of_two)

    title: Title
    description: Description
    location: Location
    employment_type: EmploymentType = Field(examples=["full_time"])
    experience_level: ExperienceLevel = Field(examples=["mid"])
    category: CategoryReference

    @model_validator(mode="before")
    @classmethod
    def _take_category_id(cls, data: Any) -> Any:
        # Ninja validates twice: first what was sent, then the same in a wrapper of its own.
        sent = getattr(data, "_obj", data)
        if isinstance(sent, dict) and "category" not in sent and "category_id" in sent:
            return {**sent, "category": sent["category_id"]}
        return data


class JobPatch(_JobOptions):
    """Only the keys that are sent change."""

    title: Title = Field(default_factory=_absent)
    description: Description = Field(default_factory=_absent)
    location: Location = Field(default_factory=_absent)
    employment_type: EmploymentType = Field(default_factory=_absent, examples=["full_time"])
    experience_level: ExperienceLevel = Field(default_factory=_absent, examples=["mid"])
    category: CategoryReference = Field(default_factory=_absent)

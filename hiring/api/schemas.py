"""The shapes of applications."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from hiring.choices import ApplicationStatus
from jobs.choices import EmploymentType
from nexus.core.api.paging import PageQuery
from nexus.core.api.schemas import In, Money, Out, RowId, Text, UtcTime

Words = Annotated[Text, Field(max_length=200)]
Ordering = Literal["applied_at", "-applied_at", "updated_at", "-updated_at", "status", "-status"]


class JobBrief(Out):
    """The job of an application."""

    id: int = Field(examples=[12])
    title: str = Field(examples=["Ward nurse"])
    company_name: str = Field(examples=["Northlake Hospital"])
    location: str = Field(examples=["Hamburg"])
    employment_type: EmploymentType
    salary_min: Money | None = Field(examples=["41000.00"])
    salary_max: Money | None = Field(examples=["48000.00"])


class PersonBrief(Out):
    id: int = Field(examples=[31])
    username: str = Field(examples=["carla"])
    full_name: str | None = Field(examples=["Carla Candidate"])


class ApplicationOut(Out):
    """An application in a list."""

    id: int = Field(examples=[204])
    job: JobBrief
    applicant: PersonBrief
    applicant_username: str = Field(examples=["carla"])
    applicant_email: str | None = Field(examples=["carla@example.com"])
    cover_letter: str = Field(examples=["Dear all, …"])
    status: ApplicationStatus
    applied_at: UtcTime
    updated_at: UtcTime
    withdrawn_at: UtcTime | None = Field(
        description="When the applicant withdrew it; null while it stands.", examples=[None]
    )


class ApplicationDetail(ApplicationOut):
    """An application in full."""

    applicant_phone: str | None = Field(examples=["+49 40 1234567"])
    resume: str | None = Field(
        description="The address of the CV, which needs a token too.",
        examples=["https://jobs.example.com/api/applications/204/resume/"],
    )
    allowed_statuses: list[ApplicationStatus] = Field(
        description="What the company can make of it now; stages between are walked.",
    )


class StatusChangeOut(Out):
    """One step of an application."""

    from_status: ApplicationStatus | None = Field(description="Null for the application itself.")
    to_status: ApplicationStatus
    at: UtcTime
    by: PersonBrief | None = Field(description="Null to the applicant.")
    note: str | None = Field(description="For the company only.", examples=["Strong interview."])


class StatusBreakdown(Out):
    pending: int = Field(examples=[2])
    reviewed: int = Field(examples=[1])
    shortlisted: int = Field(examples=[0])
    rejected: int = Field(examples=[1])
    hired: int = Field(examples=[0])


class ApplicationStats(Out):
    """The caller's own applications, withdrawn ones left out."""

    total_applications: int = Field(examples=[4])
    status_breakdown: StatusBreakdown
    recent_applications: int = Field(description="Of the last 30 days.", examples=[3])


class ApplicationIn(In):
    """An application. The job is named by `job_id`, or by `job` for older callers."""

    job_id: RowId | None = Field(default=None, examples=[12])
    job: RowId | None = Field(default=None, description="The same as `job_id`.", examples=[12])
    cover_letter: Annotated[Text, Field(max_length=20_000, examples=["Dear all, …"])] = ""

    @model_validator(mode="after")
    def _name_one_job(self) -> "ApplicationIn":
        if self.job_id is not None and self.job is not None and self.job_id != self.job:
            raise ValueError("`job_id` and `job` name two different jobs.")
        return self

    @property
    def named_job(self) -> int | None:
        return self.job if self.job_id is None else self.job_id


class StatusIn(In):
    """Where the company moves an application."""

    status: ApplicationStatus
    note: Annotated[
        Text,
        Field(max_length=5000, description="For the company only.", examples=["Strong interview."]),
    ] = ""


class JobApplicationFilters(PageQuery):
    status: list[ApplicationStatus] = Field(
        default_factory=list, description="May repeat: any of them."
    )
    search: Words = Field(
        "",
        description="Is part of the job's title or the company's name; for the company also the "
        "beginning of words of the applicant's name, e-mail or phone.",
    )
    ordering: Ordering = "-applied_at"


class ApplicationFilters(JobApplicationFilters):
    job_title: Words = Field("", description="Is part of the job's title.")
    company: Words = Field("", description="Is part of the company's name.")

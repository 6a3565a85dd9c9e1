"""The query parameters of lists of jobs, and the question they put to the search."""

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from jobs.api.categories import category_ids
from jobs.choices import EmploymentType, ExperienceLevel
from jobs.search import JobQuery
from nexus.core.api.paging import PageQuery
from nexus.core.api.schemas import Moment
from nexus.core.errors import Invalid
from nexus.core.money import CURRENCIES

_YEARLY = "Per year; by hour counts 2080 times, by day 260, by week 52, by month 12."
_WORDS = "Every word must begin a word of it, in any case, with or without accents."
# No row has it: what is left of a filter whose categories do not exist.
_NO_CATEGORY = 0

Words = Annotated[str, Field(max_length=200, description=_WORDS)]
YearlySalary = Annotated[
    Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False, description=_YEARLY)
]
CategoryName = Annotated[str, Field(max_length=100)]
Ordering = Literal[
    "created_at",
    "-created_at",
    "application_deadline",
    "-application_deadline",
    "salary_min",
    "-salary_min",
    "salary_max",
    "-salary_max",
    "relevance",
    "-relevance",
]


class JobNarrowing(Schema):
    """What narrows a list of open jobs."""

    search: str = Field(
        "",
        description="Ranked full text over title, company, location and the long texts.",
        examples=["python developer"],
    )
    employment_type: list[EmploymentType] = Field(
        default_factory=list, description="May repeat: any of them."
    )
    experience_level: list[ExperienceLevel] = Field(
        default_factory=list, description="May repeat: any of them."
    )
    category: list[CategoryName] = Field(
        default_factory=list, max_length=20, description="Id or slug. May repeat: any of them."
    )
    salary_min: YearlySalary | None = Field(
        None, description=f"The job's minimum is at least this. {_YEARLY}"
    )
    salary_max: YearlySalary | None = Field(
        None, description=f"The job's maximum is at most this. {_YEARLY}"
    )
    salary_currency: Annotated[str, Field(max_length=3)] | None = Field(
        None, description="ISO 4217.", examples=["EUR"]
    )
    location: Words = ""
    company: Words = ""
    posted_since: Moment | None = Field(None, examples=["2026-11-01T00:00:00Z"])

    def question(self, *, ordering: str = "") -> JobQuery:
        """Return the question these parameters put. One query where `category` is given.

        A category that does not exist has no jobs. Raises Invalid for an unknown currency.
        """
        return JobQuery(
            text=self.search,
            employment_types=frozenset(map(str, self.employment_type)),
            experience_levels=frozenset(map(str, self.experience_level)),
            categories=self._category_ids(),
            salary_min=self.salary_min,
            salary_max=self.salary_max,
            currency=_currency(self.salary_currency),
            location=self.location,
            company=self.company,
            posted_since=self.posted_since,
            ordering=ordering,
        )

    def _category_ids(self) -> frozenset[int]:
        if not self.category:
            return frozenset()
        return category_ids(self.category) or frozenset({_NO_CATEGORY})


class JobFilters(JobNarrowing, PageQuery):
    ordering: Ordering | None = Field(
        None,
        description="`relevance` with `search` and `-created_at` without, unless given.",
    )
    content: bool = Field(False, description="Adds the long texts to each row.")


class JobListing(PageQuery):
    """The parameters of a list that is narrowed already."""

    content: bool = Field(False, description="Adds the long texts to each row.")


class OrderedJobListing(JobListing):
    ordering: Ordering | None = Field(None, description="`-created_at` unless given.")


def _currency(code: str | None) -> str | None:
    if code is None:
        return None
    if code.upper() not in CURRENCIES:
        raise Invalid.field("salary_currency", f"“{code}” is not a currency, such as EUR or USD.")
    return code.upper()

"""What callers ask of the search and what they are answered: plain values, no engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

ORDERINGS = ("created_at", "application_deadline", "salary_min", "salary_max", "relevance")
FACETS = ("category", "employment_type", "experience_level", "location")
type SuggestionKind = Literal["title", "company", "location"]
SUGGESTION_KINDS: tuple[SuggestionKind, ...] = ("title", "company", "location")
POSTED_DAYS = (1, 3, 7, 14, 30)
"""The facet `posted` counts the jobs of the last so many days."""
_FILTER_OF_FACET = {
    "category": "categories",
    "employment_type": "employment_types",
    "experience_level": "experience_levels",
    "location": "location",
    "workplace": "workplaces",
    "pay_band": "pay_bands",
    "place_id": "places",
    "posted": "posted_since",
}
TOP_LOCATIONS = 50
"""So many places a facet names: those with the most jobs."""


class SearchError(ValueError):
    """Base of what this package refuses; the message is a sentence for the caller."""


class BadCursor(SearchError):
    """A cursor that this search did not hand out, or that belongs to another ordering."""


class BadOrdering(SearchError):
    """An ordering that does not exist."""


@dataclass(frozen=True, slots=True)
class JobQuery:
    """A question about open jobs. Empty parts do not narrow; several values mean any of them.

    Salaries are yearly and look at `currency` only if it is given. `location` and `company` hold
    for jobs where every word begins a word of theirs; `near` holds ids of places that do as well as
    `location`, or instead of it. With text an empty `ordering` means
    relevance, without it newest first. `-relevance` begins with the least relevant.
    """

    text: str = ""
    employment_types: frozenset[str] = frozenset()
    experience_levels: frozenset[str] = frozenset()
    categories: frozenset[int] = frozenset()
    workplaces: frozenset[str] = frozenset()
    salary_min: Decimal | None = None
    salary_max: Decimal | None = None
    currency: str | None = None
    location: str = ""
    company: str = ""
    posted_since: datetime | None = None
    pay_bands: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()
    ordering: str = ""

    def __post_init__(self) -> None:
        if self.ordering.removeprefix("-") not in ("", *ORDERINGS) or self.ordering == "-":
            raise BadOrdering(
                _("Jobs cannot be ordered by “%(order)s”.") % {"order": self.ordering[:40]}
            )
        for amount in (self.salary_min, self.salary_max):
            if amount is not None and not amount.is_finite():
                raise SearchError(_("A salary must be a number."))

    def is_narrowed_by(self, facet: str) -> bool:
        """Whether the filter that belongs to a facet is set."""
        value = getattr(self, _FILTER_OF_FACET[facet])
        return bool(value.strip() if isinstance(value, str) else value)

    def but(self, **changes: Any) -> JobQuery:
        """Return this question with other values in some of its parts."""
        return replace(self, **changes)

    def order(self, *, paged_by_key: bool = False) -> tuple[str, bool]:
        """Return the ordering in force as (name, descending); `relevance` only with text.

        Paging by key has no relevance: it is newest first then.
        """
        name = self.ordering.removeprefix("-")
        has_text = bool(self.text.strip())
        if not name:
            name = "relevance" if has_text else "created_at"
            descending = name == "created_at"
        else:
            descending = self.ordering.startswith("-")
        if name == "relevance" and (paged_by_key or not has_text):
            return "created_at", True
        return name, descending


def posted_after(days: int, at: datetime) -> datetime:
    """Return since when a job was posted "within so many days" of `at`.

    Counted from the full hour, so that answers can be kept for those who ask again.
    """
    return at.replace(minute=0, second=0, microsecond=0) - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A job that others should resemble: by the words of its title, its skills, its category."""

    job_id: int
    title: str
    category: int
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of job ids, the exact number of all, and a better spelling where there are none."""

    ids: list[int]
    total: int
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class Exploration:
    """What a page of results needs at once: one page, facets, and ways out where nothing is found.

    `ways_out` are the questions to be counted in that case. `by_place` puts the jobs in the order of
    these places instead of the query's own; jobs elsewhere are left out.
    """

    query: JobQuery
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    ways_out: tuple[JobQuery, ...] = ()
    by_place: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to an Exploration, all from one state of the market.

    `spelling_alone` is a better spelling that finds something once all filters are dropped.
    """

    hits: Hits
    facets: dict[str, list[FacetCount]]
    ways_out: list[int]
    spelling_alone: str | None = None


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many open jobs have `value` (a category's id is written as digits)."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class LevelPay:
    """The average yearly pay of a level, over the jobs that name one in that currency."""

    experience_level: str
    average: Decimal
    jobs: int


@dataclass(frozen=True, slots=True)
class MarketStats:
    """The open market: all jobs, jobs per employment type, pay per level in one currency."""

    total: int
    employment_types: list[FacetCount]
    average_pay: list[LevelPay]
    currency: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what somebody types."""

    kind: SuggestionKind
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Status:
    """Whether search answers from a current index, and a sentence saying what is wrong if not."""

    state: Literal["ready", "degraded", "building"]
    sentence: str

    def __str__(self) -> str:
        return f"{self.state}: {self.sentence}"

"""What a row of a file becomes before it is stored, and why a row is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from jobs.places.locating import Location


class BadRow(ValueError):
    """A row that cannot be loaded. The message is the reason, for a person to read."""


@dataclass(frozen=True, slots=True)
class Pay:
    """A salary in our terms; both bounds may be unknown."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    period: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting, cleaned and in our vocabulary. Texts are sanitised HTML.

    A date is None where the source gives none: a first load then assumes one, and a later load
    leaves the one that is stored.
    """

    source: str
    external_id: str
    company_name: str
    company_key: str
    category_name: str
    title: str
    location: str
    summary: str
    description: str
    requirements: str
    responsibilities: str
    benefits: str
    company_description: str
    employment_type: str
    experience_level: str
    workplace: str
    pay: Pay
    skills: tuple[str, ...]
    posted_at: datetime | None
    deadline: datetime | None
    place: Location = field(default=Location(""))
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What is unique among all postings that were ever loaded."""
        return self.source, self.external_id

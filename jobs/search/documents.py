"""A job as the index holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import tantivy

from jobs.search.bands import bands_of
from jobs.search.schema import sort_key
from jobs.search.text import encodable, fold, looks_german, plain, tidy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A job outweighs an equally good one that is this much older twofold: about 9 % a year.
_FRESHNESS_DOUBLES_IN = timedelta(days=8 * 365)
_FRESHNESS_FROM = datetime(2020, 1, 1, tzinfo=UTC)
# Keeps the stored number within what the engine's floats hold.
_FRESHNESS_LIMIT = 120.0
# Parts a completion into what is matched and what is shown.
COMPLETION_MARK = "\x1f"
_LONGEST_COMPLETION = 120

_TYPE_WORDS = {
    "full_time": "full time",
    "part_time": "part time",
    "contract": "contract",
    "internship": "internship intern",
    "remote": "remote",
}
_WORKPLACE_WORDS = {"hybrid": "hybrid", "remote": "remote"}


@dataclass(frozen=True, slots=True)
class IndexedJob:
    """What the index needs to know of an open job. `texts` may hold HTML."""

    id: int
    title: str
    company: str
    location: str
    category_id: int
    category_name: str
    employment_type: str
    experience_level: str
    workplace: str
    texts: Sequence[str]
    skills: Sequence[str]
    salary_min_yearly: Decimal | None
    salary_max_yearly: Decimal | None
    currency: str
    deadline: datetime
    created_at: datetime
    changed_at: datetime
    place_id: int | None = None


def microseconds(moment: datetime) -> int:
    """Return a moment as whole microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def to_document(job: IndexedJob) -> tantivy.Document:
    """Return the document of an open job."""
    lines = (job.title, job.company, job.location, job.category_name, *job.skills)
    names = tidy("\n".join(" ".join(line.split()) for line in lines))
    title, company, location, *rest = names.split("\n")
    body = plain("\n".join(text for text in job.texts if text))
    document = tantivy.Document()
    add_text, add_integer = document.add_text, document.add_integer
    add_integer("id", job.id)
    add_text("title", title)
    add_text("body", body)
    add_text("names", names)
    for value in (company, location, *rest):
        add_text("about", value)
    for label in (_TYPE_WORDS.get(job.employment_type), _WORKPLACE_WORDS.get(job.workplace)):
        if label:
            add_text("about", label)
    if looks_german(body):
        add_text("title_de", title)
        add_text("body_de", body)
    add_text("company", company)
    add_text("place", location)
    add_text("location", encodable(job.location))
    completed = (("title", job.title), ("company", job.company), ("location", job.location))
    for name, value in completed:
        add_text(f"complete_{name}", _completion(value))
    add_text("employment_type", job.employment_type)
    add_text("experience_level", job.experience_level)
    add_text("workplace", job.workplace)
    add_text("currency", job.currency)
    add_integer("category", job.category_id)
    if job.place_id is not None:
        add_integer("place_id", job.place_id)
    _add_pay(document, job)
    add_integer("deadline", microseconds(job.deadline))
    add_integer("changed", microseconds(job.changed_at))
    created = microseconds(job.created_at) // 1_000_000
    document.add_unsigned("created_key", sort_key(created, job.id))
    document.add_unsigned("deadline_key", sort_key(microseconds(job.deadline) // 1_000_000, job.id))
    document.add_float("freshness", _freshness(job.created_at))
    return document


def _add_pay(document: tantivy.Document, job: IndexedJob) -> None:
    low, high = job.salary_min_yearly, job.salary_max_yearly
    for name, amount in (("salary_min", low), ("salary_max", high)):
        if amount is not None:
            document.add_integer(name, int(amount * 100))
            document.add_unsigned(f"{name}_key", sort_key(int(amount), job.id))
    known = [amount for amount in (low, high) if amount is not None]
    for band in bands_of(low, high, job.currency):
        document.add_text("pay_band", band.value)
    if known:
        document.add_float("pay", float(sum(known) / len(known)))


def _completion(text: str) -> str:
    shown = " ".join(encodable(text).split())[:_LONGEST_COMPLETION]
    return f"{fold(shown)}{COMPLETION_MARK}{shown}"


def _freshness(created_at: datetime) -> float:
    """Return w such that the engine's weight log2(2 + w) grows exponentially with time.

    Exponential growth makes the advantage of a newer job depend on the distance alone, not on
    the day of the question, so that it can be stored.
    """
    weight: float = 2.0 ** ((created_at - _FRESHNESS_FROM) / _FRESHNESS_DOUBLES_IN)
    weight = min(max(weight, 1.0), _FRESHNESS_LIMIT)
    return float(2.0**weight - 2.0)

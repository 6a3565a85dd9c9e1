"""What differs between two versions of a posting, field by field and line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmploymentType, ExperienceLevel, SalaryPeriod, Workplace
from nexus.core.html import html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

LABELS: dict[str, _StrPromise] = {
    "title": _("Title"),
    "category_name": _("Category"),
    "location": _("Place"),
    "workplace": _("Workplace"),
    "employment_type": _("Employment type"),
    "experience_level": _("Experience"),
    "salary_min": _("Lowest pay"),
    "salary_max": _("Highest pay"),
    "salary_currency": _("Currency"),
    "salary_period": _("Paid per"),
    "application_deadline": _("Deadline"),
    "skills": _("Skills"),
    "description": _("Description"),
    "responsibilities": _("Responsibilities"),
    "requirements": _("Requirements"),
    "benefits": _("Benefits"),
    "company_description": _("About the company"),
}
_TEXTS = ("description", "responsibilities", "requirements", "benefits", "company_description")
_CHOICES: dict[str, Any] = {
    "workplace": Workplace,
    "employment_type": EmploymentType,
    "experience_level": ExperienceLevel,
    "salary_period": SalaryPeriod,
}
# Beyond it, lines are not matched with each other any more: the effort grows with the square.
_MOST_LINES = 400

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, and on which side of the difference it is."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its name for people, and its lines before and after, in order."""

    field: str
    label: str
    lines: list[Line]


def differences(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Difference]:
    """Return the fields in which two snapshots differ, in the order of a posting."""
    found = []
    for name, label in LABELS.items():
        if older.get(name) == newer.get(name):
            continue
        before, after = _lines(name, older), _lines(name, newer)
        found.append(Difference(name, str(label), list(_compare(before, after))))
    return found


def changed_labels(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[str]:
    """Return the names for people of the fields in which two snapshots differ."""
    return [str(label) for name, label in LABELS.items() if older.get(name) != newer.get(name)]


def _lines(name: str, said: Mapping[str, Any]) -> list[str]:
    value = said.get(name)
    if value is None or value == "":
        return []
    if name in _TEXTS:
        text = html_to_text(value, is_clean=True)
        return [line for line in text.splitlines() if line.strip()]
    if name == "skills":
        return list(value)
    if name == "application_deadline":
        moment = localtime(datetime.fromisoformat(value))
        return [date_format(moment, "DATETIME_FORMAT")]
    if name in _CHOICES:
        return [str(_CHOICES[name](value).label)]
    return [str(value)]


def _compare(before: list[str], after: list[str]) -> Iterator[Line]:
    if max(len(before), len(after)) > _MOST_LINES:
        yield from (Line("removed", line) for line in before)
        yield from (Line("added", line) for line in after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line("same", line) for line in before[a_from:a_to])
        else:
            yield from (Line("removed", line) for line in before[a_from:a_to])
            yield from (Line("added", line) for line in after[b_from:b_to])

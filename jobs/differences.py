"""What differs between two versions of a posting, field by field and line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmploymentType, ExperienceLevel, SalaryPeriod, Workplace
from nexus.core.html import html_to_text
from nexus.core.line_differences import Line, compare_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        found.append(Difference(name, str(label), list(compare_lines(before, after))))
    return found


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

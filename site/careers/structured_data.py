"""A job as schema.org's JobPosting, in the shape that Google asks for.

https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from careers.places import Place, places_of
from careers.postings import Section, as_one_text
from jobs.choices import EmploymentType, SalaryPeriod, Workplace
from jobs.places.countries import NAMES

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from jobs.models import Job
    from people.models import Company

_EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.INTERNSHIP: "INTERN",
    # Says where, not how much.
    EmploymentType.REMOTE: "OTHER",
}
_UNITS = {
    SalaryPeriod.YEAR: "YEAR",
    SalaryPeriod.MONTH: "MONTH",
    SalaryPeriod.WEEK: "WEEK",
    SalaryPeriod.DAY: "DAY",
    SalaryPeriod.HOUR: "HOUR",
}
# What would end the script or start a comment in it, and what old parsers take for line ends.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def job_posting(
    job: Job, sections: list[Section], *, site: str, applies_here: bool
) -> dict[str, Any] | None:
    """Return the JobPosting of an open job, or None where its country cannot be told.

    Without a country Google refuses the whole block. `site` is its scheme and host.
    `applies_here`: people apply at this site, without detours. No query if company and skills are
    loaded.
    """
    places = places_of(job)
    if not places:
        return None
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": as_one_text(sections, title=job.title),
        "identifier": {
            "@type": "PropertyValue",
            "name": job.company.name,
            "value": str(job.pk),
        },
        "url": f"{site}{job.get_absolute_url()}",
        "datePosted": _moment(job.published_at or job.created_at),
        "validThrough": _moment(job.application_deadline),
        "employmentType": _EMPLOYMENT_TYPES[EmploymentType(job.employment_type)],
        "hiringOrganization": _organization(job.company, site),
        "directApply": applies_here,
        **_whereabouts(job, places),
    }
    if pay := _pay(job):
        posting["baseSalary"] = pay
    if skills := [skill.name for skill in job.skills.all()]:
        posting["skills"] = ", ".join(skills)
    return posting


def json_ld(block: dict[str, Any]) -> SafeString:
    """Return the block for a script element: no text in it can end the element."""
    written = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPES))  # noqa: S308  # escaped in this line


def _organization(company: Company, site: str) -> dict[str, Any]:
    organization = {"@type": "Organization", "name": company.name}
    if company.website:
        organization["sameAs"] = company.website
    if company.logo:
        organization["logo"] = urljoin(site, company.logo.url)
    return organization


def _whereabouts(job: Job, places: list[Place]) -> dict[str, Any]:
    if job.workplace != Workplace.REMOTE:
        return {"jobLocation": _one_or_many([_location(place) for place in places])}
    countries = dict.fromkeys(place.country for place in places)
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": _one_or_many(
            [{"@type": "Country", "name": NAMES[code]} for code in countries]
        ),
    }


def _location(place: Place) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": place.country}
    if place.locality:
        address["addressLocality"] = place.locality
    if place.region:
        address["addressRegion"] = place.region
    return {"@type": "Place", "address": address}


def _pay(job: Job) -> dict[str, Any] | None:
    low, high = job.salary_min, job.salary_max
    if low is None and high is None:
        return None
    value: dict[str, Any] = {
        "@type": "QuantitativeValue",
        "unitText": _UNITS[SalaryPeriod(job.salary_period)],
    }
    if low == high and low is not None:
        value["value"] = _number(low)
    else:
        value |= {
            name: _number(amount)
            for name, amount in (("minValue", low), ("maxValue", high))
            if amount is not None
        }
    return {"@type": "MonetaryAmount", "currency": job.salary_currency, "value": value}


def _one_or_many(found: list[dict[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
    return found[0] if len(found) == 1 else found


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")

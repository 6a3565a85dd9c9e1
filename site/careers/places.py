"""Where a job is, told from what employers type as its location.

A location is free text: "Leeds", "US, NY, New York", "Remote – Nigeria", "55 Water St". Machines
want at least a country, so it is looked for in the text, then in what else the posting says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from jobs.choices import Workplace
from jobs.places.countries import CODES, COUNTRY_OF_CURRENCY, NAMES, STATES

if TYPE_CHECKING:
    from jobs.models import Job

_MOST_PLACES = 10
_BETWEEN_PLACES = re.compile(r"\s*;\s*|\s+/\s+|\s+\|\s+")
_BETWEEN_PARTS = re.compile(r"\s*,\s*|\s+[–—-]\s+|\s*[()]\s*")
_FILLER = re.compile(r"^(?:remote|anywhere|worldwide|fully|100 ?%|hybrid|on[- ]site)\b[\s:]*", re.I)
_WITHIN = re.compile(r"^(?:remote|within|in|from)\s+(?:within|in|from)?\s*", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as it is known; `country` is two letters."""

    locality: str = ""
    region: str = ""
    country: str = ""


def places_of(job: Job) -> list[Place]:
    """Return the places of a job, each with its country; none where no country can be told.

    After the text the city counts that it was found to mean, then the address of the company, the
    currency of pay that is stated, unless people work from anywhere, then `DEFAULT_COUNTRY`. What
    says no more than "Multiple Locations" or "Worldwide" has none: a guess would send people to
    a job that may not have them. No query if the company and the place are loaded.
    """
    found = [
        parse_place(text, currency=job.salary_currency)
        for text in _BETWEEN_PLACES.split(job.location)[:_MOST_PLACES]
    ]
    known = next((place.country for place in found if place.country), "") or _fallback(job)
    if not known:
        return []
    located = [one for one in found if one.locality or one.region] or found[:1]
    places = (Place(one.locality, one.region, one.country or known) for one in located)
    return list(dict.fromkeys(places))


def parse_place(text: str, *, currency: str = "") -> Place:
    """Return what one location says; a part that names neither state nor country is the town.

    Two letters may be a state of the United States or a country: `currency` decides.
    """
    parts = [part for part in _BETWEEN_PARTS.split(text.strip()) if any(map(str.isalnum, part))]
    country = region = ""
    if len(parts) > 1 and parts[0] in NAMES:
        country = parts.pop(0)
        if len(parts) > 1:
            region = parts.pop(0)
    elif parts:
        country, region, taken = _ending(parts, currency)
        del parts[len(parts) - taken :]
    locality = ", ".join(filter(None, (_FILLER.sub("", part) for part in parts)))
    return Place(locality[:200], region, country)


def _ending(parts: list[str], currency: str) -> tuple[str, str, int]:
    """Return country and region that the last parts name, and how many of them do."""
    last = _WITHIN.sub("", parts[-1]).strip()
    country = _country(last)
    state = _state(last, currency) if len(parts) > 1 else None
    if state and (not country or state[0] == COUNTRY_OF_CURRENCY.get(currency)):
        return *state, 1
    if not country:
        named = (CODES.get(part.casefold(), "") for part in parts)
        return next(filter(None, named), ""), "", 0
    within = STATES.get(country, {})
    if len(parts) > 2 and (region := within.get(parts[-2]) or within.get(parts[-2].casefold())):
        return country, region, 2
    return country, "", 1


def _country(name: str) -> str:
    return name if name in NAMES else CODES.get(name.casefold(), "")


def _state(name: str, currency: str) -> tuple[str, str] | None:
    """Return the country and short form of a state, of the country of `currency` first."""
    countries = sorted(STATES, key=lambda code: code != COUNTRY_OF_CURRENCY.get(currency))
    for country in countries:
        if region := STATES[country].get(name) or STATES[country].get(name.casefold()):
            return country, region
    return None


def _fallback(job: Job) -> str:
    if job.place is not None:
        return job.place.country
    if there := parse_place(job.company.location).country:
        return there
    is_paid = job.salary_min is not None or job.salary_max is not None
    is_attended = job.workplace != Workplace.REMOTE
    default = settings.DEFAULT_COUNTRY if settings.DEFAULT_COUNTRY in NAMES else ""
    return (is_paid and is_attended and COUNTRY_OF_CURRENCY.get(job.salary_currency)) or default

"""One row of a file made into a `Posting`: the columns and what becomes of each."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from jobs.choices import SalaryPeriod
from jobs.importing.categories import category_of
from jobs.importing.pay import pay_of
from jobs.importing.posting import BadRow, Pay, Posting
from jobs.importing.values import Row, cut_at_word, moment_of, one_line, text_of, truth_of
from jobs.importing.vocabulary import employment_type_of, experience_level_of, workplace_of
from jobs.models import Job
from jobs.places.locating import Location
from jobs.services.posting import MAX_SKILLS
from nexus.core.html import clean_html, html_to_text, summarise
from taxonomy.names import fold
from taxonomy.services import MAX_SKILL_LENGTH

_MAX_TITLE = Job._meta.get_field("title").max_length or 0
_MAX_LOCATION = Job._meta.get_field("location").max_length or 0
_MAX_SOURCE = Job._meta.get_field("source").max_length or 0
_MAX_EXTERNAL_ID = Job._meta.get_field("external_id").max_length or 0
_MAX_COMPANY = 200


def posting_of(row: Row, *, now: datetime) -> Posting:
    """Return the posting that a row describes. Raises BadRow with the reason where it cannot be.

    A title, a description and an identity are needed; everything else has a default, and what
    had to be mended or dropped is told by the posting's warnings.
    """
    warnings: list[str] = []
    source, external_id = _identity_of(row)
    title = one_line(row, "title")
    if not title:
        raise BadRow("It has no title.")
    if len(title) > _MAX_TITLE:
        warnings.append("long title cut")
        title = cut_at_word(title, _MAX_TITLE)

    description = clean_html(text_of(row, "description_html") or text_of(row, "description_text"))
    plain = html_to_text(description, is_clean=True)
    if not plain:
        raise BadRow("It has no description.")

    posted_at = moment_of(row, "posted_at")
    if posted_at is not None and posted_at > now:
        warnings.append("day of posting in the future ignored")
        posted_at = None
    deadline = moment_of(row, "valid_through", end_of_day=True)
    if posted_at is not None and deadline is not None and deadline < posted_at:
        warnings.append("deadline before the day of posting ignored")
        deadline = None

    given_type = one_line(row, "employment_type")
    location = _location_of(row)
    pay = _pay_of(row, warnings)
    return Posting(
        source=source,
        external_id=external_id,
        company_name=_company_of(row, source),
        company_key=one_line(row, "company_key")[:_MAX_COMPANY],
        category_name=category_of(
            title=title,
            category=one_line(row, "category"),
            function=one_line(row, "function"),
            industry=one_line(row, "industry"),
        ),
        title=title,
        location=location,
        place=_place_of(row, location, pay.currency),
        summary=summarise(plain),
        description=description,
        requirements=_rich_text_of(row, "requirements"),
        responsibilities=_rich_text_of(row, "responsibilities"),
        benefits=_rich_text_of(row, "benefits"),
        company_description=_rich_text_of(row, "company_profile"),
        employment_type=employment_type_of(given_type, title),
        experience_level=experience_level_of(one_line(row, "experience_level"), title),
        workplace=workplace_of(
            remote=truth_of(row, "remote"),
            employment_type=given_type,
            title=title,
            place=location,
        ),
        pay=pay,
        skills=_skills_of(row),
        posted_at=posted_at,
        deadline=deadline,
        warnings=tuple(warnings),
    )


def _identity_of(row: Row) -> tuple[str, str]:
    """Return the source and what is unique in it; `id` is `source:…`, `source_id` need not be."""
    source, whole = one_line(row, "source"), one_line(row, "id")
    if not source and ":" in whole:
        source = whole.partition(":")[0]
    if not source:
        raise BadRow("It has neither a source nor an id that begins with one.")
    external_id = whole.removeprefix(f"{source}:") or one_line(row, "source_id")
    if not external_id:
        raise BadRow("It has no id.")
    if len(source) > _MAX_SOURCE:
        raise BadRow(f"Its source is longer than {_MAX_SOURCE} characters.")
    if len(external_id) > _MAX_EXTERNAL_ID:
        raise BadRow(f"Its id is longer than {_MAX_EXTERNAL_ID} characters.")
    return source, external_id


def _company_of(row: Row, source: str) -> str:
    """Return the employer's name; those who give none share one employer for each source."""
    name = cut_at_word(one_line(row, "company"), _MAX_COMPANY)
    return name or f"Undisclosed employer ({source})"


def _location_of(row: Row) -> str:
    """Return the place as posted, with the city added where it is not named in it."""
    place, city = one_line(row, "location"), one_line(row, "city")
    if place and city and city.lower().removesuffix(" city") not in place.lower():
        room = _MAX_LOCATION - len(city) - 2
        place = f"{cut_at_word(place, room)}, {city}" if room > 0 else city
    if not place:
        parts = [city, one_line(row, "region"), one_line(row, "country")]
        place = ", ".join(dict.fromkeys(part for part in parts if part))
    if not place:
        place = "Remote" if truth_of(row, "remote") else "Not stated"
    return cut_at_word(place, _MAX_LOCATION)


def _place_of(row: Row, location: str, currency: str) -> Location:
    """Return where the job is: by the source's own columns where it has them."""
    city = one_line(row, "city")
    parts = [city, one_line(row, "region"), one_line(row, "country")]
    text = ", ".join(part for part in parts if part) if city else location
    return Location(text, currency, _position_of(row))


def _position_of(row: Row) -> tuple[float, float] | None:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or latitude == longitude == 0:
        return None
    return float(latitude), float(longitude)


def _rich_text_of(row: Row, name: str) -> str:
    text = text_of(row, name)
    return clean_html(text) if text else ""


def _pay_of(row: Row, warnings: list[str]) -> Pay:
    pay = pay_of(row, default_currency=settings.DEFAULT_CURRENCY, warnings=warnings)
    if pay.minimum is None and pay.maximum is None:
        # Without an amount the period says nothing; one value keeps a second load from a change.
        return Pay(None, None, pay.currency, SalaryPeriod.YEAR)
    return pay


def _skills_of(row: Row) -> tuple[str, ...]:
    """Return at most MAX_SKILLS skills in the order given, each once whatever its case."""
    found: dict[str, str] = {}
    for part in text_of(row, "skills").split("|"):
        # Tags are often written as identifiers, `power_bi`.
        name = " ".join(part.replace("_", " ").split())
        if name and len(name) <= MAX_SKILL_LENGTH:
            found.setdefault(fold(name), name)
    return tuple(found.values())[:MAX_SKILLS]

"""What pages, feeds and search engines say of one posting, put together once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from careers.listing import rows
from jobs.search import Likeness, similar
from nexus.core.html import clean_html

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from jobs.models import Job

_HEADINGS: dict[str, _StrPromise | str] = {
    "description": "",
    "responsibilities": _("Responsibilities"),
    "requirements": _("Requirements"),
    "benefits": _("Benefits"),
}
_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a posting: clean HTML under a heading, which the first part has none of."""

    heading: str
    html: SafeString


def sections_of(job: Job) -> list[Section]:
    """Return what the posting says about the job, part by part, without the parts left empty."""
    texts = ((heading, safe_html(getattr(job, name))) for name, heading in _HEADINGS.items())
    return [Section(str(heading), html) for heading, html in texts if html]


def safe_html(html: str) -> SafeString:
    """Return a posting's text for a page. It is clean already: this holds whatever wrote it."""
    return mark_safe(clean_html(html))  # noqa: S308  # sanitised in this line


def as_one_text(sections: list[Section], *, title: str) -> str:
    """Return the parts as one piece of HTML; a posting that says nothing has its title."""
    parts = [
        f"<h2>{escape(part.heading)}</h2>{part.html}" if part.heading else part.html
        for part in sections
    ]
    return "".join(parts) or f"<p>{escape(title)}</p>"


def similar_jobs(job: Job) -> list[Job]:
    """Return open jobs like this one with their companies, the most alike first. One query."""
    skills = tuple(skill.name for skill in job.skills.all())
    ids = similar(Likeness(job.pk, job.title, job.category_id, skills), limit=_SIMILAR)
    found = rows().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def closing_time(job: Job) -> datetime:
    """Return when a job that is open no more ceased to be."""
    if job.closed_at is None:
        return job.application_deadline
    return min(job.closed_at, job.application_deadline)


def site_address(request: HttpRequest) -> str:
    """Return scheme and host of the site as the visitor knows it."""
    return f"{request.scheme}://{request.get_host()}"

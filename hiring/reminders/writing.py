"""What the mails that list jobs have in common."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.addresses import site_address
from people.names import called, first_name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from people.models import User

MOST_LISTED = 20


def lines(things: Iterable[tuple[str, Iterable[str], str]]) -> str:
    """Return a paragraph of each of the first things: its title, its facts and its address."""
    listed = list(things)
    paragraphs = [
        "\n".join([" ".join(title.split()), " · ".join(fact for fact in facts if fact), url])
        for title, facts, url in islice(listed, MOST_LISTED)
    ]
    if (left := len(listed) - MOST_LISTED) > 0:
        more = ngettext("and %(number)d more job", "and %(number)d more jobs", left)
        paragraphs.append(more % {"number": left})
    return "\n\n".join(paragraphs)


def office_values(reader: User, narrowed: str) -> dict[str, str]:
    """Return what stands in every mail to a company: the reader, and where its applications are."""
    received = reverse("admin:hiring_application_changelist")
    return {**reader_values(reader), "link": site_address(f"{received}?{narrowed}")}


def reader_values(reader: User) -> dict[str, str]:
    return {"first_name": first_name_of(reader), "full_name": called(reader)}


def applications_of(job_id: int) -> str:
    """Return where the new applications to a job are listed."""
    received = reverse("admin:hiring_application_changelist")
    return site_address(f"{received}?job__id__exact={job_id}&waiting=new")


def apply_by(deadline: datetime) -> str:
    """Return a deadline in words for candidates, as the reader's clock has it."""
    return _("apply by %(day)s") % {"day": _on_clock(deadline)}


def open_until(deadline: datetime) -> str:
    """Return the same for whoever looks after the job."""
    return _("open until %(day)s") % {"day": _on_clock(deadline)}


def _on_clock(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def number_of_jobs(number: int) -> str:
    return ngettext("%(number)d job", "%(number)d jobs", number) % {"number": number}

"""The words in double braces that a mail to applicants may hold: replaced, never evaluated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from hiring.models import Application

PLACEHOLDERS = {
    "first_name": _("The applicant's first name"),
    "full_name": _("The applicant's full name"),
    "job": _("The title of the job"),
    "company": _("The name of the company"),
    "reference": _("The number of the application"),
}
_WORD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def unknown_in(text: str) -> list[str]:
    """Return what stands in double braces and is none of ours, each once, in order."""
    return list(dict.fromkeys(word for word in _WORD.findall(text) if word not in PLACEHOLDERS))


def fill(text: str, application: Application) -> str:
    """Return `text` for the reader of one application, loaded with its job, company and applicant.

    What is put in is not looked through again, whatever people are called.
    """
    person = application.applicant
    name = person.get_full_name() or person.username
    values = {
        "first_name": str(person.first_name) or name,
        "full_name": str(name),
        "job": application.job.title,
        "company": application.job.company.name,
        "reference": application.reference,
    }
    return _WORD.sub(lambda found: values.get(found[1], found[0]), text)

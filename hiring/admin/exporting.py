"""The chosen applications as a table for other programs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from hiring.admin.looks import note_export
from hiring.services import MAX_AT_ONCE

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest

    from hiring.models import Application

# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def export(request: HttpRequest, rows: Any) -> HttpResponse:
    """Return the applications as CSV in UTF-8, and note whose data it holds."""
    found = list(
        rows.with_list_facts().prefetch_related("applicant__profile__skills")[: MAX_AT_ONCE + 1]
    )
    if len(found) > MAX_AT_ONCE:
        sentence = _("At most %(number)d applications can be exported at once.")
        messages.error(request, sentence % {"number": MAX_AT_ONCE})
        return HttpResponseRedirect(request.get_full_path())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="applications.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    response.write("\ufeff")  # by which spreadsheets know that it is UTF-8
    table = csv.writer(response)
    table.writerow(
        [
            _("Number"),
            _("Name"),
            _("E-mail"),
            _("Phone"),
            _("Job"),
            _("Company"),
            _("Stage"),
            _("Withdrawn"),
            _("Applied"),
            _("Rating"),
            _("Source"),
            _("Skills"),
        ]
    )
    for one in found:
        table.writerow([safe_cell(text) for text in _cells(one)])
    note_export(request, found)
    return response


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet runs it: with an apostrophe before what it would."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text


def _cells(application: Application) -> list[str]:
    applicant = application.applicant
    return [
        application.reference,
        str(applicant.get_full_name() or applicant.username),
        applicant.email,
        str(applicant.phone_number),
        application.job.title,
        application.job.company.name,
        str(application.get_status_display()),
        application.withdrawn_at.date().isoformat() if application.withdrawn_at else "",
        application.applied_at.isoformat(timespec="minutes"),
        "" if application.rating is None else str(application.rating),
        str(application.get_source_display()),
        ", ".join(skill.name for skill in applicant.profile.skills.all()),
    ]

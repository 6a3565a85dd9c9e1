"""The pages of the statistics, and their tables as files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hiring.admin.statistics import lasting, paying, reached, wanted
from hiring.admin.statistics.choosing import Chosen, choose
from hiring.admin.statistics.scopes import Whose, whose_of
from hiring.statistics import pay
from hiring.statistics.counting import Counting
from nexus.core.backoffice import acting
from nexus.core.exporting.formats import CONTENT_TYPES, CsvWriter, ExportFormat
from people.standing import memberships_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from hiring.admin.statistics.tables import Table
    from hiring.statistics.pay import Unit


class Part(NamedTuple):
    """One page of the statistics, and whether a single job has it."""

    label: StrOrPromise
    is_of_jobs: bool


PARTS = {
    "applications": Part(gettext_lazy("Applications"), True),
    "times": Part(gettext_lazy("Times"), True),
    "pay": Part(gettext_lazy("Pay"), False),
    "demand": Part(gettext_lazy("Demand"), False),
}
FIRST = "applications"
_TABLES: dict[str, Callable[[Counting, Chosen, Whose], list[Table]]] = {
    "applications": reached.tables,
    "times": lasting.tables,
    "demand": wanted.tables,
}


class Tab(NamedTuple):
    label: StrOrPromise
    url: str
    is_open: bool


class Choice(NamedTuple):
    """A unit that pay can be shown in."""

    key: str
    label: str
    is_chosen: bool


class Content(NamedTuple):
    tables: list[Table]
    units: list[Choice]
    query: str


@require_safe
def statistics(request: HttpRequest, part: str = FIRST) -> HttpResponse:
    """Show one part of the statistics to those whose figures they are."""
    whose, chosen = whose_of(request), choose(request.GET)
    _ensure_there(part, whose)
    content = _content(part, request, chosen, whose)
    user = acting(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Statistics"),
        "whose": whose,
        "chosen": chosen,
        "form": chosen.form,
        "tabs": _tabs(part, chosen, whose),
        "part": part,
        "content": content,
        "companies": [] if user.is_admin else [one.company for one in memberships_of(user)],
    }
    return TemplateResponse(request, "admin/statistics/page.html", context)


@require_safe
def download(request: HttpRequest, part: str, table: str) -> HttpResponse:
    """Return one table as CSV."""
    whose, chosen = whose_of(request), choose(request.GET)
    _ensure_there(part, whose)
    tables = _content(part, request, chosen, whose).tables
    found = next((one for one in tables if one.key == table), None)
    if found is None:
        raise Http404
    target = io.BytesIO()
    writer = CsvWriter(target, [str(head) for head in found.heads], found.title)
    for row in found.rows:
        writer.row([cell.value for cell in row])
    writer.close()
    answer = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES[ExportFormat.CSV])
    last, first = chosen.period.last, chosen.period.first
    days = f"{first}-{last}" if first else f"{last}"
    file_name = f"{slugify(f'{whose.title[:40]} {found.key}')}-{days}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _ensure_there(part: str, whose: Whose) -> None:
    if part not in PARTS or (whose.job is not None and not PARTS[part].is_of_jobs):
        raise Http404


def _content(part: str, request: HttpRequest, chosen: Chosen, whose: Whose) -> Content:
    counting = Counting(whose.scope)
    asked: dict[str, Any] = {**whose.asked, **chosen.asked}
    if part != "pay":
        return Content(_TABLES[part](counting, chosen, whose), [], urlencode(asked))
    units = pay.units(counting, chosen.period)
    unit = paying.chosen_unit(units, request.GET.get("unit", ""))
    if unit is not None:
        asked["unit"] = _key(unit)
    choices = [
        Choice(_key(one), paying.unit_words(one), one == unit)
        for one in list(units)[: paying.MOST_UNITS]
    ]
    return Content(paying.tables(counting, chosen, whose, unit), choices, urlencode(asked))


def _key(unit: Unit) -> str:
    return f"{unit.currency}-{unit.period}"


def _tabs(part: str, chosen: Chosen, whose: Whose) -> list[Tab]:
    asked: dict[str, Any] = {**whose.asked, **chosen.asked}
    query = urlencode(asked)
    tabs = []
    for name, its in PARTS.items():
        if whose.job is None or its.is_of_jobs:
            url = (
                reverse("admin:statistics")
                if name == FIRST
                else reverse("admin:statistics_part", args=[name])
            )
            tabs.append(Tab(its.label, f"{url}?{query}", name == part))
    return tabs

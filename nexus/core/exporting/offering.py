"""The ways from a list to its export: a link that keeps the filter, and an action on ticked rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from nexus.core.exporting.kinds import kind_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from people.models import User

# What turns the pages of a list and does not narrow it.
_NO_FILTERS = ("p", "all", "e")


def export_url(name: str, user: User, *, query: QueryDict) -> str:
    """Return where the rows of a list with this query are exported; empty for who may not."""
    kind = kind_named(name) if name else None
    if kind is None or not kind.may_export(user):
        return ""
    kept = query.copy()
    for useless in _NO_FILTERS:
        kept.pop(useless, None)
    return _address(name, {"list": kept.urlencode()} if kept else {})


def export_rows(
    name: str, request: HttpRequest, rows: QuerySet[Any] | Iterable[Any]
) -> HttpResponse:
    """Lead to the export of the rows that were ticked, or of all of the list where all were."""
    if request.POST.get("select_across", "0") != "0":
        return HttpResponseRedirect(_address(name, {"list": request.GET.urlencode()}))
    ids = [row.pk for row in rows]
    return HttpResponseRedirect(_address(name, {"ids": ids, "list": request.GET.urlencode()}))


def _address(name: str, query: dict[str, Any]) -> str:
    address = reverse("admin:export_new", args=[name])
    return f"{address}?{urlencode(query, doseq=True)}" if query else address

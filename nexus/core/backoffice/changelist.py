"""Lists that stay quick however many rows there are, and that say what to do when there are none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet

from nexus.core.backoffice.company import chosen_company

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

MOST_COUNTED = 10_000


class EmptyState(NamedTuple):
    """What a list without a single row says: what belongs here, and the first thing to do."""

    title: StrOrPromise
    text: StrOrPromise = ""
    action: StrOrPromise = ""
    url: str = ""


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """Counts no further than `MOST_COUNTED`, and turns no further either.

    What lies beyond is found by filters and words, never by turning two hundred pages.
    """

    @cached_property
    def counted(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: MOST_COUNTED + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_COUNTED


class ScopedChangeList(ChangeList):
    """Narrows the rows to the company that the person has in view."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        chosen = chosen_company(request)
        path = getattr(self.model_admin, "company_path", "")
        if chosen is not None and path:
            self.root_queryset = self.root_queryset.filter(**{path: chosen})
        return super().get_queryset(request, exclude_parameters)

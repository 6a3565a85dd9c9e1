"""The rows of a list of the back office as somebody sees it, without its page.

The filters, the words and the company in view are those of the list itself, so that what goes out
is what was looked at; and whose rows they are is asked anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.admin.views.main import IGNORED_PARAMS
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nexus.core.ids import row_ids_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model, QuerySet

    from people.models import User

_MOST_IDS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: those of a list with `query` as its address has it, or of these `ids` alone.

    `company` is the one that the list was narrowed to.
    """

    query: str = ""
    ids: tuple[int, ...] = ()
    company: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"query": self.query, "ids": list(self.ids), "company": self.company}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Asked:
        return cls(data["query"], tuple(data["ids"]), data["company"])

    def as_address(self) -> str:
        """Return what `from_texts` reads, as the query of an address."""
        listed = [("list", self.query)] if self.query else []
        return urlencode([*(("ids", str(one)) for one in self.ids), *listed])

    @classmethod
    def from_texts(cls, query: str, ids: list[str], company: int | None) -> Asked:
        """Return what an address says; ids that are none are left out."""
        return cls(query, tuple(row_ids_of(ids)[:_MOST_IDS]), company)


class Listed(NamedTuple):
    """The rows, and what the list was narrowed by, as pairs of what and how."""

    rows: QuerySet[Any]
    narrowed_by: list[tuple[str, str]]


def listed(model: type[Model], user: User, asked: Asked, *, is_described: bool = False) -> Listed:
    """Return the rows of the list of `model` that `user` sees. Nothing is counted or loaded.

    With `is_described` it says by what they are narrowed, which costs a few queries. Raises
    IncorrectLookupParameters and DisallowedModelAdminLookup as the list does.
    """
    from django.contrib import admin  # whose lists are known when all apps are loaded

    model_admin: Any = admin.site.get_model_admin(model)
    request = _request(user, asked)
    if asked.ids:
        return Listed(model_admin.get_queryset(request).filter(pk__in=asked.ids), [])
    found = model_admin.list_without_rows(request)
    return Listed(found.queryset, list(_narrowed_by(found)) if is_described else [])


def _request(user: User, asked: Asked) -> HttpRequest:
    from nexus.core.backoffice.company import choose_company

    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(asked.query)
    request.user = user
    # What the list would say of wrong words is said to nobody here.
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]  # of which nothing but `get` is asked
    if asked.company is not None:
        choose_company(request, asked.company)
    return request


def _narrowed_by(found: Any) -> Iterator[tuple[str, str]]:
    if found.query:
        yield _("Search"), str(found.query)
    left = {
        name: values
        for name, values in found.filter_params.items()
        if any(values) and name not in IGNORED_PARAMS
    }
    for spec in found.filter_specs:
        asked = [left.pop(name) for name in spec.expected_parameters() if name in left]
        texts = [text for values in asked for text in values if text]
        if not texts:
            continue
        chosen = [c["display"] for c in spec.choices(found) if c.get("selected") and "display" in c]
        yield str(spec.title).capitalize(), ", ".join(str(word) for word in chosen or texts)
    # What was asked for by address alone, which no filter of the list shows.
    for name, values in left.items():
        yield name, ", ".join(values)

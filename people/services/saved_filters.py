"""Keeping filters of lists, each person for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from nexus.core.errors import Invalid
from people.saved_filter_models import SavedFilter
from taxonomy.names import tidy

if TYPE_CHECKING:
    from people.models import User

MOST_PER_LIST = 20
_LONGEST_NAME, _LONGEST_QUERY = 60, 1000
# The page one is on, and how the list was opened, are no part of a filter.
_NOT_KEPT = ("p", "e", "_popup", "_to_field")


def save_filter(*, model: str, name: str, query: str, by: User) -> SavedFilter:
    """Keep what a list is narrowed to; one of the same name is replaced.

    Raises Invalid for a name that is missing or too long, for nothing to keep, and beyond
    `MOST_PER_LIST`.
    """
    name = tidy(name)
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid.field("name", _("Give it a name of at most 60 letters."))
    kept = QueryDict(query[: _LONGEST_QUERY * 2].removeprefix("?"), mutable=True)
    for key in _NOT_KEPT:
        kept.pop(key, None)
    words = kept.urlencode()
    if not words or len(words) > _LONGEST_QUERY:
        raise Invalid.field("query", _("Narrow the list first, by filters or words."))
    mine = list(SavedFilter.objects.filter(user=by, model=model))
    same = next((one for one in mine if one.name.casefold() == name.casefold()), None)
    if same is not None:
        same.name, same.query = name, words
        same.save(update_fields=["name", "query"])
        return same
    if len(mine) >= MOST_PER_LIST:
        raise Invalid(_("There are twenty already. Remove one first."))
    return SavedFilter.objects.create(user=by, model=model, name=name, query=words)


def remove_filter(filter_id: int, *, by: User) -> None:
    SavedFilter.objects.filter(user=by, pk=filter_id).delete()

"""Categories by id or slug, read without compiling the query anew each time."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from nexus.core.compiled import Compiled, compile_rows
from nexus.core.ids import row_id_of
from taxonomy.models import Category

# Stand-ins for the values of a run: an id and a slug that no category has.
_ANY_ID = 2**62
_ANY_SLUG = "/{}"


class KnownCategory(NamedTuple):
    """What a facet or a filter needs of a category."""

    id: int
    slug: str
    name: str


def categories_by_id(ids: Collection[int]) -> dict[int, KnownCategory]:
    """Return those of `ids` that exist, active or not. At most one query."""
    return {found.id: found for found in _find(ids, ())} if ids else {}


def category_ids(names: Collection[str]) -> frozenset[int]:
    """Return the ids of the categories named by id or slug; unknown ones are left out. One query.

    As `by_id_or_slug` does for one, it takes digits for an id, and for a slug where no category
    has that id.
    """
    as_ids = {name: pk for name in names if (pk := row_id_of(name)) is not None}
    found = _find(as_ids.values(), names)
    ids = {category.id for category in found}
    by_slug = {category.slug: category.id for category in found}
    wanted = {as_ids[n] if as_ids.get(n) in ids else by_slug.get(n) for n in names}
    return frozenset(pk for pk in wanted if pk is not None)


def _find(ids: Collection[int], slugs: Collection[str]) -> list[KnownCategory]:
    id_room, slug_room = _room(ids), _room(slugs)
    values: dict[str, object] = {}
    for n, pk in enumerate([*ids, *[0] * (id_room - len(ids))]):
        values[f"id{n}"] = pk
    for n, slug in enumerate([*slugs, *[""] * (slug_room - len(slugs))]):
        values[f"slug{n}"] = slug
    rows = _statement(connection.vendor, id_room, slug_room).rows(values)
    return [KnownCategory(*row) for row in rows]


def _room(values: Collection[object]) -> int:
    """Return the next power of two, so that a few statements serve every number of values."""
    return 1 << max(0, len(values) - 1).bit_length()


@cache
def _statement(vendor: str, ids: int, slugs: int) -> Compiled:
    any_ids = {f"id{n}": _ANY_ID + n for n in range(ids)}
    any_slugs = {f"slug{n}": _ANY_SLUG.format(n) for n in range(slugs)}
    chosen = Q(pk__in=any_ids.values()) | Q(slug__in=any_slugs.values())
    categories = Category.objects.filter(chosen).order_by().values_list("pk", "slug", "name")
    return compile_rows(categories, {**any_ids, **any_slugs})

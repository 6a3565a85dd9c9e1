"""What the things of the audit are called, and where they are opened. Apps name theirs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from nexus.core.ids import row_id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.contrib.admin import AdminSite
    from django.db.models import Model
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise


class Thing(NamedTuple):
    """A kind of thing of the audit, by the word before the colon.

    `model` is that of its rows, whose fields say what a changed value was; without a `page`, the
    name of an address within "admin" that takes the row's id, it is opened nowhere. `find` makes a
    row's id of what people call it by, as "NX-00012", and None of everything else. `details` says
    what is no field of the row: what it is called, and its values in words.
    """

    kind: str
    label: StrOrPromise
    model: type[Model] | None = None
    page: str = ""
    find: Callable[[str], int | None] | None = None
    details: Mapping[str, tuple[StrOrPromise, Mapping[str, StrOrPromise]]] = MappingProxyType({})


_things: dict[str, Thing] = {}


def add_thing(thing: Thing) -> None:
    """Make a kind of thing known. To be called by an app's `admin` module."""
    _things[thing.kind] = thing


def thing_of(kind: str) -> Thing | None:
    return _things.get(kind)


def known_things() -> list[Thing]:
    return list(_things.values())


def links_to(names: Iterable[str], request: HttpRequest, site: AdminSite) -> dict[str, str]:
    """Return the addresses of things, as "job:12", that are still there for whoever asks.

    One query for each kind among them.
    """
    numbers: dict[str, set[int]] = {}
    for name in names:
        kind, _colon, number = name.partition(":")
        if (pk := row_id_of(number)) is not None:
            numbers.setdefault(kind, set()).add(pk)
    found: dict[str, str] = {}
    for kind, ids in numbers.items():
        thing = _things.get(kind)
        if thing is None or thing.model is None or not thing.page:
            continue
        model_admin = site.get_model_admin(thing.model)
        if not model_admin.has_view_permission(request):
            continue
        rows = model_admin.get_queryset(request).filter(pk__in=ids).order_by()
        for pk in rows.values_list("pk", flat=True):
            found[f"{kind}:{pk}"] = reverse(f"admin:{thing.page}", args=[pk])
    return found


def named_thing(text: str) -> str:
    """Return the thing that somebody typed, as "job:12" or by its own number; empty for none."""
    text = text.strip()
    kind, _colon, number = text.partition(":")
    if kind in _things and number:
        return text
    for thing in _things.values():
        pk = thing.find(text) if thing.find is not None else None
        if pk is not None:
            return f"{thing.kind}:{pk}"
    return ""

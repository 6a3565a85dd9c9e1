"""Pages of the back office that are about no one kind of row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http.response import HttpResponseBase


class BackOfficePage(NamedTuple):
    """An address below that of the back office, its view and its name within "admin"."""

    route: str
    view: Callable[..., HttpResponseBase]
    name: str


_pages: dict[str, BackOfficePage] = {}


def add_page(route: str, view: Callable[..., HttpResponseBase], name: str) -> None:
    """Put a page into the back office, behind its login. To be called by an app's `admin` module.

    Who may see it, and what of it, is the view's own matter.
    """
    _pages[name] = BackOfficePage(route, view, name)


def added_pages() -> Iterator[BackOfficePage]:
    yield from _pages.values()

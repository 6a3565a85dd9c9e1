"""The entries of the back office's navigation. Apps add theirs; the site shows what is for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from people.models import User


class Section(Enum):
    """The parts of the navigation, in their order: what people do, not where rows are kept."""

    WORK = ""
    MARKET = _("Market")
    SITE = _("Site")


@dataclass(frozen=True)
class Entry:
    """One line of the navigation.

    `icon` is a name of Lucide's; `url` is asked with the request, and an empty one leaves the
    entry out; `is_for` decides by the person and must not cost a query of its own.
    """

    label: StrOrPromise
    icon: str
    url: Callable[[HttpRequest], str]
    section: Section = Section.WORK
    order: int = 100
    is_for: Callable[[User], bool] = lambda user: True


class Link(NamedTuple):
    """An entry as one person sees it; `current` is what `aria-current` says."""

    label: StrOrPromise
    icon: str
    url: str
    current: str


class Group(NamedTuple):
    """A titled part of the navigation. The first one has no title."""

    title: StrOrPromise
    links: list[Link]


_entries: list[Entry] = []


def add_entry(entry: Entry) -> None:
    """Add an entry that is not a list of rows, which brings its own. To be called from `admin`."""
    _entries.append(entry)


def navigation(
    request: HttpRequest, user: User, more: Iterable[Entry], home: str = ""
) -> list[Group]:
    """Return what `user` may go to. The entry that is open, and no other, is marked.

    `home` is the address below which all pages lie: it is open only when it is the page itself.
    """
    shown = sorted((e for e in [*_entries, *more] if e.is_for(user)), key=lambda e: e.order)
    urls = {id(entry): entry.url(request) for entry in shown}
    below = [u for u in urls.values() if len(u) > len(home) and request.path.startswith(u)]
    open_url = max(below, key=len, default=home if request.path == home else "")
    groups = []
    for section in Section:
        links = []
        for entry in shown:
            url = urls[id(entry)]
            if entry.section is section and url:
                current = ("page" if request.path == url else "true") if url == open_url else ""
                links.append(Link(entry.label, entry.icon, url, current))
        if links:
            groups.append(Group(section.value, links))
    return groups

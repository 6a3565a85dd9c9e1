"""What a page of results says beside its rows: chips, ways out, the order, the way through pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from careers.job_search.facets import label_of
from careers.job_search.parameters import FILTERS, LAST_PAGE, PAGE_SIZE, SORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careers.job_search.parameters import CategoryName, Search


class Link(NamedTuple):
    """Words that lead to another search."""

    label: str
    url: str
    is_current: bool = False


class WayOut(NamedTuple):
    """A filter to drop, where nothing was found; `search` is what is left."""

    label: str
    search: Search


class Offer(NamedTuple):
    """A way out that leads to jobs."""

    label: str
    url: str
    number: int


class Pages(NamedTuple):
    """The way through the pages: addresses, empty where there is none."""

    number: int
    last: int
    previous: str
    following: str


def chips(search: Search, path: str, categories: Mapping[str, CategoryName]) -> list[Link]:
    """Return what narrows the search, each with the address of the search without it."""
    found = []
    if search.location:
        found.append(Link(search.location, search.without("location").address(path)))
    if search.company:
        found.append(Link(search.company, search.without("company").address(path)))
    for kind in FILTERS:
        for value in search.chosen.get(kind.name, ()):
            without = search.without(kind.name, value)
            found.append(Link(label_of(kind.name, value, categories), without.address(path)))
    return found


def ways_out(search: Search, categories: Mapping[str, CategoryName]) -> list[WayOut]:
    """Return each single filter that could be dropped; at most one for each that there is."""
    found = []
    if search.text and search.is_narrowed():
        found.append(WayOut(f"“{search.text}”", search.without("q")))
    if search.location:
        found.append(WayOut(f"“{search.location}”", search.without("location")))
    if search.company:
        found.append(WayOut(f"“{search.company}”", search.without("company")))
    for kind in FILTERS:
        values = search.chosen.get(kind.name, ())
        if values:
            named = ", ".join(label_of(kind.name, value, categories) for value in values)
            found.append(WayOut(f"{kind.label}: {named}", search.without(kind.name)))
    return found


def offers(ways: Sequence[WayOut], counts: Iterable[int], path: str) -> list[Offer]:
    """Return the ways out that lead anywhere, to the most jobs first."""
    found = [
        Offer(way.label, way.search.address(path), number)
        for way, number in zip(ways, counts, strict=True)
        if number
    ]
    return sorted(found, key=lambda offer: -offer.number)


def sorts(search: Search, path: str) -> list[Link]:
    """Return the orders that make sense for the search."""
    current = search.order()
    usual = "relevance" if search.text else "newest"
    return [
        Link(str(label), search.address(path, sort="" if name == usual else name), name == current)
        for name, (label, _ordering) in SORTS.items()
        if name != "relevance" or search.text
    ]


def pages(search: Search, path: str, total: int) -> Pages:
    """Return where the page stands among the others."""
    last = min(max(-(-total // PAGE_SIZE), 1), LAST_PAGE)
    number = search.page
    return Pages(
        number=number,
        last=last,
        previous=search.address(path, page=number - 1) if number > 1 else "",
        following=search.address(path, page=number + 1) if number < last else "",
    )


def heading(search: Search, categories: Mapping[str, CategoryName]) -> str:
    """Return the search in words, for titles."""
    named = [chip.label for chip in chips(search, "", categories)]
    words = [part for part in (search.text, *named) if part]
    return _("Jobs: %s") % ", ".join(words) if words else _("Jobs")

"""What a page of results says beside its rows: chips, ways out, the order, the way through pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from careers.job_search.facets import label_of
from careers.job_search.parameters import FILTERS, LAST_PAGE, PAGE_SIZE, RADII_KM, SORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careers.job_search.parameters import Search
    from careers.job_search.vocabulary import Vocabulary


class Link(NamedTuple):
    """Words that lead to another search."""

    label: str
    url: str
    is_current: bool = False


class WayOut(NamedTuple):
    """A filter to drop or to widen, where nothing was found; `search` is what is left."""

    name: str
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


def chips(search: Search, path: str, vocabulary: Vocabulary) -> list[Link]:
    """Return what narrows the search, each with the address of the search without it."""
    found = []
    if search.location:
        found.append(Link(around_label(search), search.without("location").address(path)))
    if search.company:
        found.append(Link(search.company, search.without("company").address(path)))
    for kind in FILTERS:
        for value in search.chosen.get(kind.name, ()):
            without = search.without(kind.name, value)
            found.append(Link(label_of(kind.name, value, vocabulary), without.address(path)))
    return found


def ways_out(search: Search) -> list[WayOut]:
    """Return each single filter that could be dropped; at most one for each that there is."""
    names = ["q"] if search.text and search.is_narrowed() else []
    names += [name for name in ("location", "company") if getattr(search, name)]
    names += [kind.name for kind in FILTERS if search.chosen.get(kind.name)]
    found = [WayOut(name, search.without(name)) for name in names]
    if search.within:
        wider = [km for km in RADII_KM if km > search.within]
        found += [WayOut("within", replace(search, within=km, page=1)) for km in wider[:1]]
    return found


def offers(
    search: Search,
    ways: Sequence[WayOut],
    counts: Iterable[int],
    path: str,
    vocabulary: Vocabulary,
) -> list[Offer]:
    """Return the ways out that lead anywhere, to the most jobs first."""
    found = [
        Offer(_words_for(way, search, vocabulary), way.search.address(path), number)
        for way, number in zip(ways, counts, strict=True)
        if number
    ]
    return sorted(found, key=lambda offer: -offer.number)


def _words_for(way: WayOut, search: Search, vocabulary: Vocabulary) -> str:
    if way.name == "within":
        return _("Within %(km)s km of %(place)s") % {
            "km": way.search.within,
            "place": search.location,
        }
    if way.name == "location" and search.within:
        dropped = around_label(search)
    elif way.name in ("q", "location", "company"):
        text = search.text if way.name == "q" else getattr(search, way.name)
        dropped = f"“{text}”"
    else:
        kind = next(one for one in FILTERS if one.name == way.name)
        values = search.chosen[way.name]
        named = ", ".join(label_of(way.name, value, vocabulary) for value in values)
        dropped = f"{kind.label}: {named}"
    return _("Without %s") % dropped


def around_label(search: Search) -> str:
    """Return the location as a chip says it."""
    if not search.within:
        return search.location
    return _("%(place)s, %(km)s km around") % {"place": search.location, "km": search.within}


def sorts(search: Search, path: str) -> list[Link]:
    """Return the orders that make sense for the search."""
    current = search.order()
    usual = "relevance" if search.text else "newest"
    return [
        Link(str(label), search.address(path, sort="" if name == usual else name), name == current)
        for name, (label, _ordering) in SORTS.items()
        if _makes_sense(name, search)
    ]


def _makes_sense(sort: str, search: Search) -> bool:
    return {"relevance": bool(search.text), "distance": bool(search.within)}.get(sort, True)


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


def heading(search: Search, vocabulary: Vocabulary) -> str:
    """Return the search in words, for titles."""
    named = [chip.label for chip in chips(search, "", vocabulary)]
    words = [part for part in (search.text, *named) if part]
    return _("Jobs: %s") % ", ".join(words) if words else _("Jobs")

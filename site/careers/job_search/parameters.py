"""What the address of a search asks for, and the address of what is asked for.

Reading never fails: what is not understood is left out and said in a notice. Writing leaves out
whatever is empty or goes without saying, so that the same search has one address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import EmploymentType, ExperienceLevel, Workplace
from jobs.search import POSTED_DAYS, JobQuery, band_named, posted_after
from nexus.core.ids import row_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from careers.job_search.vocabulary import Vocabulary

PAGE_SIZE = 20
# Deeper than anybody reads; an offset costs more the deeper it is.
LAST_PAGE = 500
LONGEST = 200
MOST_VALUES = 20

SORTS: dict[str, tuple[_StrPromise, str]] = {
    "relevance": (gettext_lazy("Best match"), "relevance"),
    "newest": (gettext_lazy("Newest"), "-created_at"),
    "closing": (gettext_lazy("Closing soon"), "application_deadline"),
    "pay": (gettext_lazy("Highest pay"), "-salary_max"),
    "distance": (gettext_lazy("Nearest"), "-created_at"),
}
RADII_KM = (10, 25, 50, 100, 200)


class FilterKind(NamedTuple):
    """A filter with values to tick: its name in addresses and in the index, and what it is called.

    `query_part` is its place in a JobQuery. Only one value can be ticked where `is_single`.
    """

    name: str
    facet: str
    query_part: str
    label: _StrPromise
    is_single: bool = False


FILTERS = (
    FilterKind("category", "category", "categories", gettext_lazy("Category")),
    FilterKind("place", "place_id", "places", gettext_lazy("City")),
    FilterKind("workplace", "workplace", "workplaces", gettext_lazy("Workplace")),
    FilterKind(
        "employment_type", "employment_type", "employment_types", gettext_lazy("Employment type")
    ),
    FilterKind("experience_level", "experience_level", "experience_levels", gettext_lazy("Level")),
    FilterKind("pay", "pay_band", "pay_bands", gettext_lazy("Pay a year")),
    FilterKind("posted_within", "posted", "posted_since", gettext_lazy("Posted"), is_single=True),
)
_CLOSED_SETS = {
    "workplace": frozenset(Workplace.values),
    "employment_type": frozenset(EmploymentType.values),
    "experience_level": frozenset(ExperienceLevel.values),
    "posted_within": frozenset(map(str, POSTED_DAYS)),
}
_TEXTS = ("q", "location", "company")


@dataclass(frozen=True)
class Search:
    """A search as an address holds it. `chosen` has the ticked values by the filter's name.

    `within` is so many kilometres around `location`, 0 for its words alone.
    """

    text: str = ""
    location: str = ""
    within: int = 0
    company: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of its address in their one order."""
        given = [("q", self.text), ("location", self.location)]
        given.append(("within", str(self.within) if self.within else ""))
        given.append(("company", self.company))
        for kind in FILTERS:
            given += [(kind.name, value) for value in self.chosen.get(kind.name, ())]
        given.append(("sort", self.sort))
        given.append(("page", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in given if value]

    def address(self, path: str, **changes: Any) -> str:
        """Return the address of this search with other values; a new question begins on page 1."""
        pairs = replace(self, **{"page": 1, **changes}).pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, name: str, value: str | None = None) -> Search:
        """Return the search without a filter, or without one value of it."""
        if name in _TEXTS:
            cleared: dict[str, Any] = {"text" if name == "q" else name: ""}
            if name == "location":
                cleared["within"] = 0
            return replace(self, **cleared, page=1)
        kept = tuple(one for one in self.chosen.get(name, ()) if value not in (None, one))
        return replace(self, chosen={**self.chosen, name: kept}, page=1)

    def is_narrowed(self) -> bool:
        """Whether anything but words narrows it."""
        return bool(self.location or self.company or any(self.chosen.values()))

    def order(self) -> str:
        """Return the name of the order in force."""
        if self.sort == "relevance" and not self.text:
            return "newest"
        if self.sort == "distance" and not self.within:
            return "relevance" if self.text else "newest"
        return self.sort or ("relevance" if self.text else "newest")

    def question(
        self, vocabulary: Vocabulary, *, near: Iterable[int] = (), at: datetime
    ) -> JobQuery:
        """Return what is asked of the index.

        `near` are the places that its location means: all that counts within a distance, else as
        good as its words.
        """
        near = frozenset(near) if self.location else frozenset()
        days = self.chosen.get("posted_within", ())
        slugs = self.chosen.get("category", ())
        return JobQuery(
            text=self.text,
            location="" if self.within and near else self.location,
            near=near,
            company=self.company,
            places=frozenset(map(int, self.chosen.get("place", ()))),
            categories=frozenset(vocabulary.categories[slug].pk for slug in slugs),
            workplaces=frozenset(self.chosen.get("workplace", ())),
            employment_types=frozenset(self.chosen.get("employment_type", ())),
            experience_levels=frozenset(self.chosen.get("experience_level", ())),
            pay_bands=frozenset(self.chosen.get("pay", ())),
            posted_since=posted_after(int(days[0]), at) if days else None,
            ordering=SORTS[self.order()][1],
        )


def has_empty_parts(given: QueryDict) -> bool:
    """Whether a form was sent with fields left empty, which its address need not keep."""
    return any(not value.strip() for _name, values in given.lists() for value in values)


def without_empty_parts(given: QueryDict) -> str:
    """Return the query string without parameters that are empty."""
    pairs = [(name, value) for name, values in given.lists() for value in values if value.strip()]
    return urlencode(pairs)


def read_search(given: QueryDict, vocabulary: Vocabulary) -> tuple[Search, list[str]]:
    """Return the search that an address asks for, and what of it was not understood."""
    notices: list[str] = []
    texts = {name: _text(given, name, notices) for name in _TEXTS}
    chosen = {
        kind.name: values
        for kind in FILTERS
        if (values := _values(given, kind, vocabulary, notices))
    }
    search = Search(
        text=texts["q"],
        location=texts["location"],
        within=_within(given, texts["location"], notices),
        company=texts["company"],
        chosen=chosen,
        sort=_sort(given, notices),
        page=_page(given, notices),
    )
    return search, notices


def _text(given: QueryDict, name: str, notices: list[str]) -> str:
    text = " ".join(given.get(name, "").replace("\0", " ").split())
    if len(text) > LONGEST:
        notices.append(
            _("Only the first %(number)s characters of what you typed were searched for.")
            % {"number": LONGEST}
        )
    return text[:LONGEST].strip()


def _values(
    given: QueryDict,
    kind: FilterKind,
    vocabulary: Vocabulary,
    notices: list[str],
) -> tuple[str, ...]:
    asked = list(dict.fromkeys(value.strip() for value in given.getlist(kind.name)))
    asked = [value for value in asked if value]
    found = []
    for value in asked[:MOST_VALUES]:
        known = _known(kind.name, value, vocabulary)
        if known is None:
            notices.append(
                _("“%(value)s” is not known as a value of “%(filter)s” and was left out.")
                % {"value": _shortened(value), "filter": kind.label}
            )
        elif known not in found:
            found.append(known)
    if len(asked) > MOST_VALUES:
        notices.append(
            _("Only the first %(number)s values of “%(filter)s” count.")
            % {"number": MOST_VALUES, "filter": kind.label}
        )
    return tuple(found[-1:] if kind.is_single else sorted(found))


def _known(name: str, value: str, vocabulary: Vocabulary) -> str | None:
    """Return a value as addresses write it, None where there is no such thing."""
    if name == "category":
        if value in vocabulary.categories:
            return value
        # The feeds take ids as well.
        return next(
            (one.slug for one in vocabulary.categories.values() if str(one.pk) == value), None
        )
    if name == "place":
        pk = row_id_of(value)
        return str(pk) if pk else None
    if name == "pay":
        band = band_named(value)
        return band.value if band else None
    return value if value in _CLOSED_SETS[name] else None


def _within(given: QueryDict, location: str, notices: list[str]) -> int:
    within = given.get("within", "").strip()
    if not within:
        return 0
    if within not in map(str, RADII_KM):
        notices.append(
            _("“%(value)s” is no distance to search within.") % {"value": _shortened(within)}
        )
        return 0
    if not location:
        notices.append(_("Say a city as well, to search around it."))
        return 0
    return int(within)


def _sort(given: QueryDict, notices: list[str]) -> str:
    sort = given.get("sort", "").strip()
    if not sort or sort in SORTS:
        return sort
    notices.append(_("Jobs cannot be sorted by “%(value)s”.") % {"value": _shortened(sort)})
    return ""


def _page(given: QueryDict, notices: list[str]) -> int:
    page = given.get("page", "").strip()
    if not page:
        return 1
    if page.isascii() and page.isdigit() and len(page) < 10 and int(page):
        if int(page) <= LAST_PAGE:
            return int(page)
        notices.append(
            _("Only the first %(number)s pages can be read; narrow the search to see the rest.")
            % {"number": LAST_PAGE}
        )
        return LAST_PAGE
    notices.append(_("“%(value)s” is no page number.") % {"value": _shortened(page)})
    return 1


def _shortened(value: str) -> str:
    value = value.replace("\0", " ")
    return value if len(value) <= 40 else f"{value[:39]}…"

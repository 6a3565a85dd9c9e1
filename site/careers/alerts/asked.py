"""What an alert looks for: the parameters of a search, those of the API as well, in one form.

The words count as they do in the search, the beginning of the last one and no other spelling of
it; so does the distance around a city, whatever places are known by the day of the mail. How old
a job is and in which order jobs are shown is no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.job_search.answers import chips
from careers.job_search.parameters import Search, read_search
from careers.job_search.surroundings import surroundings_of
from jobs.search import POSTED_DAYS
from nexus.core.blind_index import exact_token
from nexus.core.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from careers.job_search.surroundings import Surroundings
    from careers.job_search.vocabulary import Vocabulary
    from jobs.search import JobQuery

_NOT_ASKED = ("sort", "page", "posted_within")
_PAY = ("salary_min", "salary_max")
# No row has it: what is left of a filter whose categories do not exist any more.
_NO_CATEGORY = 0


@dataclass(frozen=True)
class Asked:
    """A search as an alert keeps it. `lost` where categories were asked for of which none is left."""

    search: Search
    salary_min: Decimal | None = None
    salary_max: Decimal | None = None
    currency: str = ""
    is_lost: bool = False

    def kept(self, vocabulary: Vocabulary) -> str:
        """Return the query string that is kept. Categories by number: their names may change."""
        pairs = [
            (name, str(vocabulary.categories[value].pk) if name == "category" else value)
            for name, value in self.search.pairs()
        ]
        return urlencode(pairs + self._more())

    def address(self, **changes: str | int) -> str:
        """Return where the search is seen, with other values of `Search` if any are given."""
        path = self.search.address(reverse("job_list"), **changes)
        more = urlencode(self._more())
        return f"{path}{'&' if '?' in path else '?'}{more}" if more else path

    def address_of_new(self, since: datetime, at: datetime) -> str:
        """Return where the jobs are seen that have been posted since, the newest first."""
        age = (at - since).days + 1
        days = next((days for days in POSTED_DAYS if days >= age), None)
        chosen = {**self.search.chosen, "posted_within": (str(days),) if days else ()}
        newest = Asked(replace(self.search, chosen=chosen), *self._amounts())
        return newest.address(sort="newest")

    def words(self, vocabulary: Vocabulary) -> str:
        """Return the search in words. The places it names have to be known to `vocabulary`."""
        search = self.search
        parts = [search.text, *(chip.label for chip in chips(search, "", vocabulary))]
        if self.salary_min is not None:
            parts.append(_("at least %(pay)s a year") % {"pay": self._pay(self.salary_min)})
        if self.salary_max is not None:
            parts.append(_("at most %(pay)s a year") % {"pay": self._pay(self.salary_max)})
        return ", ".join(part for part in parts if part) or _("All jobs")

    def question(self, vocabulary: Vocabulary, around: Surroundings, *, at: datetime) -> JobQuery:
        """Return what is asked of the index."""
        found = self.search.question(vocabulary, near=around.meant(self.search), at=at)
        if self.is_lost:
            found = found.but(categories=frozenset({_NO_CATEGORY}))
        return found.but(
            salary_min=self.salary_min,
            salary_max=self.salary_max,
            currency=self.currency or None,
            ordering="",
        )

    def _amounts(self) -> tuple[Decimal | None, Decimal | None, str]:
        return self.salary_min, self.salary_max, self.currency

    def _more(self) -> list[tuple[str, str]]:
        given = zip((*_PAY, "salary_currency"), self._amounts(), strict=True)
        return [(name, str(value)) for name, value in given if value not in (None, "")]

    def _pay(self, amount: Decimal) -> str:
        return f"{amount:,.0f} {self.currency}".strip()


def read_asked(given: QueryDict | str, vocabulary: Vocabulary) -> tuple[Asked, list[str]]:
    """Return what a query string looks for, and what of it was not understood."""
    query = (QueryDict(given.removeprefix("?")) if isinstance(given, str) else given).copy()
    for name in _NOT_ASKED:
        query.pop(name, None)
    # As the API calls them.
    if not query.get("q"):
        query["q"] = str(query.get("search", ""))
    currency = query.get("salary_currency", query.get("currency", "")).upper()
    search, notices = read_search(query, vocabulary)
    asked = Asked(
        search,
        _amount(query, "salary_min"),
        _amount(query, "salary_max"),
        currency if currency in CURRENCIES else "",
        is_lost=any(query.getlist("category")) and not search.chosen.get("category"),
    )
    return asked, notices


def token_of(query: str) -> str:
    """Return what equal searches have in common; capitals make no difference."""
    return exact_token("job-alert-query", query.casefold())


def looking_around() -> Callable[[Search], Surroundings]:
    """Return what looks up the surroundings of searches, each city and distance once."""
    known: dict[tuple[str, int], Surroundings] = {}

    def look(search: Search) -> Surroundings:
        key = search.location.casefold(), search.within
        if key not in known:
            known[key] = surroundings_of(search)
        return known[key]

    return look


def _amount(query: QueryDict, name: str) -> Decimal | None:
    try:
        amount = Decimal(query.get(name, ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**12 else None

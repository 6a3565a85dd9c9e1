"""Counts facts over a period: whole months from their sums, the days at either end one by one."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from hiring.statistics.periods import month_of
from hiring.statistics.rolling import MARKET, state
from hiring.statistics_models import Fact, MonthlyTally

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from hiring.statistics.periods import Period
    from hiring.statistics_models import Figure

type Counts = dict[tuple[Any, ...], int]

_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Scope:
    """Whose figures: those of a job, of companies, or (neither) of the whole market."""

    companies: frozenset[int] | None = None
    job: int | None = None

    def facts(self) -> QuerySet[Fact]:
        rows = Fact.objects.order_by()
        if self.companies is not None:
            rows = rows.filter(company__in=self.companies)
        return rows if self.job is None else rows.filter(job=self.job)

    def tallies(self) -> QuerySet[MonthlyTally]:
        companies = [MARKET] if self.companies is None else sorted(self.companies)
        return MonthlyTally.objects.order_by().filter(company__in=companies)


class Counting:
    """Answers for one scope, by one reading of how far the sums go. One query, and those below."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._state = state()

    def count(
        self,
        figures: Collection[Figure],
        period: Period,
        *,
        by: tuple[str, ...],
        cohort: bool = False,
        word: str = "",
    ) -> Counts:
        """Return how many facts there are for each combination of the columns `by`.

        Those of the period are counted by their `day`; of a cohort, those that began within it
        and had happened by its end. `month` is a column too, the first day of the fact's month;
        `word` narrows to those that begin so. The days that are over are kept, so that only what
        has happened since is counted anew. At most four queries, one where all of it is kept.
        """
        over = period.settled
        found = Counter(self._kept(figures, over, by, cohort, word) if over else {})
        if over != period:
            facts = self._facts(figures, period, word)
            if over is not None:
                facts = facts.filter(day__gte=over.after)
            if period.first is not None:
                facts = facts.filter(**{f"{_begin(cohort)}__gte": period.first})
            found.update(_counted(facts, by))
        return dict(found)

    def _kept(
        self,
        figures: Collection[Figure],
        period: Period,
        by: tuple[str, ...],
        cohort: bool,
        word: str,
    ) -> Counts:
        asked = (self.scope, sorted(figures), period, by, cohort, word)
        digest = hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()
        key = f"statistics:{self._state.version}:{digest}"
        kept: Counts | None = cache.get(key)
        if kept is None:
            kept = self._count(figures, period, by, cohort, word)
            cache.set(key, kept, _KEPT_SECONDS)
        return kept

    def _count(
        self,
        figures: Collection[Figure],
        period: Period,
        by: tuple[str, ...],
        cohort: bool,
        word: str,
    ) -> Counts:
        facts = self._facts(figures, period, word)
        tallies = self.scope.tallies().filter(figure__in=figures)
        if word:
            tallies = tallies.filter(word__startswith=word)
        found: Counter[tuple[Any, ...]] = Counter()
        for part in self._parts(facts, period, _begin(cohort)):
            found.update(_counted(part, by))
        until = self._summed_until(period)
        if until is not None:
            month = "since" if cohort else "month"
            whole = tallies.filter(month__lt=until, **{f"{month}__gte": period.first_whole_month})
            found.update(_as_counts(whole.values_list(*by).annotate(n=Sum("number"))))
        return dict(found)

    def _facts(self, figures: Collection[Figure], period: Period, word: str) -> QuerySet[Fact]:
        facts = self.scope.facts().filter(figure__in=figures, day__lt=period.after)
        return facts.filter(word__startswith=word) if word else facts

    def _summed_until(self, period: Period) -> date | None:
        """Return the day before which sums are used for the whole months, None for no sums."""
        rolled = self._state.rolled_until
        if rolled is None or self.scope.job is not None:
            return None
        until = min(rolled, month_of(period.after))
        return until if until > period.first_whole_month else None

    def _parts(self, facts: QuerySet[Fact], period: Period, begin: str) -> list[QuerySet[Fact]]:
        """Return what is not in the sums: the days before the first month, and after the last."""
        until = self._summed_until(period)
        first = {} if period.first is None else {f"{begin}__gte": period.first}
        if until is None:
            return [facts.filter(**first)]
        whole = period.first_whole_month
        parts = [facts.filter(**{f"{begin}__gte": whole}).filter(day__gte=until)]
        if period.first is not None and period.first < whole:
            parts.append(facts.filter(**first, **{f"{begin}__lt": whole}))
        return parts


def _begin(cohort: bool) -> str:
    return "since" if cohort else "day"


def _counted(facts: QuerySet[Fact], by: tuple[str, ...]) -> Counts:
    rows = facts.annotate(month=TruncMonth("day")) if "month" in by else facts
    return _as_counts(rows.values_list(*by).annotate(n=Count("pk")))


def _as_counts(rows: Any) -> Counts:
    found: Counts = {}
    for row in rows.iterator():
        found[tuple(row[:-1])] = row[-1]
    return found

"""The same answers from the database alone, for when no index can be opened.

Plainer and slower: words are found as parts of words, accents are not folded, nothing is ranked
(relevance becomes newest first) and spelling is not corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import and_, or_

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.expressions import Combinable

from jobs.models import Job
from jobs.querysets import JobQuerySet
from jobs.search.bands import band_named
from jobs.search.cursors import Position, read_cursor, write_cursor
from jobs.search.query import (
    FACETS,
    POSTED_DAYS,
    SUGGESTION_KINDS,
    TOP_LOCATIONS,
    Exploration,
    FacetCount,
    Findings,
    Hits,
    JobQuery,
    LevelPay,
    Likeness,
    MarketStats,
    Suggestion,
    SuggestionKind,
    posted_after,
)
from jobs.search.schema import ID_BITS, sort_key
from jobs.search.text import encodable, parse

_MAX_WORDS = 8
_COLUMNS = {
    "created_at": "created_at",
    "application_deadline": "application_deadline",
    "salary_min": "salary_min_yearly",
    "salary_max": "salary_max_yearly",
}
_TEXT_COLUMNS = (
    "title",
    "company__name",
    "location",
    "category__name",
    "description",
    "requirements",
    "responsibilities",
    "benefits",
)
_FACET_COLUMNS = {
    "category": "category_id",
    "employment_type": "employment_type",
    "experience_level": "experience_level",
    "location": "location",
    "workplace": "workplace",
    "place_id": "place_id",
}


def search(query: JobQuery, *, offset: int, limit: int, at: datetime) -> Hits:
    """Return one page and the exact count. Two queries."""
    jobs = _matching(query, at)
    order, descending = _order(query)
    ordered = jobs.order_by(
        _ordering(F(_COLUMNS[order]), descending), "-pk" if descending else "pk"
    )
    return Hits(list(ordered.values_list("pk", flat=True)[offset : offset + limit]), jobs.count())


def search_after(
    query: JobQuery, *, cursor: str, limit: int, at: datetime
) -> tuple[list[int], str | None]:
    """Return the page behind `cursor` in the order of ids (falling for newest first).

    Cursors of the index cannot be continued exactly here, so they are taken by their id.
    """
    _, descending = query.order(paged_by_key=True)
    name = f"{'-' if descending else ''}{query.order(paged_by_key=True)[0]}"
    after = read_cursor(cursor, name)
    jobs = _matching(query, at).order_by("-pk" if descending else "pk")
    if after is not None:
        last = _last_id(after)
        jobs = jobs.filter(pk__lt=last) if descending else jobs.filter(pk__gt=last)
    ids = list(jobs.values_list("pk", flat=True)[: limit + 1])
    if len(ids) <= limit:
        return ids, None
    return ids[:limit], write_cursor(name, key=sort_key(0, ids[limit - 1]), is_null=False)


def facets(query: JobQuery, at: datetime) -> dict[str, list[FacetCount]]:
    """Return the counts of each facet without its own filter. Four queries."""
    return _facets(query, FACETS, at)


def explore(asked: Exploration, at: datetime) -> Findings:
    """Return a page with its facets, and what the ways out would find. A query for each.

    Jobs are never put in the order of places here.
    """
    hits = search(asked.query, offset=asked.offset, limit=asked.limit, at=at)
    ways_out = [] if hits.total else [_matching(query, at).count() for query in asked.ways_out]
    return Findings(hits, _facets(asked.query, asked.facets, at), ways_out)


def open_counts_by_category(at: datetime) -> dict[int, int]:
    """Return the number of open jobs of each category that has any. One query."""
    return {int(count.value): count.count for count in _counts(Job.objects.open(at=at), "category")}


def market_stats(currency: str, at: datetime) -> MarketStats:
    """Return the open market in one currency. Two queries."""
    jobs = Job.objects.open(at=at)
    types = _counts(jobs, "employment_type")
    low, high = F("salary_min_yearly"), F("salary_max_yearly")
    pay = Case(
        When(salary_min_yearly=None, then=high),
        When(salary_max_yearly=None, then=low),
        default=(low + high) / 2,
    )
    levels = (
        jobs.filter(salary_currency=currency)
        .order_by("experience_level")
        .values("experience_level")
        .annotate(average=Avg(pay), jobs=Count(pay))
    )
    return MarketStats(
        total=sum(count.count for count in types),
        employment_types=types,
        average_pay=[
            LevelPay(
                row["experience_level"],
                Decimal(row["average"]).quantize(Decimal("0.01")),
                row["jobs"],
            )
            for row in levels
            if row["jobs"]
        ],
        currency=currency,
    )


def suggest(
    prefix: str,
    limit: int,
    at: datetime,
    kinds: tuple[SuggestionKind, ...] = SUGGESTION_KINDS,
) -> list[Suggestion]:
    """Return completions of `prefix`, the commonest first. A query for each kind."""
    beginning = encodable(prefix).strip()
    if not beginning:
        return []
    found: list[Suggestion] = []
    jobs = Job.objects.open(at=at)
    for kind in kinds:
        column = "company__name" if kind == "company" else kind
        rows = (
            jobs.filter(**{f"{column}__istartswith": beginning})
            .order_by()
            .values_list(column)
            .annotate(n=Count("pk"))
            .order_by("-n")[:limit]
        )
        found += [Suggestion(kind, text, count) for text, count in rows]
    return sorted(found, key=lambda one: (-one.count, len(one.text), one.text))[:limit]


def similar(like: Likeness, limit: int, at: datetime) -> list[int]:
    """Return the newest other jobs of its category. One query."""
    jobs = Job.objects.open(at=at).filter(category=like.category).exclude(pk=like.job_id)
    return list(jobs.order_by("-created_at", "-pk").values_list("pk", flat=True)[:limit])


def _matching(query: JobQuery, at: datetime, without: str = "") -> JobQuerySet:
    jobs = Job.objects.open(at=at)
    if query.employment_types and without != "employment_type":
        jobs = jobs.filter(employment_type__in=query.employment_types)
    if query.experience_levels and without != "experience_level":
        jobs = jobs.filter(experience_level__in=query.experience_levels)
    if query.categories and without != "category":
        jobs = jobs.filter(category__in=[pk for pk in query.categories if abs(pk) < 2**63])
    if query.workplaces and without != "workplace":
        jobs = jobs.filter(workplace__in=query.workplaces)
    if query.salary_min is not None:
        jobs = jobs.filter(salary_min_yearly__gte=query.salary_min)
    if query.salary_max is not None:
        jobs = jobs.filter(salary_max_yearly__lte=query.salary_max)
    if query.currency:
        jobs = jobs.filter(salary_currency=query.currency)
    if query.pay_bands and without != "pay_band":
        jobs = jobs.filter(reduce(or_, map(_in_band, query.pay_bands)))
    if query.posted_since is not None and without != "posted":
        jobs = jobs.filter(created_at__gte=query.posted_since)
    for word in encodable(query.company).split()[:_MAX_WORDS]:
        jobs = jobs.filter(_begins_word("company__name", word))
    if query.places and without != "place_id":
        jobs = jobs.filter(place__in=query.places)
    if without != "location" and (query.location.strip() or query.near):
        jobs = jobs.filter(_is_there(query))
    return _with_text(jobs, query.text)


def _is_there(query: JobQuery) -> Q:
    there = Q(place__in=query.near)
    words = encodable(query.location).split()[:_MAX_WORDS]
    if words:
        there |= reduce(and_, (_begins_word("location", word) for word in words))
    return there


def _in_band(value: str) -> Q:
    band = band_named(value)
    if band is None:
        return Q(pk=None)
    low, high = "salary_min_yearly", "salary_max_yearly"
    reaches = Q((f"{high}__gte", band.lowest)) | Q((high, None), (f"{low}__gte", band.lowest))
    found = Q(salary_currency=band.currency) & reaches
    if band.beyond is not None:
        found &= Q((f"{low}__lt", band.beyond)) | Q((low, None), (f"{high}__lt", band.beyond))
    return found


def _begins_word(column: str, word: str) -> Q:
    return Q(**{f"{column}__istartswith": word}) | Q(**{f"{column}__icontains": f" {word}"})


def _with_text(jobs: JobQuerySet, text: str) -> JobQuerySet:
    if not text.strip():
        return jobs
    terms = [term for term in parse(text) if not term.is_optional]
    if not terms:
        return jobs.none()
    for term in terms[:_MAX_WORDS]:
        named = Job.skills.through.objects.filter(
            job=OuterRef("pk"), skill__name__icontains=term.source
        )
        anywhere = reduce(
            or_, (Q(**{f"{column}__icontains": term.source}) for column in _TEXT_COLUMNS)
        ) | Q(Exists(named))
        jobs = jobs.exclude(anywhere) if term.is_excluded else jobs.filter(anywhere)
    return jobs


def _order(query: JobQuery) -> tuple[str, bool]:
    order, descending = query.order()
    return ("created_at", True) if order == "relevance" else (order, descending)


def _ordering(column: F, descending: bool) -> Combinable:
    return column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)


def _facets(query: JobQuery, names: Iterable[str], at: datetime) -> dict[str, list[FacetCount]]:
    found: dict[str, list[FacetCount]] = {}
    for name in names:
        if name in _FACET_COLUMNS:
            found[name] = _counts(_matching(query, at, without=name), name)
        elif name == "posted":
            found[name] = _posted(_matching(query, at, without=name), at)
        else:
            found[name] = []
    return found


def _posted(jobs: JobQuerySet, at: datetime) -> list[FacetCount]:
    counts = jobs.order_by().aggregate(
        **{
            f"within_{days}": Count("pk", filter=Q(created_at__gte=posted_after(days, at)))
            for days in POSTED_DAYS
        }
    )
    numbers = zip(POSTED_DAYS, counts.values(), strict=True)
    return [FacetCount(str(days), number) for days, number in numbers if number]


def _counts(jobs: JobQuerySet, facet: str) -> list[FacetCount]:
    column = _FACET_COLUMNS[facet]
    rows = jobs.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    if facet == "location":
        rows = rows[:TOP_LOCATIONS]
    return [FacetCount(str(value), count) for value, count in rows if value is not None]


def _last_id(position: Position) -> int:
    return position.key if position.is_null else position.key & ((1 << ID_BITS) - 1)

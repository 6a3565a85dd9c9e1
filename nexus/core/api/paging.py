"""Collections: numbered pages with a count, or keyset pages for crawlers."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import F, Model, Q, QuerySet
from ninja import Schema
from pydantic import Field

from nexus.core.api.schemas import Out
from nexus.core.errors import Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


class PageQuery(Schema):
    """The paging parameters; filters of a collection inherit from this."""

    page: Annotated[int, Field(ge=1, le=10**9, description="From 1.")] = 1
    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE
    cursor: Annotated[
        str | None,
        Field(
            max_length=500,
            description="Empty to start: pages by key, for crawlers. `count` is then null.",
        ),
    ] = None


class Paged[T](Out):
    """The envelope of collections."""

    count: int | None = Field(description="All matches; null with `cursor`.", examples=[1])
    next: str | None = Field(examples=[None])
    previous: str | None = Field(examples=[None])
    results: list[T]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows a numbered page holds."""

    offset: int
    limit: int


def page_slice(query: PageQuery) -> Slice:
    """Return which rows the page holds that `query` asks for; there may be fewer, or none."""
    return Slice((query.page - 1) * query.page_size, query.page_size)


def _address(request: HttpRequest, **changes: str | None) -> str:
    parameters = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    tail = parameters.urlencode()
    return request.build_absolute_uri(f"{request.path}?{tail}" if tail else request.path)


def envelope(
    request: HttpRequest, query: PageQuery, *, results: Sequence[Any], count: int
) -> dict[str, Any]:
    """Wrap a numbered page. Raises `Missing` for a page past the end; page 1 always exists."""
    last = max(1, -(-count // query.page_size))
    if query.page > last:
        raise Missing(f"There is no page {query.page}: the last one is {last}.")
    return {
        "count": count,
        "next": _address(request, page=str(query.page + 1)) if query.page < last else None,
        "previous": _address(request, page=str(query.page - 1)) if query.page > 1 else None,
        "results": list(results),
    }


def cursor_envelope(
    request: HttpRequest, *, results: Sequence[Any], next_cursor: str | None
) -> dict[str, Any]:
    """Wrap a keyset page, which leads forwards only."""
    following = _address(request, cursor=next_cursor, page=None) if next_cursor else None
    return {"count": None, "next": following, "previous": None, "results": list(results)}


def _encode(values: list[Any]) -> str:
    raw = json.dumps(values, default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(cursor: str, python_type: Callable[[Any], Any]) -> tuple[Any, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value, pk = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(pk, int) or not 0 <= pk < 2**63:
            raise ValueError("not a row id")  # one answer to every bad cursor
        return (None if value is None else python_type(value)), pk
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as exc:
        raise Invalid.field("cursor", "This cursor is not one of ours.") from exc


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)  # overflows for what no column holds


def _amount(value: str) -> Decimal:
    amount = Decimal(value)
    if not abs(amount) < 10**16:  # not a number is not below either
        raise ValueError("more than a column holds")
    return amount


def _whole(value: int) -> int:
    if abs(value) >= 2**63:
        raise ValueError("more than a column holds")
    return int(value)


def _text(value: str) -> str:
    value.encode()  # half a pair of surrogates is not text
    if "\x00" in value:
        raise ValueError("a character that PostgreSQL does not hold")
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": _moment,
    "DateField": date.fromisoformat,
    "DecimalField": _amount,
    "BigAutoField": _whole,
    "IntegerField": _whole,
    "CharField": _text,
}


def in_order[M: Model](queryset: QuerySet[M], ordering: str) -> QuerySet[M]:
    """Order by a column (`-` reverses), then by primary key; rows without a value come last."""
    descending, column = ordering.startswith("-"), ordering.lstrip("-")
    # Where no null can occur, naming their place would keep SQLite from using the index.
    last = True if queryset.model._meta.get_field(column).null else None
    key = F(column).desc(nulls_last=last) if descending else F(column).asc(nulls_last=last)
    return queryset.order_by(key, "-pk" if descending else "pk")


def keyset[M: Model](
    queryset: QuerySet[M], *, ordering: str, cursor: str, limit: int
) -> tuple[list[M], str | None]:
    """Return the rows after `cursor` by `ordering` (a column, `-` reverses) and the next cursor.

    Ties are broken by primary key in the same direction; rows without a value come last. The
    cost does not depend on the depth where an index backs the ordering. Raises `Invalid` for a
    cursor that this function did not make.
    """
    descending, column = ordering.startswith("-"), ordering.lstrip("-")
    field = queryset.model._meta.get_field(column)
    if cursor:
        value, pk = _decode(cursor, _READERS[field.get_internal_type()])
        beyond = "lt" if descending else "gt"
        if value is None:
            after = Q(**{f"{column}__isnull": True, f"pk__{beyond}": pk})
        else:
            after = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": pk})
            if field.null:
                after |= Q(**{f"{column}__isnull": True})
            else:
                # Says nothing new, but PostgreSQL starts reading its index here and not at the top.
                after &= Q(**{f"{column}__{beyond}e": value})
        queryset = queryset.filter(after)
    rows = list(in_order(queryset, ordering)[: limit + 1])
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], _encode([getattr(last, column), last.pk])


def paginate[M: Model](
    request: HttpRequest,
    query: PageQuery,
    queryset: QuerySet[M],
    *,
    ordering: str,
    row: Callable[[M], Any],
) -> dict[str, Any]:
    """Return the envelope of the page of `queryset` that `query` asks for.

    `ordering` is one column of the model, `-` reverses. A numbered page costs a count and a
    select, a keyset page one select.
    """
    if query.cursor is not None:
        rows, following = keyset(
            queryset, ordering=ordering, cursor=query.cursor, limit=query.page_size
        )
        return cursor_envelope(request, results=[row(r) for r in rows], next_cursor=following)
    part = page_slice(query)
    count = queryset.count()
    ordered = in_order(queryset, ordering)
    # Asking SQLite for an offset beyond 64 bits is an error; past the end there is nothing anyway.
    rows = [] if part.offset >= count else list(ordered[part.offset : part.offset + part.limit])
    return envelope(request, query, results=[row(r) for r in rows], count=count)

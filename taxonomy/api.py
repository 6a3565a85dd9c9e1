"""Categories over HTTP: `/api/categories/`."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from nexus.core.api.client import bearer, optional_bearer
from nexus.core.api.gate import shared_answer
from nexus.core.api.paging import Paged, PageQuery, cursor_envelope, envelope, page_slice
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from nexus.core.api.schemas import In, MessageOut, Out, RowId, Text, UtcTime, utc_string
from nexus.core.errors import Invalid, Missing
from taxonomy import services
from taxonomy.counts import open_job_counts
from taxonomy.models import Category
from taxonomy.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

router = Router(tags=["Categories"])

Ordering = Literal["name", "-name", "created_at", "-created_at", "job_count", "-job_count"]
Row = dict[str, Any]
Name = Annotated[Text, Field(min_length=1, max_length=100, examples=["Health care"])]
Description = Annotated[Text, Field(max_length=5000, examples=["Wards, practices, laboratories."])]


class CategoryOut(Out):
    """A category."""

    id: int = Field(examples=[7])
    name: str = Field(examples=["Health care"])
    slug: str = Field(examples=["health-care"])
    description: str = Field(examples=["Wards, practices, laboratories."])
    is_active: bool
    job_count: int = Field(description="Its open jobs.", examples=[12])
    created_at: UtcTime
    updated_at: UtcTime
    url: str = Field(
        description="The address of its page.",
        examples=["https://jobs.example.com/categories/health-care/"],
    )


class CategoryCount(Out):
    id: int = Field(examples=[7])
    name: str = Field(examples=["Health care"])
    job_count: int = Field(examples=[12])


class CategoryIn(In):
    """A new category."""

    name: Name
    description: Description = ""


class CategoryWhole(CategoryIn):
    """All of a category; what is left out stays as it is, but the name must be there."""

    is_active: bool = True


class CategoryPatch(In):
    """What is to change."""

    name: Name = ""
    description: Description = ""
    is_active: bool = True


class CategoryFilters(PageQuery):
    search: Annotated[
        Text, Field(max_length=200, description="Is part of the name or the description.")
    ] = ""
    ordering: Ordering = "name"


@router.get(
    "/",
    auth=optional_bearer,
    response={200: Paged[CategoryOut], **errors(404)},
    operation_id="categories_list",
    url_name="category_list",
    summary="List the active categories",
)
@shared_answer
def list_categories(request: HttpRequest, filters: Query[CategoryFilters]) -> HttpResponse:
    counts = open_job_counts()
    rows = [
        category_row(request, category, counts)
        for category in Category.objects.active().order_by()
        if _matches(category, fold(filters.search))
    ]
    return json_response(_page(request, filters, rows))


@router.post(
    "/",
    auth=bearer,
    response={201: CategoryOut, **errors(403, 409)},
    operation_id="categories_create",
    url_name="category_create",
    summary="Add a category and publish its page",
)
def create_category(request: HttpRequest, payload: CategoryIn) -> Status[Row]:
    category = services.create_category(
        name=payload.name, description=payload.description, by=request.user
    )
    return Status(201, category_row(request, category, {}))


@router.get(
    "/stats/",
    auth=optional_bearer,
    response={200: list[CategoryCount], **errors()},
    operation_id="categories_stats",
    url_name="category_stats",
    summary="Count the open jobs of each active category",
)
@shared_answer
def category_stats(request: HttpRequest) -> list[Row]:
    counts = open_job_counts()
    pairs = Category.objects.active().order_by().values_list("pk", "name")
    rows = [{"id": pk, "name": name, "job_count": counts.get(pk, 0)} for pk, name in pairs]
    return sorted(rows, key=lambda row: (-row["job_count"], fold(row["name"])))


@router.get(
    "/{int:category_id}/",
    auth=optional_bearer,
    response={200: CategoryOut, **errors(404)},
    operation_id="categories_get",
    url_name="category_detail",
    summary="Show a category",
)
@shared_answer
def get_category(request: HttpRequest, category_id: RowId) -> Row:
    return category_row(request, _find(request, category_id), open_job_counts())


@router.put(
    "/{int:category_id}/",
    auth=bearer,
    response={200: CategoryOut, **errors(403, 404)},
    operation_id="categories_replace",
    url_name="category_replace",
    summary="Write a category and its page anew",
)
def replace_category(request: HttpRequest, category_id: RowId, payload: CategoryWhole) -> Row:
    return _update(request, category_id, payload)


@router.patch(
    "/{int:category_id}/",
    auth=bearer,
    response={200: CategoryOut, **errors(403, 404)},
    operation_id="categories_update",
    url_name="category_update",
    summary="Change a category and its page",
)
def update_category(request: HttpRequest, category_id: RowId, payload: CategoryPatch) -> Row:
    return _update(request, category_id, payload)


@router.delete(
    "/{int:category_id}/",
    auth=bearer,
    response={200: MessageOut, **errors(403, 404, 409)},
    operation_id="categories_delete",
    url_name="category_delete",
    summary="Delete a category that no job refers to",
)
def delete_category(request: HttpRequest, category_id: RowId) -> Row:
    category = _find(request, category_id)
    services.delete_category(category, by=request.user)
    return {"message": f"The category “{category.name}” has been deleted."}


def category_row(request: HttpRequest, category: Category, counts: Mapping[int, int]) -> Row:
    """Return the row of a category as the API shows it. No query."""
    return {
        "id": category.pk,
        "name": category.name,
        "slug": category.slug,
        "description": category.description,
        "is_active": category.live,
        "job_count": counts.get(category.pk, 0),
        "created_at": utc_string(category.created_at),
        "updated_at": utc_string(category.updated_at),
        "url": request.build_absolute_uri(category.get_absolute_url()),
    }


def _find(request: HttpRequest, category_id: int) -> Category:
    visible = Category.objects.visible_to(request.user)
    category: Category | None = visible.filter(pk=category_id).first()
    if category is None:
        raise Missing(services.NO_SUCH_CATEGORY)
    return category


def _update(request: HttpRequest, category_id: int, payload: CategoryWhole | CategoryPatch) -> Row:
    changes: Any = payload.model_dump(exclude_unset=True)
    category = services.update_category(_find(request, category_id), by=request.user, **changes)
    return category_row(request, category, open_job_counts())


def _matches(category: Category, wanted: str) -> bool:
    return wanted in category.name.casefold() or wanted in category.description.casefold()


def _page(request: HttpRequest, query: CategoryFilters, rows: list[Row]) -> Row:
    """Order and cut in memory: there are few categories, and their counts are in no column."""
    column = query.ordering.lstrip("-")

    def key(row: Row) -> tuple[str, int]:
        value = f"{row[column]:012d}" if column == "job_count" else fold(row[column])
        return value, row["id"]

    descending = query.ordering.startswith("-")
    ordered = sorted(rows, key=key, reverse=descending)
    if query.cursor is None:
        part = page_slice(query)
        shown = ordered[part.offset : part.offset + part.limit]
        return envelope(request, query, results=shown, count=len(ordered))
    if query.cursor:
        after = _read_cursor(query.cursor)
        ordered = [row for row in ordered if (key(row) < after if descending else key(row) > after)]
    shown = ordered[: query.page_size]
    more = len(ordered) > len(shown)
    return cursor_envelope(
        request, results=shown, next_cursor=_write_cursor(*key(shown[-1])) if more else None
    )


def _write_cursor(value: str, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{pk}:{value}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[str, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        pk, _, value = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
        )
        return value, int(pk)
    except (ValueError, binascii.Error) as exc:
        raise Invalid.field("cursor", "This cursor is not one of ours.") from exc

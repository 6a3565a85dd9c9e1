"""The least that an answer could cost: its rows by primary key, its bytes as they were.

The client lays down what an endpoint answered and which rows were in it; asked for it, the floor
passes the same middleware and the same gate, reads those rows and returns those bytes. Only the
rows' own table is read: what the real endpoint joins is not given to the floor for free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema

from nexus.core.api.client import optional_bearer
from nexus.core.api.errors import register_error_handlers
from nexus.core.api.gate import gate
from nexus.core.api.render import JSONRenderer

Kind = Literal["rows", "detail", "categories", "users", "nothing"]

_ROW = (
    "id, title, summary, company_id, category_id, posted_by_id, location, employment_type,"
    " experience_level, salary_min, salary_max, salary_currency, salary_period, status,"
    " application_deadline, created_at, updated_at, published_at"
)
_TEXTS = "description, requirements, responsibilities, benefits, company_description"
_STATEMENTS: dict[Kind, str] = {
    "rows": f"SELECT {_ROW} FROM jobs_job WHERE id IN (%s)",  # noqa: S608  # constants only
    "detail": f"SELECT {_ROW}, {_TEXTS} FROM jobs_job WHERE id IN (%s)",  # noqa: S608
    "categories": "SELECT page_ptr_id, name, description FROM taxonomy_category"
    " WHERE page_ptr_id IN (%s)",
    "users": "SELECT id, username, password, email, is_active FROM people_user WHERE id IN (%s)",
    "nothing": "SELECT 1",
}


@dataclass(frozen=True, slots=True)
class _Laid:
    statement: str
    ids: list[int]
    body: bytes


class FloorIn(Schema):
    """What an endpoint answered: which rows it showed, and its bytes."""

    kind: Kind
    ids: list[int]
    body: str


floor_api = NinjaAPI(
    title="Floor",
    docs_url=None,
    openapi_url=None,
    renderer=JSONRenderer(),
    urls_namespace="bench",
)
register_error_handlers(floor_api)
floor_api.add_decorator(gate, mode="view")
_laid: dict[int, _Laid] = {}


@floor_api.put("/floor/{int:key}/", auth=optional_bearer, operation_id="floor_lay")
def lay(request: HttpRequest, key: int, payload: FloorIn) -> HttpResponse:
    """Keep an answer under `key`, in the memory of this one process."""
    marks = ", ".join(["%s"] * len(payload.ids))
    _laid[key] = _Laid(
        _STATEMENTS[payload.kind].replace("%s", marks), payload.ids, payload.body.encode()
    )
    return HttpResponse(status=204)


@floor_api.api_operation(
    ["GET", "POST"], "/floor/{int:key}/", auth=optional_bearer, operation_id="floor_answer"
)
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Read the rows that were laid down under `key` and return the bytes."""
    laid = _laid[key]
    with connection.cursor() as cursor:
        cursor.execute(laid.statement, laid.ids)
        cursor.fetchall()
    return HttpResponse(laid.body, content_type="application/json")

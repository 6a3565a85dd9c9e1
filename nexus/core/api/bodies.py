"""Bodies that an operation reads by itself, because they come as JSON or as a form with files."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.errors import ValidationError as RequestInvalid
from pydantic import BaseModel, ValidationError


def is_form(request: HttpRequest) -> bool:
    """Tell a multipart form from JSON. Raises a 415 for anything else; nothing said is JSON."""
    if request.content_type == "multipart/form-data":
        return True
    if request.content_type in {"application/json", ""}:
        return False
    raise HttpError(415, "Send JSON (application/json) or a form (multipart/form-data).")


def read_json(request: HttpRequest) -> Any:
    """Return what the body says. Raises a 400 if it is empty or broken."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as exc:
        raise HttpError(400, "The body is not JSON.") from exc


def validated[M: BaseModel](shape: type[M], data: Any) -> M:
    """Return `data` in its shape. Raises as ninja does for the bodies that it reads itself."""
    try:
        return shape.model_validate(data)
    except ValidationError as exc:
        located = [{**error, "loc": ("body", "payload", *error["loc"])} for error in exc.errors()]
        raise RequestInvalid(located) from exc

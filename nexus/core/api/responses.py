"""Answers that many operations declare alike."""

from typing import Any

from nexus.core.api.schemas import ErrorOut
from nexus.core.files import CONTENT_TYPES


def errors(*codes: int) -> dict[int, type[ErrorOut]]:
    """Return entries for `response=`: the given codes in the one error shape.

    400 (an unknown parameter), 401 (a bad token) and 429 can befall every operation.
    """
    return dict.fromkeys(sorted({400, 401, 429, *codes}), ErrorOut)


def cv_file() -> dict[str, Any]:
    """Return the `openapi_extra` of an operation that answers with a CV."""
    kinds = {kind for kind in CONTENT_TYPES.values() if kind.startswith("application/")}
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(kinds)}
    return {"responses": {200: {"description": "The file, as an attachment.", "content": content}}}

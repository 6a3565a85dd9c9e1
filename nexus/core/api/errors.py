"""Turns whatever was raised into the one error shape of the API."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as RequestInvalid
from pydantic_core import to_json

from nexus.core.api.limits import Allowance
from nexus.core.errors import (
    FIELDS_WRONG,
    WHOLE,
    Conflict,
    Gone,
    Invalid,
    Missing,
    NotAllowed,
    Refused,
)
from nexus.core.outages import RETRY_AFTER_SECONDS, is_outage
from nexus.core.request_ids import current_request_id

logger = logging.getLogger("nexus.api")

_STATUS_OF: dict[type[Refused], int] = {
    Invalid: 400,
    NotAllowed: 403,
    Missing: 404,
    Conflict: 409,
    Gone: 410,
}
_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "This field is not known.",
    "string_too_short": "This field must not be empty.",
    "too_short": "This field must not be empty.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "bool_parsing": "Enter true or false.",
    "bool_type": "Enter true or false.",
    "decimal_parsing": "Enter a number.",
    "decimal_type": "Enter a number.",
    "string_type": "Enter a text.",
    "datetime_parsing": "Enter a date and time such as 2026-11-22T17:31:39Z.",
    "datetime_from_date_parsing": "Enter a date and time such as 2026-11-22T17:31:39Z.",
    "date_parsing": "Enter a date such as 2026-11-22.",
    "date_from_datetime_parsing": "Enter a date such as 2026-11-22.",
}


def error_response(
    status: int,
    message: str,
    *,
    details: Mapping[str, Sequence[str]] | None = None,
    **extra: Any,
) -> HttpResponse:
    """Return the error shape; `extra` are keys beside it, such as `code` or `title`."""
    body = {"error": message, "details": dict(details or {}), **extra}
    return HttpResponse(to_json(body), status=status, content_type="application/json")


def too_many_requests(allowance: Allowance) -> HttpResponse:
    response = error_response(429, "You have made too many requests. Try again later.")
    response.headers["Retry-After"] = str(allowance.retry_after(at=time.time()))
    return response


def unauthenticated() -> HttpResponse:
    """Return the 401 of calls without a token, or with one that is no good."""
    response = error_response(401, "Sign in first: a valid bearer token is needed.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def server_failed() -> HttpResponse:
    """Return the 500, with the id under which the log says more."""
    return error_response(500, "Something went wrong on our side.", request_id=current_request_id())


def unavailable() -> HttpResponse:
    """Return the 503 of what needs a service that cannot be reached at this moment."""
    response = error_response(503, "We cannot answer at this moment. Try again shortly.")
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    status = next(code for kind, code in _STATUS_OF.items() if isinstance(exc, kind))
    return error_response(status, exc.message, details=exc.details)


def _sentence(error: Mapping[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in {"literal_error", "enum"}:
        return f"Choose one of {context['expected']}."
    if kind == "string_too_long":
        return f"This field may have at most {context['max_length']} characters."
    if kind == "too_long":  # of a text behind a check of ours, or of a list
        return f"This is too long: it may have at most {context['max_length']}."
    text = str(error["msg"]).removeprefix("Input should be ").rstrip(".")
    return f"This must be {text}." if text != error["msg"].rstrip(".") else f"{text}."


def _field_of(error: Mapping[str, Any]) -> str:
    """Return the name a caller knows: the last name of the path, without our argument names."""
    names = [part for part in error["loc"][1:] if isinstance(part, str)]
    source = error["loc"][0] if error["loc"] else ""
    # The first name is that of our function's argument, so alone it means the body as a whole.
    if source == "body" and len(error["loc"]) <= 2:
        return WHOLE
    names = [name for name in names if not name.startswith(("function-", "constrained-"))]
    return names[-1] if names else WHOLE


def _request_invalid(request: HttpRequest, exc: RequestInvalid) -> HttpResponse:
    details: dict[str, list[str]] = {}
    for error in exc.errors:
        details.setdefault(_field_of(error), []).append(_sentence(error))
    return error_response(400, str(FIELDS_WRONG), details=details)


def _model_invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    if not hasattr(exc, "error_dict"):
        return error_response(400, " ".join(exc.messages), details={WHOLE: exc.messages})
    details = {
        WHOLE if name == NON_FIELD_ERRORS else name: sentences
        for name, sentences in exc.message_dict.items()
    }
    return error_response(400, str(FIELDS_WRONG), details=details)


def _unexpected(request: HttpRequest, exc: Exception) -> HttpResponse:
    if is_outage(exc):
        logger.warning("%s %s could not be answered: %s", request.method, request.path, exc)
        return unavailable()
    logger.exception("The API failed on %s %s", request.method, request.path)
    return server_failed()


def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return error_response(exc.status_code, str(exc.message))


def _too_big(request: HttpRequest, exc: Exception) -> HttpResponse:
    return error_response(413, "The request is too large.")


def _malformed_upload(request: HttpRequest, exc: Exception) -> HttpResponse:
    return error_response(400, "The multipart body cannot be read.")


def _not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return error_response(404, "There is no such thing here.")


def _forbidden(request: HttpRequest, exc: PermissionDenied) -> HttpResponse:
    return error_response(403, str(exc) or "You may not do this.")


_HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Exception: _unexpected,
    Refused: _refused,
    RequestInvalid: _request_invalid,
    ValidationError: _model_invalid,
    HttpError: _http_error,
    AuthenticationError: lambda request, exc: unauthenticated(),
    Http404: _not_found,
    PermissionDenied: _forbidden,
    MultiPartParserError: _malformed_upload,
    RequestDataTooBig: _too_big,
    TooManyFieldsSent: _too_big,
    TooManyFilesSent: _too_big,
}


def register_error_handlers(api: NinjaAPI) -> None:
    """Give `api` a handler for everything that its operations can raise."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)

"""What happens around every operation: identity, limits, unknown parameters, validators."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from ninja.operation import Operation

from nexus.core.api.client import count_caller, identify
from nexus.core.api.errors import error_response, too_many_requests
from nexus.core.files import MAX_CV_BYTES, MAX_PHOTO_BYTES
from nexus.core.files.uploads import MEGABYTE
from nexus.core.kept_answers import slot_of
from nexus.core.second_factor import has_second_factor

Run = Callable[..., HttpResponseBase]
_IS_SHARED = "is_shared_answer"

# A CV and a photo with all the fields of a form. More is not even read: parsing a form writes
# whatever comes to disk.
MAX_BODY_BYTES = MAX_CV_BYTES + MAX_PHOTO_BYTES + MEGABYTE


def shared_answer[**P, R](view: Callable[P, R]) -> Callable[P, R]:
    """Mark an operation whose answer is the same for all who are not signed in, while content is."""
    setattr(view, _IS_SHARED, True)
    return view


def _declared_names(operation: Operation) -> frozenset[str]:
    """Return the query parameters an operation declares."""
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def _is_of_wrong_type(request: HttpRequest, operation: Operation) -> bool:
    """Tell whether a body came that is not called JSON, to an operation that reads JSON alone.

    Where credentials are needed and missing, that is what the caller is to hear of.
    """
    if request.content_type in {"application/json", ""} or not request.headers.get(
        "Content-Length", "0"
    ).strip("0"):
        return False
    reads_json = any(model.__ninja_param_source__ == "body" for model in operation.models)
    return reads_json and (request.user.is_authenticated or not operation.auth_callbacks)


def _comes_in_chunks(request: HttpRequest) -> bool:
    """Tell whether a body came without its length, which Django takes for an empty one."""
    return "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH")


def needs_second_factor(method: str, path: str) -> bool:
    """Tell whether staff must have set up a second factor for a call, while `REQUIRE_MFA` is on.

    That is so for all that writes and for applicants' data. Tokens can always be had, renewed
    and ended.
    """
    if path.startswith(("/auth/", "/api/token/")):
        return False
    return method not in {"GET", "HEAD", "OPTIONS"} or "/applications/" in path


def _owes_second_factor(request: HttpRequest) -> bool:
    """Tell whether the caller must first set up a second factor. One query, for staff alone."""
    return (
        settings.REQUIRE_MFA
        and getattr(request.user, "is_staff", False)
        and needs_second_factor(request.method or "", request.path)
        and not has_second_factor(request.user)
    )


def _add_validator(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a GET's answer an ETag, and answer 304 where the caller holds the same bytes."""
    public = not request.user.is_authenticated
    response.headers.setdefault("Cache-Control", "no-cache" if public else "private, no-cache")
    patch_vary_headers(response, ["Authorization"])
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    held = request.headers.get("If-None-Match", "")
    if held and (
        held.strip() == "*" or etag in [t.strip().removeprefix("W/") for t in held.split(",")]
    ):
        unchanged = HttpResponse(status=304)
        for name in ("ETag", "Cache-Control", "Vary"):
            unchanged.headers[name] = response.headers[name]
        del unchanged.headers["Content-Type"]
        return unchanged
    return response


def _answer(
    request: HttpRequest, run: Run, path: dict[str, Any], *, is_shared: bool
) -> HttpResponseBase:
    """Run an operation, unless its answer to somebody else before is as good."""
    slot = slot_of(request) if is_shared and not request.user.is_authenticated else None
    if slot is None:
        return run(request, **path)
    kept = slot.find()
    if kept is not None:
        return kept.again(request)
    response = run(request, **path)
    if isinstance(response, HttpResponse):
        slot.keep(response)
    return response


def gate(run: Run) -> Run:
    """Wrap an operation. It must be the innermost wrapper, for it asks `run` whose it is."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # a bound method
    declared = _declared_names(operation)
    is_shared = getattr(operation.view_func, _IS_SHARED, False)

    @wraps(run)
    def gated(request: HttpRequest, **path: Any) -> HttpResponseBase:
        identify(request)
        allowance = count_caller(request)
        if allowance.exceeded:
            response: HttpResponseBase = too_many_requests(allowance)
        elif unknown := [name for name in request.GET if name not in declared]:
            response = error_response(
                400,
                "This address does not know every parameter it was given.",
                details={name: ["This parameter is not known."] for name in unknown},
            )
        elif any("\x00" in value for values in request.GET.lists() for value in values[1]):
            response = error_response(400, "A parameter must not hold the character NUL.")
        elif int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            response = error_response(413, "The request is too large.")
        elif _comes_in_chunks(request):
            response = error_response(
                400, "Send the body with its length (Content-Length), not in chunks."
            )
        elif _is_of_wrong_type(request, operation):
            response = error_response(415, "Send the body as JSON (application/json).")
        elif _owes_second_factor(request):
            response = error_response(
                403,
                f"Set up a second step at sign-in first: {settings.BASE_URL}/accounts/2fa/",
                code="mfa_setup_required",
            )
        else:
            response = _answer(request, run, path, is_shared=is_shared)
        if request.method in {"GET", "HEAD"}:
            response = _add_validator(request, response)
        elif not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        for name, value in allowance.headers().items():
            response.headers[name] = value
        return response

    return gated

"""Answers to what no view of ours answers: pages for people, the error shape for the API."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from nexus.core.api.client import count_caller, identify
from nexus.core.api.errors import (
    error_response,
    server_failed,
    too_many_requests,
    unavailable,
)
from nexus.core.impossible import is_impossible
from nexus.core.outages import RETRY_AFTER_SECONDS, is_outage

API_PREFIXES = ("/api/", "/auth/", "/account/profiles/")
_SENTENCES = {
    400: "The request cannot be understood.",
    403: "You may not do this.",
    404: "There is no such address here.",
    405: "This address does not know this method.",
    413: "The request is too large.",
}
# Headers that say what the body was, or where to go for it.
_OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "ETag", "Location"})


def is_api_path(path: str) -> bool:
    return path.startswith(API_PREFIXES)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if is_api_path(request.path):
        return error_response(404, _SENTENCES[404])
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer what went wrong: 503 where the fault is that a service is away, else 500."""
    if is_outage(sys.exc_info()[1]):
        return unavailable() if is_api_path(request.path) else _unavailable_page()
    if is_api_path(request.path):
        return server_failed()
    return defaults.server_error(request)


def _unavailable_page() -> HttpResponse:
    """Return the page that needs neither database nor cache, nor what is known from them."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


class ApiErrorShapeMiddleware:
    """Gives what Django itself refuses below the API's paths the API's error shape.

    A wrong method, a body over the limit, an address without an operation: these are answered
    before any operation is reached. They count as calls like any other, as does being sent to the
    address with its slash.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        status = response.status_code
        if status < 300 or not is_api_path(request.path):
            return response
        if status >= 400:
            response = self._shaped(response)
        if status < 500 and "X-RateLimit-Limit" not in response.headers:
            identify(request)
            allowance = count_caller(request)
            if allowance.exceeded:
                response = _in_place_of(response, too_many_requests(allowance))
            for name, value in allowance.headers().items():
                response.headers[name] = value
        return response

    def _shaped(self, response: HttpResponseBase) -> HttpResponseBase:
        status = response.status_code
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        sentence = _SENTENCES.get(status, "The request was refused.")
        return _in_place_of(response, error_response(status, sentence))


def _in_place_of(response: HttpResponseBase, shaped: HttpResponse) -> HttpResponse:
    """Return `shaped` with what the middlewares within have put on `response`.

    Without their headers scripts of an allowed origin could not read the error.
    """
    for name, value in response.headers.items():
        if name not in _OF_THE_BODY:
            shaped.headers.setdefault(name, value)
    return shaped


class ImpossibleValuesMiddleware(MiddlewareMixin):
    """Answers 404 where an address or a form holds what no row can: nothing is found by that.

    The lists of Django and Wagtail pass such values on to the database, which refuses them.
    """

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return not_found(request, Http404()) if is_impossible(exception) else None


_PROBES = frozenset({"/healthz", "/readyz"})


class SlashMiddleware(CommonMiddleware):
    """Leaves API paths without their slash alone: a redirect would drop the body of a POST.

    Nor are probes held to the hosts of the site: they ask a machine by its own address.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if request.path_info in _PROBES:
            return None
        return super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        if is_api_path(request.path_info) and request.method not in {"GET", "HEAD"}:
            return False
        return bool(super().should_redirect_with_slash(request)) and (settings.APPEND_SLASH is True)

"""How the public pages are cached: by their content, never longer than it holds.

A page that is marked as shared is the same for every visitor who is not signed in. It has an ETag
over its content, sets no cookie and does not vary by any, so that browsers and caches in between
keep it and ask again with what they have. For some seconds it is kept here as well, and is not even
made again while its content has not changed.
"""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from nexus.core.kept_answers import slot_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from nexus.core.kept_answers import Kept

_MARK = "is_shared_page"
_ACTS = "_each_time"


def shared_page[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Have what `view` returns cached as a page that is the same for all who are not signed in.

    It must be checked with us before each use, unless `keep_fresh_for` says for how long it holds.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        response = view(request, *args, **kwargs)
        setattr(response, _MARK, True)
        return response

    return wrapped


def keep_fresh_for(response: HttpResponseBase, seconds: int, *, until: datetime | None) -> None:
    """Let caches answer for `seconds` without asking us, though not beyond `until`."""
    if until is not None:
        seconds = min(seconds, int((until - timezone.now()).total_seconds()))
    patch_cache_control(response, max_age=max(seconds, 0))


def each_time(request: HttpRequest, act: Callable[[HttpRequest], None]) -> None:
    """Do `act` now, and again whenever the page that is being made is shown to somebody else.

    It is kept for as long as the page: it must not hold on to much.
    """
    setattr(request, _ACTS, (*getattr(request, _ACTS, ()), act))
    act(request)


def is_personal(request: HttpRequest) -> bool:
    """Tell whether the visitor may be signed in. The session is not looked at, and nothing varies."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class SharedPagesMiddleware:
    """Finishes shared pages on their way out, outside of sessions, messages and accounts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slot = None if request.path.startswith(tuple(settings.UNSHARED_PATHS)) else slot_of(request)
        kept = slot and slot.find()
        if kept:
            return _again(request, kept)
        response = self.get_response(request)
        if not getattr(response, _MARK, False) or not isinstance(response, HttpResponse):
            return response
        if is_personal(request):
            patch_cache_control(response, private=True, no_cache=True)
            return response
        if response.cookies or request.method not in {"GET", "HEAD"}:
            # A form with its token, a message: made for this visitor alone.
            patch_cache_control(response, private=True, no_store=True)
            return response
        _forget_cookies(response)
        cache_control = response.headers.get("Cache-Control", "")
        patch_cache_control(response, public=True, must_revalidate=True)
        if "max-age" not in cache_control:
            patch_cache_control(response, max_age=0)
        if response.status_code != 200:
            return response
        digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        response.headers["ETag"] = f'"{digest}"'
        if slot is not None and _varies_by_nothing(response):
            slot.keep(response, route=request.resolver_match, acts=getattr(request, _ACTS, ()))
        answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return answer if answer is not None else response


def _again(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    """Return a page that was made for another visitor, or say that this one has it already."""
    response = kept.again(request)
    response.headers["Age"] = str(int(kept.age()))
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if answer is not None else response


def _varies_by_nothing(response: HttpResponse) -> bool:
    return response.headers.get("Vary", "").lower() in {"", "accept-encoding"}


def _forget_cookies(response: HttpResponse) -> None:
    """Take "Cookie" out of what the page is said to vary by: the session was only glanced at."""
    varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    others = [name for name in varies if name and name.lower() != "cookie"]
    if others:
        response.headers["Vary"] = ", ".join(others)
    elif "Vary" in response.headers:
        del response.headers["Vary"]

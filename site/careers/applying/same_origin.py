"""Forms that are taken although their token has grown old."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.views.decorators.csrf import csrf_exempt, csrf_protect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def from_our_pages[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Take what a page of ours sends, by the word of the browser; without it, by the token.

    Whoever signs in, in another tab perhaps, gets a new token, and every form that was open before
    would be refused with all that was typed into it. No page of others can set `Origin`.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        origin = f"{request.scheme}://{request.get_host()}"
        if request.headers.get("Origin") == origin:
            return view(request, *args, **kwargs)
        return protected(request, *args, **kwargs)

    return wrapped

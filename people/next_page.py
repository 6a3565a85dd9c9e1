"""Carries `next`, the page somebody was on the way to, through every step of a sign-in.

Most of allauth's steps hand it on by themselves. These do not: a step that is begun anew (too many
wrong codes, one that ran out), and one that was left and is taken up again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ACCOUNT_PAGES = "/accounts/"


class KeepNextPageMiddleware:
    """Adds the `next` of a request to where it is redirected to, among the account pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        target = response.get("Location", "")
        if (
            request.path.startswith(ACCOUNT_PAGES)
            and request.path != reverse("account_logout")
            and target.startswith(ACCOUNT_PAGES)
        ):
            wanted = get_next_redirect_url(request)
            parts = urlsplit(target)
            if wanted not in (None, target) and REDIRECT_FIELD_NAME not in parse_qs(parts.query):
                query = "&".join(filter(None, [parts.query, urlencode({"next": wanted})]))
                response["Location"] = parts._replace(query=query).geturl()
        return response

"""Finds every address that may sign somebody in, and tells whether one of them did."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

CLUES = re.compile(
    r"log_?in|log_?out|log_?on|sign|token|auth|reset|code|confirm|verif|passkey|password|session"
    r"|2fa|mfa|webauthn|totp|otp|recover|3rdparty|social|oidc|oauth|google|github|linkedin|refresh"
    r"|regist|join|invit|unlock|impersonat|account"
)
_CONVERTED = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_GROUP = re.compile(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)")


def _patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.name or ""


def _example(route: str) -> str:
    """Return an address that a route matches."""
    filled = _CONVERTED.sub(lambda one: "1" if one["kind"] == "int" else "x", route)
    return "/" + _GROUP.sub("x", filled).replace("\\", "").rstrip("$").removesuffix("Z")


def login_like_urls() -> list[str]:
    """Return an address of each route whose path or name smells of signing in."""
    return sorted(
        {
            _example(route)
            for route, name in _patterns(get_resolver())
            if CLUES.search(route.lower()) or CLUES.search(name.lower())
        }
    )


def somebody_is_signed_in() -> bool:
    """Tell whether there is a session of anybody; tokens of the API are no good without one."""
    return any(SESSION_KEY in row.get_decoded() for row in Session.objects.all())


def urls_that_sign_in(client: Client, urls: list[str], fields: dict[str, str]) -> list[str]:
    """Try each address with the fields in every form; return those that led to a session.

    Each is tried from the same start: what it changed is undone.
    """
    cookies = dict(client.cookies)
    found = []
    for url in urls:
        for method in ("get", "form", "json"):
            client.cookies = SimpleCookie(cookies)
            cache.clear()
            with transaction.atomic():
                _send(client, url, fields, method)
                if somebody_is_signed_in():
                    found.append(f"{method} {url}")
                transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    cache.clear()
    return found


def _send(client: Client, url: str, fields: dict[str, str], method: str) -> None:
    if method == "get":
        client.get(url, fields)
    elif method == "form":
        client.post(url, fields)
    else:
        client.post(url, fields, content_type="application/json")

"""What somebody is told who has tried too often: above all, when to try again."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from allauth.account import app_settings
from allauth.core.internal.ratelimit import apply_rate, get_cache_key, get_rates
from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from allauth.core.internal.ratelimit import Rate
    from django.http import HttpRequest, HttpResponse

_APP = "allauth.account"
# Where none of the limits tells: as long as allauth counts failed logins.
_USUAL_WAIT = 300


def seconds_to_wait(request: HttpRequest, *keys: str) -> int:
    """Return after how many seconds nothing holds this caller back any more, at least one.

    `keys` are those besides the entered e-mail address under which tries of theirs are counted.
    """
    known = {*keys, request.POST.get("email", "").strip().lower()} - {""}
    waits = [
        wait
        for action in app_settings.RATE_LIMITS
        for rate in get_rates(app=_APP, action=action)
        for key in _cache_keys(request, action, rate, known)
        if (wait := _seconds_left(key, rate)) > 0
    ]
    return max(1, math.ceil(max(waits))) if waits else _USUAL_WAIT


def _cache_keys(request: HttpRequest, action: str, rate: Rate, known: set[str]) -> list[str]:
    if rate.per == "user" and not request.user.is_authenticated:
        return []
    return [
        get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        for key in (known if rate.per == "key" else [None])
    ]


def _seconds_left(key: str, rate: Rate) -> float:
    now = time.time()
    allowed, history = apply_rate(list(cache.get(key, [])), now, rate, dry_run=True)
    if allowed:
        return 0.0
    return float(history[-1] + rate.duration - now)


def in_words(seconds: int) -> str:
    """Return "in 5 minutes" or "in 2 hours", rounded up."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 90:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return the page for somebody who has tried too often; found by allauth as handler429."""
    seconds = seconds_to_wait(request)
    response = render(request, "429.html", {"when": in_words(seconds)}, status=429)
    response["Retry-After"] = str(seconds)
    return response

"""Whole answers kept in the memory of the process, for all who are not signed in.

An answer is kept under the address that was asked for and the state of the content that was read
before it was made (see `nexus.core.content_version`), for `KEEP_ANSWERS_SECONDS` at most and never
beyond the moment at which time alone changes it, as when the deadline of a job passes.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.utils import timezone

from nexus.core import content_version
from nexus.core.metrics import KEPT_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.urls import ResolverMatch

    from nexus.core.content_version import State

MOST_BYTES = 32_000_000
_MOST_BYTES_OF_ONE = 500_000
_LONGEST_ADDRESS = 500
# What the log and the headers of an answer take up besides its content.
_OVERHEAD_BYTES = 2_000


class Kept(NamedTuple):
    """An answer without what belongs to one request alone."""

    state: State
    made_at: float  # on the clock that never jumps
    content: bytes
    headers: tuple[tuple[str, str], ...]
    route: ResolverMatch | None
    acts: tuple[Callable[[HttpRequest], None], ...]

    def is_good(self, state: State) -> bool:
        """Tell whether it may be given out in this state of the content."""
        if self.age() >= settings.KEEP_ANSWERS_SECONDS or state.mark != self.state.mark:
            return False
        return self.state.until is None or timezone.now() < self.state.until

    def age(self) -> float:
        return time.monotonic() - self.made_at

    def again(self, request: HttpRequest) -> HttpResponse:
        """Return it to another request, and do what is done each time."""
        if self.route is not None:
            request.resolver_match = self.route
        for act in self.acts:
            act(request)
        return HttpResponse(self.content, headers=dict(self.headers))


class Answers:
    """The answers of one process, of which those not asked for longest make room for others."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def find(self, address: str, state: State) -> Kept | None:
        with self._lock:
            found = self._kept.get(address)
            if found is None:
                return None
            if not found.is_good(state):
                self._drop(address)
                return None
            self._kept.move_to_end(address)
            return found

    def keep(self, address: str, answer: Kept) -> None:
        with self._lock:
            if address in self._kept:
                self._drop(address)
            self._kept[address] = answer
            self._bytes += _size(answer)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def after_fork(self) -> None:
        """Begin anew in a child: the lock may be held by a thread that is not here."""
        self._lock = threading.Lock()
        self.clear()

    def _drop(self, address: str) -> None:
        self._bytes -= _size(self._kept.pop(address))


answers = Answers()
os.register_at_fork(after_in_child=answers.after_fork)


class Slot:
    """The place of one request's answer, with the state of the content from before it was made."""

    def __init__(self, address: str, state: State) -> None:
        self._address = address
        self._state = state

    def find(self) -> Kept | None:
        """Return what was kept of an earlier answer, None where that no longer holds."""
        found = answers.find(self._address, self._state)
        KEPT_ANSWERS.labels("miss" if found is None else "hit").inc()
        return found

    def keep(
        self,
        response: HttpResponse,
        *,
        route: ResolverMatch | None = None,
        acts: tuple[Callable[[HttpRequest], None], ...] = (),
    ) -> None:
        """Keep an answer of 200 for others, unless it is too long or sets a cookie."""
        content = response.content
        if response.status_code != 200 or response.cookies or len(content) > _MOST_BYTES_OF_ONE:
            return
        headers = tuple(response.headers.items())
        kept = Kept(self._state, time.monotonic(), content, headers, route, acts)
        answers.keep(self._address, kept)


def slot_of(request: HttpRequest) -> Slot | None:
    """Return where the answer to a request is kept; None where it may be somebody's own."""
    if settings.KEEP_ANSWERS_SECONDS <= 0 or request.method != "GET" or _is_somebody(request):
        return None
    address = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
    if len(address) > _LONGEST_ADDRESS:
        return None
    state = content_version.current()
    return None if state is None else Slot(address, state)


def _is_somebody(request: HttpRequest) -> bool:
    cookies = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return "Authorization" in request.headers or any(name in request.COOKIES for name in cookies)


def _size(answer: Kept) -> int:
    return len(answer.content) + _OVERHEAD_BYTES

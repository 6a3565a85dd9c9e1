"""allauth's headless views, called from inside: they sign people in, we only reshape answers.

State between two steps lives in a session of its own, whose key is the `token` of the contract.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.internal.sessionkit import new_session
from allauth.headless.tokens.strategies.jwt import internal
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction

from people.adapters import LOCKED, REMEMBER_KEY, AccountAdapter
from people.limits import seconds_to_wait
from people.steps import may_go_on
from people.tokens import forget_cached, lock_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

_TOKEN = re.compile(r"[a-z0-9]{32}")
# What of the caller's request the flows may see: who and from where, and no cookie.
_PASSED_ON = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_HOST",
    "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "REMOTE_ADDR",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)
_GONE, _TOO_OFTEN = 410, 429


@dataclass(frozen=True, slots=True)
class Answer:
    """What a flow answered, in allauth's terms.

    `wait` are the seconds after which somebody who has tried too often may try again.
    """

    status: int
    data: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[Mapping[str, str], ...] = ()
    wait: int | None = None

    @property
    def is_signed_in(self) -> bool:
        return "access_token" in self.meta

    @property
    def pending(self) -> str | None:
        """Name the step that is still owed, as allauth calls it: `verify_email`, for instance."""
        waiting = (flow["id"] for flow in self.data.get("flows", ()) if flow.get("is_pending"))
        return next((flow for flow in waiting if flow != "password_reset_by_code"), None)

    @property
    def error_codes(self) -> frozenset[str]:
        return frozenset(error.get("code", "") for error in self.errors)


def call(
    view: Callable[[HttpRequest], HttpResponse],
    request: HttpRequest,
    payload: Mapping[str, Any] | None = None,
    *,
    method: str = "POST",
    token: str | None = None,
    as_bearer: bool = False,
    remember: bool | None = None,
) -> Answer:
    """Call a headless view on behalf of `request` and return its answer.

    `token` continues what an earlier answer left open: status 410 where there is no such thing
    (any more), or the account has had a new password since or is disabled. `as_bearer` acts
    within the login of the request's access token. `remember` asks for a refresh token at the end
    of a new login. Calls on one session come one after the other, so that tries are counted right
    and no change to it is lost.
    """
    if token is not None and not _TOKEN.fullmatch(token):
        return Answer(_GONE)
    inner = _inner_request(request, payload or {}, method)
    key = token
    if token is not None:
        inner.META["HTTP_X_SESSION_TOKEN"] = token
    elif as_bearer:
        inner.META["HTTP_AUTHORIZATION"] = request.META["HTTP_AUTHORIZATION"]
        key = internal.session_key_from_sid(request.token_payload["sid"])  # type: ignore[attr-defined]  # set by `identify`
    if remember is not None:
        setattr(inner, REMEMBER_KEY, remember)
    with transaction.atomic() if key else nullcontext():
        if key:
            session = lock_session(key)
            if session is None or (token is not None and not may_go_on(session)):
                return Answer(_GONE)
            forget_cached(key)
        answer = _read(_run(view, inner))
    if answer.status == _TOO_OFTEN or LOCKED in answer.error_codes:
        return replace(answer, wait=_seconds_to_wait(inner, payload or {}))
    return answer


def _seconds_to_wait(inner: HttpRequest, payload: Mapping[str, Any]) -> int:
    """Return when the tries of this caller, and those under the names given, are forgotten."""
    names = {name: payload[name] for name in ("username", "email") if payload.get(name)}
    keys = [str(names["email"]).lower()] if "email" in names else []
    if names:
        keys.append(AccountAdapter(inner)._get_login_attempts_cache_key(inner, **names))
    return seconds_to_wait(inner, *keys)


def _run(view: Callable[[HttpRequest], HttpResponse], inner: HttpRequest) -> HttpResponse:
    try:
        response: HttpResponse = AccountMiddleware(view)(inner)
    except ImmediateHttpResponse as immediate:
        return immediate.response  # type: ignore[no-any-return]  # allauth is untyped
    return response


def _read(response: HttpResponse) -> Answer:
    try:
        body = json.loads(response.content)
    except ValueError:
        body = {}
    return Answer(
        response.status_code,
        body.get("data") or {},
        body.get("meta") or {},
        tuple(body.get("errors") or ()),
    )


def _inner_request(request: HttpRequest, payload: Mapping[str, Any], method: str) -> WSGIRequest:
    body = json.dumps(payload).encode()
    environ = {name: request.META[name] for name in _PASSED_ON if name in request.META}
    # The scheme that a proxy of ours vouches for counts, not that of the last hop.
    environ["wsgi.url_scheme"] = request.scheme or "http"
    inner = WSGIRequest(
        {
            **environ,
            "REQUEST_METHOD": method,
            "PATH_INFO": request.path,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
    )
    inner.session = new_session()
    inner.user = AnonymousUser()
    return inner

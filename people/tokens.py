"""The tokens of the API: allauth's JWTs, with our lifetimes and a rotation that bears races.

A login is a session row. Its refresh token is spent by using it; of two that use it at once one
wins. A token that was spent a while ago and comes again was stolen, or its thief was quicker: that
ends the login.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from people.adapters import REMEMBER_KEY
from people.steps import bind_to_account

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

RACE_SECONDS = 10
"""For so long a spent refresh token is merely refused: two tabs may have used it at once."""
PENDING = timedelta(hours=1)
"""How long a login, registration or reset that waits for a code is kept."""

_SPENT = "spent_refresh_tokens"


class RefreshStrategy(JWTTokenStrategy):
    """Access for an hour; a refresh token only where the person wants to be remembered."""

    def create_session_token(self, request: HttpRequest) -> str:
        if not request.user.is_authenticated:
            request.session.set_expiry(PENDING)
            bind_to_account(request.session)
        token: str = super().create_session_token(request)
        return token

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        remember = bool(request.session.get(REMEMBER_KEY))
        # The session is the authority: tokens outlive it in name only.
        request.session.set_expiry(
            settings.REFRESH_TOKEN_LIFETIME if remember else settings.ACCESS_TOKEN_LIFETIME
        )
        access = self.create_access_token(request)
        if access is None:
            return None
        payload: dict[str, Any] = {"access_token": access}
        if remember:
            payload["refresh_token"] = internal.create_refresh_token(request.user, request.session)
        return payload

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Spend a refresh token and return a new access and refresh token, or None.

        A token that was spent more than RACE_SECONDS ago also ends its login.
        """
        claims = internal.decode_token(refresh_token, "refresh")
        key = internal.session_key_from_sid(claims["sid"]) if claims else None
        if claims is None or not key:
            return None
        with transaction.atomic():
            session = lock_session(key)
            if session is None:
                return None
            user = internal.validate_token_user(claims, session)
            known = internal.get_refresh_token_state(session)
            if user is not None and claims["jti"] in known:
                pair = self._rotate(user, session, claims)
                transaction.on_commit(lambda: forget_cached(key))
                return pair
            was_stolen = claims["jti"] not in known and not _just_spent(session, claims["jti"])
        if was_stolen:
            sessionkit.session_store(key).delete()
        return None

    def _rotate(self, user: Any, session: SessionBase, claims: dict[str, Any]) -> tuple[str, str]:
        now = time.time()
        internal.invalidate_refresh_token(session, claims)
        spent = {jti: at for jti, at in _spent(session).items() if now - at <= RACE_SECONDS}
        session[_SPENT] = {**spent, claims["jti"]: now}
        session.set_expiry(settings.REFRESH_TOKEN_LIFETIME)
        access: str = internal.create_access_token(user, session, self.get_claims(user))
        refresh: str = internal.create_refresh_token(user, session)
        session.save()
        return access, refresh


def lock_session(key: str) -> SessionBase | None:
    """Return a live session as the database has it, its row locked until the transaction ends.

    Past the cache, which may be older than the row. None where there is no such session.
    """
    live = Session.objects.filter(pk=key, expire_date__gt=timezone.now())
    locked = live.select_for_update().values_list("pk", flat=True).first()
    return DatabaseStore(key) if locked else None


def forget_cached(key: str) -> None:
    """Have the next reader of a session take it from the database."""
    store = sessionkit.session_store(key)
    store._cache.delete(store.cache_key)


def _spent(session: SessionBase) -> dict[str, float]:
    found: dict[str, float] = session.get(_SPENT, {})
    return found


def _just_spent(session: SessionBase, jti: str) -> bool:
    spent_at = _spent(session).get(jti)
    return spent_at is not None and time.time() - spent_at <= RACE_SECONDS

"""Tokens of the API, without hashing a password for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.cached_db import SessionStore
from django.http import HttpRequest

if TYPE_CHECKING:
    from people.models import User


def token_of(user: User) -> str:
    """Sign `user` in as the API does, and return the access token."""
    request = HttpRequest()
    request.session = SessionStore()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    token: str = create_access_token(user, request.session, {})
    return token

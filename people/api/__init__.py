"""Accounts, tokens and profiles over HTTP."""

from people.api.auth import auth_router
from people.api.profiles import make_profiles_router
from people.api.token import token_router

__all__ = ["auth_router", "make_profiles_router", "token_router"]

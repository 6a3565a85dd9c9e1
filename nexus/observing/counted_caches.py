"""The shared cache, counting how often it had what it was asked for."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache

from nexus.core.metrics import CACHE_GETS
from nexus.core.steady_cache import SteadyRedisCache

_HIT, _MISS = CACHE_GETS.labels("hit"), CACHE_GETS.labels("miss")
_NOTHING = object()


class _Counted:
    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        found = super().get(key, _NOTHING, version)  # type: ignore[misc]  # of the cache beside it
        if found is _NOTHING:
            _MISS.inc()
            return default
        _HIT.inc()
        return found


class CountedLocMemCache(_Counted, LocMemCache):
    """In the memory of this process."""


class CountedRedisCache(_Counted, SteadyRedisCache):
    """In a Redis that all processes share."""

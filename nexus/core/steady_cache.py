"""The shared cache on Redis, without which everything goes on, only slower.

While Redis is away nothing is found in the cache and nothing is kept, so pages and sessions come
from the database and limits on reading let everybody pass. What guards passwords and codes is
counted in the memory of the process instead: strictly, each try as often as there are web processes
on this machine. What could not be written or deleted meanwhile is deleted as soon as Redis is back,
before anything is read, so that no older value (a session that has ended, say) comes up again.
"""

from __future__ import annotations

import logging
import os
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

logger = logging.getLogger("nexus.cache")

AWAY = (RedisConnectionError, RedisTimeoutError, ReadOnlyError, OutOfMemoryError)
STRICT = ("limit:", "allauth:rl:", "allauth.mfa.totp.used")
"""How the keys begin that must not be forgotten while Redis is away."""

LOOK_SECONDS = 1.0
"""How often is looked whether it is back."""

_ANSWER_SECONDS = 1.0
_MOST_OWED = 100_000
_EVERYTHING = "*"


class Outage:
    """Whether the Redis at one place is away, for all threads of a process, and what is owed to it."""

    def __init__(self) -> None:
        self.is_on = False
        self.owed: set[str] = set()
        self.guard = threading.Lock()

    def begin(self, reason: str, look: Callable[[], bool]) -> None:
        """Ask nobody any more until `look` says that it is over, which a thread asks for."""
        with self.guard:
            if self.is_on:
                return
            self.is_on = True
        logger.warning("Redis is away (%s): going on without the cache.", reason)
        threading.Thread(target=self._wait, args=[look], name="redis-is-away", daemon=True).start()

    def _wait(self, look: Callable[[], bool]) -> None:
        while not look():
            threading.Event().wait(LOOK_SECONDS)

    def owe(self, keys: Iterable[str]) -> None:
        with self.guard:
            if len(self.owed) < _MOST_OWED:
                self.owed.update(keys)
            else:
                self.owed = {_EVERYTHING}

    def end(self, pay: Callable[[set[str]], None]) -> None:
        """Have `pay` delete what is owed, and end the outage. Raises what `pay` raises."""
        while True:
            with self.guard:
                owed = set(self.owed)
                if not owed:
                    self.is_on = False
                    break
            pay(owed)
            with self.guard:
                self.owed -= owed
        logger.warning("Redis is back.")


_outages: dict[str, Outage] = {}
# A child has no thread that would look; it finds out by itself.
os.register_at_fork(after_in_child=_outages.clear)


class SteadyRedisCache(RedisCache):
    """Django's cache on Redis, which never raises for want of it."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = params.get("OPTIONS", {})
        # Redis is near and quick; who waits for it longer would wait for each key.
        waiting = {
            "socket_connect_timeout": _ANSWER_SECONDS,
            "socket_timeout": _ANSWER_SECONDS,
            # Once more, since a connection that was kept may have been closed meanwhile.
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, {**params, "OPTIONS": {**waiting, **options}})
        self._place = server if isinstance(server, str) else ",".join(server)

    @property
    def outage(self) -> Outage:
        return _outages.setdefault(self._place, Outage())

    @cached_property
    def _memory(self) -> LocMemCache:
        return LocMemCache(f"instead of {self._place}", {"OPTIONS": {"MAX_ENTRIES": 50_000}})

    def look(self) -> bool:
        """Tell whether Redis is there, and if so end the outage."""
        try:
            self._cache.get_client(write=True).ping()
            self.outage.end(self._pay)
        except AWAY:
            return False
        return True

    def _pay(self, owed: set[str]) -> None:
        if _EVERYTHING in owed:
            self._cache.clear()
        else:
            self._cache.delete_many(owed)

    def _ask[T](self, ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
        reason = "it was just now"
        if not self.outage.is_on:
            try:
                return ask()
            except AWAY as error:
                reason = str(error)
        answer = otherwise()
        # Where it has ended meanwhile too: what is owed must be paid.
        self.outage.begin(reason, self.look)
        return answer

    def _owe(self, keys: Iterable[str], version: int | None) -> None:
        self.outage.owe(self.make_key(key, version=version) for key in keys)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(
            lambda: super(SteadyRedisCache, self).get(key, default, version),
            lambda: (
                _each_as_often(self._memory.get(key, default, version))
                if key.startswith(STRICT)
                else default
            ),
        )

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._ask(
            lambda: super(SteadyRedisCache, self).add(key, value, timeout, version),
            lambda: not key.startswith(STRICT) or self._memory.add(key, value, timeout, version),
        )

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        def remember() -> None:
            self._owe([key], version)
            if key.startswith(STRICT):
                self._memory.set(key, _once(value), timeout, version)

        self._ask(lambda: super(SteadyRedisCache, self).set(key, value, timeout, version), remember)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(SteadyRedisCache, self).touch(key, timeout, version), lambda: False
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        def remember() -> bool:
            self._owe([key], version)
            return bool(self._memory.delete(key, version))

        return self._ask(lambda: super(SteadyRedisCache, self).delete(key, version), remember)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        return self._ask(lambda: super(SteadyRedisCache, self).get_many(keys, version), dict)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(SteadyRedisCache, self).has_key(key, version),
            lambda: self._memory.has_key(key, version),
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        def count() -> int:
            return int(self._memory.incr(key, delta * _web_processes(), version))

        return self._ask(lambda: super(SteadyRedisCache, self).incr(key, delta, version), count)

    def set_many(
        self,
        data: dict[str, Any],
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[str]:
        def remember() -> list[str]:
            self._owe(data, version)
            return []

        return self._ask(
            lambda: super(SteadyRedisCache, self).set_many(data, timeout, version), remember
        )

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        names = list(keys)
        self._ask(
            lambda: super(SteadyRedisCache, self).delete_many(names, version),
            lambda: self._owe(names, version),
        )

    def clear(self) -> None:
        def remember() -> None:
            self._memory.clear()
            self.outage.owe([_EVERYTHING])

        self._ask(lambda: super(SteadyRedisCache, self).clear(), remember)


def _web_processes() -> int:
    return max(1, int(os.environ.get("WEB_CONCURRENCY") or 1))


def _each_as_often(value: Any) -> Any:
    """Return the times of tries, each as often as there are processes that count for themselves."""
    if isinstance(value, list):
        return [at for at in value for _process in range(_web_processes())]
    return value


def _once(value: Any) -> Any:
    return list(dict.fromkeys(value)) if isinstance(value, list) else value

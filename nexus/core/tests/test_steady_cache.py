from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from nexus.core import steady_cache
from nexus.core.steady_cache import SteadyRedisCache

if TYPE_CHECKING:
    from collections.abc import Iterable

TRIES = "allauth:rl:login"


class Redis:
    """What Django's cache asks of Redis, with a switch."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.is_away = False
        self.asked = 0

    def _ask(self) -> None:
        self.asked += 1
        if self.is_away:
            raise RedisConnectionError("refused")

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self

    def ping(self) -> None:
        self._ask()

    def get(self, key: str, default: Any) -> Any:
        self._ask()
        return self.kept.get(key, default)

    def set(self, key: str, value: Any, timeout: Any) -> None:
        self._ask()
        self.kept[key] = value

    def set_many(self, data: dict[str, Any], timeout: Any) -> None:
        for key, value in data.items():
            self.set(key, value, timeout)

    def add(self, key: str, value: Any, timeout: Any) -> bool:
        self._ask()
        return self.kept.setdefault(key, value) is value

    def delete(self, key: str) -> bool:
        self._ask()
        return self.kept.pop(key, None) is not None

    def delete_many(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.delete(key)

    def clear(self) -> bool:
        self._ask()
        self.kept.clear()
        return True

    def incr(self, key: str, delta: int) -> int:
        self._ask()
        if key not in self.kept:
            raise ValueError(key)
        self.kept[key] += delta
        return int(self.kept[key])


@pytest.fixture
def redis() -> Redis:
    return Redis()


@pytest.fixture
def cache(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> SteadyRedisCache:
    monkeypatch.setattr(steady_cache.Outage, "_wait", lambda outage, look: None)
    made = SteadyRedisCache(f"redis://{request.node.name}", {})
    made.__dict__["_cache"] = redis
    return made


def test_nothing_is_found_or_kept_while_redis_is_away(cache: Any, redis: Redis) -> None:
    cache.set("page", "old")
    redis.is_away = True

    cache.set("page", "new")

    assert cache.get("page") is None
    assert cache.get_or_set("page", lambda: "made", 60) == "made"
    assert cache.get_many(["page"]) == {}
    assert not cache.has_key("page")  # the cache's own word
    assert cache.set_many({"page": 1}) == []
    assert cache.add("lock", 1)
    assert not cache.touch("page")
    assert not cache.delete("page")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("rate:anon", 1)


def test_redis_is_not_asked_again_for_each_key(cache: Any, redis: Redis) -> None:
    redis.is_away = True
    cache.get("first")
    asked = redis.asked

    cache.get("second")

    assert redis.asked == asked


def test_it_is_used_again_as_soon_as_it_is_back(cache: Any, redis: Redis) -> None:
    redis.is_away = True
    cache.get("page")
    assert not cache.look()
    redis.is_away = False

    assert cache.look()
    cache.set("page", "new")

    assert cache.get("page") == "new"


@pytest.mark.parametrize("write", ["set", "delete", "delete_many", "set_many"])
def test_what_was_written_meanwhile_is_not_found_as_it_was_before(
    cache: Any, redis: Redis, write: str
) -> None:
    cache.set("session", "signed in")
    cache.set("other", "kept")
    redis.is_away = True

    if write == "set":
        cache.set("session", "signed out")
    elif write == "set_many":
        cache.set_many({"session": "signed out"})
    elif write == "delete":
        cache.delete("session")
    else:
        cache.delete_many(["session"])
    redis.is_away = False
    cache.look()

    assert cache.get("session") is None
    assert cache.get("other") == "kept"


def test_what_is_owed_just_after_the_end_is_paid_too(
    cache: Any, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.set("session", "signed in")
    redis.is_away = True
    cache.get("page")
    owe = cache.outage.owe

    def end_and_owe(keys: Iterable[str]) -> None:
        redis.is_away = False
        cache.look()
        owe(keys)

    monkeypatch.setattr(cache.outage, "owe", end_and_owe)
    cache.delete("session")
    assert cache.outage.is_on
    cache.look()

    assert cache.get("session") is None


def test_all_is_forgotten_where_too_much_is_owed(
    cache: Any, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steady_cache, "_MOST_OWED", 2)
    cache.set("c", "old")
    redis.is_away = True
    for key in "abc":
        cache.delete(key)
    redis.is_away = False
    cache.look()

    assert redis.kept == {}


def test_tries_are_counted_for_each_process_of_the_machine(
    cache: Any, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    redis.is_away = True
    assert cache.add(f"{TRIES}:lock", 1)
    assert not cache.add(f"{TRIES}:lock", 1)

    cache.set(TRIES, [10.0])
    cache.set(TRIES, [20.0, *cache.get(TRIES)])

    assert cache.get(TRIES) == [20.0] * 3 + [10.0] * 3
    assert cache.add("limit:report:1", 1)
    assert cache.incr("limit:report:1") == 4


def test_a_second_code_is_good_once_while_redis_is_away(cache: Any, redis: Redis) -> None:
    redis.is_away = True
    key = "allauth.mfa.totp.used?user=1&code=123456"

    assert cache.add(key, "y")
    assert not cache.add(key, "y")


def test_what_is_wrong_with_a_call_is_still_told(cache: Any) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        cache.incr("nowhere")
